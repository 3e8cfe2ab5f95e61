"""The verb that writes the map."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb, add_question, atlas_and_question


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    chart = verb("map", run_map, "the map as one self-contained file")
    chart.add_argument("--out", type=Path, required=True, metavar="map.html")
    add_question(chart)


def run_map(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the map and say what it shows."""
    from atlas.map_state import map_state, view_of
    from atlas.words import say_in
    from data.whole_files import write_whole
    from layers.folium_map import single_file

    atlas, question = atlas_and_question(asked)
    state = map_state(question, view_of(atlas, question))
    write_whole(asked.out, single_file(atlas.world, say_in("zh"), state))
    told = {"out": str(asked.out), "bytes": asked.out.stat().st_size, "as_of": question.as_of.isoformat()}
    return told | {"layers": list(question.layers), "data_version": atlas.version}
