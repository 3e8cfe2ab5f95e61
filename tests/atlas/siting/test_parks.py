"""Parks as candidates: usable ones only, one for each place, and none of them lost."""

from __future__ import annotations

from atlas.siting.ground import Loaded, candidates_of
from tests.worlds import choices, rows, the_atlas


def test_parks_at_one_place_are_one_candidate_named_by_the_first() -> None:
    usable = [each for each in rows("candidate_sites") if each["evidence"] != "C"]
    found = candidates_of(the_atlas(), choices().siting.usual, Loaded())
    there: dict[tuple[str, str], list[dict[str, str]]] = {}
    for each in usable:
        there.setdefault((each["lon"], each["lat"]), []).append(each)
    assert found["id"].tolist() == [parks[0]["id"] for parks in there.values()]
    for row, parks in zip(found.to_dict("records"), there.values(), strict=True):
        more = f"（同点另有{len(parks) - 1}处）" if len(parks) > 1 else ""
        assert row["name"] == parks[0]["name_zh"] + more
        assert row["prefecture"] == parks[0]["prefecture"]
    assert not found.duplicated(["lon", "lat"]).any()


def test_one_of_evidence_c_is_no_candidate() -> None:
    weak = {each["id"] for each in rows("candidate_sites") if each["evidence"] == "C"}
    assert weak
    assert not weak & set(candidates_of(the_atlas(), choices().siting.usual, Loaded())["id"])
