"""The definitions in the comparison, prefecture by prefecture."""

from __future__ import annotations

import pytest

from atlas.ledger import ledger, ledger_answer
from tests.atlas.definitions import qualifying
from tests.atlas.oracles import members_of
from tests.atlas.worlds import COMPARISONS, GEOGRAPHIC, comparison
from tests.worlds import the_atlas, toml, usual_question


@pytest.mark.parametrize("name", GEOGRAPHIC)
def test_definitions_count_the_members_that_qualify(name: str) -> None:
    question, told = usual_question(**COMPARISONS[name]), comparison(name)
    definitions = [each for each in toml("plans/14-5/definitions.toml")["definition"] if each.get("data") != "none"]
    lines = {line["id"]: line for line in told["lines"]}
    for definition in definitions:
        line = lines[definition["id"]]
        sets = [qualifying(definition, degree, question.as_of) for degree in ("certain", "best", "possible")]
        for region in [each["id"] for each in told["regions"]]:
            members = set(members_of(region))
            wanted = [len(each & members) for each in sets]
            if definition["id"] == "any-rapid-body":
                assert line["values"][region][:2] == wanted[:2], region
                continue
            assert line["values"][region] == wanted, (definition["id"], region)
            assert line["cells"][region] == f"{' · '.join(map(str, wanted))} / {len(members)}"
    assert "public-service-body" not in lines


def test_the_province_has_the_counts_of_the_ledger() -> None:
    told = {line["id"]: line["values"]["province"] for line in comparison("plain")["lines"]}
    for row in ledger_answer(ledger(the_atlas(), usual_question())):
        if row["verdict"] is not None:
            assert told[row["id"]] == [row["certain"], row["best"], row["possible"]], row["id"]
