"""The layers of the map for geographic information systems, as they ask for them: OGC API – Features, read only.

A collection is a layer as `cli.py export --layer` writes it, for the question that is asked in the words of a link,
else the usual one. Here is what is answered; how it travels is in ui.features.
"""
