"""A fault in what a reader handed in, as one sentence that each page can say in its own language."""

from __future__ import annotations

from atlas.words import Say


class ToldError(ValueError):
    """One sentence: where, what was expected, what came. str() gives it in English, `told` in the language of a page.

    message  the English sentence with placeholders, as the catalogues know it;  parts  what goes into them
    """

    def __init__(self, message: str, **parts: object) -> None:
        super().__init__(message.format(**parts))
        self.message, self.parts = message, parts

    def told(self, say: Say, **instead: object) -> str:
        """The sentence in a language; what came stays as it is. instead  parts that are to be told differently"""
        return say(self.message).format(**{**self.parts, **instead})
