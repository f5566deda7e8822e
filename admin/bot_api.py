"""Two questions to Telegram, for who looks whether it is set up. The bot itself has its own way to it."""

from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson

from storage.settings import Settings

SECONDS = 8.0


class Refused(Exception):
    """Telegram does not know this token."""


class OutOfReach(Exception):
    """No answer. Says what failed, never where: the address has the token."""


class Stranger(OutOfReach):
    """An answer, but none of a Bot API server."""


def ask(settings: Settings, method: str) -> dict[str, Any]:
    """What this method of the Bot API answers. Raises Refused, OutOfReach, Stranger."""
    address = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/{method}"
    try:
        with urlopen(Request(address), timeout=SECONDS) as answer:  # noqa: S310 - the operator chose it
            code, told = answer.status, answer.read()
    except HTTPError as error:
        code, told = error.code, error.read()
    except (OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise OutOfReach(type(reason).__name__) from None
    return _result(code, told)


def _result(code: int, told: bytes) -> dict[str, Any]:
    """Every answer of a Bot API server is a JSON object that has `ok`, that to an unknown token too."""
    try:
        answer = orjson.loads(told)
    except ValueError:
        answer = None
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise OutOfReach(f"HTTP {code}")
    if not isinstance(answer, dict) or "ok" not in answer:
        raise Stranger(f"HTTP {code}")
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        raise Refused
    result = answer.get("result")
    if not isinstance(result, dict):
        raise Stranger(f"HTTP {code}")
    return result
