"""A small organisation: one of staff in each role, a survey, a customer who answered and complained."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import (
    analyses,
    complaints,
    conversations,
    db,
    definitions,
    messages,
    outbox,
    responses,
    surveys,
    users,
)
from storage.queries import parked
from tests.storage import rows

NOW = datetime.now(UTC).replace(microsecond=0)
PASSWORD = "correct horse battery"
ROLES = ("administrator", "manager", "department_head", "handler", "auditor", "viewer")


@dataclass(frozen=True)
class World:
    """The ids of what there is; `staff` by role."""

    staff: dict[str, int]
    version: int
    talk: int
    complaint: int
    parked: int


def staff(session: Session) -> dict[str, int]:
    """One of each role; login and role are the same."""
    return {role: users.add(session, role, f"{role}先生", role, PASSWORD, NOW) for role in ROLES}


def survey(session: Session, key: str = "satisfaction") -> int:
    """A survey that ships, published."""
    source = (definitions.DATA / "surveys" / f"{key}.toml").read_text("utf-8")
    surveys.import_(session, source, NOW - timedelta(days=90))
    return surveys.publish(session, key, NOW - timedelta(days=90))


_settled: dict[str, World] = {}


def settle(url: str) -> None:
    """A database with the small organisation in it, for tests to copy."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        _settled[engine.dialect.name] = build(session)
    engine.dispose()


def settled(engine: Engine) -> World:
    """The small organisation, in a copy of what `settle` made."""
    return _settled[engine.dialect.name]


def build(session: Session, words: str = "物流慢，其他挺好") -> World:
    """Everything; `words` stand wherever a customer's words can stand."""
    people, version = staff(session), survey(session)
    talk = conversations.load(session, [("webchat", "a")], NOW)["webchat", "a"]
    say(session, talk, words)
    respond(session, version, talk.id, words)
    complaint = complain(session, talk, words)
    messages.park(session, message(talk.id, 3, words), "OperationalError")
    (waits,) = parked.listing(session)
    return World(people, version, talk.id, complaint, waits.id)


def say(session: Session, talk: conversations.Conversation, words: str) -> None:
    """A question and its answer."""
    asked = outbox.Saying(
        channel="webchat",
        conversation_id=talk.id,
        seq=1,
        payload={"text": words, "choices": [["1", words, ""]], "of": "1.q", "picker": "levels"},
        speaker="bot",
        user_id=None,
        due_at=NOW,
        created_at=NOW,
    )
    outbox.put(session, [asked])
    messages.record(session, [message(talk.id, 2, words)])
    talk.heard = True
    talk.seq = 3
    conversations.save(session, [talk])


def message(talk: int, seq: int, words: str) -> messages.Message:
    """What the customer sent."""
    return messages.Message(
        channel="webchat",
        external_id=f"m{seq}",
        conversation_id=talk,
        seq=seq,
        kind="text",
        text=words,
        choice=None,
        file_id=None,
        raw=None,
        received_at=NOW,
    )


def respond(
    session: Session,
    version: int,
    talk: int | None,
    words: str,
    score: float = 75.0,
    at: datetime = NOW,
    segment: str = "经销商",
) -> int:
    """One completed response with `words` beside every value; its mood is bad."""
    begun = responses.Begun(
        version_id=version,
        conversation_id=talk,
        customer_id=None,
        channel="webchat",
        segment=segment,
        place="",
        preview=False,
        begun_at=at,
    )
    (response,) = responses.begin(session, [begun])
    asked = surveys.version(session, version).questions
    rows = [
        responses.Answer(
            response_id=response,
            question=question.key,
            kind=question.kind,
            value="4",
            label="满意",
            score=score if question.kind in ("scale", "nps") else None,
            text=words,
            comment=words,
            because=[words],
            missing="",
            seq=2,
            answered_at=at,
        )
        for question in asked
    ]
    responses.keep(session, rows)
    done = responses.Finished(response_id=response, state="completed", satisfaction_index=score, at=at)
    responses.finish(session, [done])
    for answer in responses.answer_ids(session, [(response, question.key) for question in asked]).values():
        read(session, "answer", answer)
    return response


def read(session: Session, subject: str, subject_id: int, **more: Any) -> None:
    """What the worker found; `more` as in `storage.analyses.Analysis`."""
    found = {"polarity": -0.8, "keywords": [], "model": "test", **more}
    row = rows.analysis(session, subject_id, NOW, subject=subject, **found)
    analyses.keep(session, [row])


def complain(session: Session, talk: conversations.Conversation, words: str, at: datetime = NOW) -> int:
    """A complaint of this customer; its id."""
    row = complaints.Opened(
        number=complaints.reserve(session, 1, at)[0],
        conversation_id=talk.id,
        customer_id=talk.customer_id,
        channel="webchat",
        segment=words,
        anonymous=False,
        place="",
        preview=False,
        story=words,
        product=words,
        order_number=words,
        occurred=words,
        remedy=words,
        kind="complaint",
    )
    (complaint,) = complaints.open_(session, [row], at)
    return complaint
