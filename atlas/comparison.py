"""Zones and prefectures side by side on what is known, ranked with ties and gaps of knowledge; how unequal reach is.

Pages and `cli.py compare` (atlas.comparison_answer) read the same answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from atlas.atlas import COMPUTED_MEASURES, Atlas
from atlas.ledger import Row, ledger
from atlas.measures import Measure, indicator, measure
from atlas.question.question import Question
from atlas.reach import Reached, reach_of
from atlas.words import Say, counted
from geo.access import DEGREES
from geo.compare import Theil, peers, rank, theil
from geo.distance import Floats

PROVINCE = "province"
# A space at which no line is broken.
KEPT = "\u00a0"


def regions_of(atlas: Atlas, question: Question) -> list[str]:
    """The regions set side by side: those asked for, else the plan's compared zones; the province comes last."""
    return [*(question.regions or atlas.plan.about.get("compared_zones", ())), PROVINCE]


def members_of(atlas: Atlas, region: str) -> tuple[str, ...]:
    """Prefectures of a zone, of a prefecture itself, or of the whole province."""
    return tuple(atlas.prefectures) if region == PROVINCE else atlas.members(region)


def region_name(atlas: Atlas, region: str, say: Say) -> str:
    """The name of a region as a heading, with its number of prefectures when it has several."""
    members = members_of(atlas, region)
    name = say("whole province") if region == PROVINCE else atlas.name_of(region)
    return counted(name, len(members), say) if len(members) > 1 else name


