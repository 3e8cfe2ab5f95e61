"""The verbs of the command line, a family a file: arguments, one call into the atlas, an answer to print."""

from __future__ import annotations

from verbs import answers, documents, entities, exports, intake, maps, roads, siting, store, talks

# A new family is a file with `add_verbs` and a word here.
FAMILIES = (answers, documents, entities, exports, intake, maps, roads, siting, store, talks)
