"""Links and files of this atlas with something done to them, by a seed: the same number gives the same one for ever.

Pure: nothing is opened, written or asked. What each of them means is judged by tests/mutated_links.py and
tests/mutated_files.py, which share no code with what reads them.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import quote

from tests.hostile import NAMES

Pairs = list[tuple[str, str]]
WIDE = {place: place + 0xFEE0 for place in range(0x21, 0x7F)}
SIGNS = ("\x00", "\x07", "\t", "\n", "\r", "\x0b", "\x1b[31m", "\x85", "\xa0", "\u200b", "\u202e", "\u2028", "\ufeff")
GARBAGE = ("%", "%%", "%zz", "%E4%BD", "%ff%fe", "%00", "%u4e2d", "+", "%2B", "%26", "&&", "==", ";", "#", "%C0%AF")
NUMBERS = (
    *("0", "-1", "+5", "1_0", "007", "1e9", "9" * 400, "NaN", "inf"),
    *("50.5", "0x10", "٣", "１２", "²", " 5 ", "1,000"),
)
DATES = ("9999-12-31", "0001-01-01", "2020-02-30", "2020-W53-1", "20201231", "2020-1-1", "２０２０-12-31", "2009-12-31")
UNUSUAL = (*NUMBERS, *DATES, *NAMES, "none", "none none", "all", "null", "true", "../../etc/passwd", "x" * 5000)
LONGEST = 300_000
LARGEST = 3_000_000
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5", "utf-32", "shift_jis")
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "'440100")


@dataclass(frozen=True)
class Link:
    """A mutated link. page  of its path;  query  as it stands in an address;  done  what was done to it"""

    page: str
    query: str
    done: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A mutated file.

    kind  what a reader hands it in as;  suffix  of its name;  done  what was done to it
    rows  the cells of a workbook before its bytes were changed; () of what is no workbook
    """

    kind: str
    suffix: str
    content: bytes
    done: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def link(number: int, addresses: Sequence[tuple[str, Mapping[str, str]]]) -> Link:
    """The mutated link of a number, made from one of the real addresses: page, parameters."""
    chance = Random(f"link {number}")
    page, params = chance.choice(addresses)
    pairs, done = list(params.items()), list[str]()
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5))):
        what = chance.choice(LINK_CHANGES)
        pairs = what(chance, pairs, [dict(each) for _, each in addresses])
        done.append(what.__name__.strip("_"))
    query = "&".join(f"{_in_address(name)}={_in_address(value)}" for name, value in pairs)
    if chance.random() < 0.15:
        place = chance.randrange(len(query) + 1)
        query = query[:place] + chance.choice(GARBAGE) + query[place:]
        done.append("garbage")
    return Link(page, query, tuple(done))


def _in_address(text: str) -> str:
    """As a browser writes it; half a surrogate pair is what it makes of it, three bytes that are no UTF-8."""
    return quote(text.encode("utf-8", "surrogatepass"), safe=",:/=")


