"""粤知图 on the command line: the same numbers as the screen, as text or JSON. `python cli.py --help` lists the
verbs.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

BAD_ARGUMENTS = 2
# Something in quotes that is longer than eighty characters; an apostrophe inside a word opens nothing.
QUOTED = re.compile(r"(?<![^\s(\[])'([^']{80})[^']+'(?![^\s,;:)\]])")
# `--lock a b` and `--lock a --lock b` ask the same; SOME is None where nothing is said, MANY is [].
SOME: dict[str, Any] = {"nargs": "*", "action": "extend"}
MANY: dict[str, Any] = {**SOME, "default": []}


class OneSentence(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence, without the usage block, and stop."""
        print(f"{self.prog}: {' '.join(shortened(message).split())}", file=sys.stderr)
        raise SystemExit(BAD_ARGUMENTS)

    def print_help(self, file: Any = None) -> None:
        """Print the help; argparse would say nothing of a disk that is full."""
        (file or sys.stdout).write(self.format_help())


def shortened(sentence: str) -> str:
    """A sentence with at most 80 characters of each thing that it quotes: what came may fill the line of a shell."""
    return QUOTED.sub(r"'\1…'", sentence)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code: 0 done, 2 bad arguments or refused data."""
    asked = parser().parse_args(arguments)
    from data.errors import DataError, MissingSetError
    from geo.errors import GeoError

    try:
        asked.given_plan = asked.plan
        if asked.plan is None:
            from data.defaults import defaults

            asked.plan = defaults().plan
        answer = asked.run(asked)
    except BrokenPipeError:
        raise
    except (DataError, MissingSetError, GeoError, LookupError, ValueError, OSError) as error:
        print(f"cli.py {asked.verb}: {shortened(str(error))}", file=sys.stderr)
        return BAD_ARGUMENTS
    if answer is not None:
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

    coverage = verb("coverage", run_coverage, "k of the 21 prefectures under a definition at a date")
    coverage.add_argument("--definition", help="id of a definition of the plan (default: the plan's)")
    coverage.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD", help="default: the date of the data")
    layers = verb("layers", run_layers, "number of features of each layer at a date")
    layers.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    records = verb("records", run_records, "service bodies of a kind, at a date only those that are drawn then")
    records.add_argument("--kind", default="", help="for example protection_centre; default: all")
    records.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    records.add_argument(
        "--literal", action="store_true", help="only bodies proven by their own dates, not by the plan's count"
    )
    _locate_arguments(verb("locate", run_locate, "prefecture and county of a point"))
    gaps = verb("gaps", run_gaps, "residents within a road distance of service bodies, and the counties left out")
    _reach_arguments(gaps)
    gaps.add_argument("--zone", help="only the gaps of one zone of the plan, such as north")
    compare = verb("compare", run_compare, "zones and prefectures side by side, ranking, inequality of reach")
    _reach_arguments(compare)
    compare.add_argument("--measure", help="what to rank by: reach, bodies, or an indicator (default: reach)")
    compare.add_argument("--regions", nargs="*", metavar="REGION", help="zones of the plan or adcodes of prefectures")
    board = verb("plan", run_plan, "every quantity of a plan with its latest known value and a dated conclusion")
    board.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    own = verb("prefecture", run_prefecture, "what is known of one prefecture")
    own.add_argument("adcode", help="for example 440500")
    _reach_arguments(own)
    shared = verb("link", run_link, "the numbers of the page that a link shows, as its own download gives them")
    shared.add_argument("link", help="for example '/coverage?date=2023-12-31&radius=80', or the whole address")
    _map_arguments(verb("map", run_map, "the map as one self-contained file"))
    play = verb(
        "whatif", run_whatif, "what a scenario changes: residents in reach and every definition, before and after"
    )
    play.add_argument("scenario", type=Path, help="a scenario saved by the atlas (JSON)")
    _site_arguments(verb("site", run_site, "where new centres should stand, with a certificate of the answer"))
    return top


def _site_arguments(site: argparse.ArgumentParser) -> None:
    site.add_argument("--problem", required=True, choices=("mclp", "lscp", "p-median", "p-center", "rule"))
    site.add_argument("--p", type=exactly("whole"), metavar="N", help="number of new sites (mclp, p-median, p-center)")
    site.add_argument(
        "--k", type=exactly("whole"), metavar="N", help="rule: at least so many prefectures (default: the plan's)"
    )
    site.add_argument("--theta", metavar="SHARE", help="rule: share of a prefecture's residents in reach (0.8)")
    site.add_argument("--zone-floor", metavar="ZONE=N", help="rule: such as north=3", **MANY)
    site.add_argument("--candidates", default="counties", metavar="counties|places|FILE", help="a CSV with id,lon,lat")
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
    _reach_arguments(site)


def _locate_arguments(locate: argparse.ArgumentParser) -> None:
    datums = ("wgs84", "cgcs2000", "gcj02", "bd09")
    locate.add_argument("lon", nargs="?", type=exactly("number"))
    locate.add_argument("lat", nargs="?", type=exactly("number"))
    locate.add_argument("--datum", default="wgs84", choices=datums, help="what the coordinates are in")
    locate.add_argument("--file", type=Path, help="a CSV with the columns lon,lat")


def _map_arguments(chart: argparse.ArgumentParser) -> None:
    chart.add_argument("--out", type=Path, required=True, metavar="map.html")
    chart.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    chart.add_argument("--definition")
    chart.add_argument("--layers", nargs="*", metavar="LAYER")


def _reach_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--as-of", type=exactly("day"), metavar="YYYY-MM-DD")
    verb.add_argument("--definition", help="its stage says whether approved bodies count (default: the plan's)")
    verb.add_argument("--radius-km", type=kilometres, metavar="KM", help="estimated road distance, 5 to 150 (50)")
    verb.add_argument("--ignore-borders", action="store_true", help="a body serves everybody, not its prefecture only")
    verb.add_argument("--kinds", metavar="KIND", help="kinds of bodies (default: the plan's definition)", **SOME)
    verb.add_argument("--industry", help="only bodies approved for this industry")
    verb.add_argument("--wrong", metavar="ID", help="what if these records were wrong", **SOME)
    verb.add_argument("--confirmed", metavar="ID", help="what if these records were confirmed", **SOME)


def kilometres(text: str) -> int:
    """A whole number of kilometres between 5 and 150, or one sentence."""
    from atlas.question.question import LARGEST_RADIUS_KM, SMALLEST_RADIUS_KM
    from geo.typed import whole

    try:
        return whole(text, SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def exactly(reader: str) -> Callable[[str], Any]:
    """A reader of geo.typed as a type of argparse: the value, or the sentence that names the one form it takes."""

    def read(text: str) -> Any:
        from geo import typed

        try:
            return getattr(typed, reader)(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def run_coverage(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.answers.coverage_answer."""
    from atlas.atlas import load_plain
    from atlas.ledger import coverage_answer, plain_question
    from atlas.plan import default_definition

    atlas = load_plain(asked.plan, more=asked.plans)
    definition = asked.definition or default_definition(atlas.plan)
    return coverage_answer(atlas, plain_question(atlas, definition, _day_or_last(asked)))


