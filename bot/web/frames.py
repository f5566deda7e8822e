"""The frames of the web chat: JSON text to `Inbound`, rows of a transcript to JSON text. Pure.

`bot.channels.webchat` lists them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson

from bot.message import LONGEST_TEXT, Inbound
from bot.web import links
from storage import previews, secret
from storage.conversations import Line
from storage.domain import place as places
from storage.texts import storable

CHANNEL: Final = "webchat"
MOST_KEYS: Final = 100
LARGEST_SEQ: Final = 2**31 - 1

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22,128}")
_KEY: Final = re.compile(r"[A-Za-z0-9_.:-]{1,64}")


Frame = Mapping[str, Any]


class Refused(Exception):
    """A frame that is not taken. `why` is a key of the texts under [error], `id` the client's mark."""

    def __init__(self, why: str, mark: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.id = mark


@dataclass(frozen=True, slots=True)
class Hello:
    """A page opens the talk: its token, the last `seq` that it shows, the survey that its link asks for.

    `visit` is the page's mark of this following of the link, the same whenever it connects again. `place` is
    where the QR code hung that it was opened by, `language` the one that the page is in."""

    token: str | None
    after: int
    survey: str
    visit: str
    place: str = ""
    language: str = ""

    @property
    def asks(self) -> bool:
        """Whether a link was followed that says more than where we are."""
        return bool(self.survey or self.place)


def address_of(token: str) -> str:
    """The address kept for a talk: whoever reads the database cannot enter the talk with it."""
    return (previews.ADDRESS if previews.looks(token) else "") + secret.digest(token)


def token_from(value: Any) -> str | None:
    """The token of a talk, or None for anything that cannot be one."""
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else None


def new_token() -> str:
    """The token of a new talk: 192 bits."""
    return secret.token(24)


def read(text: str) -> dict[str, Any]:
    """A frame as an object; Refused when it is none."""
    frame = parsed(text)
    if not isinstance(frame, dict):
        raise Refused("malformed")
    return frame


def parsed(text: str) -> Any:
    """JSON, whatever it holds; Refused when it is none."""
    try:
        return orjson.loads(text)
    except ValueError:
        return _lenient(text)


def _lenient(text: str) -> Any:
    """Half of a surrogate pair is no proper text, but it is a customer's: Python's own reader takes it."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("malformed") from None


def hello(frame: Frame) -> Hello:
    """The first frame of every connection."""
    if frame.get("type") != "hello":
        raise Refused("malformed")
    survey = frame.get("survey") or ""
    if not isinstance(survey, str) or (survey and not _KEY.fullmatch(survey)):
        raise Refused("malformed")
    visit = mark_of(frame["visit"]) if frame.get("visit") else ""
    place = places.place(frame.get("place"))
    language = frame.get("language")
    tag = language if isinstance(language, str) and _KEY.fullmatch(language) else ""
    return Hello(token_from(frame.get("token")), number(frame.get("after")), survey, visit, place, tag)


def opened(address: str, hello: Hello, at: datetime) -> Inbound:
    """The customer came. That the same page comes again, after a break of its line, is a repeat. Refused
    where the link is to try out a survey, and not ours or too old."""
    if hello.token and previews.looks(hello.token):
        version = previews.version_in(hello.token, at)
        if version is None:
            raise Refused("preview")
        return Inbound(CHANNEL, address, "open", "open", at, start=f"{previews.START}{version}")
    mark = ":".join(filter(None, ("open", hello.survey, hello.visit)))
    return Inbound(
        CHANNEL, address, mark, "open", at, start=hello.survey, place=hello.place, language=hello.language
    )


def welcome(token: str, **more: int) -> str:
    """The frame that lets a page in."""
    return dump({"type": "welcome", "token": token, **more})


def inbound(frame: Frame, address: str, at: datetime) -> Inbound:
    """A text or a choice as the bot takes it; Refused for what is neither."""
    kind = frame.get("type")
    if kind == "text":
        return _text(frame, address, at)
    if kind == "choice":
        return _choice(frame, address, at)
    raise Refused("unknown", _mark(frame))


def mark_of(value: Any) -> str:
    """The client's mark of a message, unique within its talk."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refused("malformed")
    return value


def number(value: Any) -> int:
    """A `seq` told by a client; nothing told is 0."""
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_SEQ:
        raise Refused("malformed")
    return value


def said(line: Line, address: str, now: float) -> str:
    """One line of the transcript, old and new alike; `now` (epoch seconds) dates the link to its file."""
    frame = dict(line.payload or {})
    frame.pop("plain", None)  # for when it is said once more, which comes as a line of its own
    frame |= {
        "type": "said",
        "seq": line.seq,
        "from": "me" if line.side == "customer" else line.side,
        "at": line.at.isoformat(),
        "text": line.text,
    }
    if line.user:
        frame["name"] = line.user
    if line.file:
        key, name, kind, size = line.file
        url = links.link(key, address, now)
        frame["file"] = {"id": key, "name": name, "kind": kind, "size": size, "url": url}
    return dump(frame)


def dump(frame: Frame) -> str:
    """A frame as JSON text."""
    return orjson.dumps(frame).decode()


def _mark(frame: Frame) -> str | None:
    value = frame.get("id")
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _text(frame: Frame, address: str, at: datetime) -> Inbound:
    mark, text = mark_of(frame.get("id")), frame.get("text")
    if not isinstance(text, str):
        raise Refused("malformed", mark)
    if len(text) > LONGEST_TEXT:
        raise Refused("too_long", mark)
    kept, lost = storable(text)
    raw = text.encode("utf-8", "surrogatepass") if lost else None
    seen = number(frame.get("seen"))
    return Inbound(CHANNEL, address, mark, "text", at, kept, (), "", None, seen, "", raw)


def _choice(frame: Frame, address: str, at: datetime) -> Inbound:
    mark, keys, of = mark_of(frame.get("id")), frame.get("keys"), frame.get("of")
    if not isinstance(keys, list) or len(keys) > MOST_KEYS or not isinstance(of, str):
        raise Refused("malformed", mark)
    if len(of) > 200 or not all(isinstance(key, str) and len(key) <= 200 for key in keys):
        raise Refused("malformed", mark)
    if storable(of + "".join(keys))[1]:
        raise Refused("malformed", mark)
    seen = number(frame.get("seen"))
    return Inbound(CHANNEL, address, mark, "choice", at, "", tuple(keys), of, None, seen)
