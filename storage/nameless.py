"""A round without names is of a survey that asks for none: when it is planned, when it starts, and after that
by no newer version either."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from storage.domain import checking
from storage.domain.survey import Survey
from storage.tables import rounds, surveys

GOES_ON = ("sending", "open")


class Naming(ValueError):
    """The survey asks what an anonymous round must not know."""


def asks_who(survey: Survey) -> bool:
    """Whether it asks what says who answers (phone, signature, order number, files): without a name such
    answers would be lost, or tell it all the same."""
    return any(checking.names(question) for question in survey.questions)


def goes_on(session: Session, key: str) -> bool:
    """Whether an anonymous round of this survey goes on. None starts, and no version is published, from now
    until the commit."""
    hold(session, key)
    theirs = (rounds.c.survey_id == surveys.c.id, rounds.c.anonymous, rounds.c.state.in_(GOES_ON))
    return session.scalar(select(exists().where(surveys.c.key == key, *theirs))) or False


def hold(session: Session, key: str) -> None:
    """Whoever publishes a version of this survey, or starts an anonymous round of it, does so alone."""
    session.execute(select(surveys.c.id).where(surveys.c.key == key).with_for_update(key_share=True))
