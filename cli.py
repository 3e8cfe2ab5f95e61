"""粤知图 on the command line: the same numbers as the screen, as text or JSON; `--help` lists the verbs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

BAD_ARGUMENTS = 2
# `--lock a b` and `--lock a --lock b` ask the same; SOME is None where nothing is said, MANY is [].
SOME: dict[str, Any] = {"nargs": "*", "action": "extend"}
MANY: dict[str, Any] = {**SOME, "default": []}
MATRIX: dict[str, Any] = {"type": Path, "metavar": "FILE", "help": "count by this matrix of travel, see roads matrix"}


class Once(argparse.Action):
    """An option that is given once: of two, argparse would take the last and say nothing."""

    def __call__(
        self, parser: argparse.ArgumentParser, asked: argparse.Namespace, value: Any, option: Any = None
    ) -> None:
        """Keep the value."""
        given = asked.__dict__.setdefault("given", set())
        if self.option_strings and self.dest in given:
            raise argparse.ArgumentError(self, "expected once, got it again")
        given.add(self.dest)
        setattr(asked, self.dest, value)


class OneSentence(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and exits with 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.register("action", None, Once)

    def error(self, message: str) -> NoReturn:
        """Print the sentence, without the usage block, and stop."""
        from atlas.terminal import shortened

        print(f"{self.prog}: {' '.join(shortened(message).split())}", file=sys.stderr)
        raise SystemExit(BAD_ARGUMENTS)

    def print_help(self, file: Any = None) -> None:
        """Print the help; argparse would say nothing of a disk that is full."""
        (file or sys.stdout).write(self.format_help())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 2 bad arguments or refused data."""
    asked = parser().parse_args(arguments)
    from data.errors import DataError, MissingSetError
    from data.plans import need_plans
    from geo.errors import GeoError

    try:
        asked.given_plan = asked.plan
        if asked.plans is not None:
            need_plans(asked.plans)
        if asked.plan is None:
            from data.defaults import defaults

            asked.plan = defaults().plan
        answer = asked.run(asked)
    except BrokenPipeError:
        raise
    except (DataError, MissingSetError, GeoError, LookupError, ValueError, OSError) as error:
        from atlas.terminal import shortened

        print(f"cli.py {asked.verb}: {shortened(str(error))}", file=sys.stderr)
        return BAD_ARGUMENTS
    from atlas.terminal import as_text

    print(as_text(answer, one_line=asked.json))
    return 0


