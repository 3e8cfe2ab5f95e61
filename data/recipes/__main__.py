"""`python -m data.recipes [dataset …]`: build the derived datasets, all of them or those named, and write their files.

Hashes are not touched: read what changed with `git diff`, then accept it with `make data-accept`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from data import catalog
from data.recipes.tables import content

ORDER = (
    "prefectures",
    "counties",
    "neighbours",
    "other_land",
    "demand_points",
    "county_seats",
    "candidate_sites",
    "demonstration_areas",
    "prefecture_indicators",
)


def main(asked: Sequence[str]) -> int:
    """Build and write the asked datasets (all when none), each after those it is made from. Returns an exit code."""
    unknown = sorted(set(asked) - set(ORDER))
    if unknown:
        print(f"no recipe for {', '.join(unknown)}; expected some of: {', '.join(ORDER)}", file=sys.stderr)
        return 2
    for set_id in ORDER:
        if asked and set_id not in asked:
            continue
        declared = catalog.meta(set_id)
        made = importlib.import_module(f"data.recipes.{set_id}").build()
        new = content(declared, made)
        old = declared.file.read_bytes() if declared.file.is_file() else b""
        declared.file.write_bytes(new)
        print(f"{set_id}: {len(made)} records, {'unchanged' if new == old else 'changed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
