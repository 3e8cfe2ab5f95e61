"""What every answer tells a browser that it may not do."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.door.judge import Refusal

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a browser would show as a page. Scripts are left out: a worker takes over the policy of its own file.
SHOWN = (
    "text/html",
    "text/plain",
    "text/xml",
    "application/json",
    "application/xml",
    "image/svg+xml",
    "application/pdf",
)
NOTHING = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
TIANDITU = " https://*.tianditu.gov.cn"
FAILED = "Something went wrong on the server; please try again."


def images(tianditu: bool) -> str:
    """Where pictures may come from."""
    return "'self' data: blob:" + (TIANDITU if tianditu else "")


def protect(answer: MutableHeaders, status: int, policy: str = NOTHING) -> None:
    """Put the headers of every answer in; a policy for what is shown as a page, unless it has one of its own."""
    for name, value in ALWAYS.items():
        answer[name] = value
    # With "not modified" a browser would change the policy of what it has kept, of which nothing is known here.
    unsaid = "" if status == HTTPStatus.NOT_MODIFIED else SHOWN[0]
    if answer.get("content-type", unsaid).startswith(SHOWN):
        answer.setdefault("Content-Security-Policy", policy)


class Protected:
    """Every answer with its headers; outermost, so that refusals and errors have them too.

    tianditu  whether pictures of the base map are allowed on the map page
    """

    def __init__(self, app: ASGIApp, *, tianditu: bool = False) -> None:
        self.app, self.map_policy = app, map_policy(images(tianditu))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI entry."""

        async def protected(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                policy = self.map_policy if is_map(scope["path"]) else NOTHING
                protect(MutableHeaders(scope=message), message["status"], policy)
            await send(message)

        await self.app(scope, receive, protected)


async def failed(_request: Request, _error: Exception) -> Response:
    """The answer where our own frame failed: it comes from outside of all middleware."""
    answer = PlainTextResponse(Refusal(500, FAILED).text, status_code=500)
    protect(answer.headers, answer.status_code)
    return answer


def is_map(path: str) -> bool:
    """Whether this is the page of the map."""
    return path.endswith("/map.html")


def map_policy(images: str) -> str:
    """The map page runs only its own files."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            "connect-src 'self'",
            "font-src 'self'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def page_policy(images: str, scripts: str) -> str:
    """Streamlit's document: its own files, its inline scripts by hash, and blob: for the map component's bridge."""
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {scripts}",
            "style-src 'self' 'unsafe-inline'",
            f"img-src {images}",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "frame-ancestors 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )
