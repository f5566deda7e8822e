"""What both doors say to a request that can't be read, an address of more than 8190 bytes among them, or that
nobody has an answer for: a short page of ours. aiohttp would tell its own version, in English; no middleware
has such a request, so the one method that answers it is replaced (`speak`)."""

from collections.abc import Callable
from functools import cache
from html import escape
from typing import Any, Final

from storage import definitions

HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What a browser is told of whatever the staff's door answers, and of this page at both."""

_HEADERS: Final = {
    **HEADERS,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Server": "",  # else aiohttp fills it in
}


def speak(handler: Any, response: Callable[..., Any]) -> None:
    """From now on, in this process. Both are the server's: its `RequestHandler`, and what it answers with."""
    logged = handler.handle_error
    if logged.__module__ == __name__:
        return

    def answered(
        protocol: Any,
        request: Any,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> Any:
        logged(protocol, request, status, exc, message)  # raises where an answer is on its way already
        text = _page("unread" if status == 400 else "failed")
        answer = response(status=status, text=text, content_type="text/html", headers=_HEADERS)
        answer.force_close()
        return answer

    handler.handle_error = answered


@cache
def _page(key: str) -> str:
    """In every language, the organisation's own first."""
    own = definitions.texts().language
    spoken = [definitions.texts(each) for each in definitions.languages(own)]
    said = (
        f'<section lang="{texts.language}"><h1>{escape(texts(f"door.{key}.title"))}</h1>'
        f"<p>{escape(texts(f'door.{key}.next'))}</p></section>"
        for texts in spoken
    )
    title = escape(spoken[0](f"door.{key}.title"))
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!doctype html><html lang="{own}"><head><meta charset="utf-8">{view}<title>{title}</title></head>'
        f"<body><main>{''.join(said)}</main></body></html>"
    )
