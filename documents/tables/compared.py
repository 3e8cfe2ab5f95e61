"""The tables of the comparison: side by side, ranking, two times."""

from __future__ import annotations

import pandas as pd

from atlas.comparison import as_table, rank_text, ranking, regions_of, slope
from atlas.measures import Measure, difference_text, measure
from atlas.pair import Pair, pair_table
from documents.told import Told


def chosen_measure(shown: Told) -> Measure:
    """The measure the page ranks by."""
    return measure(shown.atlas, shown.question, shown.view.reached, shown.question.measure, shown.say)


def side_by_side_table(shown: Told) -> pd.DataFrame:
    """The lines for the regions asked about as readers see them."""
    atlas, question = shown.atlas, shown.question
    regions = regions_of(atlas, question)
    return as_table(atlas, shown.inquiry.side_by_side, regions, shown.say)


def ranking_table(shown: Told) -> pd.DataFrame:
    """The ranking as readers see it, after the adcodes; amounts show their share of the province instead of
    differences to sums.
    """
    atlas, say, chosen = shown.atlas, shown.say, chosen_measure(shown)
    rows = []
    for adcode, row in ranking(atlas, chosen).iterrows():
        told = {"id": adcode, "rank": rank_text(row, say)}
        told |= {"prefecture": atlas.name_of(str(adcode)), "zone": atlas.name_of(row["zone"])}
        told["value"] = chosen.text(row["value"])
        if chosen.additive:
            told["of_province"] = "–" if pd.isna(row["of_province"]) else f"{row['of_province']:.1%}"
        else:
            told["to_province"] = difference_text(chosen.apart(row["value"], row["to_province"]), chosen, say)
            told["to_zone"] = difference_text(chosen.apart(row["value"], row["to_zone"]), chosen, say)
        told["best_peer"] = atlas.name_of(row["best_peer"]) or "–"
        told["to_best_peer"] = difference_text(chosen.apart(row["value"], row["to_best_peer"]), chosen, say)
        rows.append(told)
    return pd.DataFrame(rows).rename(columns=lambda name: name if name == "id" else say(f"column {name}"))


def ranking_numbers(shown: Told) -> pd.DataFrame:
    """The ranking for a spreadsheet: the same rows and columns, numbers as numbers, rounded as they print."""
    atlas, say, chosen = shown.atlas, shown.say, chosen_measure(shown)
    found = ranking(atlas, chosen)
    shares = {"of_province": found["of_province"].map(lambda number: round(number, 4))} if chosen.additive else {}

    def apart(name: str) -> list[float]:
        return [chosen.apart(*pair) for pair in zip(found["value"], found[name], strict=True)]

    table = pd.DataFrame(
        {
            "rank": found["rank"],
            "prefecture": [atlas.name_of(adcode) for adcode in found.index],
            "zone": [atlas.name_of(zone) for zone in found["zone"]],
            "value": found["value"].map(chosen.rounded),
            **shares,
            **({} if chosen.additive else {name: apart(name) for name in ("to_province", "to_zone")}),
            "best_peer": [atlas.name_of(adcode) for adcode in found["best_peer"]],
            "to_best_peer": apart("to_best_peer"),
        }
    )
    return table.rename(columns=lambda name: say(f"column {name}"))


def ranking_formats(shown: Told) -> dict[str, str]:
    """How a spreadsheet shows the ranking."""
    form = format_of(chosen_measure(shown))
    of_measure = dict.fromkeys(("value", "to_province", "to_zone", "to_best_peer"), form)
    forms = {"rank": "0", "of_province": "0.0%", **of_measure}
    return {shown.say(f"column {name}"): each for name, each in forms.items()}


def chosen_pair(shown: Told) -> Pair | None:
    """The two measures of the page; None while there is one."""
    return shown.inquiry.pair


def pair_rows(shown: Told) -> pd.DataFrame:
    """Both measures of every prefecture as they print; no row while there is one measure."""
    pair = chosen_pair(shown)
    if pair is None:
        return pd.DataFrame()
    table = pair_table(shown.atlas, pair, shown.say)
    # A measure set against itself has one column.
    for label, each in {each.label: each for each in (pair.first, pair.second)}.items():
        table[label] = [each.text(number) for number in table[label]]
    return table


def pair_numbers(shown: Told) -> pd.DataFrame:
    """The same with numbers as numbers."""
    pair = chosen_pair(shown)
    return pd.DataFrame() if pair is None else pair_table(shown.atlas, pair, shown.say)


def pair_formats(shown: Told) -> dict[str, str]:
    """How a spreadsheet shows both measures."""
    pair = chosen_pair(shown)
    return {} if pair is None else {each.label: format_of(each) for each in (pair.first, pair.second)}


def format_of(chosen: Measure) -> str:
    """How a spreadsheet shows the numbers of a measure: as the page does."""
    decimals = f".{'0' * chosen.decimals}" if chosen.decimals else ""
    return f"0{decimals}%" if chosen.percent else f"#,##0{decimals}"


def slope_numbers(shown: Told) -> pd.DataFrame:
    """The prefectures with the measure at two times and its change, as precise as they print: first and change are
    last, in these decimals too.
    """
    say, atlas, chosen = shown.say, shown.atlas, chosen_measure(shown)
    table = slope(atlas, shown.question, chosen, say)
    table = table.assign(value=table["value"].map(chosen.rounded))
    first, last = list(dict.fromkeys(table["time"]))
    wide = table.pivot_table(index="prefecture", columns="time", values="value", sort=False)
    wide = wide.assign(change=(wide[last] - wide[first]).map(chosen.rounded))
    ordered = wide.sort_values("change", ascending=False, kind="stable")
    ordered.index = pd.Index([atlas.name_of(adcode) for adcode in ordered.index], name=say("column prefecture"))
    return ordered.reset_index().rename(columns={"change": say("column change")}).rename_axis(columns=None)


def slope_formats(shown: Told) -> dict[str, str]:
    """How a spreadsheet shows both times and the change."""
    form = format_of(chosen_measure(shown))
    return {str(name): form for name in slope_numbers(shown).columns[1:]}


def slope_rows(shown: Told) -> pd.DataFrame:
    """The same as texts."""
    say, chosen, table = shown.say, chosen_measure(shown), slope_numbers(shown)
    change = say("column change")
    first, last = (name for name in table.columns[1:] if name != change)
    return table.assign(
        **{
            first: [chosen.text(each) for each in table[first]],
            last: [chosen.text(each) for each in table[last]],
            change: [difference_text(each, chosen, say) for each in table[change]],
        }
    )
