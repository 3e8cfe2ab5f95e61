"""A person's file checked against an atlas, and written as a folder of data: the same for page and command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from atlas.atlas import Atlas
from data.catalog import ROOT, meta, read
from data.intake.check import check
from data.intake.facts import Facts
from data.intake.folder import own_folder, set_folder
from data.intake.kinds import declared, kind_of
from data.intake.merge import merged
from data.intake.told import Checked
from data.plans import plan_ids, read_indicators, read_plan, read_sources
from geo import datums

# What may be answered: one of the datums, or that nobody knows.
DATUMS = (*datums.DATUMS, "unknown")
# What an atlas knows, made once for it and gone with it.
_FACTS: WeakKeyDictionary[Atlas, Facts] = WeakKeyDictionary()


class Files:
    """Datasets read when they are asked for, once: on the command line nothing else has read them."""

    def __init__(self) -> None:
        self._read: dict[str, Any] = {}

    def __getitem__(self, dataset: str, /) -> Any:
        """A frame. Raises MissingSetError, DataError."""
        if dataset not in self._read:
            self._read[dataset] = read(dataset)
        return self._read[dataset]


def facts_of_files(more: Path | None = None) -> Facts:
    """What the files say, of all plans."""
    targets = [target for plan in plan_ids(ROOT, more) for target in read_plan(plan, ROOT, more).targets]
    return Facts(Files(), read_indicators(), targets, read_sources())


def facts_of(atlas: Atlas) -> Facts:
    """What an atlas knows, earlier plans too."""
    if atlas not in _FACTS:
        targets = [target for plan in (atlas.plan, *atlas.read.values()) for target in plan.targets]
        _FACTS[atlas] = Facts(atlas.world, atlas.world.indicators, targets, atlas.sources)
    return _FACTS[atlas]


def folder_of(checked: Checked, facts: Facts, day: str) -> dict[str, bytes]:
    """The rows that can be taken as a folder of data: path -> bytes. day  of the table, ISO"""
    kind = kind_of(checked.kind)
    title, publisher = Path(checked.name).stem, declared().speech.own
    if not kind.set:
        about = {"title": title, "publisher": publisher, "day": day}
        return own_folder(kind, checked.good, about, ROOT / "sources.toml")
    own = {"title": title, "publisher": publisher}
    return set_folder(meta(kind.set), merged(kind, facts.frames[kind.set], checked.good, dict(facts.sources), own))


__all__ = ["DATUMS", "check", "facts_of", "facts_of_files", "folder_of"]
