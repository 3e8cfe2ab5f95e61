"""Joins the modules of layers/browser into the one script and the one style sheet that the map page loads.

The modules are native ES modules, so that linters and browsers read them as they stand (the tests load them so). The
page loads them as one plain script: one request instead of thirty, the same in the page of one file (`cli.py map`),
where modules could not be loaded at all.
"""

from __future__ import annotations

import re
from pathlib import Path

BROWSER = Path(__file__).parent / "browser"
MAIN = "atlas"
# Files of the application's page around the map, served beside it and no part of it: the bridge, what asks for a map
# first, the box, the clock, the pinned view, tables, kept views, and what brings the sheets of these.
BESIDE = (
    *("bridge.js", "first.js", "turned.js", "ask.js", "ask.css", "clock.js", "clock.css"),
    *("swipe.js", "swipe.css", "table.js", "table.css", "columns.js", "kept.js", "kept.css", "sheet.js"),
    "buttons.css",
)
# The later one wins where two say something of the same element.
SHEETS = ("page", "boxes", "panel", "card", "labels", "narrow", "wishes", "paper")

IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([a-z-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:const|class|function|async function) )", re.MULTILINE)
NAME = re.compile(r"^(?:const|let|class|function|async function) (\w+)", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
INDENT = re.compile(r"^\s+", re.MULTILINE)
# The end of a line that goes on, or that is closed by the next: of none that may end in a comment.
GOES_ON = re.compile(r"^((?:(?!//).)*)\n(?=[})\];,]+$)|^((?:(?!//).)*[,(\[])\n", re.MULTILINE)


def joined_script(folder: Path = BROWSER, main: str = MAIN) -> str:
    """One script of `main` and all it imports, each module before those that use it, in a scope of their own.

    Comments that stand on lines of their own, empty lines, indentation and ends of lines within brackets are left out:
    no module may have a text over several lines, which they could be part of. Raises ValueError, naming the module, for
    whatever cannot be joined: an import or export of another form than `import { a } from "./b.js";` and
    `export const`, a circle, one name in two modules.
    """
    owners: dict[str, str] = {}
    parts = []
    for module, code in _in_order(folder, main).items():
        plain = _for_common_scope(module, code)
        for name in NAME.findall(plain):
            if owners.setdefault(name, module) != module:
                raise ValueError(f"{module}.js and {owners[name]}.js both declare {name}, and are joined in one scope")
        parts.append(GOES_ON.sub(r"\1\2", INDENT.sub("", plain)))
    return '"use strict";\n(() => {\n' + "".join(parts) + "})();\n"


def joined_sheet(folder: Path = BROWSER) -> str:
    """One style sheet of the files named in SHEETS, in that order, without comments on lines of their own, empty
    lines and indentation.
    """
    sheets = ((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return "".join(INDENT.sub("", COMMENT.sub("", sheet)) for sheet in sheets)


def _in_order(folder: Path, main: str) -> dict[str, str]:
    """Module -> its text, each after all it imports."""
    placed: dict[str, str] = {}

    def place(name: str, on_the_way: tuple[str, ...]) -> None:
        if name in on_the_way:
            raise ValueError(f"modules import each other in a circle: {' → '.join([*on_the_way, name])}")
        if name in placed:
            return
        code = (folder / f"{name}.js").read_text(encoding="utf-8")
        for _names, wanted in IMPORT.findall(code):
            place(wanted, (*on_the_way, name))
        placed[name] = code

    place(main, ())
    return placed


def _for_common_scope(module: str, code: str) -> str:
    """The code without imports, exports and comments."""
    if any(" as " in names for names, _ in IMPORT.findall(code)):
        raise ValueError(f"{module}.js imports under another name; joined, a thing has only its own")
    plain = COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", code)))
    left = re.search(r"^(?:import|export)\b.*$", plain, re.MULTILINE)
    if left:
        raise ValueError(f'{module}.js has "{left[0]}", which is of no form that is joined (layers/scripts.py)')
    if any(line.count("`") % 2 for line in plain.splitlines()):
        raise ValueError(f"{module}.js has a text over several lines, from which joining would take the indentation")
    return plain
