"""Verbs that answer what a page answers, and those that read records, points and scenarios."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import DEMAND, MATRIX, NewVerb, add_question, atlas_and_question, day_of, exactly


def add_verbs(verb: NewVerb) -> None:
    """Each verb of this family with its arguments."""
    add_question(
        verb("coverage", run_coverage, "k of the 21 prefectures under a definition at a date"), ("date", "definition")
    )
    add_question(verb("layers", run_layers, "number of features of each layer at a date"))
    _record_arguments(verb("records", run_records, "service bodies of a kind, at a date only those drawn then"))
    _locate_arguments(verb("locate", run_locate, "prefecture and county of a point"))
    gaps = verb("gaps", run_gaps, "residents within a road distance of bodies, and the counties and parks left out")
    add_question(gaps)
    gaps.add_argument("--demand-file", **DEMAND)
    add_question(verb("compare", run_compare, "zones and prefectures side by side, ranking, inequality of reach"))
    add_question(
        verb("plan", run_plan, "every quantity of a plan, its latest known value, a dated conclusion"), ("date",)
    )
    own = verb("prefecture", run_prefecture, "what is known of one prefecture")
    own.add_argument("adcode", type=exactly("folded"), help="for example 440500")
    add_question(own)
    shared = verb("link", run_link, "the numbers of the page that a link shows, as its own download gives them")
    shared.add_argument("--matrix", **MATRIX)
    shared.add_argument("link", help="for example '/coverage?date=2023-12-31&radius=80', or the whole address")
    words = verb("ask", run_ask, "what a question in words means: what is understood, its link, what is not")
    words.add_argument("text", help="for example 'north 80 km reach'")
    words.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of what is told (zh)")
    play = verb("whatif", run_whatif, "what a scenario changes: residents in reach and definitions, before and after")
    play.add_argument("scenario", type=Path, help="a scenario saved by the atlas (JSON)")


def _record_arguments(records: argparse.ArgumentParser) -> None:
    records.add_argument("--kind", type=exactly("folded"), default="", help="such as protection_centre; default: all")
    records.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    records.add_argument("--literal", action="store_true", help="only bodies proven by dates of their own")


def _locate_arguments(locate: argparse.ArgumentParser) -> None:
    locate.add_argument("lon", nargs="?", type=exactly("number"))
    locate.add_argument("lat", nargs="?", type=exactly("number"))
    locate.add_argument(
        "--datum", default="wgs84", choices=("wgs84", "cgcs2000", "gcj02", "bd09"), help="of the coordinates"
    )
    locate.add_argument("--file", type=Path, help="a CSV with the columns lon,lat")


def run_coverage(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.ledger.coverage_answer."""
    from atlas.ledger import coverage_answer, plain_question
    from atlas.loading import load_plain
    from atlas.plan import default_definition
    from geo.typed import folded

    atlas = load_plain(asked.plan, more=asked.plans, data=asked.data)
    definition = folded(asked.definition or default_definition(atlas.plan))
    return coverage_answer(atlas, plain_question(atlas, definition, day_of(asked)))


def run_layers(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.map_state.layers_answer."""
    from atlas.map_state import layers_answer

    return layers_answer(*atlas_and_question(asked))


def run_records(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.records.records_answer."""
    from atlas.loading import load_plain
    from atlas.records import records_answer

    if asked.literal and asked.as_of is None:
        raise ValueError("expected --as-of beside --literal: without a day all records are told")
    atlas = load_plain(asked.plan, ("bodies",), more=asked.plans, data=asked.data)
    return records_answer(atlas, asked.kind, asked.as_of and day_of(asked), literal=asked.literal)


def run_gaps(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.gaps."""
    from atlas.gaps import gaps_told

    if asked.demand_file is None:
        return gaps_told(*atlas_and_question(asked))
    from atlas.own.demand import need_fitting, with_demand

    need_fitting(vars(asked))
    atlas, question = atlas_and_question(asked)
    return gaps_told(with_demand(atlas, asked.demand_file), question)


def run_compare(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.comparison_answer.compare_answer."""
    from atlas.comparison_answer import compare_answer

    return compare_answer(*atlas_and_question(asked))


def run_plan(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.scoreboard.plan_answer."""
    from atlas.loading import load_plain
    from atlas.scoreboard import plan_answer

    atlas = load_plain(asked.plan, ("outcomes",), more=asked.plans, data=asked.data)
    return plan_answer(atlas, asked.plan, day_of(asked))


def run_prefecture(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.prefecture.prefecture_answer."""
    from atlas.prefecture import prefecture_answer

    return prefecture_answer(*atlas_and_question(asked), asked.adcode)


def run_link(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.link_answer."""
    from atlas.link_answer import link_answer

    return link_answer(asked.link, asked.plan, asked.plans, asked.matrix, asked.data)


def run_ask(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.asked.typed."""
    from atlas.asked.typed import typed_answer

    return typed_answer(asked.text, asked.plan, asked.lang, asked.plans, asked.data)


def run_whatif(asked: argparse.Namespace) -> dict[str, Any] | str:
    """See atlas.scenario.effect. The plan is that of the file, and no other; as a table without --json."""
    from atlas.loading import load
    from atlas.question.offered import choices_of
    from atlas.scenario import effect
    from atlas.scenario import file as scenario_file
    from data.catalog import meta
    from data.limits import SCENARIO_BYTES
    from data.tables_in import read_file

    saved = scenario_file.read_file(read_file(asked.scenario, limit=SCENARIO_BYTES))
    atlas = load(asked.given_plan or saved.plan or asked.plan, more=asked.plans, data=asked.data)
    opened = scenario_file.open_saved(saved, atlas, choices_of(atlas, meta("bodies").as_of))
    if asked.json:
        answer = effect.effect_answer(atlas, opened.question, not_applied=opened.not_applied)
        return answer | {"made_with": opened.made_with}
    told = [effect.as_text(atlas, effect.effect(atlas, opened.question))]
    if opened.made_with and not opened.same_data:
        told.append(f"made with data version {opened.made_with}; the data are now {atlas.version}")
    return "\n".join([*told, *(f"not applied: {sentence}" for sentence in opened.not_applied)])


def run_locate(asked: argparse.Namespace) -> dict[str, Any] | list[dict[str, Any]]:
    """One point, or a list in the order of the file."""
    from atlas.locate import locate_file, locate_points

    if asked.file is not None and asked.lon is None:
        return locate_file(asked.file, asked.datum)
    if asked.lon is None or asked.lat is None or asked.file is not None:
        raise ValueError("expected LON LAT, or --file points.csv with the columns lon,lat")
    return locate_points([asked.lon], [asked.lat], asked.datum)[0]