def run_layers(asked: argparse.Namespace) -> dict[str, Any]:
    """Every layer with its number of features at the date, as the page would show them without filters."""
    from atlas.atlas import load
    from atlas.map_state import view_of

    atlas = load(asked.plan, more=asked.plans)
    question = _question(atlas, asked)
    decision = view_of(atlas, question).decision
    return {
        "as_of": question.as_of.isoformat(),
        "layers": {layer: len(shown) for layer, shown in decision.items()},
        "data_version": atlas.version,
    }


def run_records(asked: argparse.Namespace) -> dict[str, Any]:
    """Records as the table holds them, with state and basis at the date when one is given."""
    from atlas.atlas import load_plain
    from atlas.records import records
    from data.catalog import meta
    from geo.checks import quoted

    kinds = meta("bodies").columns["kind"]["allowed"]
    if asked.kind and asked.kind not in kinds:
        raise ValueError(f"kind {quoted(asked.kind)} is not known; expected one of: {', '.join(kinds)}")
    atlas = load_plain(asked.plan, ("bodies",), more=asked.plans)
    found = records(atlas.world["bodies"], kind=asked.kind, as_of=asked.as_of, literal=asked.literal)
    return {
        "kind": asked.kind or "all",
        "as_of": str(asked.as_of or ""),
        "count": len(found),
        "records": found.to_dict("records"),
        "data_version": atlas.version,
    }


