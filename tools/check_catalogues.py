"""Check the gettext catalogues: nothing fuzzy, untranslated, missing or unused, the same ids in each, placeholders
kept, every sentence of the code and every word it declares there; and that no Chinese is written into code.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.declared_words import declared_words

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "atlas" / "i18n"
SPEAKING = ("ui", "atlas", "documents", "layers", "verbs", "cli.py", "streamlit_app.py")
# Rooms that say nothing themselves, but whose codes (methods, states, inputs) and faults are said by those that do.
CODING = ("geo", "data")
VALUE = "(.+?)"
PLACEHOLDER = re.compile(r"{[^{}]*}")
FOREIGN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
STRINGS = (tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
JS_COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
# A set of characters in a regular expression says nothing: the search of the map reads over brackets and commas.
JS_MARKS = re.compile(r"/\[[^/\n]*\]/g")


def python_files(root: Path, rooms: Iterable[str]) -> list[Path]:
    """The Python files of some rooms that exist under `root`, in a fixed order."""
    found = [path for room in rooms for path in (sorted((root / room).rglob("*.py")) or [root / room])]
    return [path for path in found if path.is_file()]


def said(root: Path) -> dict[str, str]:
    """Each literal sentence passed to `say(…)` under `root`, inside f-strings too, with one place that says it."""
    sentences: dict[str, str] = {}
    for file in python_files(root, SPEAKING):
        for call in _calls_of_say(ast.parse(file.read_text(encoding="utf-8"))):
            for sentence in _sentences(call):
                sentences.setdefault(sentence, f"{file.relative_to(root)}:{call.lineno}")
    return sentences


@dataclass
class Spoken:
    """What the code can say: its strings, codes that are declared elsewhere, and ids that it puts together.

    codes     strings of the code and values the data declares: an id that is one of them is used
    messages  patterns of the f-strings passed to `say`;  names  patterns of all other f-strings
    """

    codes: set[str]
    messages: list[re.Pattern[str]]
    names: list[re.Pattern[str]]

    def uses(self, message: str) -> bool:
        """Whether an id is a code, or is put together from codes."""
        return message in self.codes or _matches(message, self.messages, self.is_code)

    def is_code(self, text: str) -> bool:
        """Whether a part of an id is a code, perhaps itself put together of codes."""
        return text in self.codes or _matches(text, self.names, self.codes.__contains__)


def spoken(root: Path) -> Spoken:
    """All that the code and the declarations of the data under `root` can say."""
    codes, messages, names = set(declared(root)), set[str](), set[str]()
    for file in python_files(root, (*SPEAKING, *CODING)):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        codes |= _constants(tree)
        passed = {id(part) for call in _calls_of_say(tree) for part in call.args}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                (messages if id(node) in passed else names).add(_pattern(node))
    return Spoken(codes, _compiled(messages), _compiled(names))


def declared(root: Path) -> Iterator[str]:
    """Codes that are data: allowed values and status of the sets, kinds of sources, and what plans call their parts."""
    for path in sorted((root / "data").glob("sets/*/meta.toml")):
        about = _toml(path)
        yield str(about.get("status", ""))
        for column in about.get("columns", {}).values():
            yield from map(str, column.get("allowed", ()))
    sources = root / "data" / "sources.toml"
    for source in _toml(sources).values() if sources.is_file() else ():
        yield str(source.get("quality", ""))
    for path in sorted((root / "data").glob("plans/*/*.toml")):
        for tables in _toml(path).values():
            for table in tables if isinstance(tables, list) else ():
                if isinstance(table, Mapping):
                    yield from (str(table[part]) for part in ("kind", "rule", "measure", "group") if part in table)


def foreign_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every string that holds Chinese or full-width characters; docstrings and comments may."""
    documented = {
        (node.body[0].value.lineno, node.body[0].value.col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and ast.get_docstring(node) is not None
        and isinstance(node.body[0], ast.Expr)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in STRINGS and token.start not in documented and FOREIGN.search(token.string):
            yield token.start[0], token.string


def foreign_in_script(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every line of JavaScript with Chinese or full-width characters outside comments."""
    lines = JS_MARKS.sub("", JS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)).splitlines()
    for number, line in enumerate(lines, start=1):
        if FOREIGN.search(line):
            yield number, line.strip()


def foreign_faults(root: Path) -> Iterator[str]:
    """Every place in code that speaks Chinese by itself instead of through a catalogue."""
    for file in python_files(root, SPEAKING):
        for line, text in foreign_in_python(file.read_text(encoding="utf-8")):
            yield f"{file.relative_to(root)}:{line}: Chinese in code: {text}"
    for file in sorted((root / "layers" / "browser").glob("*.js")):
        for line, text in foreign_in_script(file.read_text(encoding="utf-8")):
            yield f"{file.relative_to(root)}:{line}: Chinese in code: {text}"


def message_faults(message: Message) -> Iterator[str]:
    """What is wrong with one entry; a plural entry is held to the placeholders of its plural sentence."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    texts = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if message.fuzzy:
        yield f"fuzzy: {source!r}"
    if not all(texts):
        yield f"untranslated: {source!r}"
    for text in filter(None, texts):
        if set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(text)):
            yield f"placeholders differ: {source!r} -> {text!r}"


def ids_of(catalogue: Catalog) -> set[str]:
    """All ids of a catalogue, the singular and the plural of an entry each for itself."""
    return {each for message in catalogue if message.id for each in _ids(message)}


def catalogue_faults(catalogue: Catalog, sentences: Mapping[str, str]) -> Iterator[str]:
    """Faults of every entry, then the sentences of the code that have no entry."""
    for message in catalogue:
        if message.id:
            yield from message_faults(message)
    for sentence in sentences.keys() - ids_of(catalogue):
        yield f"missing: {sentence!r}, said at {sentences[sentence]}"


def faults(root: Path, catalogues: Iterable[Path]) -> list[str]:
    """All faults of all catalogues, each line beginning with the catalogue's name, then those of the code."""
    sentences, can_say = said(root), spoken(root)
    declared_later = {word: place for word, place in declared_words(root).items() if word not in sentences}
    found, read = [], dict[str, Catalog]()
    for path in catalogues:
        try:
            read[path.name] = read_po(path.open("rb"), abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            found.append(f"{path.name}: cannot be read: {error}")
    everywhere = set[str]().union(*(ids_of(each) for each in read.values()))
    for name, catalogue in read.items():
        mine = ids_of(catalogue)
        told = [*catalogue_faults(catalogue, sentences)]
        wanted = sentences.keys() | declared_later.keys()
        told += [f"only in another catalogue: {each!r}" for each in everywhere - mine - wanted]
        told += [f"missing: {each!r}, declared at {declared_later[each]}" for each in declared_later.keys() - mine]
        told += [f"unused: {each!r}" for each in mine if not can_say.uses(each)]
        found += [f"{name}: {fault}" for fault in sorted(told)]
    return found + list(foreign_faults(root))


def main() -> int:
    """Print every fault; 1 when there is one, or when there is no catalogue at all."""
    catalogues = sorted(CATALOGUES.glob("*.po"))
    found = faults(ROOT, catalogues) if catalogues else [f"no catalogue in {CATALOGUES.relative_to(ROOT)}"]
    for fault in found:
        print(fault)
    if not found:
        print(f"catalogues: {', '.join(path.name for path in catalogues)} complete")
    return 1 if found else 0


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _constants(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _calls_of_say(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `say`, of anything's `.say`, and of what `say_in(…)` returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            in_one_language = isinstance(node.func, ast.Call) and _name(node.func.func) == "say_in"
            if in_one_language or _name(node.func) == "say":
                yield node


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else str(getattr(called, "id", ""))


def _sentences(call: ast.Call) -> list[str]:
    """What a call says literally; of "one" if … else "other" both."""
    said_of = [call.args[0]] if call.args else []
    if said_of and isinstance(said_of[0], ast.IfExp):
        said_of = [said_of[0].body, said_of[0].orelse]
    return [part.value for part in said_of if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _pattern(text: ast.JoinedStr) -> str:
    """An f-string as a regular expression with a group for each value; "" when it has no words of its own to know it
    by.
    """
    parts = [
        re.escape(part.value) if isinstance(part, ast.Constant) and isinstance(part.value, str) else VALUE
        for part in text.values
    ]
    return "".join(parts) if any(part != VALUE for part in parts) else ""


def _compiled(patterns: Iterable[str]) -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in sorted(patterns) if pattern]


def _matches(text: str, patterns: Iterable[re.Pattern[str]], known: Any) -> bool:
    found = (pattern.fullmatch(text) for pattern in patterns)
    return any(match is not None and all(known(part) for part in match.groups()) for match in found)


if __name__ == "__main__":
    sys.exit(main())