def all_measures(atlas: Atlas, question: Question, reached: Reached, say: Say) -> list[Measure]:
    """Every measure there is: computed ones, then the catalogue in its order."""
    ids = [*COMPUTED_MEASURES, *(each["id"] for each in atlas.world.indicators)]
    return [measure(atlas, question, reached, each, say) for each in ids]


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the table side by side: what, its values by region, and how they print.

    values  region -> number (NaN unknown), or for a definition its certain, best and possible prefectures
    cells   region -> text, with "k/n" when only some members have a number
    """

    id: str
    title: str
    values: dict[str, Any]
    cells: dict[str, str]


def side_by_side(atlas: Atlas, question: Question, reached: Reached, say: Say) -> list[Line]:
    """All lines: bodies by kind, each definition, and every measure, for the regions asked about."""
    regions = regions_of(atlas, question)
    lines = _kind_lines(atlas, reached, regions, say) + _definition_lines(atlas, question, regions, say)
    return lines + [_measured_line(atlas, each, regions) for each in all_measures(atlas, question, reached, say)]


def _measured_line(atlas: Atlas, chosen: Measure, regions: Sequence[str]) -> Line:
    """The line of a measure; most of them hang on less than the question."""

    def told() -> tuple[dict[str, Any], dict[str, str]]:
        values = {region: chosen.regional(members_of(atlas, region)) for region in regions}
        parts = {region: _part(atlas, chosen, members_of(atlas, region)) for region in regions}
        cells = {region: " ".join(filter(None, [chosen.text(values[region]), parts[region]])) for region in regions}
        return values, cells

    return Line(
        chosen.id,
        chosen.label,
        *atlas.memo.once("line side by side", (chosen.id, chosen.key, tuple(regions)), told),
    )


def as_table(atlas: Atlas, lines: Sequence[Line], regions: Sequence[str], say: Say) -> pd.DataFrame:
    """The lines as readers see them: one row a line, one column a region, unknown as "–", "k/n" beside partial ones."""
    names = {region: region_name(atlas, region, say) for region in regions}
    rows = [
        {say("column measure"): line.title} | {names[region]: line.cells[region] for region in regions}
        for line in lines
    ]
    return pd.DataFrame(rows, columns=[say("column measure"), *names.values()])


def ranking(atlas: Atlas, chosen: Measure) -> pd.DataFrame:
    """The prefectures by a measure: index adcode, best first, unknown last.

    Columns value, rank (NaN unknown), ties, of, zone, to_province, to_zone (difference to the number of province and
    zone, for amounts NaN), of_province (for amounts the share of the province's sum, else NaN), best_peer (the zone's
    best other member) and to_best_peer. Nobody may change it.
    """
    return atlas.memo.once("ranking", (chosen.id, chosen.key), lambda: _ranking(atlas, chosen))


def _ranking(atlas: Atlas, chosen: Measure) -> pd.DataFrame:
    numbers = chosen.numbers.reindex(atlas.prefectures)
    values, unlike = numbers.to_numpy(dtype=float), np.full(len(numbers), np.nan)
    zones = [atlas.zone_of.get(adcode, "") for adcode in atlas.prefectures]
    of_zone = {zone: _regional(atlas, chosen, zone) for zone in set(zones)}
    province, peers_of_all = chosen.regional(atlas.prefectures), _best_peers(atlas, chosen, values, zones)
    to_peer = [values[atlas.place_of[peer]] if peer else np.nan for peer in peers_of_all]
    table = rank(numbers, largest_first=chosen.largest_first)
    places = np.lexsort([np.array(atlas.prefectures), table["rank"].to_numpy()])
    columns = {
        "value": values,
        "rank": table["rank"].to_numpy(),
        "ties": table["ties"].to_numpy(),
        "of": table["of"].to_numpy(),
        "zone": np.array(zones, dtype=object),
        "to_province": unlike if chosen.additive else values - province,
        "to_zone": unlike if chosen.additive else values - np.array([of_zone[zone] for zone in zones]),
        "of_province": values / (province or float("nan")) if chosen.additive else unlike,
        "best_peer": np.array(peers_of_all, dtype=object),
        "to_best_peer": values - np.array(to_peer),
    }
    index = pd.Index(np.array(atlas.prefectures, dtype=object)[places], name="prefecture", dtype=object)
    return pd.DataFrame({name: column[places] for name, column in columns.items()}, index=index)


def rank_text(row: pd.Series | Mapping[Any, Any], say: Say) -> str:
    """A rank as it prints, never parted over two lines: "3 / 21", "3= / 21" when shared, "no data" when unknown."""
    rank, ties, of = row["rank"], row["ties"], row["of"]
    if rank is None or pd.isna(rank):
        return say("no data")
    return f"{rank:.0f}{'=' if int(str(ties)) > 1 else ''}{KEPT}/{KEPT}{of}"


def slope(atlas: Atlas, question: Question, chosen: Measure, say: Say) -> pd.DataFrame:
    """The measure at two times, by prefecture: columns prefecture, time, value; empty when only one time is known.

    Computed measures: the eve of the plan and the date asked for. Catalogue: the first year from that one on, and the
    latest.
    """
    earlier, later = _two_times(atlas, question, chosen, say)
    if earlier is None:
        return pd.DataFrame(columns=["prefecture", "time", "value"])
    return pd.concat(
        [
            pd.DataFrame({"prefecture": each.numbers.index, "time": each.period, "value": each.numbers.to_numpy()})
            for each in (earlier, later)
        ],
        ignore_index=True,
    )


def plan_eve(atlas: Atlas) -> date:
    """The last day before the plan begins: what its changes are measured from."""
    return date.fromisoformat(atlas.plan.about["start"]) - timedelta(days=1)


def reach_inequality(atlas: Atlas, reached: Reached) -> Theil:
    """Theil's T of the shares in reach, weighted by residents or the weight asked for, between and within the plan's
    zones.

    A plan whose zones do not hold every prefecture has the total only: between and within are NaN, there is no group.
    """
    zones = {
        adcode: zone for zone in atlas.plan.about.get("inequality_zones", ()) for adcode in atlas.members(zone)
    } or atlas.zone_of
    table = reached.prefectures
    if set(table.index) <= set(zones):
        return theil(table["share"], pd.Series(zones).reindex(table.index), weights=table["people"])
    undivided = theil(table["share"], pd.Series("", index=table.index), weights=table["people"])
    return replace(undivided, between=float("nan"), within=float("nan"), groups=undivided.groups.iloc[:0])


def peers_of(atlas: Atlas, prefecture: str, k: int = 3) -> tuple[str, ...]:
    """The prefectures most like one by the indicators the catalogue calls traits (residents and density)."""
    return atlas.memo.once("peers", (prefecture, k), lambda: _peers_of(atlas, prefecture, k))


def _peers_of(atlas: Atlas, prefecture: str, k: int) -> tuple[str, ...]:
    traits = {
        each["id"]: indicator(atlas, each, str(each["default_period"])).numbers
        for each in atlas.world.indicators
        if each.get("trait", False)
    }
    return peers(pd.DataFrame(traits), prefecture, k)


def _two_times(atlas: Atlas, question: Question, chosen: Measure, say: Say) -> tuple[Measure | None, Measure]:
    eve = plan_eve(atlas)
    if chosen.id in COMPUTED_MEASURES:
        if question.as_of <= eve:
            return None, chosen
        then = question.with_changes(as_of=eve, confirmed=())
        return measure(atlas, then, reach_of(atlas, then), chosen.id, say), chosen
    about = _about(atlas, chosen.id)
    table = atlas.world["prefecture_indicators"]
    years = sorted(
        year for year in table.loc[table["indicator"] == chosen.id, "period"].unique() if year >= str(eve.year)
    )
    if len(years) < 2:
        return None, chosen
    return indicator(atlas, about, years[0]), indicator(atlas, about, years[-1])


def _kind_lines(atlas: Atlas, reached: Reached, regions: Sequence[str], say: Say) -> list[Line]:
    """One line a kind of body that is asked about."""
    lines, members = [], {region: members_of(atlas, region) for region in regions}
    standing = Counter(zip(reached.bodies["kind"], reached.bodies["prefecture"], strict=True))
    for kind in dict.fromkeys(reached.bodies["kind"]):
        values = {region: float(sum(standing[kind, each] for each in members[region])) for region in regions}
        lines.append(Line(f"kind:{kind}", say(kind), values, {region: f"{values[region]:.0f}" for region in regions}))
    return lines


def _definition_lines(atlas: Atlas, question: Question, regions: Sequence[str], say: Say) -> list[Line]:
    """Certain, best and possible prefectures of each definition, by region, over the members of the region."""
    lines = []
    for row in ledger(atlas, question):
        if row.result is None:
            continue
        counts = {
            region: [_reached(row, degree, members_of(atlas, region)) for degree in DEGREES] for region in regions
        }
        cells = {
            region: f"{' · '.join(map(str, counts[region]))} / {len(members_of(atlas, region))}" for region in regions
        }
        title = say("{definition} (certain · best · possible)").format(definition=atlas.world.title(row.about))
        lines.append(Line(row.id, title, counts, cells))
    return lines


def _reached(row: Row, degree: str, members: Sequence[str]) -> int:
    """Members that qualify; bodies of unknown place might all stand in this region, one in each that has none."""
    if row.result is None:
        return 0
    named = len(set(getattr(row.result, degree).prefectures) & set(members))
    return named + (min(row.result.unplaced_bodies, len(members) - named) if degree == "possible" else 0)


def _part(atlas: Atlas, chosen: Measure, members: Sequence[str]) -> str:
    numbers = chosen.numbers.to_numpy(dtype=float)
    have = sum(not np.isnan(numbers[atlas.place_of[each]]) for each in members)
    return "" if have == len(members) else f"{have}/{len(members)}"


def _regional(atlas: Atlas, chosen: Measure, zone: str) -> float:
    return chosen.regional(atlas.members(zone)) if zone else float("nan")


def _best_peers(atlas: Atlas, chosen: Measure, values: Floats, zones: Sequence[str]) -> list[str]:
    """For each prefecture the best other one of its zone, the smaller adcode of equals; "" when none has a number."""
    sign = -1 if chosen.largest_first else 1
    ordered = sorted(
        (sign * value, adcode, zone)
        for value, adcode, zone in zip(values, atlas.prefectures, zones, strict=True)
        if not np.isnan(value)
    )
    best = {zone: [adcode for _, adcode, its in ordered if its == zone][:2] for zone in set(zones)}
    return [
        next((each for each in best[zone] if each != adcode), "")
        for adcode, zone in zip(atlas.prefectures, zones, strict=True)
    ]


def _about(atlas: Atlas, indicator_id: str) -> dict[str, Any]:
    return next(dict(each) for each in atlas.world.indicators if each["id"] == indicator_id)
