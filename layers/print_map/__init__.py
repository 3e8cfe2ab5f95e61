"""The same layers on paper: what is drawn follows from the same declarations, classes and styles as on the screen.

Everything is in millimetres of the sheet, the map in an equal-area projection; matplotlib is the only tool, used as
objects, so that nothing is shared between two sheets.
"""
