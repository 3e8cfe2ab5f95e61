"""/ogc: what a geographic information system reads from outside is what is shipped; all else is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import geopandas as gpd
import pytest

from data.catalog import ROOT
from data.limits import FEATURES_PAGE
from documents.features.answers import CONFORMS
from documents.layer_file import layer_file
from layers import all_layers
from tests.ui.door.asking import ask
from tests.ui.layers_served import CRS84, app, get, hold, read
from tests.ui.served import served
from tests.worlds import choices, rows, the_atlas, told
from ui import shared
from ui.features import PLACE
from ui.settings import Settings

long = pytest.mark.long
OGR2OGR = shutil.which("ogr2ogr")
EPSG_4326, EPSG_4490 = (f"http://www.opengis.net/def/crs/EPSG/0/{each}" for each in (4326, 4490))
SKETCH = "示意图 · 未经地图审核，不得公开使用"
# What nobody's question shows: it hangs on a second measure, a pinned view, a loaded matrix or a search.
UNSHOWN = {"two-measures", "clusters", "difference", "travel-places", "proposed-sites"}
# Reads layers as any other program would, by GDAL's driver for this standard.
READER = """
import sys, pyogrio
_, address, folder, *layers = sys.argv
for layer in layers:
    pyogrio.read_dataframe(f"OAPIF:{address}", layer=layer).to_parquet(f"{folder}/{layer}.parquet")
