"""The map of a page before the page has run: `map/<page>?<the page's question>`, read only, the same for whoever asks.

A browser asks here when a control is turned (layers/browser/first.js); Streamlit's run follows, and what it says
counts. No cookie and no session is looked at. The door has judged hosts and sizes before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from atlas.atlas import Atlas
from atlas.first_map import first_map
from atlas.page_layers import on_page
from atlas.page_titles import WITH_A_MAP
from atlas.question.address import Address
from atlas.question.choices import Choices
from atlas.service import Pairs
from atlas.terminal import shortened
from data.errors import DataError
from data.export import as_json
from data.limits import FIRST_AT_ONCE, FIRST_MINUTE, FIRST_QUERY, Limit
from geo.errors import GeoError
from ui import shared
from ui.door.rate import RETRY, Rate
from ui.programs import CACHED, NO_STORE, has_it, pairs_of, tag
from ui.settings import Settings


class FirstMaps:
    """Answers at map/{page}. now  a clock in seconds;  version_of  gives the data version that pages show, else
    the newest counts
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], float] = time.monotonic,
        version_of: Callable[[Settings], str] | None = None,
    ) -> None:
        self._settings, self._version_of = settings, version_of
        self._rate = Rate(FIRST_MINUTE, now)
        self._working = 0

    async def answer(self, request: Request) -> Response:
        """The map, that the one who asks has it already, or a refusal in one sentence."""
        page = request.path_params["page"]
        if page not in WITH_A_MAP:
            return refusal(404, "There is no map at this address.")
        if len(request.scope["query_string"]) > FIRST_QUERY.most:
            return _over(FIRST_QUERY, 414)
        if self._rate.is_over(request.client.host if request.client else ""):
            return _over(FIRST_MINUTE, 429, RETRY)
        try:
            pairs = pairs_of(request)
        except ValueError:
            return refusal(400, "expected a question in UTF-8, as a browser writes it")
        if self._working >= FIRST_AT_ONCE.most:
            return _over(FIRST_AT_ONCE, 503, {"Retry-After": "1"})
        self._working += 1
        try:
            return await run_in_threadpool(self._made, page, pairs, request)
        finally:
            self._working -= 1

    def _made(self, page: str, pairs: Pairs, request: Request) -> Response:
        present = (self._version_of or shared.version_of)(self._settings)
        headers = {**CACHED, "ETag": tag(present, ["map", page], pairs)}
        if has_it(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)

        def of(address: Address) -> tuple[Settings, str]:
            settings = replace(self._settings, plan=address.plan)
            return settings, shared.version_asked(settings, address.data, present) if address.data else present

        def known(address: Address) -> tuple[Atlas, Choices]:
            settings, version = of(address)
            choices = on_page(shared.choices(settings, version), page)
            return shared.atlas_of(settings, version, address.language), choices

        try:
            found = first_map(page, pairs, tuple(shared.plans(self._settings, present)), self._settings.plan, known)
        except (DataError, GeoError, LookupError, ValueError) as error:
            return refusal(400, str(error))
        on_plan = replace(self._settings, plan=str(found.inquiry.atlas.plan.about["id"]))
        drawn_on = shared.map_page(on_plan, found.inquiry.atlas.version, found.inquiry.atlas.world.language)
        return Response(
            as_json({"page": drawn_on, **found.told()}, indent=None), media_type="application/json", headers=headers
        )


def refusal(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    """What the one who asks wrongly, or too often, is told."""
    return PlainTextResponse(
        " ".join(shortened(sentence).split()), status_code=status, headers={**NO_STORE, **(headers or {})}
    )


def _over(limit: Limit, status: int, headers: dict[str, str] | None = None) -> Response:
    return refusal(status, limit.sentence.format(most=limit.told), headers)
