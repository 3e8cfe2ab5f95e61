"""The papers a picture may have, by name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paper:
    """width, height  in millimetres;  scale  how much larger than on A4 everything is;  beside  whether the legend
    stands beside the map, not under it
    bare  only map, legend and stamp: a document that holds the picture says the rest itself
    letters  how much larger than on A4 the letters of the legend are, None for as everything: then they become smaller
    where there is no room, else height is that of the map alone, and the sheet as much higher as its legend needs
    """

    width: float
    height: float
    scale: float
    beside: bool
    bare: bool = False
    letters: float | None = None


# In a brief: as broad as its text, and half as broad with facts beside it; on a slide beside its figures.
BRIEF, HALF, SLIDE_MAP = "brief", "half", "slide-map"
PAPERS: dict[str, Paper] = {
    "a4": Paper(210, 297, 1.0, beside=False),
    "a4-landscape": Paper(297, 210, 1.0, beside=True),
    "a3": Paper(297, 420, 1.4, beside=False),
    "a3-landscape": Paper(420, 297, 1.4, beside=True),
    # 16:9, 13⅓ by 7½ inches, as presentations have it; read from afar.
    "slide": Paper(338.667, 190.5, 1.25, beside=True),
    BRIEF: Paper(150, 70, 0.82, beside=True, bare=True),
    SLIDE_MAP: Paper(212, 118, 1.15, beside=True, bare=True),
    # A small map, with a legend that is read as easily as the page around it.
    HALF: Paper(86, 36, 0.74, beside=False, bare=True, letters=0.9),
}


def paper_of(sheet: str) -> Paper:
    """The paper of a name. Raises LookupError naming the known ones."""
    if sheet not in PAPERS:
        raise LookupError(f"paper {sheet!r} is not known; expected one of: {', '.join(PAPERS)}")
    return PAPERS[sheet]
