"""The parts of the bench that can be wrong without being slow: its arithmetic, its tables, its messages."""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import cli
from atlas.question.question import from_params
from data.catalog import read_areas
from data.points_in import pieces, point_file, points_of
from data.roads_in import read_roads, read_speeds
from geo.roads import contract, largest_part
from tests.worlds import choices
from tools.bench import entities, growth, proven, verbs
from tools.bench.browser import Sample
from tools.bench.cdn import LEAFLET, answer_for
from tools.bench.graphs import PUBLISHED, covering, graph, spread, towns
from tools.bench.memory import megabytes
from tools.bench.points import worst_error
from tools.bench.process import spent_by
from tools.bench.proven import Beside, Graphs, Proof
from tools.bench.questions import Questions
from tools.bench.race import Result
from tools.bench.roads import SHAPE, SOUTH, WEST, write_lattice
from tools.bench.scene import SHIPPED, densified, points
from tools.bench.session import faults, finished, question
from tools.bench.siting import Duel, aims
from tools.bench.table import Aim, aims_table, kilobytes, markdown, median, number, percentile, ratio

TOWNS = np.array([shapely.box(113.0, 22.0, 114.0, 23.0), shapely.box(114.0, 22.0, 115.0, 23.0)])


def test_the_median_is_the_middle_and_of_nothing_unknown() -> None:
    assert median([9, 1, 2]) == 2
    assert median([1, 2, 3, 10]) == 2.5
    assert math.isnan(median([]))


def test_a_percentile_is_a_figure_that_was_seen() -> None:
    twenty = list(range(20, 0, -1))
    assert [percentile(twenty, share) for share in (0.5, 0.95, 1.0)] == [10, 19, 20]
    assert percentile([7], 0.05) == 7
    assert math.isnan(percentile([], 0.95))


def test_a_generated_extract_has_the_nodes_it_says_and_one_network(tmp_path: Path) -> None:
    nodes = write_lattice(tmp_path / "lattice.osm.pbf", 4)
    roads, _ = read_roads(tmp_path / "lattice.osm.pbf", read_speeds(), (WEST - 1, SOUTH - 1, WEST + 1, SOUTH + 1))
    assert nodes == roads.n == 16 + 24 * SHAPE
    part, share = largest_part(roads)
    assert (share, contract(part)[0].n) == (1.0, 12)  # the corners lie between two streets


def test_generated_points_are_as_many_as_asked_for_and_all_of_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "register.parquet"
    entities.write_points(path, entities.GROUP + 5)
    file = point_file(path, "wgs84")
    assert file.groups == (entities.GROUP, 5)
    assert sum(len(points.lon) for piece in pieces(file) for points in points_of(piece)) == entities.GROUP + 5


def test_a_run_is_told_a_million_points_without_the_start_of_its_program() -> None:
    starts = [entities.Counted(who, 1, 3.0, 2.5, 200.0, {}) for who in ("ours", entities.SQL)]
    ours = entities.Counted("ours", 2_000_000, 6.0, 5.0, 300.0, {"a": 7, "b": 1}, {"a": 5})
    sql = entities.Counted(entities.SQL, 2_000_000, 9.0, 12.5, 900.0, {"a": 7, "b": 1}, {"a": 5, "b": 1})
    theirs = entities.Counted("geopandas", 2_000_000, 9.0, 20.0, 900.0, {"a": 7})
    found = entities.Measured([ours], [sql], starts, theirs)
    assert [found.per_million(each) for each in (ours, sql, theirs)] == [1.25, 5.0, 10.0]
    assert (found.differ, found.cells, found.cells_differ) == (1, 3, 0)
    assert [aim.kept for aim in entities.aims(found)] == [True, True, True, False, True, True]
    assert "of 3 numbers 0 differ from SQL's, 1 counties from geopandas'" in entities.report(found)


@pytest.mark.parametrize(
    ("by_county", "in_reach"),
    [({"a": 7}, {"a": 5}), ({"a": 8, "b": 1}, {"a": 5}), ({"a": 7, "b": 1}, {"a": 4})],
    ids=str,
)
def test_every_number_that_sql_counts_otherwise_is_seen(by_county: dict[str, int], in_reach: dict[str, int]) -> None:
    ours = entities.Counted("ours", 2, 6.0, 5.0, 300.0, {"a": 7, "b": 1}, {"a": 5})
    sql = entities.Counted(entities.SQL, 2, 9.0, 12.5, 900.0, by_county, in_reach)
    assert entities.Measured([ours], [sql], [], sql).cells_differ == 1


