"""/api/v1: what a program is answered is what the command line prints and the page hands out; all else is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

import cli
from atlas.pages import PAGES
from atlas.pages import answer as page_answer
from atlas.question.parameters import Flag
from atlas.question.question import PARAMETERS, from_params, to_params
from atlas.service import VERBS
from data.export import as_json
from data.limits import API_AT_ONCE, API_CLIENTS, API_MINUTE, API_QUERY
from tests.addresses import addresses
from tests.ui.door.asking import Answer, ask
from tests.worlds import choices, random_question, the_atlas
from ui import shared
from ui.door.compressed import Compressed
from ui.door.guard import Door
from ui.door.headers import Protected, failed
from ui.door.judge import hosts
from ui.door.uploads import Uploads
from ui.programs import CLOSED, ONLY_READ
from ui.service import Service
from ui.settings import Settings, read_settings

long = pytest.mark.long
SETTINGS = Settings()


@pytest.fixture(autouse=True)
def held(monkeypatch: pytest.MonkeyPatch, one_atlas: None) -> None:
    """The server holds the atlas of the tests, in Chinese; English is read from files where it is asked for."""
    kept = shared.atlas_of

    def atlas_of(settings: Settings, version: str, language: str = "zh") -> Any:
        return the_atlas() if language == "zh" else kept(settings, version, language)

    monkeypatch.setattr(shared, "version_of", lambda _: the_atlas().version)
    monkeypatch.setattr(shared, "atlas_of", atlas_of)
    monkeypatch.setattr(shared, "choices", lambda *_: choices())
    monkeypatch.setattr(shared, "plans", lambda *_: {"14-5": {}})


def app(settings: Settings = SETTINGS, base: str = "", **given: Any) -> Starlette:
    """The answers behind the door, as the frame mounts them."""
    return Starlette(
        routes=[Mount(f"{base}/api", Service(settings, **given))],
        middleware=[
            Middleware(Protected),
            Middleware(Door, own=hosts((), "localhost"), base=base, uploads=Uploads()),
            Middleware(Compressed, folders=()),
        ],
        exception_handlers={Exception: failed},
    )


def get(path: str, params: Mapping[str, str] | None = None, **headers: str) -> Answer:
    query = f"?{urlencode(params)}" if params else ""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(app(), "GET", f"/api/v1/{path}{query}", sent)


def refused(answer: Answer, status: int) -> str:
    """The sentence of a refusal."""
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    told = json.loads(answer.content)
    assert (told["status"], set(told)) == (status, {"type", "title", "status", "detail"})
    assert "\n" not in told["detail"]
    assert "Traceback" not in told["detail"]
    return str(told["detail"])


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What the command line prints."""
    assert cli.main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def typed(params: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    """The parts of a question as options."""
    for each in PARAMETERS:
        if each.name in names and each.name in params:
            if isinstance(each.kind, Flag):
                yield from [each.option] if params[each.name] == each.kind.word else []
            else:
                yield each.option
                yield from params[each.name].split() if each.kind.several else [params[each.name]]


def question_for(verb: str, chance: Random) -> tuple[str, dict[str, str], list[str]]:
    """An address of a verb, its question, and the same typed on the command line."""
    params = to_params(random_question(chance), choices())
    takes = VERBS[verb].takes
    said = {name: value for name, value in params.items() if name in takes}
    if verb == "records":
        kind = chance.choice(["", "court", "protection_centre"])
        said = {"date": f"20{chance.randint(10, 25)}-06-30", "kind": kind} | chance.choice([{}, {"dates": "literal"}])
        options = ["--as-of", said["date"], "--kind", kind]
        return verb, said, options + (["--literal"] if "dates" in said else [])
    if verb == "locate":
        lon, lat = f"{chance.uniform(109, 118):.5f}", f"{chance.uniform(20, 26):.5f}"
        datum = chance.choice(["wgs84", "gcj02", "bd09"])
        return verb, {"lon": lon, "lat": lat, "datum": datum}, [lon, lat, "--datum", datum]
    if verb == "plan":
        plan = chance.choice(["14-5", "13-5"])
        return verb, said | {"plan": plan}, [*typed(said, takes), "--plan", plan]
    if verb == "prefecture":
        adcode = chance.choice(the_atlas().prefectures)
        return f"prefecture/{adcode}", said, [adcode, *typed(said, takes)]
    return verb, said, list(typed(said, takes))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("turn", [0, *(pytest.param(each, marks=long) for each in range(1, 13))])
def test_a_verb_answers_what_the_command_line_prints(verb: str, turn: int, capsys: pytest.CaptureFixture[str]) -> None:
    path, said, options = question_for(verb, Random(f"{verb} {turn}"))
    answer = get(path, said)
    assert answer.status == 200, answer.text
    assert json.loads(answer.content) == printed(capsys, verb, *options)


FEW = (7, 19, 27)
MORE = [pytest.param(each, marks=long) for each in range(48) if each not in FEW]


@pytest.mark.parametrize("place", [*FEW, *MORE])
def test_a_page_answers_what_its_link_and_the_page_itself_do(
    place: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The search of the siting page is not made for programs.
    monkeypatch.setattr("atlas.siting.search.search_link", lambda *_: None)
    page, params = addresses()[place]
    found = json.loads(get(f"pages/{page}", params).content)
    assert found == printed(capsys, "link", f"/{page}?{urlencode(params)}")
    question, problems = from_params(params, choices())
    assert problems == []
    if params.get("lang", "zh") == "zh":
        itself = json.loads(as_json(page_answer(page, the_atlas(), question)))
        assert {name: found[name] for name in found if name != "made_with"} == itself


@long
def test_every_page_answers() -> None:
    for page in PAGES:
        assert json.loads(get(f"pages/{page}").content)["page"] == page


def test_a_tag_changes_with_the_question_and_with_the_data_and_saves_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, other = get("coverage"), get("coverage", {"date": "2020-12-31"})
    tags = {first.headers["etag"], other.headers["etag"], get("plan").headers["etag"]}
    assert len(tags) == 3
    assert first.headers["cache-control"] == "no-cache"
    again = get("coverage", if_none_match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert get("coverage", if_none_match=f'"x", W/{first.headers["etag"]}').status == 304
    assert get("coverage", if_none_match=other.headers["etag"]).status == 200
    monkeypatch.setattr(shared, "version_of", lambda _: "another")
    assert get("coverage", if_none_match=first.headers["etag"]).status == 200


def test_head_says_what_get_would_and_sends_nothing() -> None:
    whole, head = get("coverage"), ask(app(), "HEAD", "/api/v1/coverage")
    assert (head.status, head.body) == (200, b"")
    assert {name: head.headers[name] for name in ("etag", "content-type", "content-length")} == {
        name: whole.headers[name] for name in ("etag", "content-type", "content-length")
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_can_be_written(method: str) -> None:
    answer = ask(app(), method, "/api/v1/coverage")
    assert refused(answer, 405) == ONLY_READ
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path",
    [
        "/api/", "/api/v1", "/api/v1/", "/api/v2/coverage", "/api/v1/coverage/", "/api/v1/coverage/more",
        "/api/v1/pages", "/api/v1/pages/", "/api/v1/pages/none", "/api/v1/pages/overview/more", "/api/v1/whatif",
        "/api/v1/map", "/api/v1/entities", "/api/v1/site", "/api/v1/prefecture", "/api/v1/prefecture/440000",
        "/api/v1/prefecture/440500/more", "/api/v1/__class__", "/api/v1//coverage", "/api/v1/../readyz",
        "/api/v1/pages/..%2f..%2fetc%2fpasswd", "/api/v1/pages/%00", "/api/v1/Coverage", "/api/v1/pages/<script>",
        f"/api/v1/prefecture/{'4' * 5000}",
    ],
)  # fmt: skip
def test_there_is_nothing_at_other_addresses(path: str) -> None:
    answer = ask(app(), "GET", path)
    assert len(refused(answer, 404)) < 200
    assert b"<script>" not in answer.content


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("coverage", "date=2020-W53", "2020-W53"),
        ("coverage", "date=2031-01-01", "outside the data"),
        ("coverage", "definition=none", "none"),
        ("coverage", "radius=50", "radius '50' cannot be used"),
        ("gaps", "radius=50.5", "radius '50.5' cannot be used"),
        ("gaps", "radius=50&radius=60", "radius is said more than once"),
        ("gaps", "kinds=court;DROP", "cannot be used"),
        ("gaps", "plan=none", "plan 'none' is not known"),
        ("plan", "plan=../../etc", "etc"),
        ("records", "kind=none", "kind 'none' is not known"),
        ("records", "dates=literal", "expected date beside dates"),
        ("records", "dates=plan&date=2020-01-01", "cannot be used"),
        ("locate", "lon=113", "expected lon, lat"),
        ("locate", "lon=113&lat=23&datum=gps", "expected lon, lat"),
        ("locate", "lon=nan&lat=23", "number"),
        ("locate", "lon=23&lat=113", "longitude first"),
        ("pages/coverage", "radius=1_0", "radius '1_0' cannot be used"),
        ("pages/coverage", "nothing=1", "nothing '1' cannot be used"),
        ("pages/coverage", "lang=fr", "lang 'fr' cannot be used"),
        ("pages/coverage", "matrix=/etc/passwd", "matrix '/etc/passwd' cannot be used"),
        ("pages/plan", "date=%ff%fe", "UTF-8"),
        ("layers", "layers=" + "x" * 3000, "cannot be used"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(path: str, query: str, said: str) -> None:
    sentence = refused(ask(app(), "GET", f"/api/v1/{path}?{query}"), 400)
    assert said in sentence
    assert len(sentence) < 700


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}, {"Host": ""}])
def test_other_hosts_and_pages_of_other_sites_are_turned_away_at_the_door(headers: dict[str, str]) -> None:
    assert ask(app(), "GET", "/api/v1/coverage", headers).status in (403, 421)


def test_a_question_that_is_too_long_is_refused() -> None:
    query = "date=" + "1" * (API_QUERY.most - 5)
    assert refused(ask(app(), "GET", f"/api/v1/coverage?{query}"), 400)
    assert API_QUERY.told in refused(ask(app(), "GET", f"/api/v1/coverage?{query}1"), 414)


def test_one_address_asks_so_often_a_minute_and_others_are_not_held_back() -> None:
    now = [0.0]
    server = Service(SETTINGS, now=lambda: now[0])
    asked = [server._rate.is_over("10.0.0.1") for _ in range(API_MINUTE.most + 1)]
    assert asked == [False] * API_MINUTE.most + [True]
    assert not server._rate.is_over("10.0.0.2")
    now[0] = 59.9
    assert server._rate.is_over("10.0.0.1")
    now[0] = 60.1
    assert not server._rate.is_over("10.0.0.1")
    for each in range(API_CLIENTS.most + 5):
        server._rate.is_over(f"other {each}")
    assert len(server._rate.asked) == API_CLIENTS.most


def test_too_many_requests_are_told_when_to_come_again() -> None:
    frame = app(now=lambda: 0.0)
    for _ in range(API_MINUTE.most):
        assert ask(frame, "GET", "/api/v1/openapi.json").status == 200
    answer = ask(frame, "GET", "/api/v1/openapi.json")
    assert API_MINUTE.told in refused(answer, 429)
    assert answer.headers["retry-after"] == "60"


def test_no_more_answers_are_worked_out_at_once_than_there_is_room_for() -> None:
    server = Service(SETTINGS)
    server._working = API_AT_ONCE.most
    answer = ask(Starlette(routes=[Mount("/api", server)], middleware=[Middleware(Protected)]), "GET", "/api/v1/plan")
    assert refused(answer, 503)
    assert answer.headers["retry-after"] == "1"
    server._working -= 1
    assert ask(Starlette(routes=[Mount("/api", server)]), "GET", "/api/v1/coverage").status == 200
    assert server._working == API_AT_ONCE.most - 1


def test_a_setting_switches_it_off() -> None:
    closed = app(read_settings({"ATLAS_API": "off"}))
    for path in ("/api/v1/coverage", "/api/v1/openapi.json"):
        assert refused(ask(closed, "GET", path), 404) == CLOSED


def test_it_is_served_below_a_base_path() -> None:
    assert ask(app(base="/atlas"), "GET", "/atlas/api/v1/coverage").status == 200


def test_the_description_names_every_address() -> None:
    document = json.loads(get("openapi.json").content)
    named = {f"/{each}" for each in VERBS if each != "prefecture"} | {"/prefecture/{adcode}", "/pages/{page}"}
    assert set(document["paths"]) == named
    assert all(set(operations) == {"get"} for operations in document["paths"].values())


@long
def test_every_parameter_of_the_description_is_taken() -> None:
    document = json.loads(get("openapi.json").content)
    for path, operations in document["paths"].items():
        address = path.replace("{adcode}", "440500").replace("{page}", "coverage").lstrip("/")
        said = {"lon": "113.26", "lat": "23.13"} if path == "/locate" else {}
        assert get(address, said).status == 200
        for each in operations["get"]["parameters"]:
            if each["in"] == "query":
                # Known: refused for what it says, never for its name alone; blank says nothing.
                assert get(address, said | {each["name"]: said.get(each["name"], "")}).status == 200, each