def parser() -> argparse.ArgumentParser:
    """All verbs with their arguments."""
    top = OneSentence(prog="cli.py", description=__doc__)
    verbs = top.add_subparsers(dest="verb", required=True, parser_class=OneSentence, metavar="VERB")

    def verb(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        found = verbs.add_parser(name, help=about, description=about)
        found.set_defaults(run=run)
        found.add_argument("--json", action="store_true", help="one JSON document on one line")
        found.add_argument("--plan", help="id of the plan (default: that of data/atlas.toml)")
        found.add_argument("--plans", type=Path, metavar="FOLDER", help="a folder with more plans, one folder each")
        return found

    _add(verb("coverage", run_coverage, "k of the 21 prefectures under a definition at a date"), ("date", "definition"))
    _add(verb("layers", run_layers, "number of features of each layer at a date"))
    _record_arguments(verb("records", run_records, "service bodies of a kind, at a date only those drawn then"))
    _locate_arguments(verb("locate", run_locate, "prefecture and county of a point"))
    _add(verb("gaps", run_gaps, "residents within a road distance of bodies, and the counties and parks left out"))
    _add(verb("compare", run_compare, "zones and prefectures side by side, ranking, inequality of reach"))
    _add(verb("plan", run_plan, "every quantity of a plan, its latest known value, a dated conclusion"), ("date",))
    own = verb("prefecture", run_prefecture, "what is known of one prefecture")
    own.add_argument("adcode", type=exactly("folded"), help="for example 440500")
    _add(own)
    shared = verb("link", run_link, "the numbers of the page that a link shows, as its own download gives them")
    shared.add_argument("--matrix", **MATRIX)
    shared.add_argument("link", help="for example '/coverage?date=2023-12-31&radius=80', or the whole address")
    words = verb("ask", run_ask, "what a question in words means: what is understood, its link, what is not")
    words.add_argument("text", help="for example 'north 80 km reach'")
    words.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of what is told (zh)")
    chart = verb("map", run_map, "the map as one self-contained file")
    chart.add_argument("--out", type=Path, required=True, metavar="map.html")
    _add(chart)
    play = verb("whatif", run_whatif, "what a scenario changes: residents in reach and definitions, before and after")
    play.add_argument("scenario", type=Path, help="a scenario saved by the atlas (JSON)")
    _roads_arguments(verb("roads", run_roads, "an office's own network of roads, and matrices of travel made of it"))
    _site_arguments(verb("site", run_site, "where new centres should stand, with a certificate of the answer"))
    return top


def _add(verb: argparse.ArgumentParser, names: Sequence[str] = ()) -> None:
    """The parts of a question that a verb takes, each an option; names  of those it takes, () for all."""
    from atlas.question.parameters import Day, Flag, Whole
    from atlas.question.question import PARAMETERS

    for each in PARAMETERS:
        elsewhere = each.verbs and verb.prog.split()[-1] not in each.verbs
        if not each.option or elsewhere or (names and each.name not in names):
            continue
        shape: dict[str, Any] = {"dest": each.field, "help": each.about}
        if isinstance(each.kind, Flag):
            shape["action"] = "store_true"
        elif isinstance(each.kind, Day):
            shape |= {"type": exactly("day"), "metavar": "YYYY-MM-DD"}
        elif isinstance(each.kind, Whole):
            shape |= {"type": exactly("whole", each.kind.least, each.kind.most), "metavar": "N"}
        elif each.kind.several:
            shape |= SOME
        verb.add_argument(each.option, **shape)
    if not names and not verb.prog.endswith("site"):
        verb.add_argument("--matrix", **MATRIX)


def _record_arguments(records: argparse.ArgumentParser) -> None:
    records.add_argument("--kind", type=exactly("folded"), default="", help="such as protection_centre; default: all")
    records.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    records.add_argument("--literal", action="store_true", help="only bodies proven by dates of their own")


def _site_arguments(site: argparse.ArgumentParser) -> None:
    site.add_argument("--problem", required=True, choices=("mclp", "lscp", "p-median", "p-center", "rule"))
    site.add_argument("--p", type=exactly("whole"), metavar="N", help="number of new sites (mclp, p-median, p-center)")
    site.add_argument("--k", type=exactly("whole"), metavar="N", help="rule: prefectures, at least (the plan's)")
    site.add_argument("--theta", metavar="SHARE", help="rule: share of a prefecture's residents in reach (0.8)")
    site.add_argument("--zone-floor", metavar="ZONE=N", help="rule: such as north=3", **MANY)
    site.add_argument("--candidates", default="counties", metavar="parks|counties|places|FILE", help="id,lon,lat")
    site.add_argument("--demand", default="places", choices=("places", "counties"), help="where residents are counted")
    site.add_argument("--weights", type=Path, metavar="FILE", help="a CSV with adcode,weight instead of residents")
    site.add_argument("--lock", metavar="ID", help="candidates that must be chosen", **MANY)
    site.add_argument("--ban", metavar="ID", help="candidates that must not", **MANY)
    site.add_argument("--quota", metavar="ADCODE=MIN:MAX", help="new sites in a prefecture", **MANY)
    site.add_argument("--equity", metavar="REGION=SHARE", help="mclp: least share in reach", **MANY)
    site.add_argument("--time-limit", type=exactly("seconds"), default=60.0, metavar="S", help="seconds (60)")
    site.add_argument("--matrix", type=Path, metavar="FILE", help="plain numbers instead of places, no heading")
    site.add_argument("--lang", default="en", choices=("zh", "en"), help="language of the sentences (en)")
    site.add_argument("--radius", type=exactly("number"), metavar="R", help="with --matrix: in its unit")
    _add(site)


def _roads_arguments(roads: argparse.ArgumentParser) -> None:
    does = roads.add_subparsers(dest="does", required=True, parser_class=OneSentence)
    brought = does.add_parser("import", help="read an OpenStreetMap extract into a folder")
    brought.add_argument("extract", type=Path, metavar="FILE.osm.pbf")
    brought.add_argument("--out", type=Path, required=True, metavar="DIR")
    brought.add_argument("--speeds", type=Path, metavar="FILE", help="instead of data/roads/speeds.toml")
    for option, usual in (("--source", "OpenStreetMap contributors"), ("--licence", "ODbL 1.0")):
        brought.add_argument(option, default=usual, metavar="TEXT", help=f"of the data ({usual})")
    made = does.add_parser("matrix", help="travel between places, as a table that pages and verbs load")
    made.add_argument("folder", type=Path, metavar="DIR")
    several: dict[str, Any] = {"nargs": "+", "required": True}
    several["choices"] = ("demand_points", "parks", "county_seats", "bodies")
    made.add_argument("--from", dest="origins", **several)
    made.add_argument("--to", dest="targets", **several)
    made.add_argument("--unit", choices=("km", "minutes"), default="minutes", help="(minutes)")
    made.add_argument("--out", type=Path, metavar="FILE.csv", help="(DIR/matrix-UNIT.csv)")
    for each in (brought, made):
        each.add_argument("--json", action="store_true", help="one JSON document on one line")


def _locate_arguments(locate: argparse.ArgumentParser) -> None:
    locate.add_argument("lon", nargs="?", type=exactly("number"))
    locate.add_argument("lat", nargs="?", type=exactly("number"))
    locate.add_argument(
        "--datum", default="wgs84", choices=("wgs84", "cgcs2000", "gcj02", "bd09"), help="of the coordinates"
    )
    locate.add_argument("--file", type=Path, help="a CSV with the columns lon,lat")


def exactly(reader: str, *limits: int) -> Callable[[str], Any]:
    """A reader of geo.typed as a type of argparse: the value, or the sentence that names the one form it takes."""

    def read(text: str) -> Any:
        from geo import typed

        try:
            return getattr(typed, reader)(text, *limits)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def run_coverage(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.ledger.coverage_answer."""
    from atlas.atlas import load_plain
    from atlas.ledger import coverage_answer, plain_question
    from atlas.plan import default_definition
    from geo.typed import folded

    atlas = load_plain(asked.plan, more=asked.plans)
    definition = folded(asked.definition or default_definition(atlas.plan))
    return coverage_answer(atlas, plain_question(atlas, definition, _day_or_last(asked)))


def run_layers(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.map_state.layers_answer."""
    from atlas.map_state import layers_answer

    return layers_answer(*_asked(asked))


def run_records(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.records.records_answer."""
    from atlas.atlas import load_plain
    from atlas.records import records_answer

    if asked.literal and asked.as_of is None:
        raise ValueError("expected --as-of beside --literal: without a day all records are told")
    atlas = load_plain(asked.plan, ("bodies",), more=asked.plans)
    return records_answer(atlas, asked.kind, asked.as_of and _day_or_last(asked), literal=asked.literal)


def run_gaps(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.gaps."""
    from atlas.gaps import gaps_told

    return gaps_told(*_asked(asked))


def run_compare(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.comparison.compare_answer."""
    from atlas.comparison import compare_answer

    return compare_answer(*_asked(asked))


def run_plan(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.scoreboard.plan_answer."""
    from atlas.atlas import load_plain
    from atlas.scoreboard import plan_answer

    atlas = load_plain(asked.plan, ("outcomes",), more=asked.plans)
    return plan_answer(atlas, asked.plan, _day_or_last(asked))


def run_prefecture(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.prefecture.prefecture_answer."""
    from atlas.prefecture import prefecture_answer

    return prefecture_answer(*_asked(asked), asked.adcode)


def run_link(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.link_answer."""
    from atlas.link_answer import link_answer

    return link_answer(asked.link, asked.plan, asked.plans, asked.matrix)


def run_ask(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.asked.typed."""
    from atlas.asked.typed import typed_answer

    return typed_answer(asked.text, asked.plan, asked.lang, asked.plans)


def run_site(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.siting: places by default, plain numbers with --matrix."""
    from atlas.siting.arguments import need_count, need_fitting, question_and_tables

    need_count(asked.problem, asked.p)
    matrix = asked.matrix is not None
    need_fitting(asked.problem, _given(asked), matrix=matrix)
    if matrix:
        from atlas.siting.matrix import by_files

        return by_files(vars(asked))
    from atlas.atlas import load
    from atlas.siting.answer import found_answer
    from atlas.siting.search import search
    from atlas.words import say_in
    from geo.siting import Clock

    if asked.radius is not None:
        raise ValueError("expected --radius-km for a question over the province; --radius goes with --matrix")
    atlas, say = load(asked.plan, asked.lang, asked.plans), say_in(asked.lang)
    question, (siting, loaded) = _question(atlas, asked), question_and_tables(atlas, vars(asked))
    found = search(atlas, question, siting, loaded, Clock(asked.time_limit), say=say, ids=True)
    if found.refused:
        raise ValueError(found.refused)
    told = found_answer(atlas, question, found, say, ids=True) | {"seconds": round(found.seconds, 3)}
    notes = [note.sentence(say) for note in (*loaded.candidates_notes, *loaded.weights_notes)]
    return told | ({"notes": notes} if notes else {})


def run_roads(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.road_network."""
    from atlas.atlas import load
    from atlas.road_network import roads_answer

    return roads_answer(load(asked.plan, more=asked.plans), vars(asked))


def run_whatif(asked: argparse.Namespace) -> dict[str, Any] | str:
    """See atlas.scenario.effect. The plan is that of the file, and no other; as a table without --json."""
    from atlas.atlas import load
    from atlas.question.offered import choices_of
    from atlas.scenario import effect
    from atlas.scenario import file as scenario_file
    from data.catalog import meta
    from data.limits import SCENARIO_BYTES
    from data.tables_in import read_file

    saved = scenario_file.read_file(read_file(asked.scenario, limit=SCENARIO_BYTES))
    atlas = load(asked.given_plan or saved.plan or asked.plan, more=asked.plans)
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


def run_map(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the map and say what it shows."""
    from atlas.map_state import map_state, view_of
    from atlas.words import say_in
    from data.whole_files import write_whole
    from layers.folium_map import single_file

    atlas, question = _asked(asked)
    state = map_state(question, view_of(atlas, question))
    write_whole(asked.out, single_file(atlas.world, say_in("zh"), state))
    told = {"out": str(asked.out), "bytes": asked.out.stat().st_size, "as_of": question.as_of.isoformat()}
    return told | {"layers": list(question.layers), "data_version": atlas.version}


def _given(asked: argparse.Namespace) -> list[str]:
    """Names of the options that were typed."""
    said = {name for name, value in vars(asked).items() if value is True or (isinstance(value, list) and value)}
    return sorted(asked.given | said)


def _asked(asked: argparse.Namespace) -> tuple[Any, Any]:
    """The atlas and the question of a verb."""
    from atlas.atlas import load

    atlas = load(asked.plan, more=asked.plans)
    return atlas, _question(atlas, asked)


def _question(atlas: Any, asked: argparse.Namespace) -> Any:
    """See atlas.typed_question."""
    from atlas.typed_question import typed_question

    return typed_question(atlas, vars(asked))


def _day_or_last(asked: argparse.Namespace) -> date:
    from atlas.typed_question import day_or_last

    return day_or_last(asked.as_of)


if __name__ == "__main__":
    from atlas.terminal import ended

    sys.exit(ended(main))