def test_a_ratio_to_nothing_is_unknown() -> None:
    assert ratio(3, 2) == 1.5
    assert math.isnan(ratio(3, 0))


@pytest.mark.parametrize(
    ("figure", "text"), [(1234.4, "1,234"), (99.96, "100.0"), (12.34, "12.3"), (0.01234, "0.0123"), (math.nan, "–")]
)
def test_a_figure_is_written_as_exactly_as_it_deserves(figure: float, text: str) -> None:
    assert number(figure) == text


def test_kilobytes_are_thousands() -> None:
    assert kilobytes(3500) == "3.5"


def test_a_table_is_markdown_with_figures_to_the_right() -> None:
    assert markdown(["app", "ms"], [["empty", "83"]]) == "| app | ms |\n| --- | ---: |\n| empty | 83 |\n"


def test_an_aim_is_kept_at_its_limit_and_on_the_right_side_of_it() -> None:
    assert Aim("rerun", 1.2, 1.2).kept
    assert not Aim("rerun", 1.21, 1.2).kept
    assert Aim("times as fast", 15, 15, at_least=True).kept
    assert not Aim("times as fast", 14, 15, at_least=True).kept
    assert not Aim("unknown", math.nan, 15).kept
    assert not Aim("unknown", math.nan, 15, at_least=True).kept


def test_the_aims_say_what_was_missed() -> None:
    lines = aims_table([Aim("rerun", 2.5, 1.2, " ×"), Aim("nearest", 20, 15, " ×", at_least=True)]).splitlines()
    assert lines[2:] == ["| rerun | ≤ 1.2 × | 2.5 × | **no** |", "| nearest | ≥ 15 × | 20.0 × | yes |"]


def test_a_row_shows_medians_and_the_heaviest_change() -> None:
    light = [Sample(ms, 1000, 100, 2.0, 0.5, ms / 2, 1500) for ms in (90, 100, 900)]
    heavy = [Sample(200, 3000, 500, 4.0, 0.25, 80, 2500)]
    row = Result("ours", to_map=[1500, 1400], samples={"rerun": light, "shade": light, "step": heavy, "switch": light})
    assert row.cells() == [
        "ours",
        "1,450",
        *("100", "100", "200", "100"),
        "50.0",
        "80.0",
        "2.5",
        "3 + 0.5",
        "2",
        "4",
        "0.5",
        "–",
    ]
    assert row.traffic() == 3500


def test_an_app_without_changes_has_no_figures_for_them() -> None:
    assert Result("empty", to_map=[1000], samples={"rerun": [Sample(80, 900, 100, 0.5, 0.0)]}).cells()[3:9] == ["–"] * 6


def test_a_question_is_streamlits_own_message() -> None:
    message = BackMsg.FromString(question({"date": "2020-12-31", "layers": "prefectures courts"}, "abc"))
    assert message.WhichOneof("type") == "rerun_script"
    assert message.rerun_script.query_string == "date=2020-12-31&layers=prefectures+courts"
    assert message.rerun_script.page_script_hash == "abc"


def test_a_crowd_asks_the_same_in_every_run_and_only_what_the_atlas_can_answer() -> None:
    first, again = Questions(choices(), 1), Questions(choices(), 1)
    links = [first.link() for _ in range(60)]
    assert links == [again.link() for _ in range(60)]
    assert [problem for link in links for problem in from_params(link, choices())[1]] == []
    asked_twice = len(links) - len({tuple(link.items()) for link in links})
    assert 0 < asked_twice < len(links) / 2


def test_a_run_ends_when_it_was_not_cut_short() -> None:
    assert finished(ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY))
    assert not finished(ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN))
    assert not finished(ForwardMsg())


