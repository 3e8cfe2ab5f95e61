"""The words of the interface: gettext catalogues, read from their .po files, Chinese first; and how each language
writes lists, numbers and dates (Babel).
"""

from __future__ import annotations

import gettext
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

CATALOGUES = Path(__file__).parent / "i18n"
LOCALES = {"zh": "zh_CN", "en": "en"}
FORMATS = {"zh": Locale.parse("zh_CN"), "en": Locale.parse("en_GB")}
# Many people are told in 万 in Chinese and in millions in English: what they are divided by, and the decimals.
MANY = {"zh": (10_000, 1), "en": (1_000_000, 2)}
FULL_DATE = len("YYYY-MM-DD")
# A wide space between a heading and what belongs to it.
EM_SPACE = "\u3000"


@cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """The catalogue of a language ("zh", "en"), compiled in memory so that nobody has to build .mo files.
    Raises LookupError for an unknown one.
    """
    if language not in LOCALES:
        raise LookupError(f"language {language!r} is not known; expected one of: {', '.join(LOCALES)}")
    compiled = io.BytesIO()
    with (CATALOGUES / f"{LOCALES[language]}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=LOCALES[language]))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True)
class Say:
    """Turns a message id into text of its language; an untranslated id comes back as it is."""

    language: str

    def __call__(self, message: str) -> str:
        """The text of a message id."""
        return catalogue(self.language).gettext(message)


def say_in(language: str) -> Say:
    """The words of a language. Raises LookupError for an unknown one."""
    catalogue(language)
    return Say(language)


def listed(names: Iterable[str], say: Say) -> str:
    """Names one after another, as the language separates them; "" for none."""
    return say("list separator").join(names)


def either(names: Iterable[str], say: Say) -> str:
    """Names of which one is enough, as they stand within a sentence: small letters where they are no abbreviation; ""
    for none.
    """
    small = [_within_a_sentence(each) for each in names]
    if len(small) < 2:
        return "".join(small)
    return say("{names} or {last}").format(names=listed(small[:-1], say), last=small[-1])


def _within_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def placed(name: str, prefecture: str, say: Say) -> str:
    """A place with its prefecture, unless its own name says it: many parks are called after theirs, and two prefectures
    have no counties.
    """
    return name if prefecture in name else say("{name} in {prefecture}").format(name=name, prefecture=prefecture)


def counted(title: str, n: int, say: Say) -> str:
    """A title with how many there are of it, in brackets."""
    return say("{title} ({n})").format(title=title, n=n)


def labelled(label: str, text: str, say: Say) -> str:
    """A label, a colon and its text."""
    return say("{label}: {text}").format(label=label, text=text)


def in_sentences(texts: Iterable[str], say: Say) -> str:
    """Texts one after another, each ended with a full stop, as the language parts sentences; "" for none."""
    ends = say("full stop")
    told = [text if text.endswith((ends, ".")) else text + ends for text in texts if text]
    return reduce(lambda before, text: say("{before} {text}").format(before=before, text=text), told) if told else ""


def whole(number: float, say: Say) -> str:
    """A whole number with its thousands apart."""
    return str(format_decimal(round(number), format="#,##0", locale=FORMATS[say.language]))


def decimal(number: float, decimals: int, say: Say) -> str:
    """A number with exactly so many decimals."""
    return str(format_decimal(number, format=_pattern(decimals), locale=FORMATS[say.language]))


def percent(share: float, decimals: int, say: Say) -> str:
    """A share as a percentage with exactly so many decimals."""
    return str(format_percent(share, format=f"{_pattern(decimals)}%", locale=FORMATS[say.language]))


def summing(total: float, parts: Sequence[float], *, decimals: int) -> tuple[float, ...]:
    """A total and its parts, rounded so that the printed parts add up to the printed total (largest remainder).

    parts  add up to `total` but for the noise of floating point; each comes out at most one unit of the last decimal
    away from itself. Returns the total, then the parts. Raises ValueError for parts that do not add up.
    Source: Hamilton's method of apportionment; Balinski & Young (1982).
    """
    unit = 10**decimals
    scaled = [part * unit for part in parts]
    if abs(math.fsum(parts) - total) > 1e-6 * max(1.0, abs(total)):
        raise ValueError(f"expected parts that add up to {total}, got {list(parts)}")
    whole, floors = round(total * unit), [math.floor(each) for each in scaled]
    missing = whole - sum(floors)
    # Of equal remainders the first part takes the unit, so that the same numbers always print the same.
    order = sorted(range(len(parts)), key=lambda place: (floors[place] - scaled[place], place))
    for place in order[: max(missing, 0)]:
        floors[place] += 1
    return (whole / unit, *(each / unit for each in floors))


def many_people(*numbers: float, say: Say) -> str:
    """Residents in round numbers, in the unit in which the language counts many; a part and its whole as "1/2"."""
    unit, decimals = MANY[say.language]
    return say("{n} many people").format(n="/".join(decimal(number / unit, decimals, say) for number in numbers))


def full_date(day: date, say: Say) -> str:
    """A date in words: 2025年12月31日, 31 December 2025."""
    return str(format_date(day, "long", locale=FORMATS[say.language]))


def known_date(text: str, say: Say) -> str:
    """A date as the tables hold it: a day in words; a year or a month alone stays as it is."""
    return full_date(date.fromisoformat(text), say) if len(text) == FULL_DATE else text


def _pattern(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")
