"""What few steps turn out to want: a code to go on elsewhere with, where a code leads to, the queue."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from bot.conversation.context import Arrival, Passage
from bot.conversation.passing import start
from bot.turn import Turn
from storage.codes import Wait
from storage.conversations import moving, queue


class NotAlone(Exception):
    """The talk that a code leads to is in work in the same batch: the message is to be taken by itself."""


def passage(session: Session, turn: Turn, door: str, now: datetime) -> Passage:
    """A code for this talk, and a link with it to the web chat, where that can be reached from outside."""
    code = moving.give(session, turn.conversation.id, now)
    return Passage(code, f"{door}/?survey={start(code)}" if door else "")


def arrival(session: Session, turn: Turn, signs: str, now: datetime, busy: Collection[int]) -> Arrival:
    """What this code leads to. Raises NotAlone where that is one of the conversations in work."""
    conversation = turn.conversation
    if moving.came_by(session, signs, conversation.id):
        return Arrival(here=True)
    at = conversation.channel, conversation.address
    left = moving.find(session, signs, at, conversation.preview, now)
    if left is None:
        return Arrival()
    if isinstance(left, Wait):
        return Arrival(wait=left.seconds)
    if left.id == conversation.id:
        return Arrival(here=True)
    if left.id in busy:
        raise NotAlone
    return Arrival(left.talk, left.language, left.held_by is not None, left=left)


def ahead(session: Session, turn: Turn) -> int:
    """How many wait for a person longer than this customer."""
    return queue.ahead(session, turn.conversation.id, turn.conversation.waiting_since)
