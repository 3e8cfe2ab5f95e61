"""The one place that decides what the map shows: for every layer, which ids in which class. Map, table and count all
read its answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Any

import pandas as pd

from layers import all_layers, layer
from layers.base import Layer, Moment, World, derived
from layers.extras import Extra
from layers.palette import style_of

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOT_SHOWN = "."
# No class is called so.
VALUES, AROUND, BETWEEN = "=values", "=around", "|"
ALIKE = re.compile(r"(.)\1{4,}")
Decision = Mapping[str, pd.Series]


def decide(world: World, moment: Moment, only: Sequence[str] = ()) -> dict[str, pd.Series]:
    """Layer id -> Series (feature id -> class) for all layers, on or off (or `only` some). An id that is absent is not
    shown.

    Only features that can be drawn are in the answer; a body without a point is not (see `unplaced`). A body of a
    scenario is a body, so no longer planned.
    """
    return {
        each.id: _without(each, each.classes(world, moment), moment)
        for each in all_layers()
        if not only or each.id in only
    }


def count(decision: Decision, on: Sequence[str]) -> dict[str, int]:
    """How many features each layer that is on shows; unknown ids fail by name."""
    return {layer_id: len(decision[layer(layer_id).id]) for layer_id in on}


def as_message(world: World, decision: Decision, moment: Moment) -> dict[str, str]:
    """The decision as the browser gets it: one text a layer, a sign for each of its features in the order of its file.

    The sign is the place of the feature's class among the layer's styles (0-9, a-z), or a dot where it is not shown; of
    many alike in a row one is written, with their number: ".{40}". A whole state is some four hundred characters, so
    that nothing needs to be remembered between two runs. What no file holds at its place (`moment.extras`) is left out.
    """
    elsewhere = {*moment.extras, *(f"ring-{body}" for body in moment.extras)}
    return {layer_id: _signs(world, layer_id, classes, elsewhere) for layer_id, classes in decision.items()}


def unplaced(world: World, moment: Moment) -> pd.DataFrame:
    """The bodies that stand at the moment but have no point, so that no layer can show them: rows of the bodies
    table.
    """
    bodies: pd.DataFrame = world["bodies"]
    placed = bodies["lon"].notna() | bodies["id"].isin(list(moment.extras))
    return bodies[~placed & bodies["id"].isin(moment.body_classes.index)]


def captions(world: World, moment: Moment) -> dict[str, dict[str, str]]:
    """Texts that depend on the moment: layer -> class -> text of the legend ("" is the layer's own title); beside them
    under VALUES the numbers of its features in the order of its file, and under AROUND what stands around one.
    """
    texts = {each.id: dict(each.captions(world, moment)) for each in all_layers() if each.captions is not None}
    for each in all_layers():
        told = None if each.values is None else each.values(world, moment)
        if told is not None:
            numbers = told.texts.reindex(derived(_in_file(each.id), world.in_files), fill_value="")
            texts.setdefault(each.id, {}).update({VALUES: BETWEEN.join(numbers), AROUND: told.around})
    return texts


def with_numbers_of(on: Collection[str], texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The captions with the numbers of some layers alone."""
    left_out = {VALUES, AROUND}
    return {
        layer: dict(told) if layer in on else {name: text for name, text in told.items() if name not in left_out}
        for layer, told in texts.items()
    }


def table(
    world: World,
    decision: Decision,
    on: Sequence[str],
    legend: Mapping[str, Mapping[str, str]],
    extras: Mapping[str, Extra] | None = None,
) -> pd.DataFrame:
    """The table twin of the map: one row for each feature shown, columns layer, id, name, class, prefecture.

    legend  layer -> class -> text in the language of the page;  extras  those of the moment. Rows follow the drawing
    order of the layers.
    """
    supposed = _records(extras or {})
    rows: list[dict[str, Any]] = []
    for layer_id in on:
        named = derived(layer(layer_id).features, world.in_files).drop(columns="geometry")
        known = {str(record["id"]): record for record in named.to_dict("records")}
        for feature, shown in zip(decision[layer_id].index, decision[layer_id], strict=True):
            record = supposed.get(feature) or known.get(feature, {})
            rows.append(
                {
                    "layer": layer_id,
                    "id": feature,
                    "name": record.get("name", feature),
                    "class": legend.get(layer_id, {}).get(shown, shown),
                    "prefecture": record.get("prefecture", ""),
                }
            )
    return pd.DataFrame(rows, columns=["layer", "id", "name", "class", "prefecture"])


def _without(each: Layer, classes: pd.Series, moment: Moment) -> pd.Series:
    """The classes of a layer of anything but bodies without those that the scenario makes bodies."""
    if each.kinds or each.shape != "point" or not moment.extras:
        return classes
    return classes[~classes.index.isin(list(moment.extras))]


def _records(extras: Mapping[str, Extra]) -> dict[str, dict[str, str]]:
    bodies = {body: {"name": each.name, "prefecture": each.prefecture} for body, each in extras.items()}
    return bodies | {f"ring-{body}": record for body, record in bodies.items()}


@cache
def _in_file(layer_id: str) -> Callable[[World], list[str]]:
    """What makes the ids of a layer's features of a world, in the order of its file."""
    return lambda world: derived(layer(layer_id).features, world)["id"].to_list()


def _signs(world: World, layer_id: str, classes: pd.Series, elsewhere: Collection[str]) -> str:
    signs, in_file = dict(zip(style_of(layer_id), SIGNS, strict=False)), derived(_in_file(layer_id), world.in_files)
    told = {
        feature: signs[name] for feature, name in zip(classes.index, classes, strict=True) if feature not in elsewhere
    }
    # Most layers show nothing most of the time, and the largest one does so without a matrix of travel.
    text = "".join(told.get(feature, NOT_SHOWN) for feature in in_file) if told else NOT_SHOWN * len(in_file)
    return ALIKE.sub(lambda run: f"{run[1]}{{{len(run[0])}}}", text)
