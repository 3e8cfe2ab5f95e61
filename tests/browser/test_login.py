"""A login by OIDC, against a provider that runs beside the app: who may do what, and what is no login at all."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from oidc_provider_mock import User, _app, run_server_in_thread
from playwright.sync_api import Browser, Page, expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from atlas.corrections.accounts import appoint
from atlas.corrections.proposals import proposals
from atlas.corrections.releases import releases
from atlas.corrections.roles import AT_THE_KEYBOARD
from data.store.opening import Store, open_store
from data.store.place import Place
from tests.browser.server import running_app
from tests.browser.steps import LATLNG, go, map_frame, pick, settled
from tests.corrections import CENTRE, SHANTOU
from tests.documents.pressed import text_of

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    # The provider's own; nothing of ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:authlib"),
]
SLOW, RELOADS, ADDRESS = 60_000, 60, "试验路1号"
SEAL = "a secret of this test alone"
PEOPLE = {"editor": "汕头编辑", "reviewer": "省级审核员", "nobody": "过路人"}


class Site:
    """The app with its provider.  store  what it writes to"""

    def __init__(self, url: str, provider: str, store: Store) -> None:
        self.url, self.provider, self.store = url, provider, store

    def opened(self, browser: Browser, path: str, cookie: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        if cookie:
            context.add_cookies([{"name": USER_COOKIE_NAME, "value": cookie, "url": self.url}])
        page = context.new_page()
        go(page, f"{self.url}/{path}")
        return page

    def logged_in(self, browser: Browser, sub: str, path: str = "review") -> Page:
        page = self.opened(browser, "review")
        page.get_by_role("button", name="登录").click()
        page.get_by_role("button", name=sub, exact=True).click()
        page.wait_for_url(lambda url: url.startswith(self.url))
        go(page, f"{self.url}/{path}")
        return page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    people = [User(sub=sub, claims={"name": name}) for sub, name in PEOPLE.items()]
    with run_server_in_thread(user_claims=people) as server:
        provider = f"http://localhost:{server.server_port}"
        store = open_store(Place(folder=home / "store"))
        appoint(store, AT_THE_KEYBOARD, f"{provider} editor", "editor", SHANTOU)
        appoint(store, AT_THE_KEYBOARD, f"{provider} reviewer", "reviewer")
        with running_app(home / "log.txt", HOME=str(home)) as url:
            (home / ".streamlit").mkdir()
            (home / ".streamlit" / "secrets.toml").write_text(
                f'[auth]\nredirect_uri = "{url}/oauth2callback"\ncookie_secret = "{SEAL}"\n'
                f'client_id = "atlas"\nclient_secret = "of the client"\n'
                f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n',
                encoding="utf-8",
            )
            yield Site(url, provider, store)


def propose(page: Page, address: str) -> None:
    page.get_by_role("tab", name="核对与更正").click()
    page.get_by_label("地址（门牌）").fill(address)
    page.get_by_label("文件或网页题名").fill("试验来源")
    page.get_by_role("button", name="提出更正").click()


def test_an_editor_proposes_a_reviewer_approves_and_publishes_and_a_stranger_reads(
    site: Site, browser: Browser
) -> None:
    reader = site.opened(browser, f"prefecture?id={SHANTOU}")
    reader.get_by_role("tab", name="核对与更正").click()
    expect(reader.get_by_text("请先登录再操作")).to_be_visible()
    nobody = site.logged_in(browser, "nobody", f"prefecture?id={SHANTOU}")
    nobody.get_by_role("tab", name="核对与更正").click()
    expect(nobody.get_by_text("您的角色不能进行此项操作")).to_be_visible()
    editor = site.logged_in(browser, "editor", f"prefecture?id={SHANTOU}")
    propose(editor, "登录路1号")
    expect(editor.get_by_text("已提出，编号")).to_be_visible()
    go(editor, f"{site.url}/review")
    expect(editor.get_by_text("汕头编辑：地市编辑 汕头")).to_be_visible()
    expect(editor.get_by_role("button", name="通过", exact=True)).to_have_count(0)
    reviewer = site.logged_in(browser, "reviewer")
    reviewer.get_by_role("button", name="通过", exact=True).click()
    reviewer.get_by_role("button", name="合并发布").click()
    expect(reviewer.get_by_text("没有待处理的更正")).to_be_visible()
    (found,) = proposals(site.store)
    assert [(each.action, each.who) for each in found.decisions] == [
        ("propose", f"{site.provider} editor"),
        ("approve", f"{site.provider} reviewer"),
    ]
    assert [each.who for each in releases(site.store)] == [f"{site.provider} reviewer"]


class Seen(NamedTuple):
    """What a reader meets of one correction on the pages that show it.

    at  where the centre stands on the map;  brief  what the brief of the prefecture says in Word
    """

    at: list[float]
    reach: str
    coverage: str
    brief: str
    link: str


ASKED = "radius=10"


def figures(site: Site, browser: Browser, data: str = "") -> str:
    """What the page of the prefecture counts, perhaps by a link that names a data version."""
    page = site.opened(browser, f"prefecture?id={SHANTOU}&{ASKED}" + (f"&data={data}" if data else ""))
    told = page.locator(".figures").inner_text()
    page.context.close()
    return told


def seen(site: Site, browser: Browser, *, brief: bool = True) -> Seen:
    """The pages as somebody opens them who has just come."""
    page = site.opened(browser, f"prefecture?id={SHANTOU}&{ASKED}")
    map_frame(page).evaluate("void (atlas.on.add('protection-centres'), atlas.ask())")
    at = map_frame(page).evaluate(LATLNG, CENTRE)
    reach = page.locator(".figures").inner_text()
    link = page.url
    go(page, f"{site.url}/coverage?{ASKED}")
    coverage = page.locator(".lead").inner_text()
    told = ""
    if brief:
        page.goto(f"{site.url}/briefing?id={SHANTOU}&brief={SHANTOU}&{ASKED}")
        page.locator(".st-key-make-briefs button").click(timeout=SLOW)
        with page.expect_download(timeout=SLOW) as coming:
            page.locator(".st-key-save-brief-0 button").click(timeout=SLOW)
        told = text_of(Path(coming.value.path()).read_bytes())
    page.context.close()
    return Seen(at, reach, coverage, told, link)


def shows(site: Site, browser: Browser, release: int) -> None:
    """Readers are given a release once everything of it is there; until then they have the one before."""
    page = site.opened(browser, f"coverage?{ASKED}")
    for _ in range(RELOADS):
        if f"-r{release}-" in page.url:
            break
        page.wait_for_timeout(1_000)
        go(page, f"{site.url}/coverage?{ASKED}")
    assert f"-r{release}-" in page.url
    page.context.close()


# Some forty pages are opened one after the other.
@pytest.mark.timeout(900)
def test_a_precise_address_changes_map_coverage_page_brief_and_link_together_and_is_restored(
    site: Site, browser: Browser
) -> None:
    before = seen(site, browser)
    editor = site.logged_in(browser, "editor", f"prefecture?id={SHANTOU}")
    editor.get_by_role("tab", name="核对与更正").click()
    # Chaoyang: as far from the city as the prefecture goes, so that everything that hangs on the point moves.
    for label, text in (("地址（门牌）", ADDRESS), ("经度", "116.6017"), ("纬度", "23.2632")):
        editor.get_by_label(label, exact=True).fill(text)
    pick(editor, "点位性质", "街道门牌附近")
    pick(editor, "经纬度的坐标基准", "WGS-84（GPS）")
    editor.get_by_label("文件或网页题名").fill("试验来源")
    editor.get_by_role("button", name="提出更正").click()
    expect(editor.get_by_text("已提出，编号")).to_be_visible(timeout=SLOW)
    assert figures(site, browser) == before.reach, "what is proposed changes nothing"
    reviewer = site.logged_in(browser, "reviewer")
    expect(reviewer.get_by_text(ADDRESS)).to_be_visible()
    expect(reviewer.get_by_text("对数字的影响")).to_be_visible()
    reviewer.get_by_role("button", name="通过", exact=True).click()
    reviewer.get_by_role("button", name="合并发布").click()
    expect(reviewer.get_by_text("没有待处理的更正")).to_be_visible(timeout=SLOW)
    number = releases(site.store)[0].id
    shows(site, browser, number)
    after = seen(site, browser)
    assert after.at == pytest.approx([116.6017, 23.2632], abs=1e-4)
    assert before.at != pytest.approx(after.at, abs=1e-2)
    for one, other in zip(before[1:4], after[1:4], strict=True):
        assert one != other
    version = parse_qs(urlsplit(after.link).query)["data"][0]
    assert f"-r{number}-" in version
    assert version in after.brief
    old = parse_qs(urlsplit(before.link).query)["data"][0]
    assert old in before.brief
    assert figures(site, browser, old) == before.reach, "an older link still answers from its own release"
    go(reviewer, f"{site.url}/review")
    reviewer.get_by_role("tab", name="发布记录").click()
    pick(reviewer, "恢复到", "原始数据" if number == 1 else f"第{number - 1}次发布")
    reviewer.get_by_role("button", name="作为新的发布恢复").click()
    settled(reviewer)
    shows(site, browser, number + 1)
    back = seen(site, browser, brief=False)
    assert back[:3] == before[:3]
    assert f"-r{number + 1}-" in back.link


@contextmanager
def vouching(**otherwise: Any) -> Iterator[None]:
    """The provider signs otherwise than it should."""
    usual = _app.OpenIDCode.get_jwt_config

    def signed(self: Any, grant: Any, client: object = None) -> dict[str, Any]:
        return {**usual(self, grant, client), **otherwise}

    _app.OpenIDCode.get_jwt_config = signed
    try:
        yield
    finally:
        _app.OpenIDCode.get_jwt_config = usual


WRONG: dict[str, Callable[[], dict[str, Any]]] = {
    "expired": lambda: {"exp": -3600},
    "of another issuer": lambda: {"iss": "https://login.example.com"},
    "signed by another key": lambda: {"key": RSAKey.generate_key(2048).as_dict(private=True)},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_not_the_providers_is_no_login(site: Site, browser: Browser, wrong: str) -> None:
    with vouching(**WRONG[wrong]()):
        page = site.logged_in(browser, "reviewer")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    expect(page.get_by_text("省级审核员")).to_have_count(0)


def cookie(site: Site, secret: str = SEAL, **claims: Any) -> str:
    """What Streamlit keeps of the reviewer's login, signed."""
    usual = {"iss": site.provider, "sub": "reviewer", "name": "省级审核员", "exp": time.time() + 600}
    told = {**usual, "origin": site.url, "is_logged_in": True, **claims}
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(told)).decode()


