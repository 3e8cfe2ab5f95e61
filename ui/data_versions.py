"""The data at their versions: what is wrong with a file never reaches a reader, who keeps the last good version.

Everything is read at once, of all plans that can be shown, so that nothing is read once files have been replaced. Files
that change while they are read are read again: a version is never half of one and half of another.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

from atlas.atlas import Atlas, in_language
from atlas.loading import load_shipped, read_frames
from atlas.plan import default_definition, shown_plans
from atlas.question.address import LANGUAGES
from atlas.question.choices import Choices
from atlas.question.offered import choices_of
from data.catalog import ROOT, data_stamp, data_version, error_of, need_accepted
from data.column_names import need_same_column_names
from data.defaults import need_same_defaults
from data.errors import DataError, SetError
from data.limits import DATA_VERSIONS
from data.plans import need_plan_files, read_plan

Stamp = tuple[tuple[str, int, int], ...]
# By the id of its plan each atlas that can be shown, in Chinese.
Atlases = dict[str, Atlas]
# Whoever saves the files at a start is done after so many readings of them, or it is no start.
TRIES = 5
# A line that only adds to the one before.
MORE_OF_IT = re.compile(r"\n(?=[(…])")


class Kept(Protocol):
    """Where what was read of a data version outlives the process."""

    def find(self, version: str) -> Atlases | None:
        """The atlases of a version, None when they are not there whole."""

    def keep(self, version: str, atlases: Atlases) -> None:
        """Keep them, unless they are there."""


@dataclass(frozen=True, eq=False)
class Known:
    """All that is read from files at one data version.

    atlases  (plan id, language) -> atlas, the frames shared;  choices  plan id -> what may be asked
    plans    plan id -> plan.toml
    """

    version: str
    atlases: Mapping[tuple[str, str], Atlas]
    choices: Mapping[str, Choices]
    plans: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Refused:
    """Files that cannot be used: since when, which version stays meanwhile, and a sentence for each fault.

    of_a_set  whether they are a dataset's, and not files of rules
    """

    since: datetime
    stays: str
    faults: tuple[str, ...]
    of_a_set: bool


class DataVersions:
    """The versions of the files under `root` and of further plans in `more`, the last good one in use."""

    def __init__(
        self,
        more: Path | None,
        root: Path = ROOT,
        look: Callable[[], Stamp] | None = None,
        kept: Kept | None = None,
    ) -> None:
        """Look  a look at the files that may be a moment old, see `data_stamp`;  kept  what earlier starts have read"""
        self.refused: Refused | None = None
        self._root, self._more = root, more
        self._look = look or self._stamp
        self._kept = kept
        self._known: dict[str, Known] = {}
        self._judged: Stamp = ()
        # What a look at the files failed by, "" when it did not.
        self._missed = ""
        # Plans that readers look at: data without one of them are refused.
        self._asked = set[str]()
        self._lock = Lock()

    def version(self, plan: str, *, wait: bool = False) -> str:
        """The version in use, in which this plan can be shown. Whoever is the first to see changed files reads them;
        the others go on meanwhile, unless they would wait. Raises DataError and LookupError while nothing could be read
        yet.
        """
        if self._lock.acquire(blocking=wait or not self._known):
            try:
                self._judge()
            finally:
                self._lock.release()
        good = self._good
        if plan not in good.plans:
            self._need_shown(plan)
        self._asked.add(plan)
        return good.version

    def at(self, version: str) -> Known:
        """What was known at a version; the last good one when that has long been replaced."""
        if not self._known:
            with self._lock:
                self._judge()
        return self._known.get(version, self._good)

    @property
    def in_use(self) -> str:
        """The last good version, without a look at the files; "" when there is none yet."""
        return self._good.version if self._known else ""

    @property
    def _good(self) -> Known:
        return next(reversed(self._known.values()))

    def _judge(self) -> None:
        """Read what has changed. Raises what the very first reading raises."""
        why = f"{self._root}: the files are being changed while they are read; start again when they are not"
        for _ in range(TRIES):
            try:
                if self._known and self._look() == self._judged:
                    return
                stamp = self._stamp()
                outcome = self._read()
                if self._stamp() == stamp:
                    self._settle(stamp, outcome)
                    return
            except OSError as error:
                why = f"{error.filename}: cannot be read ({error.strerror})"
                if self._known:
                    self._miss(error_of(Path(error.filename), self._root)(why))
            if self._known:
                return
        raise DataError(why)

    def _miss(self, error: DataError) -> None:
        """A file is listed and not there: somebody is saving it, unless it is so again at the next look."""
        if self._missed == str(error) and self._judged:
            self._judged = ()
            self._refuse(error)
        self._missed = str(error)

    def _read(self) -> Known | Exception:
        """What the files say now, a version that is known where they are as before; or what is wrong with them."""
        try:
            version = data_version(self._root, self._more)
            # Before the rules: what they say of a damaged table would only look wrong.
            need_accepted(self._root)
            known = self._known.get(version) or self._everything(version)
            for plan in sorted(self._asked - known.plans.keys()):
                self._need_shown(plan)
            return known
        except Exception as error:
            # A fault nobody has foreseen is one of the files too: readers keep the last good version.
            if not self._known and not isinstance(error, DataError | LookupError):
                raise
            return error

    def _everything(self, version: str) -> Known:
        # They are held against what this process began with, whoever has read the files before.
        need_same_defaults(self._root)
        need_same_column_names(self._root)
        loaded = (self._kept and self._kept.find(version)) or self._load()
        return Known(
            version=version,
            atlases={(each, word): in_language(loaded[each], word) for each in loaded for word in LANGUAGES},
            choices={each: choices_of(atlas, atlas.declared("bodies").as_of) for each, atlas in loaded.items()},
            plans={each: atlas.plan.about for each, atlas in loaded.items()},
        )

    def _load(self) -> Atlases:
        # The rules first: they are quick to read, and people write them.
        need_plan_files(self._root, self._more)
        shown = shown_plans(self._more, self._root)
        frames = read_frames(self._root)
        return {each: load_shipped(each, more=self._more, root=self._root, frames=frames) for each in shown}

    def _settle(self, stamp: Stamp, outcome: Known | Exception) -> None:
        if isinstance(outcome, Known):
            self._take(outcome)
        elif self._known:
            self._refuse(outcome)
        else:
            raise outcome
        self._judged, self._missed = stamp, ""

    def _take(self, known: Known) -> None:
        if self.refused is not None:
            logging.getLogger("atlas").info("the data can be read again, version %s", known.version)
        self.refused = None
        if self._kept and known.version not in self._known:
            # Not before: until now the files might have changed while they were read.
            self._kept.keep(known.version, {plan: known.atlases[plan, LANGUAGES[0]] for plan in known.plans})
        # In one step, so that nobody finds none.
        before = {name: each for name, each in self._known.items() if name != known.version}
        self._known = dict([*before.items(), (known.version, known)][-DATA_VERSIONS.most :])

    def _refuse(self, error: Exception) -> None:
        stays, since = self._good.version, datetime.now().astimezone()
        foreseen = isinstance(error, DataError | LookupError)
        told = str(error) if foreseen else f"{type(error).__name__}: {error}"
        faults = tuple(self._short(line) for line in MORE_OF_IT.sub(" ", told).splitlines())
        since = since if self.refused is None else self.refused.since
        self.refused = Refused(since, stays, faults, of_a_set=isinstance(error, SetError))
        logging.getLogger("atlas").error(
            "the data cannot be read, version %s stays in use",
            stays,
            exc_info=None if foreseen else error,
            extra={"about": {"faults": faults}},
        )

    def _short(self, fault: str) -> str:
        """A sentence without the paths of this machine before the folders of the data."""
        for folder in (self._root, self._more):
            if folder is not None:
                fault = fault.replace(f"{folder.parent}{os.sep}", "")
        return fault

    def _need_shown(self, plan: str) -> None:
        """Raise LookupError, which names the known plans, for a plan that is not there or cannot be shown by itself."""
        default_definition(read_plan(plan, self._root, self._more))

    def _stamp(self) -> Stamp:
        return data_stamp(self._root, self._more)
