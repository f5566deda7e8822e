"""A person in the conversation: take over, speak, hand back. While held, the bot only records."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import definitions, events, outbox
from storage.conversations.repeating import repeated
from storage.conversations.speaking import spoken
from storage.tables import conversations, users
from storage.tables import outbox as sayings


def hold(session: Session, conversation_id: int, user_id: int, at: datetime) -> bool:
    """This member of staff answers from now on. False: another one already does."""
    change = (
        update(conversations)
        .where(conversations.c.id == conversation_id, conversations.c.held_by.is_(None))
        .values(held_by=user_id, waiting_since=None, waiting_for="", heard=True)
        .returning(conversations.c.id)
    )
    if session.execute(change).one_or_none() is None:
        query = select(conversations.c.held_by).where(conversations.c.id == conversation_id)
        return session.scalar(query) == user_id
    _record(session, conversation_id, "hold", user_id, at)
    notify(session, conversation_id, "notice.held", at, name=_name(session, user_id))
    return True


def release(
    session: Session, conversation_id: int, user_id: int, at: datetime, anyones: bool = False
) -> bool:
    """Hand back to the bot, which says its open question again; where a person had been called, nobody is
    waited for any more: the talk goes on where it was. False: this member of staff did not hold it.

    `anyones`: they may hand back what a colleague holds.
    """
    held = conversations.c.held_by
    change = (
        update(conversations)
        .where(conversations.c.id == conversation_id, held.is_not(None) if anyones else held == user_id)
        .values(held_by=None, waiting_since=None, waiting_for="")
        .returning(conversations.c.talk)
    )
    talk = session.scalar(change)
    if talk is None:
        return False
    _record(session, conversation_id, "release", user_id, at)
    notify(session, conversation_id, "notice.released", at)
    if back := json.loads(talk).get("back"):
        _go_on(session, conversation_id, json.loads(back), at)
    else:
        _repeat_question(session, conversation_id, at)
    return True


def reply(session: Session, conversation_id: int, user_id: int, text: str, at: datetime) -> bool:
    """Say it, as the one who holds the conversation. False: they do not, and nothing is said."""
    holds = update(conversations).where(
        conversations.c.id == conversation_id, conversations.c.held_by == user_id
    )
    held = holds.values(active_at=at).returning(conversations.c.id)  # writing locks it until the commit
    if session.execute(held).one_or_none() is None:
        return False
    say(session, conversation_id, user_id, text, at)
    return True


def say(
    session: Session, conversation_id: int, user_id: int, text: str, at: datetime, about: str = ""
) -> int:
    """Say a member of staff's words to the customer, who then waits no more; their number there. `about`: the
    mark of what is asked in them."""
    waits = update(conversations).where(conversations.c.id == conversation_id)
    session.execute(waits.values(waiting_since=None, waiting_for=""))
    payload = {"text": text, "by": _name(session, user_id)} | ({"about": about} if about else {})
    return _put(session, conversation_id, payload, at, user_id)


class Question(NamedTuple):
    """Asked under the text of `key`, with these `choices` (`chat.choice`); what they choose comes back under
    the `mark`. Where `mail` is a text, a mail has that in place of the choices: how to answer in one's own
    words."""

    key: str
    choices: tuple[str, ...]
    mark: str
    mail: str = ""


def answer(
    session: Session,
    conversation_id: int,
    user_id: int,
    text: str,
    key: str,
    at: datetime,
    question: Question | None = None,
    **values: Any,
) -> None:
    """Say their words under the text of this key, which the bot says first; then ask what the customer says
    to them. A mail holds it all."""
    if _by_mail(session, conversation_id):
        texts = definitions.texts(spoken(session, conversation_id))
        after = [texts(question.mail, **values)] if question else []
        whole = "\n\n".join([texts(key, **values), text, *after])
        say(session, conversation_id, user_id, whole, at, question.mark if question else "")
        return
    notify(session, conversation_id, key, at, **values)
    say(session, conversation_id, user_id, text, at)
    if question:
        ask(session, conversation_id, question, at, **values)


def ask(
    session: Session,
    conversation_id: int,
    question: Question,
    at: datetime,
    *,
    asked: bool = True,
    **values: Any,
) -> int:
    """Ask the customer this; its number in the conversation. What they have not `asked` for waits until quiet
    hours are over, and rather reaches nobody than anybody twice."""
    if question.mail and _by_mail(session, conversation_id):
        mail, mark = question.mail, question.mark
        return notify(session, conversation_id, mail, at, asked=asked, about=mark, **values)
    texts = definitions.texts(spoken(session, conversation_id))
    marks = {} if asked else {outbox.UNASKED: True, outbox.ONCE: True}
    payload = {
        "text": texts(question.key, **values),
        "of": question.mark,
        "choices": [[each, texts(f"chat.choice.{each}"), ""] for each in question.choices],
        "picker": "buttons",
    }
    return _put(session, conversation_id, payload | marks, at)


def _by_mail(session: Session, conversation_id: int) -> bool:
    query = select(conversations.c.channel).where(conversations.c.id == conversation_id)
    return session.scalar(query) == "email"


def notify(
    session: Session,
    conversation_id: int,
    key: str,
    at: datetime,
    *,
    asked: bool = True,
    to_staff: bool = False,
    subject: str = "",
    about: str = "",
    details: Mapping[str, Any] = MappingProxyType({}),
    **values: object,
) -> int:
    """Tell the customer the text under this key, in their language; its number in the conversation. What they
    have not `asked` for waits until quiet hours are over. What is told `to_staff` stands there alone; a mail
    is called by the text under the key `subject`. `about`: the mark of what is asked in it;
    `details` are for a mail (`storage.alerts.tell`)."""
    texts = definitions.texts(spoken(session, conversation_id))
    mark = ({} if asked else {outbox.UNASKED: True}) | ({outbox.TO_STAFF: True} if to_staff else {})
    called = {"subject": texts(subject, **values)} if subject else {}
    called |= {"about": about} if about else {}
    beside = {"details": dict(details)} if details else {}
    return _put(session, conversation_id, {"text": texts(key, **values), **mark, **called, **beside}, at)


def tell(session: Session, conversation_id: int, text: str, at: datetime) -> int:
    """Tell the customer this text, which is in their language already; its number in the conversation."""
    return _put(session, conversation_id, {"text": text}, at)


def _name(session: Session, user_id: int) -> str:
    """What customers read of who speaks to them."""
    name: str = session.scalars(select(users.c.name).where(users.c.id == user_id)).one()
    return name


def _go_on(session: Session, conversation_id: int, back: dict[str, Any], at: datetime) -> None:
    """Where the bot noted that it would, when the person was called."""
    goes_on = update(conversations).where(conversations.c.id == conversation_id).values(talk=back["talk"])
    session.execute(goes_on)
    _put(session, conversation_id, back["say"], at)


def _repeat_question(session: Session, conversation_id: int, at: datetime) -> None:
    query = select(sayings.c.payload).where(
        sayings.c.conversation_id == conversation_id, sayings.c.speaker == "bot"
    )
    for payload in session.scalars(query.order_by(sayings.c.seq.desc()).limit(20)):
        if payload.get("of"):
            _put(session, conversation_id, repeated(payload), at)
            return


def _put(
    session: Session, conversation_id: int, payload: dict[str, Any], at: datetime, user_id: int | None = None
) -> int:
    """Taking the number locks the conversation until the commit, so that two speakers never share one. What
    waits for the end of quiet hours is no sign that anybody is awake."""
    active = {} if outbox.UNASKED in payload else {"active_at": at}
    change = (
        update(conversations)
        .where(conversations.c.id == conversation_id)
        .values(seq=conversations.c.seq + 1, **active)
        .returning(conversations.c.seq, conversations.c.channel)
    )
    taken = session.execute(change).one_or_none()
    if taken is None:
        raise KeyError(f"no conversation {conversation_id}")
    saying = outbox.Saying(
        channel=taken.channel,
        conversation_id=conversation_id,
        seq=taken.seq,
        payload=payload,
        speaker="staff" if user_id else "bot",
        user_id=user_id,
        due_at=at,
        created_at=at,
    )
    outbox.put(session, [saying])
    return saying["seq"]


def _record(session: Session, conversation_id: int, trigger: str, user_id: int, at: datetime) -> None:
    done = events.event(at, "conversation", conversation_id, trigger, "staff", user_id=user_id)
    events.append(session, [done])