"""


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch, one_atlas: None) -> None:
    hold(monkeypatch)


def read_by_gdal(folder: Path, query: str, *layers: str) -> dict[str, gpd.GeoDataFrame]:
    """Layers as a program of its own reads them from the server."""
    with served(app()) as address:
        subprocess.run([sys.executable, "-c", READER, f"{address}{PLACE}{query}", str(folder), *layers], check=True)
    return {each: gpd.read_parquet(folder / f"{each}.parquet") for each in layers}


def written(set_id: str) -> dict[str, dict[str, Any]]:
    """A shipped set of areas as it is written, by adcode."""
    (path,) = (ROOT / "sets" / set_id).glob("*.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {each["properties"]["adcode"]: each for each in features}


def alike(found: Any, given: Any) -> bool:
    """Whether a cell that GDAL has read is the one that was given; what is unknown or empty may come back as either."""
    if found is None or found != found:  # noqa: PLR0124 -- NaN
        return given in ("", None) or given != given  # noqa: PLR0124
    if hasattr(found, "isoformat"):
        return str(found.isoformat())[:10] == given
    return found == pytest.approx(given, rel=1e-12) if isinstance(given, float) else str(found) == str(given)


def need_same(found: gpd.GeoDataFrame, given: gpd.GeoDataFrame) -> None:
    """Rows, attributes, system and shapes of a layer."""
    assert len(found) == len(given)
    assert found.crs.to_epsg() == 4326 or found.crs.to_authority() == ("OGC", "CRS84")
    found = found.set_index("id").loc[list(given["id"])]
    for name in given.columns.drop(["id", "geometry"]):
        cells = found[name] if name in found else [None] * len(found)
        odd = [(one, other) for one, other in zip(cells, given[name], strict=True) if not alike(one, other)]
        assert odd == [], name
    assert all(one.equals(other) for one, other in zip(found.geometry, given.geometry, strict=True))


@long
def test_counties_read_by_gdal_are_those_of_the_shipped_file(tmp_path: Path) -> None:
    found = read_by_gdal(tmp_path, "", "counties")["counties"]
    shipped = written("counties")
    assert len(found) == len(shipped) == 124
    for row in found.to_dict("records"):
        as_written = shipped[row["id"].removeprefix("c")]["properties"]
        assert (row["name_zh"], row["prefecture"]) == (as_written["name_zh"], as_written["prefecture"])
        assert row["area_km2"] == as_written["area_km2"]


@long
def test_every_layer_read_by_gdal_is_the_one_of_the_command_line(tmp_path: Path) -> None:
    names = [each.id for each in all_layers() if each.id not in UNSHOWN]
    found = read_by_gdal(tmp_path, "", *names)
    for name in names:
        need_same(found[name], layer_file(name, told()).rows)


@long
def test_gdal_reads_the_layers_of_a_question_and_pages_of_a_few(tmp_path: Path) -> None:
    asked = told(as_of=choices().last_day.replace(year=2020), radius_km=80)
    query = f"?date={asked.question.as_of}&radius=80"
    for name, rows_read in read_by_gdal(tmp_path, query, "reach", "protection-centres").items():
        need_same(rows_read, layer_file(name, asked).rows)


@long
@pytest.mark.skipif(OGR2OGR is None, reason="the tools of GDAL are not installed here")
@pytest.mark.parametrize(("layer", "page"), [("parks", 7), ("protection-centres", 3), ("counties", 50)])
def test_the_tools_of_gdal_copy_a_layer_page_by_page(tmp_path: Path, layer: str, page: int) -> None:
    out = tmp_path / "copied.geojson"
    with served(app()) as address:
        source = f"OAPIF:{address}{PLACE}"
        asked = [str(OGR2OGR), "-f", "GeoJSON", str(out), source, layer, "-oo", f"PAGE_SIZE={page}"]
        subprocess.run(asked, check=True, capture_output=True)
    copied = json.loads(out.read_text(encoding="utf-8"))
    given = layer_file(layer, told()).rows
    assert [each["properties"]["id"] for each in copied["features"]] == list(given["id"])
    assert "CRS84" in copied["crs"]["properties"]["name"]
    need_same(gpd.read_file(out), given)


def test_bodies_are_those_of_the_table_that_may_be_shown_and_what_is_believed_says_so() -> None:
    table = {each["id"]: each for each in rows("bodies")}
    collections = {kind: each.id for each in all_layers() for kind in each.kinds}
    for kind, layer in collections.items():
        found = read(f"collections/{layer}/items")["features"]
        for each in found:
            record = table[each["id"]]
            assert (record["kind"], each["properties"]["evidence"]) == (kind, record["evidence"])
            assert record["evidence"] in ("A1", "A2", "B")
            assert ("believed" in each["properties"]["class"]) == (record["evidence"] == "B")
            assert ("B级" in each["properties"]["class_text"]) == (record["evidence"] == "B")
            assert each["geometry"]["coordinates"] == [float(record["lon"]), float(record["lat"])]
    assert any(each["evidence"] == "C" for each in table.values())


def test_every_layer_is_a_collection_with_its_stamp_sources_and_licences() -> None:
    found = {each["id"]: each for each in read("collections")["collections"]}
    assert list(found) == [each.id for each in all_layers()]
    for layer_id, each in found.items():
        assert each["stamp"] == SKETCH
        assert (SKETCH in each["description"]) == (layer_id not in UNSHOWN)
        assert each["sources"]
        assert each["attribution"]
        assert each["dataVersion"] == the_atlas().version
        assert each == read(f"collections/{layer_id}")
    (bodies,) = found["courts"]["sources"]
    declared = the_atlas().declared("bodies")
    assert (bodies["licence"], bodies["attribution"]) == (declared.licence, declared.attribution)


def test_a_number_of_a_reviewed_map_is_never_put_on_data() -> None:
    numbered = app(Settings(map_number="粤S（2026）001号"))
    for path in ("/", "/collections/counties", "/api", "/collections/counties/items"):
        answer = ask(numbered, "GET", f"{PLACE}{path}")
        assert answer.status == 200
        assert "粤S" not in answer.text


def test_a_layer_of_which_nothing_is_shown_says_so_and_has_no_feature() -> None:
    for layer_id in UNSHOWN:
        assert "没有可显示的内容" in read(f"collections/{layer_id}")["description"]
        items = read(f"collections/{layer_id}/items")
        assert (items["numberMatched"], items["features"]) == (0, [])


def test_a_question_in_the_words_of_a_link_shows_its_layers_and_stays_in_the_links() -> None:
    asked = {"other-measure": "bodies", "date": "2020-12-31", "lang": "en"}
    document = read("", **asked)
    assert document["title"] == "Guangdong IP Layout Atlas"
    assert all(dict(parse_qsl(urlsplit(each["href"]).query)) == asked for each in document["links"])
    assert read("collections/two-measures/items", **asked)["numberMatched"] == 21


def test_a_moment_is_the_day_that_the_map_shows() -> None:
    def ids(**params: str) -> list[str]:
        return [each["id"] for each in read("collections/protection-centres/items", **params)["features"]]

    early = ids(date="2018-12-31")
    assert 0 < len(early) < len(ids())
    for same in ("2018-12-31", "2018-12-31T23:59:59Z", "2012-01-01/2018-12-31", "../2018-12-31"):
        assert ids(datetime=same) == early, same
    assert ids(datetime="2018-12-31/..") == ids(datetime="2018-12-31/") == ids()


def test_pages_hold_every_feature_once_and_lead_to_each_other() -> None:
    whole = [each["id"] for each in read("collections/counties/items")["features"]]
    path, seen, before = f"{PLACE}/collections/counties/items?limit=50", [], []
    while path:
        document = json.loads(ask(app(), "GET", path).content)
        links = {each["rel"]: each["href"] for each in document["links"]}
        assert (document["numberMatched"], document["numberReturned"]) == (124, len(document["features"]))
        seen += [each["id"] for each in document["features"]]
        before.append(links.get("prev"))
        path = links["next"].removeprefix("http://localhost") if "next" in links else ""
    assert seen == whole
    assert len(set(seen)) == 124
    assert [each is None for each in before] == [True, False, False]


def test_more_than_the_most_is_no_error_and_what_lies_beyond_the_end_is_nothing() -> None:
    found = read("collections/counties/items", limit=FEATURES_PAGE.most + 1)
    assert found["numberReturned"] == 124
    assert read("collections/counties/items", offset=124)["features"] == []


def inside(feature: Mapping[str, Any], west: float, south: float, east: float, north: float) -> bool:
    lon, lat = feature["geometry"]["coordinates"]
    return west <= lon <= east and south <= lat <= north


@pytest.mark.parametrize("box", [(113, 22, 114, 23.5), (110.5, 21, 112, 25), (0, 0, 1, 1), (113.3, 23.1, 113.3, 23.1)])
def test_a_box_holds_the_points_in_it_in_every_system(box: tuple[float, ...]) -> None:
    parks = read("collections/parks/items")["features"]
    wanted = [each["id"] for each in parks if inside(each, *box)]
    west, south, east, north = box
    turned = f"{south},{west},{north},{east}"
    for asked in (
        {"bbox": f"{west},{south},{east},{north}"},
        {"bbox": f"{west},{south},-5,{east},{north},9000"},
        {"bbox": turned, "bbox-crs": EPSG_4326},
        {"bbox": turned, "bbox-crs": EPSG_4490, "crs": EPSG_4490},
    ):
        found = json.loads(get("collections/parks/items", asked).content)
        assert [each["id"] for each in found["features"]] == wanted
        assert found["numberMatched"] == len(wanted)


def test_a_box_over_the_date_line_holds_both_sides() -> None:
    count = read("collections/parks/items")["numberMatched"]
    assert read("collections/parks/items", bbox="113,20,112.99,26")["numberMatched"] == count
    assert read("collections/parks/items", bbox="170,20,-170,26")["numberMatched"] == 0


def test_the_systems_of_epsg_have_the_latitude_first_and_the_header_says_which() -> None:
    path = "collections/courts/items"
    plain = get(path)
    assert plain.headers["content-crs"] == f"<{CRS84}>"
    wanted = [each["geometry"]["coordinates"] for each in json.loads(plain.content)["features"]]
    for system in (EPSG_4326, EPSG_4490):
        answer = get(path, {"crs": system})
        assert answer.headers["content-crs"] == f"<{system}>"
        features = json.loads(answer.content)["features"]
        assert [each["geometry"]["coordinates"][::-1] for each in features] == wanted
        one = json.loads(get(f"{path}/{features[0]['id']}", {"crs": system}).content)
        assert one["geometry"] == features[0]["geometry"]


def test_features_are_asked_for_by_the_attributes_that_are_offered() -> None:
    layer = read("collections/counties/items")["features"]
    offered = read("collections/counties/queryables")["properties"]
    assert set(offered) == set(layer[0]["properties"])
    assert offered["area_km2"]["type"] == "number"
    wanted = [each["id"] for each in layer if each["properties"]["prefecture"] == "440500"]
    assert [each["id"] for each in read("collections/counties/items", prefecture="440500")["features"]] == wanted
    area = layer[3]["properties"]["area_km2"]
    assert layer[3]["id"] in [each["id"] for each in read("collections/counties/items", area_km2=area)["features"]]
    assert read("collections/counties/items", name="' OR 1=1 --")["features"] == []
    # What a link asks means there what it means in a link.
    assert "evidence" not in read("collections/courts/queryables")["properties"]


def test_a_feature_has_an_address_of_its_own() -> None:
    whole = read("collections/counties/items", limit=1)["features"][0]
    found = read(f"collections/counties/items/{whole['id']}")
    assert {name: found[name] for name in whole} == whole
    assert {each["rel"] for each in found["links"]} == {"self", "collection"}


def test_what_is_kept_of_the_standard_is_what_was_tried_here() -> None:
    assert read("conformance")["conformsTo"] == list(CONFORMS)
    # No pages for browsers, nothing written.
    assert not [each for each in CONFORMS if each.endswith(("html", "create-replace-delete"))]


def test_every_address_that_is_described_answers_and_every_link_leads_somewhere() -> None:
    document = read("api")
    assert document["openapi"].startswith("3.0")
    assert all(set(operations) == {"get"} for operations in document["paths"].values())
    for path in ("/", "/conformance", "/collections", "/collections/courts", "/collections/courts/queryables"):
        assert path in document["paths"]
        for link in read(path.lstrip("/")).get("links", []):
            answer = ask(app(), "GET", link["href"].removeprefix("http://localhost"))
            assert (answer.status, answer.headers["content-type"]) == (200, link["type"])


@long
def test_every_parameter_of_the_description_is_taken() -> None:
    document = read("api")
    values = {"limit": "1", "offset": "0", "bbox": "113,22,114,23", "datetime": "2020-01-01", "crs": CRS84, "f": "json"}
    for path in ("/", "/collections", "/collections/courts/queryables", "/collections/courts/items"):
        for each in document["paths"][path]["get"]["parameters"]:
            if each["in"] == "query" and each["name"] != "bbox-crs":
                # Blank says nothing: refused for what it says, never for its name.
                asked = {each["name"]: values.get(each["name"], "")}
                assert get(path.lstrip("/"), asked).status == 200, (path, each)


def test_a_tag_changes_with_question_address_and_data_and_saves_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "collections/courts/items"
    first = get(path)
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["atlas-data-version"] == the_atlas().version
    assert first.headers["content-language"] == "zh"
    other = [get(path, {"limit": 1}), get(path, Host="127.0.0.1"), get("collections/courts")]
    assert first.headers["etag"] not in [each.headers["etag"] for each in other]
    again = get(path, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    monkeypatch.setattr(shared, "version_of", lambda _: "another")
    assert get(path, if_none_match=first.headers["etag"]).status == 200


def test_head_says_what_get_would_and_the_address_without_its_slash_leads_on() -> None:
    head = ask(app(), "HEAD", f"{PLACE}/collections/courts/items")
    assert (head.status, head.body) == (200, b"")
    leads = ask(app(), "GET", f"{PLACE}?lang=en")
    assert (leads.status, leads.headers["location"]) == (307, "./ogc/?lang=en")


@long
def test_nobody_who_does_not_ask_waits_for_it() -> None:
    told_by = "import sys, ui.features; print([each for each in sys.modules if each.startswith('documents.features')])"
    root = ROOT.parent
    found = subprocess.run([sys.executable, "-c", told_by], check=True, capture_output=True, text=True, cwd=root)
    assert found.stdout.strip() == "[]"
