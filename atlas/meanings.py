"""What the words of the atlas mean, for a reader who does not know them: under the word itself, and in the help."""

from __future__ import annotations

from collections.abc import Sequence

from atlas.words import Say

# Message ids: the word as the pages write it, and what it means.
MEANINGS = (
    (
        "word definition",
        "The plan does not define the fast-protection mechanism. A definition says which bodies count, and at which "
        "stage; with another one the number is another.",
    ),
    ("word certain", "Rests on records of evidence A1 or A2 whose dates are sure."),
    ("word best", "Counts believed records (B) too, and what follows from the plan's own count."),
    ("word possible", "Counts all that nothing known excludes."),
    (
        "word in reach",
        "A body that may serve the resident lies within the chosen distance by road, estimated from the straight "
        "distance.",
    ),
    (
        "word jurisdiction",
        "A municipal body serves the residents of its own prefecture, the provincial one everybody. Ignoring borders, "
        "everybody may go to the nearest.",
    ),
    ("word supposed", "Only assumed: a scenario, or records taken as wrong or as confirmed. Never a record."),
)


def meanings(say: Say) -> Sequence[tuple[str, str]]:
    """Every word with its meaning, in the language of the page."""
    return [(say(word), say(meaning)) for word, meaning in MEANINGS]