COOKIES: dict[str, Callable[[Site], str]] = {
    "forged": lambda site: cookie(site, "another secret"),
    "changed": lambda site: cookie(site)[:8] + "AAAA" + cookie(site)[12:],
    "expired": lambda site: cookie(site, exp=time.time() - 1),
    "of another place": lambda site: cookie(site, origin="http://evil.example"),
}


def test_a_cookie_as_it_should_be_is_a_login(site: Site, browser: Browser) -> None:
    expect(site.opened(browser, "review", cookie(site)).get_by_text("省级审核员")).to_be_visible()


@pytest.mark.parametrize("wrong", COOKIES)
def test_a_cookie_that_is_not_as_it_should_be_is_none(site: Site, browser: Browser, wrong: str) -> None:
    page = site.opened(browser, "review", COOKIES[wrong](site))
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    expect(page.get_by_text("省级审核员")).to_have_count(0)


def test_a_person_of_another_provider_is_nobody_by_the_same_name(site: Site, browser: Browser) -> None:
    page = site.opened(browser, "review", cookie(site, iss="https://login.example.com"))
    expect(page.get_by_text("省级审核员：读者")).to_be_visible()
    expect(page.get_by_role("button", name="恢复")).to_have_count(0)


@pytest.mark.parametrize(("origin", "status"), [("http://evil.example", 403), ("null", 403), ("", 101)])
def test_a_page_of_another_site_uses_no_login_of_its_reader(site: Site, origin: str, status: int) -> None:
    place = urlsplit(site.url)
    headers = {
        **{"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"},
        **{"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Cookie": f"{USER_COOKIE_NAME}={cookie(site)}"},
        "Origin": origin or site.url,
    }
    asked = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=30)
    asked.request("GET", "/_stcore/stream", headers=headers)
    assert asked.getresponse().status == status
    asked.close()


def test_an_answer_that_nobody_here_asked_the_provider_for_is_no_login(site: Site, browser: Browser) -> None:
    page = site.opened(browser, "oauth2callback?code=stolen&state=forged")
    go(page, f"{site.url}/review")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
