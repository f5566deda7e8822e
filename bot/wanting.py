"""What few steps turn out to want: a code to go on elsewhere with, where a code leads to, the queue."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from bot import rights
from bot.conversation.context import Arrival, Given, HandedIn, Passage
from bot.conversation.passing import start, web_link
from bot.turn import OF_DANGER, Turn
from storage import amending, codes, complaints, users
from storage.codes import Wait
from storage.conversations import latest, moving, queue
from storage.domain.policy import Policy
from storage.settings import Settings


class NotAlone(Exception):
    """The talk that a code leads to is in work in the same batch: the message is to be taken by itself."""


def passage(session: Session, turn: Turn, settings: Settings, now: datetime) -> Passage:
    """A code for this talk, and the links with it: to Telegram and to the web chat, where they are set up to
    be reached from outside."""
    code = moving.give(session, turn.conversation.id, now)
    here, bot = turn.conversation.channel, settings.telegram_name
    links = []
    if bot and here != "telegram":
        links.append(("telegram", f"https://t.me/{bot}?start={start(code)}"))
    if door := settings.bot_url.rstrip("/"):
        links.append(("scan" if here == "webchat" else "web", web_link(door, code)))
    return Passage(code, tuple(links))


def arrival(
    session: Session, turn: Turn, signs: str, now: datetime, busy: Collection[int], *, word: bool = False
) -> Arrival:
    """What this code leads to; it may be a `word` (`codes.find`). Raises NotAlone where that is one of the
    conversations in work."""
    conversation = turn.conversation
    if moving.came_by(session, signs, conversation.id):
        return Arrival(here=True)
    at = conversation.channel, conversation.address
    left = moving.find(session, signs, at, conversation.preview, now, word=word)
    if left is None:
        return Arrival()
    if isinstance(left, Wait):
        return Arrival(wait=left.seconds)
    if left.id == conversation.id:
        return Arrival(here=True)
    if left.id in busy:
        raise NotAlone
    return Arrival(left.talk, left.language, left.held_by is not None, left=left)


def gone_on(session: Session, turn: Turn, busy: Collection[int]) -> Arrival:
    """The talk that went on elsewhere from here. Raises NotAlone where that is in work."""
    left = moving.gone_on(session, turn.conversation.id)
    if left is None:
        return Arrival()
    if left.id in busy:
        raise NotAlone
    return Arrival(left.talk, left.language, left.held_by is not None, left=left)


def handed_in(session: Session, turn: Turn, days: int, now: datetime) -> HandedIn:
    """The response that was handed in last, and whether it is too late to correct it: after so many days, or
    once its round wants no more answers."""
    found = amending.handed_in(session, turn.response.id) if turn.response and turn.response.id else None
    if found is None:
        return HandedIn()
    until = min(filter(None, (found.completed_at + timedelta(days=days), found.return_by)))
    given = {each.question: Given(*each[1:]) for each in found.answers}
    return HandedIn(found.version_id, found.closed or now > until, given)


def asking(turn: Turn) -> str:
    """The place that a code came from, as guesses are counted against it."""
    return f"{turn.conversation.channel}:{turn.conversation.address}"


def ahead(session: Session, turn: Turn) -> int:
    """How many wait for a person longer than this customer."""
    return queue.ahead(session, turn.conversation.id, turn.conversation.waiting_since)


class Asked(NamedTuple):
    """Who wants something, with which `signs`; `busy` are the conversations in work in the same batch."""

    session: Session
    turn: Turn
    signs: str
    now: datetime
    settings: Settings
    policy: Policy
    busy: frozenset[int]


LOADED: Final[Mapping[str, Callable[[Asked], Any]]] = {
    "passage": lambda it: passage(it.session, it.turn, it.settings, it.now),
    "arrival": lambda it: arrival(it.session, it.turn, it.signs, it.now, it.busy),
    "glimpse": lambda it: arrival(it.session, it.turn, it.signs, it.now, it.busy, word=True),
    "gone_on": lambda it: gone_on(it.session, it.turn, it.busy),
    "queue": lambda it: ahead(it.session, it.turn),
    "case": lambda it: rights.case(it.session, it.turn, it.signs, it.now),
    "consents": lambda it: rights.decisions(it.session, it.turn),
    "request": lambda it: rights.request(it.session, it.turn, it.now),
    "handed_in": lambda it: handed_in(it.session, it.turn, it.policy.correctable, it.now),
    "danger": lambda it: it.turn.conversation.waiting_for in OF_DANGER,
    "steps": lambda it: rights.steps(it.session, it.turn),
    "unnamed": lambda it: rights.unnamed(it.session, it.signs),
    "asked": lambda it: it.turn.asked or latest.asked(it.session, it.turn.conversation.id),
    "case_file": lambda it: rights.case_file(it.session, it.turn, it.signs),
    "alerts": lambda it: users.alert_code(it.session, it.signs, asking(it.turn), it.now),
    "reserved": lambda it: (complaints.reserve(it.session, 1, it.now)[0], codes.new()),
}
"""By the names of `Wanted`: how each is loaded."""
