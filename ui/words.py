"""The words of the interface: gettext catalogues, read from their .po files, Chinese first."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).parent / "i18n"
LOCALES = {"zh": "zh_CN"}
Say = Callable[[str], str]


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """The catalogue of a language ("zh"), compiled in memory so that nobody has to build .mo files. Raises
    LookupError for an unknown one.
    """
    if language not in LOCALES:
        raise LookupError(f"language {language!r} is not known; expected one of: {', '.join(LOCALES)}")
    compiled = io.BytesIO()
    with (CATALOGUES / f"{LOCALES[language]}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=LOCALES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say_in(language: str) -> Say:
    """The function that turns a message id into text of this language; an untranslated id comes back as it is."""
    return catalogue(language).gettext
