"""The verb that asks where new centres should stand."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import DEMAND, MANY, NewVerb, add_question, exactly, given_options, question_of


def add_verbs(verb: NewVerb) -> None:
    """The verb with its arguments."""
    site = verb("site", run_site, "where new centres should stand, with a certificate of the answer")
    site.add_argument("--problem", required=True, choices=("mclp", "lscp", "p-median", "p-center", "rule"))
    site.add_argument("--p", type=exactly("whole"), metavar="N", help="number of new sites (mclp, p-median, p-center)")
    site.add_argument("--k", type=exactly("whole"), metavar="N", help="rule: prefectures, at least (the plan's)")
    site.add_argument("--theta", metavar="SHARE", help="rule: share of a prefecture's residents in reach (0.8)")
    site.add_argument("--zone-floor", metavar="ZONE=N", help="rule: such as north=3", **MANY)
    site.add_argument("--candidates", default="counties", metavar="parks|counties|places|FILE", help="id,lon,lat")
    site.add_argument("--demand", default="places", choices=("places", "counties"), help="where residents are counted")
    site.add_argument("--demand-file", **DEMAND)
    site.add_argument("--weights", type=Path, metavar="FILE", help="a CSV with adcode,weight instead of residents")
    site.add_argument("--lock", metavar="ID", help="candidates that must be chosen", **MANY)
    site.add_argument("--ban", metavar="ID", help="candidates that must not", **MANY)
    site.add_argument("--quota", metavar="ADCODE=MIN:MAX", help="new sites in a prefecture", **MANY)
    site.add_argument("--equity", metavar="REGION=SHARE", help="mclp: least share in reach", **MANY)
    site.add_argument("--time-limit", type=exactly("seconds"), default=60.0, metavar="S", help="seconds (60)")
    site.add_argument("--matrix", type=Path, metavar="FILE", help="a matrix of travel, or plain numbers")
    site.add_argument("--lang", default="en", choices=("zh", "en"), help="language of the sentences (en)")
    site.add_argument("--radius", type=exactly("number"), metavar="R", help="with --matrix: in its unit")
    add_question(site)


def run_site(asked: argparse.Namespace) -> dict[str, Any]:
    """See atlas.siting: places by default, plain numbers with --matrix."""
    from atlas.siting.arguments import need_count, need_fitting, question_and_tables

    need_count(asked.problem, asked.p)
    from atlas.travel import is_travel

    # A matrix of travel counts a question over the province; plain numbers are a question of their own.
    matrix = asked.matrix is not None and not is_travel(asked.matrix)
    need_fitting(asked.problem, given_options(asked), matrix=matrix)
    if matrix:
        from atlas.siting.matrix import by_files

        return by_files(vars(asked))
    from atlas.loading import load
    from atlas.siting.answer import found_answer
    from atlas.siting.search import search
    from atlas.words import say_in
    from geo.siting import Clock

    if asked.radius is not None:
        raise ValueError("expected --radius-km for a question over the province; --radius goes with --matrix")
    atlas, say = load(asked.plan, asked.lang, asked.plans, data=asked.data), say_in(asked.lang)
    question, (siting, loaded) = question_of(atlas, asked), question_and_tables(atlas, vars(asked))
    if asked.demand_file is not None:
        from atlas.own.demand import need_fitting as need_residents
        from atlas.own.demand import with_demand

        need_residents(vars(asked))
        atlas = with_demand(atlas, asked.demand_file)
    found = search(atlas, question, siting, loaded, Clock(asked.time_limit), say=say, ids=True)
    if found.refused:
        raise ValueError(found.refused)
    told = found_answer(atlas, question, found, say, ids=True) | {"seconds": round(found.seconds, 3)}
    notes = [note.sentence(say) for note in (*loaded.candidates_notes, *loaded.weights_notes)]
    return told | ({"notes": notes} if notes else {})
