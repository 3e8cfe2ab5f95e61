"""What is said of clusters is no more than twenty-one prefectures can bear, whatever the test has found."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from atlas.clusters import FOUND, Clusters, clusters_of, clusters_sentence
from atlas.measures import measure
from atlas.reach import reach_of
from atlas.words import say_in
from geo.moran import LEVEL
from tests.worlds import loaded, usual_question


def told(language: str, p: float, **standing: str) -> tuple[str, Clusters]:
    """The sentence of a measure whose test came to this p, with these prefectures (by class) standing out."""
    atlas, question, say = loaded("14-5", language), usual_question(measure="gdp"), say_in(language)
    found = clusters_of(atlas, measure(atlas, question, reach_of(atlas, question), "gdp", say))
    classes = pd.Series(dict.fromkeys(atlas.prefectures, "not-significant"), dtype=object)
    for quadrant, adcode in standing.items():
        classes[adcode] = quadrant.replace("_", "-")
    made = Clusters(found.chosen, replace(found.found, p=p), classes)
    return clusters_sentence(atlas, made, say), made


HINT = {"zh": "只可作线索", "en": "a hint and no more"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_stands_out_on_a_map_that_is_not_told_from_chance_is_a_hint(language: str) -> None:
    standing = {"high_high": "440100", "low_low": "441400", "high_low": "440500", "low_high": "441900"}
    sentence, made = told(language, 0.5, **standing)
    assert HINT[language] in sentence
    assert all(made.members(each) for each in FOUND)
    say, names = say_in(language), loaded("14-5", language)
    for quadrant, adcode in standing.items():
        assert f"{say('cluster ' + quadrant.replace('_', '-'))}" in sentence
        assert names.name_of(adcode) in sentence


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_map_that_is_told_from_chance_or_where_nobody_stands_out_it_is_not_said(language: str) -> None:
    assert HINT[language] not in told(language, LEVEL, low_low="441400")[0]
    assert HINT[language] not in told(language, 0.5)[0]