def test_faults_are_exceptions_error_boxes_and_missing_pages_but_no_warnings() -> None:
    broken, boxed, warned, lost = ForwardMsg(), ForwardMsg(), ForwardMsg(), ForwardMsg()
    broken.delta.new_element.exception.type = "ValueError"
    broken.delta.new_element.exception.message = "no such zone"
    boxed.delta.new_element.alert.body, boxed.delta.new_element.alert.format = "something went wrong", Alert.ERROR
    warned.delta.new_element.alert.body, warned.delta.new_element.alert.format = "careful", Alert.WARNING
    lost.page_not_found.page_name = "nowhere"
    uncompiled = ForwardMsg(script_finished=ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
    told = [list(faults(message)) for message in (broken, boxed, warned, lost, uncompiled)]
    assert told == [
        ["ValueError: no such zone"],
        ["something went wrong"],
        [],
        ["page not found: nowhere"],
        ["the script could not be compiled"],
    ]


def test_resident_memory_is_read_from_the_kernels_words() -> None:
    assert megabytes("Rss:               1000 kB\nPss:  10 kB\n") == 1.024
    assert math.isnan(megabytes("Pss: 10 kB\n"))


def test_the_worst_error_is_a_share_of_the_truth() -> None:
    assert worst_error(np.array([100.0, 201.0]), np.array([100.0, 200.0])) == pytest.approx(0.5)


def test_densified_shapes_have_more_vertices_and_the_same_area() -> None:
    dense = densified(TOWNS, 1000)
    assert shapely.get_num_coordinates(dense).sum() >= 1000
    assert shapely.area(dense) == pytest.approx([1, 1])
    assert shapely.get_num_coordinates(densified(TOWNS, 0)).sum() == 10


def test_the_points_are_the_same_every_time_and_each_is_in_its_prefecture() -> None:
    first, again = points(SHIPPED), points.__wrapped__(SHIPPED)
    assert first.equals(again)
    assert len(first) == SHIPPED.points
    assert first["prefecture"].str.fullmatch(r"44\d\d00").all()
    assert first["id"].is_unique


def test_only_what_the_vendored_leaflet_answers_has_content() -> None:
    assert answer_for("https://cdn.example/npm/leaflet@1.9.3/dist/leaflet.js?x=1/2") == (
        "text/javascript",
        (LEAFLET / "leaflet.js").read_text(encoding="utf-8"),
    )
    assert answer_for("https://cdn.example/bootstrap.min.css") == ("text/css", "")
    assert answer_for("https://tile.example/1/2/3.png") is None


def test_towns_are_the_same_each_time_and_the_candidates_are_among_the_places() -> None:
    task, again = towns(40, 12), towns(40, 12)
    assert (task.n, task.m) == (40, 12)
    assert np.array_equal(task.cost, again.cost)
    assert np.array_equal(np.diag(task.cost[:12]), np.zeros(12))
    assert np.array_equal(task.weights, np.round(task.weights))
    assert task.weights.min() >= 1


def test_the_forty_graphs_have_the_sizes_of_the_published_sets_and_are_the_same_each_time() -> None:
    assert len(PUBLISHED) == 40
    assert {n for n, _ in PUBLISHED} == set(range(100, 1000, 100))
    assert {(700, 140), (600, 200), (900, 90)} <= set(PUBLISHED)
    cost = graph(30)
    assert np.array_equal(cost, graph(30))
    assert not np.array_equal(cost, graph(30, seed=1))
    assert np.array_equal(cost, cost.T)
    assert np.isfinite(cost).all()
    assert (cost[:, :, None] <= cost[:, None, :] + cost[None, :, :].transpose(0, 2, 1)).all()


def test_places_that_no_candidate_reaches_are_left_out_of_a_cover() -> None:
    task = spread(40, 6)
    asked = covering("spread", task, 20.0)
    assert asked.task.n == (task.cost.min(axis=1) <= 20).sum() < task.n
    assert asked.title == "spread, radius 20"


def test_a_proof_that_costs_more_than_another_proof_is_no_aim_kept() -> None:
    one = Graphs("p-median", 2, 1, 130.0, 61.0, "100 nodes, 5 sites", worse=1, better=0, theirs_s=1.0)
    other = Graphs("p-centre", 2, 2, 1.0, 1.0, "100 nodes, 5 sites")
    wide = Proof("fewest for all, spread 10 × 5, radius 13", 60.0, 30, 0.067, "time_limit")
    close = Proof("p-median 10 × 5, 3 sites", 60.0, 30, 0.0005, "time_limit")
    dearer = Beside("p-median", 1.0, 101.0, True, 2.0, 100.0, True)
    cheaper = Beside("p-centre", 1.0, 99.0, True, 2.0, 100.0, False)
    kept = {each.what: each.kept for each in proven.aims([one, other], [wide, close], [dearer, cheaper])}
    assert {what for what, fine in kept.items() if fine} == {
        "p-centre: graphs not proven",
        "p-centre: all graphs, processor",
        "p-centre: the slowest graph, processor",
        "p-median 10 × 5, 3 sites: gap",
        "p-centre: ours above CP-SAT's",
    }
    assert kept["p-median: difference of the two proven"] is False
    text = proven.report([one, other], [wide, close], [dearer, cheaper])
    assert "| p-median | 1 of 2 | 130 | 61.0 (100 nodes, 5 sites) | 1 / 0 | 1 |" in text
    assert "| p-centre | 2 of 2 | 1 | 1 (100 nodes, 5 sites) | – | – |" in text


def test_a_duel_won_with_another_optimum_is_no_aim_kept() -> None:
    fast, optimum = aims([Duel(40, 12, ours_s=1, theirs_s=11, ours=99, theirs=100, status="optimal")])
    assert fast.kept
    assert not optimum.kept


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere memory is told in other units")
def test_a_command_is_charged_with_its_own_memory_only() -> None:
    held = np.ones(40_000_000)
    spent = spent_by([sys.executable, "-c", "print('done')"])
    assert spent.told == "done\n"
    assert 0 < spent.peak_mb < held.nbytes / 1e6 / 4
    with pytest.raises(RuntimeError, match="no such thing"):
        spent_by([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_every_verb_of_the_bench_is_one_that_the_command_line_takes_and_its_files_lie_on_the_desk(
    tmp_path: Path,
) -> None:
    verbs.furnish(tmp_path)
    for name in (*verbs.ANSWERING, *verbs.WRITING):
        _, _, *arguments = verbs.command(name, str(tmp_path))
        assert cli.parser().parse_args(arguments).verb == name
        named = [Path(each) for each in arguments if each.startswith(str(tmp_path))]
        assert [each.exists() for each in named if each.suffix in (".json", ".csv")] in ([], [True])


def test_only_what_answers_a_question_has_an_aim() -> None:
    asked = [
        verbs.Verb("Python alone", 2, 2, 9),
        verbs.Verb("plan", 1.01, 1, 99, answers=True),
        verbs.Verb("map", 3, 3, 9),
    ]
    assert [aim.cells() for aim in verbs.aims(asked)] == [["cli.py plan", "≤ 1 s", "1.01 s", "**no**"]]
    assert "| plan | 1.01 | 1 | 99.0 |" in verbs.report(asked)


def test_areas_cut_are_about_as_many_as_wanted_and_together_the_same() -> None:
    areas = gpd.GeoDataFrame({"adcode": ["440103", "440104"], "prefecture": "440100"}, geometry=TOWNS, crs="EPSG:4326")
    units = growth.cut(areas, 400)
    assert 380 <= len(units) <= 420
    assert units["adcode"].is_unique
    assert set(areas["adcode"]) <= set(units["adcode"])
    assert units.geometry.is_valid.all()
    of_each = shapely.area(units.geometry.to_numpy())
    for area, shape in zip(areas["adcode"], TOWNS, strict=True):
        ours = units["adcode"].str.startswith(area)
        assert of_each[ours].sum() == pytest.approx(shapely.area(shape))
        inside = shapely.points(units["label_lon"][ours], units["label_lat"][ours])
        assert shapely.contains(units.geometry[ours].to_numpy(), inside).all()


def test_a_cell_that_holds_an_area_and_touches_it_at_a_line_gives_its_areas_only() -> None:
    touched = shapely.GeometryCollection([TOWNS[0], shapely.LineString([(0, 0), (1, 1)])])
    (found,) = growth.areas_of(np.array([touched]))
    assert found.equals(TOWNS[0])


def test_places_in_the_units_are_found_where_they_lie() -> None:
    counties = read_areas("counties").iloc[:3]
    told = growth.reached(growth.cut(counties, 30))
    assert told["strayed"] == 0


def grown(units: int, **costs: float) -> growth.Grown:
    figures = dict.fromkeys(growth.TITLES, 5.0) | costs
    return growth.Grown(units, 4 * units, **figures)


def test_a_power_is_two_where_twice_the_units_cost_four_times_as_much() -> None:
    assert growth.exponent(grown(100, raw=10), grown(200, raw=40), "raw") == pytest.approx(2)
    assert growth.exponent(grown(100, raw=10), grown(10_000, raw=1_000), "raw") == pytest.approx(1)
    assert growth.exponent(grown(100), grown(200), "raw") == 0
    assert math.isnan(growth.exponent(grown(100, raw=0), grown(200), "raw"))


def test_what_grows_faster_than_the_units_is_named_with_its_sizes() -> None:
    sizes = [grown(100, raw=10, reach_s=1), grown(200, raw=20, reach_s=4), grown(400, raw=40, reach_s=8)]
    assert growth.faster_than_linear(sizes) == "Faster than the units grow: reach from 100 to 200 units (power 2)."
    assert growth.faster_than_linear(sizes[1:]) == "Nothing grows faster than the units do."
    assert growth.faster_than_linear(sizes) in growth.report(sizes)
    kept = {aim.what: aim.kept for aim in growth.aims(sizes)}
    assert [what for what, well in kept.items() if not well] == ["growth: power of reach"]
    assert not list(growth.aims([grown(100), replace(grown(200), strayed=1)]))[-1].kept
