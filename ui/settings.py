"""Configuration from the environment, with safe defaults. A wrong value stops the start with one clear line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.defaults import defaults
from data.errors import DataError, MissingSetError
from data.plans import need_plans
from data.print_settings import read_print_settings


class SettingError(ValueError):
    """A setting of the environment cannot be used; the message names it, what came and what was expected."""


@dataclass(frozen=True)
class Settings:
    """What an administrator may set.

    plan          ATLAS_PLAN: id of the plan shown (a folder of data/plans, or of `plans`)
    plans         ATLAS_PLANS: folder with more plans, one folder each; empty means only the shipped ones
    tianditu_key  ATLAS_TIANDITU_KEY: key of the 天地图 base map; empty, the default, means no base map and no request
                  to any host
    map_number    ATLAS_MAP_NUMBER: the 审图号 granted to this product's map, printed instead of the sketch-map stamp
    hosts         ATLAS_HOSTS: names and addresses by which readers reach the server, separated by commas
    paper         ATLAS_PAPER: a file of what the office says of its paper, see data/print_settings.py
    store         ATLAS_STORE: folder of the corrections, outside the program; empty means the usual one of this user,
                  and DATABASE_URL, where it is set, a PostgreSQL instead
    metrics       ATLAS_METRICS: "on" lets anybody who reaches the server read figures about it at /_stcore/metrics
    api           ATLAS_API: "off" shuts the answers for programs at /api/v1
    """

    plan: str = field(default_factory=lambda: defaults().plan)
    plans: str = ""
    tianditu_key: str = ""
    map_number: str = ""
    hosts: str = ""
    store: str = ""
    metrics: str = ""
    api: str = ""
    paper: str = ""

    @property
    def host_names(self) -> tuple[str, ...]:
        """The names of ATLAS_HOSTS."""
        return tuple(name.strip() for name in self.hosts.split(",") if name.strip())

    @property
    def shows_metrics(self) -> bool:
        """Whether figures about the server may be read."""
        return self.metrics == "on"

    @property
    def answers_programs(self) -> bool:
        """Whether other programs may ask at /api/v1."""
        return self.api != "off"

    @property
    def more_plans(self) -> Path | None:
        """The folder of further plans, if any."""
        return Path(self.plans) if self.plans else None

    @property
    def paper_file(self) -> Path | None:
        """The file of ATLAS_PAPER, if any."""
        return Path(self.paper) if self.paper else None


HOST = r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?"
RULES = {
    "ATLAS_PLAN": (r"[a-z0-9-]{1,32}", "the id of a plan such as 14-5"),
    "ATLAS_PLANS": (r"[^\x00]*", "a folder that holds one folder a plan"),
    "ATLAS_TIANDITU_KEY": (r"([0-9a-f]{32})?", "a key of 32 hexadecimal digits, or nothing"),
    "ATLAS_HOSTS": (
        rf"( *({HOST}) *(, *({HOST}) *)*)?",
        "host names or addresses without ports, separated by commas, such as atlas.example.cn,10.1.2.3",
    ),
    "ATLAS_STORE": (r"[^\x00]*", "a folder"),
    "ATLAS_METRICS": (r"(on|off)?", "on or off"),
    "ATLAS_API": (r"(on|off)?", "on or off"),
    "ATLAS_PAPER": (r"[^\x00]*", "a file that says the office's map number or fonts"),
    "ATLAS_MAP_NUMBER": (r"[^<>\x00-\x1f]{0,60}", "a map number of at most 60 characters"),
}

# What is named must be there, and be what it should, before the start.
READ: Mapping[str, Callable[[Path], object]] = {"ATLAS_PLANS": need_plans, "ATLAS_PAPER": read_print_settings}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises SettingError with every wrong value in one message."""
    given = os.environ if environment is None else environment
    faults = [*_misspelt(given), *_unreadable(given)]
    if faults:
        raise SettingError("; ".join(faults))
    return Settings(**{name.removeprefix("ATLAS_").lower(): given[name] for name in RULES if given.get(name)})


def _misspelt(given: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each value of another form, and for each setting that is none."""
    for name, (pattern, expected) in RULES.items():
        if name in given and not re.fullmatch(pattern, given[name]):
            yield f"{name}={given[name]!r} cannot be used: expected {expected}"
    for name in sorted(name for name in given if name.startswith("ATLAS_") and name not in RULES):
        yield f"{name} is not a setting of the atlas; known: {', '.join(RULES)}"


def _unreadable(given: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each file or folder that is named and cannot be read."""
    for name, read in READ.items():
        if given.get(name):
            try:
                read(Path(given[name]))
            except (MissingSetError, DataError) as error:
                yield f"{name} cannot be used: {error}"
