"""What a scenario changes, as tables."""

from __future__ import annotations

import pandas as pd

from atlas.ledger import about_told
from atlas.scenario.effect import Effect, definitions_told
from atlas.supposing import DEGREES
from documents.columns import Columns, share_text
from documents.told import Told


def regions_table(changed: pd.DataFrame, states: pd.DataFrame, shown: Told) -> pd.DataFrame:
    """One row a region: residents in reach and state of coverage, before and supposed."""
    say, columns = shown.say, Columns(shown.view.reached.weight, shown.say)
    before, after = ([_state(states, each, when, shown) for each in changed.index] for when in ("before", "after"))
    return pd.DataFrame(
        {
            say("column region"): [shown.atlas.name_of(str(each)) for each in changed.index],
            say("column in reach before"): changed["share_before"].map(share_text).to_numpy(),
            shown.supposed(say("column in reach after")): changed["share_after"].map(share_text).to_numpy(),
            shown.supposed(columns.name("more residents")): columns.amounts(changed["covered_delta"]).to_numpy(),
            say("column coverage before"): before,
            shown.supposed(say("column coverage after")): after,
        }
    )


def rules_table(found: Effect, shown: Told) -> pd.DataFrame:
    """One row a definition under which anything is known: its three numbers before and supposed, and what is needed."""
    say = shown.say
    every = [about_told(shown.question, each) for each in shown.atlas.plan.definitions]
    titles = {each["id"]: shown.atlas.world.title(each) for each in every}
    rules = [each for each in definitions_told(found) if each["before"] is not None and each["after"] is not None]
    numbers = {
        **{("before", degree): say(f"column {degree}") for degree in DEGREES},
        **{("after", degree): say(f"column supposed_{degree}") for degree in DEGREES.values()},
        ("after", "needed"): say("column needed"),
    }
    columns = {title: [each[when][name] for each in rules] for (when, name), title in numbers.items()}
    return pd.DataFrame({say("column definition"): [titles[each["id"]] for each in rules], **columns})


def changed_rules(found: Effect) -> list[bool]:
    """Of each row of `rules_table`, whether the scenario changes one of its numbers."""
    rules = [each for each in definitions_told(found) if each["before"] is not None and each["after"] is not None]
    return [any(each["before"][degree] != each["after"][after] for degree, after in DEGREES.items()) for each in rules]


def changed_regions(found: Effect) -> pd.DataFrame:
    """The zones and prefectures that a scenario changes, in reach or in coverage: rows of `Effect.regions`."""
    rows = found.regions[found.regions["kind"] != "province"]
    turned = pd.Series([_turned(found.states, region) for region in rows.index], index=rows.index, dtype=bool)
    return rows[(rows["covered_delta"] != 0) | turned]


def _turned(states: pd.DataFrame, region: object) -> bool:
    return region in states.index and str(states.at[region, "before"]) != str(states.at[region, "after"])


def _state(states: pd.DataFrame, region: object, when: str, shown: Told) -> str:
    """What coverage says of a prefecture; "–" for a zone. What holds only under the scenario says so."""
    if region not in states.index:
        return "–"
    state = str(states.at[region, when])
    return shown.say(f"coverage {state}")