def run_gaps(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.reach.gaps_answer."""
    from atlas import reach as reaching
    from atlas.atlas import load

    atlas = load(asked.plan, more=asked.plans)
    return reaching.gaps_answer(atlas, _question(atlas, asked))


def run_compare(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.comparison.compare_answer."""
    from atlas import comparison as comparing
    from atlas.atlas import load

    atlas = load(asked.plan, more=asked.plans)
    return comparing.compare_answer(atlas, _question(atlas, asked))


def run_plan(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.scoreboard.plan_answer."""
    from atlas import scoreboard as board
    from atlas.atlas import load_plain

    atlas = load_plain(asked.plan, ("outcomes",), more=asked.plans)
    return board.plan_answer(atlas, asked.plan, _day_or_last(asked))


def run_prefecture(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.prefecture.prefecture_answer."""
    from atlas import prefecture as city
    from atlas.atlas import load

    atlas = load(asked.plan, more=asked.plans)
    return city.prefecture_answer(atlas, _question(atlas, asked), asked.adcode)


def run_link(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.pages.answer. What in a link cannot be used is refused, not replaced as a page does."""
    from urllib.parse import parse_qsl, urlsplit

    from atlas import pages as reply
    from atlas.atlas import load
    from atlas.plan import shown_plans
    from atlas.question.address import read_address
    from atlas.question.offered import choices_of
    from atlas.question.question import from_params
    from data.catalog import meta

    parts = urlsplit(asked.link)
    page, params = parts.path.strip("/").split("/")[-1] or "overview", dict(parse_qsl(parts.query))
    address, unknown = read_address(params, shown_plans(asked.plans), asked.plan)
    atlas = load(address.plan, address.language, asked.plans)
    choices = choices_of(atlas, meta("bodies").as_of)
    question, problems = from_params(params, choices)
    _refuse([*unknown, *problems])
    return reply.answer(page, atlas, question, _searched(atlas, question, choices) if page == "siting" else None)


def _searched(known: Any, question: Any, choices: Any) -> Any:
    """The search of the siting page, solved here: the command line has no queue to wait in."""
    from atlas.siting.search import search_link

    return search_link(known, question, choices.siting)


def run_site(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.siting: places by default, plain numbers with --matrix."""
    _need_count(asked)
    if asked.matrix is not None:
        return _site_of_numbers(asked)
    from atlas.atlas import load
    from atlas.siting.answer import found_answer
    from atlas.siting.search import search
    from atlas.words import say_in
    from geo.siting import Clock

    if asked.radius is not None:
        raise ValueError("expected --radius-km for a question over the province; --radius goes with --matrix")
    atlas, say = load(asked.plan, asked.lang, asked.plans), say_in(asked.lang)
    whole, (question, loaded) = _question(atlas, asked), _siting_question(atlas, asked)
    found = search(atlas, whole, question, loaded, Clock(asked.time_limit), say=say, ids=True)
    if found.refused:
        raise ValueError(found.refused)
    told = found_answer(atlas, whole, found, say, ids=True) | {"seconds": round(found.seconds, 3)}
    notes = [note.sentence(say) for note in (*loaded.candidates_notes, *loaded.weights_notes)]
    return told | ({"notes": notes} if notes else {})


def _siting_question(known: Any, asked: argparse.Namespace) -> Any:
    """The question of siting and the tables that go with it."""
    from atlas.atlas import siting_choices
    from atlas.siting import arguments as typed
    from atlas.siting import tables
    from atlas.siting.ground import Loaded
    from atlas.siting.question import SETS, question_of
    from geo.typed import folded, whole

    own = tables.candidates_file(Path(asked.candidates)) if asked.candidates not in SETS else None
    weights = tables.weights_file(asked.weights) if asked.weights else None
    loaded = Loaded(
        candidates=own.value if own else None,
        candidates_notes=own.notes if own else (),
        weights=weights.value if weights else {},
        weights_notes=weights.notes if weights else (),
    )
    siting = question_of(
        asked.problem,
        siting_choices(known).usual,
        p=asked.p,
        k=asked.k,
        share=typed.share(asked.theta) if asked.theta else None,
        floors=typed.pairs(asked.zone_floor, "a floor such as north=3", whole),
        quotas=typed.pairs(asked.quota, "a quota such as 441500=0:1", typed.bounds),
        fair=typed.pairs(asked.equity, "an equity floor such as north=0.5", typed.share),
        sites="own" if own else asked.candidates,
        demand=asked.demand,
        own_weights=bool(asked.weights),
        lock=tuple(map(folded, asked.lock)),
        ban=tuple(map(folded, asked.ban)),
        limit_s=asked.time_limit,
    )
    return siting, loaded


def _need_count(asked: argparse.Namespace) -> None:
    if asked.problem in ("mclp", "p-median", "p-center") and asked.p is None:
        raise ValueError(f"expected --p, the number of new sites, for {asked.problem}")
    if asked.p is not None and asked.p < 1:
        raise ValueError(f"expected --p of 1 or more new sites, got {asked.p}")


def _site_of_numbers(asked: argparse.Namespace) -> dict[str, Any]:
    """A question of siting on a matrix and perhaps a column of weights."""
    from atlas.siting import tables
    from atlas.siting.matrix import by_matrix

    cost = tables.matrix_file(asked.matrix)
    weights = tables.weights_column(asked.weights) if asked.weights else None
    locks = {"lock": asked.lock, "ban": asked.ban}
    return by_matrix(
        asked.problem, cost, weights, p=asked.p or 1, radius=asked.radius, limit_s=asked.time_limit, **locks
    )


def run_whatif(asked: argparse.Namespace) -> dict[str, Any] | None:
    """See atlas.scenario.effect. The plan is that of the file, and no other; as a table without --json."""
    from atlas.atlas import load
    from atlas.question.offered import choices_of
    from atlas.scenario import effect as whatif
    from atlas.scenario import file as scenario_file
    from data.catalog import meta

    saved = scenario_file.read_file(asked.scenario.read_bytes())
    atlas = load(asked.given_plan or saved.plan or asked.plan, more=asked.plans)
    opened = scenario_file.open_saved(saved, atlas, choices_of(atlas, meta("bodies").as_of))
    if asked.json:
        answer = whatif.effect_answer(atlas, opened.question, not_applied=opened.not_applied)
        return answer | {"made_with": opened.made_with}
    print(whatif.as_text(atlas, whatif.effect(atlas, opened.question)))
    if opened.made_with and not opened.same_data:
        print(f"made with data version {opened.made_with}; the data are now {atlas.version}")
    for sentence in opened.not_applied:
        print(f"not applied: {sentence}")
    return None


def run_locate(asked: argparse.Namespace) -> dict[str, Any] | list[dict[str, Any]]:
    """One point, or a list in the order of the file."""
    from atlas import locate as places

    if asked.file is not None:
        return places.locate_file(asked.file, asked.datum)
    if asked.lon is None or asked.lat is None:
        raise ValueError("expected LON LAT, or --file points.csv with the columns lon,lat")
    return places.locate_points([asked.lon], [asked.lat], asked.datum)[0]


def run_map(asked: argparse.Namespace) -> dict[str, Any]:
    """Write the map and say what it shows."""
    from atlas.atlas import load
    from atlas.map_state import map_state, view_of
    from atlas.words import say_in
    from data.whole_files import write_whole
    from layers.folium_map import single_file

    atlas = load(asked.plan, more=asked.plans)
    question = _question(atlas, asked)
    state = map_state(question, view_of(atlas, question))
    write_whole(asked.out, single_file(atlas.world, say_in("zh"), state))
    return {
        "out": str(asked.out),
        "bytes": asked.out.stat().st_size,
        "as_of": question.as_of.isoformat(),
        "layers": list(question.layers),
        "data_version": atlas.version,
    }


def _question(known: Any, asked: argparse.Namespace) -> Any:
    """The question of a verb's arguments; an unknown value is refused, not replaced."""
    from atlas.question.offered import choices_of
    from atlas.question.question import from_params
    from data.catalog import meta

    given = {"date": _day_or_last(asked).isoformat()}
    for name in ("definition", "industry", "zone", "measure", "radius_km"):
        given[name.removesuffix("_km")] = str(getattr(asked, name, None) or "")
    for name in ("layers", "kinds", "regions", "wrong", "confirmed"):
        if getattr(asked, name, None) is not None:
            given[name] = " ".join(getattr(asked, name)) or "none"
    if getattr(asked, "ignore_borders", False):
        given["borders"] = "ignore"
    question, problems = from_params(given, choices_of(known, meta("bodies").as_of))
    _refuse(problems)
    return question


def _refuse(problems: Sequence[Any]) -> None:
    from geo.checks import quoted

    if problems:
        raise ValueError("; ".join(f"{each.name} {quoted(each.given)} cannot be used" for each in problems))


def _day_or_last(asked: argparse.Namespace) -> date:
    from atlas.question.offered import FIRST_DAY, clock_end
    from data.catalog import meta

    last = clock_end(meta("bodies").as_of)
    chosen: date = asked.as_of or last
    if not FIRST_DAY <= chosen <= last:
        raise ValueError(f"{chosen} is outside the data; expected a date from {FIRST_DAY} to {last}")
    return chosen


if __name__ == "__main__":
    from atlas.terminal import ended

    sys.exit(ended(main))
