"""Two questions to Telegram, for who looks whether it is set up. The bot itself has its own way to it."""

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
    """No answer, or none of a Bot API server. Says what failed, never where: the address has the token."""


def ask(settings: Settings, method: str) -> dict[str, Any]:
    """What this method of the Bot API answers. Raises Refused, OutOfReach."""
    address = f"{settings.telegram_api_url.rstrip('/')}/bot{settings.telegram_token}/{method}"
    try:
        with urlopen(Request(address), timeout=SECONDS) as answer:  # noqa: S310 - the operator chose it
            result = orjson.loads(answer.read())["result"]
    except HTTPError as error:
        if error.code in (401, 404):
            raise Refused from None
        raise OutOfReach(f"HTTP {error.code}") from None
    except (OSError, HTTPException, ValueError, KeyError, TypeError) as error:
        reason = getattr(error, "reason", error)
        raise OutOfReach(type(reason).__name__) from None
    return result if isinstance(result, dict) else {}
