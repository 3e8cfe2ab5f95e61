"""`make data-accept`: validate every table, show what changed since it was accepted, and write the new hashes.

The released tables are never written here, only the hash in each meta.toml.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import pandas as pd

from data import catalog
from data.contradictions import contradictions
from data.defaults import read_defaults
from data.errors import DataError, MissingSetError
from data.plans import need_layers, plan_ids, read_indicators, read_plan, read_sources
from data.schemas import LIST_SEPARATOR
from data.whole_files import write_whole


def main(root: Path = catalog.ROOT, layers: Collection[str] = ()) -> int:
    """Validate all sets, plans and catalogues under `root`, print the difference to what was committed, re-hash.

    layers  ids of the layers a target may name; () leaves that unasked. Returns a process exit code.
    """
    records, broken = _checked(root, layers)
    broken = broken or dangling(records, root)
    broken = broken or contradictions(records, {set_id: catalog.meta(set_id, root) for set_id in records})
    if broken:
        print("\n".join(broken), file=sys.stderr)
        print("nothing was accepted", file=sys.stderr)
        return 1
    changed = [set_id for set_id in records if rehash(set_id, root)]
    for set_id in changed:
        print(f"accepted {set_id}: {difference(set_id, records[set_id], root)}")
    print(f"{len(records)} sets valid, {len(changed)} changed, data version {catalog.data_version(root)}")
    return 0


def _checked(root: Path, layers: Collection[str]) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The records of every set by its id, and what is wrong with any of them, with a plan or with a catalogue."""
    records: dict[str, pd.DataFrame] = {}

    def read_set(set_id: str) -> None:
        declared = catalog.meta(set_id, root)
        records[set_id] = catalog.parse(declared, declared.file.read_bytes())

    def read_whole_plan(plan_id: str) -> None:
        plan = read_plan(plan_id, root)
        if layers:
            need_layers(plan, layers)

    set_ids = catalog.set_ids(root)
    steps: list[Callable[[], object]] = [partial(read_set, each) for each in set_ids]
    steps.append(partial(read_sources, root))
    if root == catalog.ROOT:
        steps.append(read_defaults)
    if "prefecture_indicators" in set_ids:
        steps.append(partial(read_indicators, root))
    steps += [partial(read_whole_plan, each) for each in plan_ids(root)]
    return records, list(dict.fromkeys(sentence for step in steps for sentence in _refusal(step)))


def _refusal(step: Callable[[], object]) -> list[str]:
    """Why a step is refused, a sentence a line; [] when it is not."""
    try:
        step()
    except (DataError, MissingSetError, OSError) as error:
        return str(error).splitlines()
    return []


def dangling(records: dict[str, pd.DataFrame], root: Path = catalog.ROOT) -> list[str]:
    """A sentence for every cell that refers (`refers_to`) to an id that does not exist."""
    sources = set(read_sources(root))
    named: dict[str, set[str]] = {"sources": sources}
    sentences = []
    for set_id, table in records.items():
        declared = catalog.meta(set_id, root)
        for source in set(declared.sources) - sources:
            sentences.append(f"{set_id}/meta.toml: source {source!r} is not in data/sources.toml")
        for column, rules in declared.columns.items():
            target = rules.get("refers_to")
            if not target:
                continue
            other, _, field = target.partition(".")
            if target == "targets":
                named[target] = {each.id for plan_id in plan_ids(root) for each in read_plan(plan_id, root).targets}
            known = named[target] if target in named else set(records[other][field])
            for row, cell in enumerate(table[column], start=1 + catalog.headings(declared)):
                for value in filter(None, cell.split(LIST_SEPARATOR)):
                    if value not in known:
                        sentences.append(f"{declared.file}: row {row}, column {column}: {value!r} is not in {target}")
    return sentences


def difference(set_id: str, records: pd.DataFrame, root: Path = catalog.ROOT) -> str:
    """One line on how the table differs from the committed one: rows added, removed, changed, by key."""
    declared = catalog.meta(set_id, root)
    committed = _committed(declared.file)
    if committed is None:
        return f"{len(records)} records; what they were before is not known without git"
    if not committed:
        return f"new, {len(records)} records"
    try:
        before = catalog.parse(declared, committed)
    except DataError:
        return f"{len(records)} records (the committed table had other columns)"
    old, new = _by_key(before, declared.key), _by_key(records, declared.key)
    added, removed = sorted(new.keys() - old.keys()), sorted(old.keys() - new.keys())
    altered = sorted(key for key in old.keys() & new.keys() if old[key] != new[key])
    parts = [
        f"{len(keys)} {word} ({', '.join(keys[:5])})"
        for word, keys in (("added", added), ("removed", removed), ("changed", altered))
        if keys
    ]
    return "; ".join(parts) or "declaration or formatting only"


def rehash(set_id: str, root: Path = catalog.ROOT) -> bool:
    """Write the table's hash into its meta.toml; True when it was another one before."""
    declared = catalog.meta(set_id, root)
    digest = catalog.content_hash(declared.file.read_bytes())
    if digest == declared.sha256:
        return False
    path = declared.file.parent / "meta.toml"
    text = path.read_text(encoding="utf-8")
    write_whole(path, re.sub(r'^sha256 = "[^"]*"', f'sha256 = "{digest}"', text, count=1, flags=re.MULTILINE))
    return True


def _committed(file: Path) -> bytes | None:
    """The file as it was committed last, nothing when it never was; None where there is no git, or no repository."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "rev-parse", "--is-inside-work-tree"]
    if subprocess.run(command, cwd=file.parent, capture_output=True, check=False).returncode:
        return None
    command = [git, "show", f"HEAD:./{file.name}"]
    return subprocess.run(command, cwd=file.parent, capture_output=True, check=False).stdout


def _by_key(records: pd.DataFrame, key: list[str]) -> dict[str, str]:
    rows = ["|".join(map(str, row)) for row in records.itertuples(index=False)]
    keys = ["/".join(map(str, row)) for row in records[key].itertuples(index=False)]
    return dict(zip(keys, rows, strict=True))
