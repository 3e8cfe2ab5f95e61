"""One file of rules (TOML) as a table of plain values, or one sentence that names the file and says why not."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.errors import DataError, MissingSetError

MARK = "\ufeff"


def read_toml(path: Path) -> dict[str, Any]:
    """The table a file holds. UTF-8, with or without the mark that a Windows editor puts in front.

    Raises MissingSetError when there is no file, DataError as `toml_in` does.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise MissingSetError(f"expected the file {path}") from error
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror})") from error
    return toml_in(content, path)


def toml_in(content: bytes, path: Path) -> dict[str, Any]:
    """The table that a file holds, or is to hold. Raises DataError naming the file for anything that is not TOML in
    UTF-8: another encoding, half a file, a name that is declared twice, a date that does not exist, nothing at all.
    """
    try:
        told = deepcopy(_read(content))
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: expected text in UTF-8, got another encoding; save the file as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"{path}: not TOML ({error})") from error
    if not told:
        raise DataError(f"{path}: the file is empty")
    return told


# A start reads most files several times, and after a change all of them: to read one takes ten times as long as to copy
# what it says.
@lru_cache(maxsize=256)
def _read(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8").removeprefix(MARK).replace("\r\n", "\n"))
