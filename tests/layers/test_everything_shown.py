"""What no layer shows, by name and with the reason. A new record without a layer fails here."""

from __future__ import annotations

from functools import cache

from data.plans import read_plan
from layers import all_layers
from layers.base import derived
from tests.worlds import the_atlas

UNCERTAIN = "evidence C: kept, never drawn or counted"
NO_POINT = "no known place: named under the table of the map"
NUMBER = "a number or an unnamed title: no place to draw it at"

NOT_SHOWN = {
    "overseas-branch-guangzhou": UNCERTAIN,
    "overseas-branch-dongguan": UNCERTAIN,
    "platform-unidentified": UNCERTAIN,
    "university-centre-sysu": UNCERTAIN,
    "university-centre-jnu": UNCERTAIN,
    "university-centre-gdut": UNCERTAIN,
    "university-centre-szu": UNCERTAIN,
    "information-node-zhanjiang": UNCERTAIN,
    "park-14-04": UNCERTAIN,
    "rapid-jiangmen-unclear": UNCERTAIN,
    "university-centre-scut": NO_POINT,
    "outlet-huizhou-zhongkai": NO_POINT,
    "title-10": NUMBER,
    "title-17": NUMBER,
    "title-18": NUMBER,
    "title-19": "the same zone as title-14f, which is shown",
    "title-20": NUMBER,
    "title-21": NUMBER,
}
ZONE_LAYERS = {
    "core": "zones",
    "belt-east": "zones",
    "belt-west": "zones",
    "north": "zones",
    "coastal14": "coastal-belt",
    "gba": "bay-area",
    "finance-core": "finance-areas",
    "finance-ewn": "finance-areas",
    "double-city": "double-city",
}
PLACED_TARGETS_NOT_SHOWN = {
    "T017": "three key cities, named in a letter of 2021 and not in the plan; no body or area of theirs is known",
    "T023": "four products; the plan names no place, the prefectures are background",
    "T065": "an event; what came of it is the body review-tribunal-guangzhou, which is shown",
    "T093": "a branch the plan supports; it is the planned body overseas-branch-zhuhai, which is shown as planned",
    "T097": "a rank of a science cluster that includes Hong Kong, not a place of the layout",
}


@cache
def shown() -> frozenset[str]:
    """Ids of all features of all layers."""
    return frozenset(feature for layer in all_layers() for feature in derived(layer.features, the_atlas().world)["id"])


def test_every_record_is_on_a_layer_or_named_here_with_its_reason() -> None:
    world = the_atlas().world
    records = [*world["bodies"]["id"], *world["titles"]["id"], *world["demonstration_areas"]["id"]]
    records += [*world["candidate_sites"]["id"], *(planned["id"] for planned in world.planned)]
    assert {record for record in records if record not in shown()} == set(NOT_SHOWN)


def test_the_reasons_hold() -> None:
    bodies = the_atlas().world["bodies"].set_index("id")
    evidence = bodies["evidence"].to_dict() | the_atlas().world["candidate_sites"].set_index("id")["evidence"].to_dict()
    for record, reason in NOT_SHOWN.items():
        if reason == UNCERTAIN:
            assert evidence[record] == "C"
        if reason == NO_POINT:
            assert bodies.loc[record, ["lon", "lat"]].isna().all()


def test_counts_have_no_layer_because_they_have_no_place() -> None:
    assert not set(the_atlas().world["body_counts"]["id"]) & shown()


def test_every_zone_of_the_plan_has_a_layer() -> None:
    layers = {layer.id: layer for layer in all_layers()}
    united = {"belt"}  # both wings of the belt together; each wing is shown
    assert {zone["id"] for zone in the_atlas().plan.zones} == set(ZONE_LAYERS) | united
    for zone, layer in ZONE_LAYERS.items():
        told = layers[layer].captions(the_atlas().world, None) if layers[layer].captions else {}
        title = next(each["title_zh"] for each in the_atlas().plan.zones if each["id"] == zone)
        assert title in told.values() or zone in set(derived(layers[layer].features, the_atlas().world)["id"]), zone


def test_every_placed_target_is_on_a_layer_or_named_here_with_its_reason() -> None:
    missing = set()
    for target in [*read_plan("13-5").targets, *the_atlas().plan.targets]:
        zones, areas, prefectures = (target.get(part, []) for part in ("zones", "areas", "prefectures"))
        if not (zones or areas or prefectures):
            continue
        drawn = set(zones) <= set(ZONE_LAYERS) and set(areas) <= shown() and bool(zones or areas)
        planned = any(each["target"] == target["id"] for each in the_atlas().plan.planned)
        if not (drawn or planned) or target["measure"] == "event":
            missing.add(target["id"])
    assert missing == set(PLACED_TARGETS_NOT_SHOWN)
