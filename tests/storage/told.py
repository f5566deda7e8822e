"""Answers and complaints in customers' words, and what was found in them."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from storage import analyses, complaints, responses
from storage.conversations import Conversation
from storage.queries import readings
from storage.queries.analysed import Analysed
from tests.storage import rows
from tests.storage.conftest import NOW


def answered(
    session: Session, version: int, talk: Conversation, words: str, at: datetime = NOW, **begun: Any
) -> int:
    """An answer with this comment, of a response of its own; its id."""
    who = {"customer_id": None} if begun.get("anonymous") else {}
    (key,) = responses.begin(session, [rows.begun(version, talk, at, **(begun | who))])
    responses.keep(session, [rows.answer(key, "delivery", 25.0, at, comment=words)])
    return responses.answer_ids(session, [(key, "delivery")])[key, "delivery"]


def complained(
    session: Session, talk: Conversation, words: str, number: str, at: datetime = NOW, **opened: Any
) -> int:
    """A complaint with this story; its id."""
    (key,) = complaints.open_(session, [rows.complaint(talk, number, story=words, **opened)], at)
    return key


def read(session: Session, subject: str, key: int, at: datetime = NOW, **found: Any) -> None:
    """The worker finds this in the words that stand there."""
    calm = {"polarity": 0.0, "intent": "other", "keywords": []}
    row = rows.analysis(session, key, at, **{**calm, "subject": subject, **found})
    analyses.keep(session, [row])


def found(session: Session, subject: str, key: int) -> Analysed:
    """What is known of it."""
    return cast(Analysed, readings.analysed(session, subject, key))