def _delete(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    gone = chance.randrange(len(pairs)) if pairs else 0
    return [each for place, each in enumerate(pairs) if place != gone]


def _double(chance: Random, pairs: Pairs, others: Sequence[Mapping[str, str]]) -> Pairs:
    """The same name again: with the same value, another's value, or none."""
    if not pairs:
        return pairs
    name, value = chance.choice(pairs)
    known = [each[name] for each in others if name in each]
    return [*pairs, (name, chance.choice([value, "", *known]))]


def _exchange(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    if len(pairs) < 2:
        return pairs
    one, other = chance.sample(range(len(pairs)), 2)
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    values[one], values[other] = values[other], values[one]
    return list(zip(names, values, strict=True))


def _add(chance: Random, pairs: Pairs, others: Sequence[Mapping[str, str]]) -> Pairs:
    """A part of another real address."""
    other = list(chance.choice(others).items())
    return [*pairs, chance.choice(other)] if other else pairs


def _huge(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    between, times = chance.choice((" ", ",", ";", "")), chance.choice((50, 900))
    return _changed(chance, pairs, lambda value: ((value + between) * times)[:LONGEST])


def _wide(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    return _changed(chance, pairs, lambda value: value.translate(WIDE))


def _sign(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    return _changed(chance, pairs, lambda value: _put(chance, value, chance.choice(SIGNS)))


def _surrogate(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    return _changed(chance, pairs, lambda value: _put(chance, value, chr(chance.randrange(0xD800, 0xE000))))


def _replace(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    return _changed(chance, pairs, lambda _value: chance.choice(UNUSUAL))


def _number(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    """A number inside a value made another: `k:17` to `k:1e9`."""
    return _changed(chance, pairs, lambda value: _number_in(chance, value))


def _broken_parts(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    """Thousands of parts that nobody can read."""
    name, between = chance.choice(
        (("scenario", "; "), ("layers", " "), ("siting", " "), ("wrong", " "), ("kinds", ","))
    )
    return [*pairs, (name, between.join(f"fly{place}" for place in range(chance.choice((2, 200, 5000)))))]


def _misspelt(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    if not pairs:
        return pairs
    at = chance.randrange(len(pairs))
    name, value = pairs[at]
    other = chance.choice(
        (name.upper(), name + "s", name[:-1], name.replace("-", "_"), f"{name} ", name.translate(WIDE))
    )
    return [*pairs[:at], (other, value), *pairs[at + 1 :]]


def _part_twice(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    """A part of a list again, or lists run together."""
    return _changed(chance, pairs, lambda value: f"{value}{chance.choice((' ', ',', '; '))}{value.split()[0]}")


def _cut(chance: Random, pairs: Pairs, _others: Sequence[Mapping[str, str]]) -> Pairs:
    return _changed(chance, pairs, lambda value: value[: chance.randrange(len(value))])


LINK_CHANGES: tuple[Callable[[Random, Pairs, Sequence[Mapping[str, str]]], Pairs], ...] = (
    _delete,
    _double,
    _exchange,
    _add,
    _huge,
    _wide,
    _sign,
    _surrogate,
    _replace,
    _number,
    _broken_parts,
    _misspelt,
    _part_twice,
    _cut,
)


def _changed(chance: Random, pairs: Pairs, change: Callable[[str], str]) -> Pairs:
    """One value that is not empty, changed."""
    filled = [place for place, (_, value) in enumerate(pairs) if value.split()]
    if not filled:
        return pairs
    at = chance.choice(filled)
    return [*pairs[:at], (pairs[at][0], change(pairs[at][1])), *pairs[at + 1 :]]


def _put(chance: Random, text: str, sign: str) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + sign + text[place:]


def _number_in(chance: Random, text: str) -> str:
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    if not digits:
        return text
    place = chance.choice(digits)
    return text[:place] + chance.choice(NUMBERS) + text[place + 1 :]


def file(number: int, samples: Mapping[str, Sequence[Sequence[str]]], scenario: Mapping[str, Any]) -> File:
    """The mutated file of a number. samples  kind -> rows of a real table;  scenario  a saved one, as JSON"""
    chance = Random(f"file {number}")
    kind = chance.choice((*samples, *["scenario"] * 2))
    if kind == "scenario":
        return _scenario(chance, scenario)
    return _table(chance, kind, samples[kind])


def upload(number: int, samples: Mapping[str, Sequence[Sequence[str]]], maps: Mapping[str, bytes]) -> File:
    """The mutated table or map of a number, as a person brings it for a check. samples  kind -> rows of a good table
    maps  kind and suffix with a dot between -> a good map, whose bytes alone are changed
    """
    chance = Random(f"upload {number}")
    if chance.random() < 0.12:
        kind, suffix = chance.choice(sorted(maps)).split(".")
        return _bytes_changed(chance, File(kind, f".{suffix}", maps[f"{kind}.{suffix}"], ()))
    kind = chance.choice(sorted(samples))
    return _table(chance, kind, samples[kind], LARGEST)


def _table(chance: Random, kind: str, sample: Sequence[Sequence[str]], most: int | None = None) -> File:
    """A changed table. most  rows are left out beyond so many characters; None: all stay"""
    rows, done = [list(row) for row in sample], list[str]()
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        what = chance.choice(TABLE_CHANGES)
        rows = what(chance, rows)
        done.append(what.__name__.strip("_"))
    if most is not None:
        longest = max((sum(map(len, row)) for row in rows), default=1)
        rows = rows[: max(2, most // max(1, longest))]
    if chance.random() < 0.35:
        rows = [[cell[:32_000] for cell in row[:50]] for row in rows[:2000]]
        return _bytes_changed(chance, File(kind, ".xlsx", workbook(rows), tuple(done), tuple(map(tuple, rows))))
    encoding = chance.choice(ENCODINGS)
    text = chance.choice(("\n", "\r\n", "\r")).join(map(_line(chance.choice(",,,\t;")), rows))
    return _bytes_changed(chance, File(kind, ".csv", text.encode(encoding, "replace"), (*done, encoding)))


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as the first sheet of a workbook; what reads as a number is one, what begins with = a formula."""
    import xlsxwriter

    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell)
    return into.getvalue()


def _line(between: str) -> Callable[[Sequence[str]], str]:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if set(cell) & {between, '"', "\n", "\r"} else cell

    return lambda row: between.join(map(quoted, row))


def _cell(chance: Random, rows: list[list[str]], change: Callable[[str], str], first: int = 0) -> list[list[str]]:
    if len(rows) <= first:
        return rows
    row = chance.randrange(first, len(rows))
    column = chance.randrange(len(rows[row])) if rows[row] else 0
    rows[row][column : column + 1] = [change(rows[row][column])] if rows[row] else []
    return rows


def _odd_cell(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return _cell(chance, rows, lambda _old: chance.choice((*NUMBERS, *DATES, *NAMES)))


def _formula(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return _cell(chance, rows, lambda _old: chance.choice(FORMULAS))


def _long_cell(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return _cell(chance, rows, lambda old: (old or "x") * chance.choice((30, 5_000, 140_000)))


def _sign_in_cell(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return _cell(chance, rows, lambda old: _put(chance, old, chance.choice((*SIGNS, '"', "'"))))


def _wide_cell(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return _cell(chance, rows, lambda old: old.translate(WIDE))


def _row_twice(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return [*rows, list(chance.choice(rows))] if rows else rows


def _column_twice(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    column = chance.randrange(max(1, len(rows[0]) if rows else 1))
    return [[*row, row[column]] if column < len(row) else row for row in rows]


def _heading(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    """The heading gone, misspelt, or below empty lines."""
    return chance.choice((rows[1:], [[]] * 3 + rows, [[cell + "x" for cell in row] for row in rows[:1]] + rows[1:]))


def _short_row(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    at = chance.randrange(max(1, len(rows)))
    return [row[:-1] if place == at else row for place, row in enumerate(rows)]


def _long_row(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    at = chance.randrange(max(1, len(rows)))
    return [[*row, "9"] if place == at else row for place, row in enumerate(rows)]


def _many_rows(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    return rows + rows[1:] * chance.choice((3, 2000))


def _turned(chance: Random, rows: list[list[str]]) -> list[list[str]]:
    del chance
    return [list(reversed(row)) for row in rows]


TABLE_CHANGES: tuple[Callable[[Random, list[list[str]]], list[list[str]]], ...] = (
    _odd_cell,
    _formula,
    _long_cell,
    _sign_in_cell,
    _wide_cell,
    _row_twice,
    _column_twice,
    _heading,
    _short_row,
    _long_row,
    _many_rows,
    _turned,
)


def _bytes_changed(chance: Random, given: File) -> File:
    """Half of the files are left as they are; the others are cut, a bit flipped, or marked where no mark belongs."""
    content, chosen = given.content, chance.randrange(8)
    at = chance.randrange(len(content) + 1)
    if chosen == 0:
        return _with(given, content[:at], "truncated")
    if chosen == 1 and at < len(content):
        return _with(given, content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :], "bit")
    if chosen == 2:
        mark, at = chance.choice(MARKS), chance.choice((0, at))
        return _with(given, content[:at] + mark + content[at:], "mark")
    if chosen == 3:
        noise = chance.randbytes(chance.choice((1, 100, 5000)))
        return _with(given, chance.choice((noise, content + noise, b"")), "noise")
    return given


def _with(given: File, content: bytes, done: str) -> File:
    return replace(given, content=content, done=(*given.done, done))


def _scenario(chance: Random, saved: Mapping[str, Any]) -> File:
    """A scenario file: a part of it another, gone, twice, nested deep; then perhaps its bytes."""
    told = json.loads(json.dumps(saved))
    what = chance.randrange(9)
    text, done = "", ("as it was", "other", "gone", "odd change", "twice", "deep", "many", "unknown", "number")[what]
    if what in (1, 8):
        told[chance.choice(list(told))] = chance.choice((*UNUSUAL, None, True, [], {}, 1.5, -1, 10**400, ["x"]))
    elif what == 2:
        del told[chance.choice(list(told))]
    elif what == 3:
        change = chance.choice(told["changes"])
        change[chance.choice(list(change))] = chance.choice((*NAMES, *NUMBERS, None, 1e300, -181, [], {}, True))
    elif what == 4:
        part = chance.choice(("radius_km", "as_of", "changes", "definition", "plan"))
        again = {"radius_km": 20, "as_of": "2020-12-31", "changes": [], "definition": "any-rapid-body", "plan": "13-5"}
        text = f'{{"{part}": {json.dumps(again[part])}, ' + json.dumps(told, ensure_ascii=False)[1:]
    elif what == 5:
        depth = chance.choice((50, 1000, 100_000))
        text = chance.choice(("[", '{"changes":', '{"changes":[')) * depth + chance.choice(("", "1", "]" * depth))
    elif what == 6:
        told["changes"] = told["changes"] * chance.choice((2, 60, 3000))
    elif what == 7:
        told[chance.choice(("radius", "Plan", "as-of", "changes ", "industry"))] = "x"
    text = text or json.dumps(told, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 2)))
    encoding = chance.choice(("utf-8", "utf-8", "utf-8", *ENCODINGS))
    made = File("scenario", ".json", text.encode(encoding, "replace"), (done, encoding))
    return _bytes_changed(chance, made) if what < 5 else made
