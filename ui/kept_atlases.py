"""What an earlier start has read of the same files, by the same program: most of a start is reading and checking them.

It lies in the directory of the atlas (ui/own_directory.py), which only this user can write to, as Python's own compiled
files do; and it counts no longer when any byte of data, program or libraries differs.
"""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

from ui.data_versions import Atlases
from ui.own_directory import OwnDirectory
from ui.program import program


class KeptAtlases:
    """The atlases of each data version.  more  the folder of further plans, which the atlases name"""

    def __init__(self, own: OwnDirectory, more: Path | None) -> None:
        self._own = own
        self._stem = f"read-{hashlib.sha256(repr(more).encode()).hexdigest()[:16]}"

    def find(self, version: str) -> Atlases | None:
        """See `Kept`. version  is made of the content of every file"""
        kept = self._own.kept(_folder(version), self._stem)
        if kept is None:
            return None
        found: Atlases = pickle.loads(kept)  # noqa: S301 -- see above
        return found

    def keep(self, version: str, atlases: Atlases) -> None:
        """See `Kept`."""
        if self._own.kept(_folder(version), self._stem) is None:
            self._own.keep(_folder(version), self._stem, pickle.dumps(atlases, protocol=pickle.HIGHEST_PROTOCOL))


def _folder(version: str) -> str:
    return f"{version}-{program()}"
