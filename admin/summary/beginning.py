"""What the page of a house shows that has nothing to tell yet: the one next step, for who may take it."""

from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from admin.first import steps
from admin.pages import may
from storage import surveys
from storage.settings import Settings


class Beginning(NamedTuple):
    """A step ([page.summary.begin.*]), and where its button leads; empty: it is not theirs to take."""

    step: Literal["share", "start", "publish", "draft", "wait"]
    path: str


def beginning(session: Session, settings: Settings, role: str) -> Beginning:
    """Without a survey customers have nothing to answer; with one they only need to hear of it."""
    if surveys.published(session, settings.survey):
        return Beginning("share", "/poster" if may(role, "handler") else "")
    if may(role, "administrator"):
        stood = steps.standing(session)
        left = stood is not None and stood.next == "survey"
        return Beginning("start", "/start") if left else Beginning("publish", "/surveys")
    return Beginning("draft", "/surveys") if may(role, "handler") else Beginning("wait", "")
