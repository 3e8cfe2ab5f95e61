"""Check the gettext catalogues: nothing fuzzy or untranslated, placeholders kept, every sentence of the code there."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "ui" / "i18n"
SPEAKING = ("ui", "layers", "cli.py", "streamlit_app.py")
KEYWORDS = {"say": None}
PLACEHOLDER = re.compile(r"{[^{}]*}")


def said(root: Path) -> dict[str, str]:
    """Each literal sentence passed to `say(…)` under `root`, with one place that says it."""
    sentences: dict[str, str] = {}
    for room in SPEAKING:
        files = sorted((root / room).rglob("*.py")) if (root / room).is_dir() else [root / room]
        for file in (each for each in files if each.exists()):
            for line, sentence, *_ in extract_from_file("python", file, keywords=KEYWORDS):
                sentences.setdefault(str(sentence), f"{file.relative_to(root)}:{line}")
    return sentences


def message_faults(message: Message) -> Iterator[str]:
    """What is wrong with one entry; a plural entry is held to the placeholders of its plural sentence."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        yield f"fuzzy: {source!r}"
    if not all(texts):
        yield f"untranslated: {source!r}"
    for text in filter(None, texts):
        if set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(text)):
            yield f"placeholders differ: {source!r} -> {text!r}"


def catalogue_faults(catalogue: Catalog, sentences: dict[str, str]) -> Iterator[str]:
    """Faults of every entry, then the sentences of the code that have no entry."""
    known: set[str] = set()
    for message in catalogue:
        if message.id:
            known.update([message.id] if isinstance(message.id, str) else message.id)
            yield from message_faults(message)
    for sentence in sentences.keys() - known:
        yield f"missing: {sentence!r}, said at {sentences[sentence]}"


def faults(root: Path, catalogues: Iterable[Path]) -> list[str]:
    """All faults of all catalogues, each line beginning with the catalogue's name."""
    sentences = said(root)
    found = []
    for path in catalogues:
        try:
            catalogue = read_po(path.open("rb"), abort_invalid=True)
        except (PoFileError, UnicodeDecodeError) as error:
            found.append(f"{path.name}: cannot be read: {error}")
            continue
        found += [f"{path.name}: {fault}" for fault in sorted(catalogue_faults(catalogue, sentences))]
    return found


def main() -> int:
    """Print every fault; 1 when there is one, or when there is no catalogue at all."""
    catalogues = sorted(CATALOGUES.glob("*.po"))
    found = faults(ROOT, catalogues) if catalogues else [f"no catalogue in {CATALOGUES.relative_to(ROOT)}"]
    for fault in found:
        print(fault)
    if not found:
        print(f"catalogues: {', '.join(path.name for path in catalogues)} complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
