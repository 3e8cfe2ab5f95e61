"""The first sentence of a page (首句): its answer in plain official words, from the same numbers as all that follows.

It says what it counts by, at which date and out of how many. What is only supposed is a sentence of its own, which says
so first; the first one is always of the records.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from atlas.atlas import COMPUTED_MEASURES
from atlas.conditions import counted_told, reach_told, with_conditions
from atlas.headline import supposed_degrees
from atlas.inquiry import Inquiry
from atlas.map_state import count_coverage
from atlas.measures import gap_text, measure
from atlas.pair import pair_sentence
from atlas.prefecture import Prefecture, to_mend
from atlas.reach import gap_table, zone_totals
from atlas.scoreboard import CONCLUSIONS, main_table, plan_name
from atlas.verdicts import verdict_text
from atlas.ways import in_unit
from atlas.words import Say, either, full_date, labelled, listed, percent, placed

if TYPE_CHECKING:
    from atlas.siting.search import Found


def lead(page: str, inquiry: Inquiry, found: Found | None = None) -> tuple[str, ...]:
    """The sentences a page begins with: one, and one more of what is supposed; () for a page that answers nothing.

    found  what came of the search of the siting page, None while nothing has
    """
    if page == "siting":
        # The solver costs a second of start that readers of other pages need not wait for.
        from atlas.siting.lead import siting_lead  # noqa: PLC0415

        return siting_lead(inquiry, found)
    if page not in _OF:
        return ()
    say, real = inquiry.say, _OF[page](inquiry.real)
    if not inquiry.question.supposes or not real:
        return (real,) if real else ()
    there = _supposed(page, inquiry)
    return (real,) if there in ("", real) else (real, _called(there, say))


def coverage_sentence(inquiry: Inquiry) -> str:
    """How many prefectures count by the definition of the question, and which do not; said of records only."""
    say, atlas, question = inquiry.say, inquiry.atlas, inquiry.question
    counted = count_coverage(atlas, question)
    result = counted.result
    text = say(
        "By “{definition}”, at {date} {best} of {n} prefectures have a fast-protection body (certain {certain}); "
        "{verdict}."
    ).format(
        definition=atlas.world.title(counted.about),
        date=full_date(question.as_of, say),
        best=result.best.count,
        n=result.n,
        certain=result.certain.count,
        verdict=verdict_text(result, "clause", say),
    )
    # One that may count, by a record that does not say enough, is not one without a record.
    best, possible = result.best.prefectures, result.possible.prefectures
    more = (
        (
            say("{text} Possible, not certain in {n}: {names}."),
            [each for each in atlas.prefectures if each in possible and each not in best],
        ),
        (
            say("{text} None on record in {n}: {names}."),
            [each for each in atlas.prefectures if each not in possible],
        ),
    )
    for template, there in more:
        if there:
            text = template.format(text=text, n=len(there), names=listed(map(atlas.name_of, there), say))
    return text


def reach_sentence(inquiry: Inquiry) -> str:
    """How many residents have no body in reach, in which zone most of its own, and in which county most of all."""
    # Sorting all counties at every run of the page would cost as much as the rest of it.
    text = inquiry.once("reach sentence", lambda: _reach_sentence(inquiry), inquiry.question.zone)
    # Kinds and borders it says itself.
    return with_conditions(text, counted_told(inquiry.atlas, inquiry.question, inquiry.say), inquiry.say)


def _reach_sentence(inquiry: Inquiry) -> str:
    say, atlas, question, reached = inquiry.say, inquiry.atlas, inquiry.question, inquiry.reached
    people = zone_totals(atlas, reached, question.zone)
    if not people["people"]:
        return say("No residents are known for this plan's area.")
    gaps = gap_table(atlas, reached, question.zone)
    told = {
        "place": atlas.name_of(question.zone) if question.zone else say("the whole province"),
        "date": full_date(question.as_of, say),
        "km": question.radius_km,
        "kinds": either(map(say, question.kinds), say) or say("a body: no kind is chosen"),
        "borders": say("ignoring borders") if question.ignore_borders else say("by jurisdiction"),
        "what": reached.weight.long(say),
    }
    if gaps.empty:
        all_in = say("At {date} everybody in {place} has {kinds} within {km} km of road, {borders}.")
        if reached.weight.modelled:
            all_in = say("At {date} all {what} of {place} has {kinds} within {km} km of road, {borders}.")
        return in_unit(question, all_in, say).format(**told)
    worst = gaps.iloc[0]
    text = say(
        "At {date} {unserved} residents of {place} ({share} of its residents) lack {kinds} within {km} km of road, "
        "{borders}. {zone}Most of them in {worst}: {people}."
    )
    if reached.weight.modelled:
        text = say(
            "At {date} {unserved} ({share}) of {what} of {place} lack {kinds} within {km} km of road, {borders}. "
            "{zone}Most of it in {worst}: {people}."
        )
    return in_unit(question, text, say).format(
        **told,
        unserved=reached.weight.amount(people["unserved"], say=say),
        share=percent(people["unserved"] / people["people"], 1, say),
        zone=_worst_zone(inquiry),
        worst=placed(worst["name"], worst["prefecture_name"], say),
        people=reached.weight.amount(worst["unserved"], say=say),
    )


def _worst_zone(inquiry: Inquiry) -> str:
    """Which zones have the smallest share in reach, or that all have the same; "" without zones, or asked of one."""
    say, zones = inquiry.say, inquiry.reached.zones
    known = zones[zones["people"] > 0] if len(zones) else zones
    if inquiry.question.zone or len(known) < 2:
        return ""
    least = known["share"].min()
    if (known["share"] == least).all():
        return say("Every zone alike: {share}. ").format(share=percent(least, 1, say))
    names = [inquiry.atlas.name_of(str(each)) for each in known.index[known["share"] == least]]
    text = say("Least in reach: {zone}, {share}. ")
    return text.format(zone=listed(names, say), share=percent(least, 1, say))


def comparison_sentence(inquiry: Inquiry) -> str:
    """How two measures lie together, where a second one is asked for; else which zone stands worst by the measure, or
    the province alone where all stand alike.
    """
    say, pair = inquiry.say, inquiry.pair
    if pair is not None:
        return pair_sentence(inquiry.atlas, pair, say)
    text = _worst_by_measure(inquiry)
    computed = inquiry.question.measure in COMPUTED_MEASURES
    return with_conditions(text, reach_told(inquiry.atlas, inquiry.question, say), say) if computed else text


def _worst_by_measure(inquiry: Inquiry) -> str:
    say, atlas, question = inquiry.say, inquiry.atlas, inquiry.question
    chosen = measure(atlas, question, inquiry.reached, question.measure, say)
    # The zones of the coverage page: the two first sentences name the same one worst.
    zones = {zone: chosen.regional(atlas.members(zone)) for zone in map(str, inquiry.reached.zones.index)}
    told = {zone: chosen.text(number) for zone, number in zones.items() if not math.isnan(number)}
    province = chosen.regional(atlas.prefectures)
    if math.isnan(province):
        text = say("{measure}: known for {known} of {of} prefectures, so neither zones nor the province are summed.")
        return text.format(measure=chosen.label, known=chosen.known, of=chosen.of)
    if len(set(told.values())) < 2:
        return say("{measure}: the province {province}.").format(measure=chosen.label, province=chosen.text(province))
    worst = (min if chosen.largest_first else max)(told, key=zones.__getitem__)
    names = listed([atlas.name_of(zone) for zone, text in told.items() if text == told[worst]], say)
    if chosen.additive:
        share = percent(zones[worst] / province, 1, say) if province else "–"
        text = say("{measure}: of the zones {zone} has least, {value}, {share} of the province.")
        return text.format(measure=chosen.label, zone=names, value=told[worst], share=share)
    gap = chosen.rounded(zones[worst]) - chosen.rounded(province)
    text = say("{measure}: of the zones {zone} stands worst, {value}; the province {province}.")
    if gap:
        text = say("{measure}: of the zones {zone} stands worst, {value}, {gap} above the province ({province}).")
    if gap < 0:
        text = say("{measure}: of the zones {zone} stands worst, {value}, {gap} below the province ({province}).")
    return text.format(
        measure=chosen.label,
        zone=names,
        value=told[worst],
        province=chosen.text(province),
        gap=gap_text(gap, chosen, say),
    )


def plan_sentence(inquiry: Inquiry) -> str:
    """The rule of the plan first, then how many of the indicators of its own table have which conclusion."""
    say, atlas, question = inquiry.say, inquiry.atlas, inquiry.question
    if not question.scoreboard:
        return ""
    own = main_table(inquiry.scoreboard)
    entries = own or inquiry.scoreboard
    counts = pd.Series([each.progress.conclusion for each in entries]).value_counts()
    told = listed([f"{say(f'conclusion {each}')} {counts[each]}" for each in CONCLUSIONS if counts.get(each)], say)
    of_table = say("Of {n} indicators of the plan's table, by what is known at {date}: {told}.")
    of_all = say("Of {n} quantities of the plan, by what is known at {date}: {told}.")
    text = of_table if own else of_all
    board = text.format(n=len(entries), date=full_date(question.as_of, say), told=told)
    if question.scoreboard != atlas.plan.about["id"]:
        return labelled(plan_name(atlas, question.scoreboard), board, say)
    counted = count_coverage(atlas, question)
    rule = say("Fast protection by “{definition}”: {best} of {n} prefectures, {verdict}. {board}")
    return rule.format(
        definition=atlas.world.title(counted.about),
        best=counted.result.best.count,
        n=counted.result.n,
        verdict=verdict_text(counted.result, "clause", say),
        board=board,
    )


def prefecture_sentence(inquiry: Inquiry) -> str:
    """What the prefecture has, how many residents that reaches, what it lacks, and what to mend first."""
    say, question = inquiry.say, inquiry.question
    if not question.prefecture:
        return ""
    found = inquiry.prefecture
    lacking = [each for each in found.definitions if each["lacking"]]
    counts = say("it counts under all {of} definitions")
    if lacking:
        counts = say("it is not certain to count under {n} of {of} definitions")
    text = say("{name}, at {date}: {has}; {share} of its {what} within {km} km; {counts}. {first}")
    told = in_unit(question, text, say).format(
        name=found.name,
        date=full_date(question.as_of, say),
        has=_has(inquiry, found),
        what=found.weight.what(say),
        share=percent(found.covered / found.people, 1, say) if found.people else "–",
        km=question.radius_km,
        counts=counts.format(n=len(lacking), of=len(found.definitions)),
        first=_first_to_mend(inquiry, found),
    )
    return with_conditions(told, reach_told(inquiry.atlas, question, say), say)


def _has(inquiry: Inquiry, found: Prefecture) -> str:
    say = inquiry.say
    own = found.here[(found.here["state"] != "") & found.here["kind"].isin(found.kinds)]
    if own.empty:
        return say("no {kinds} on record").format(kinds=either(map(say, found.kinds), say))
    names = listed([inquiry.atlas.world.title(each, "name") for each in own.to_dict("records")], say)
    return say("it has {names}").format(names=names)


def _first_to_mend(inquiry: Inquiry, found: Prefecture) -> str:
    """The record that somebody who knows should mend first."""
    say = inquiry.say
    if found.here.empty:
        return say("No record of it is known: the first thing to supply.")
    if found.weak.empty:
        return say("No record of it is weak.")
    first = to_mend(found).iloc[0]
    return say("First to mend: {record} ({what}).").format(
        record=inquiry.atlas.world.title({str(name): value for name, value in first.items()}, "name"),
        what=listed([say(f"weak {each}") for each in first["weak"]], say),
    )


def _supposed(page: str, inquiry: Inquiry) -> str:
    """What a page would say if what is supposed were so; never called certain."""
    if page in ("overview", "plan"):
        told = supposed_degrees(count_coverage(inquiry.atlas, inquiry.question).result, inquiry.say)
        same = supposed_degrees(count_coverage(inquiry.atlas, inquiry.real.question).result, inquiry.say)
        return "" if told == same else told
    return _OF[page](inquiry)


def _called(text: str, say: Say) -> str:
    return text if text.startswith(say("supposed")) else labelled(say("supposed"), text, say)


_OF: Mapping[str, Callable[[Inquiry], str]] = {
    "overview": coverage_sentence,
    "coverage": reach_sentence,
    "compare": comparison_sentence,
    "plan": plan_sentence,
    "prefecture": prefecture_sentence,
}
