"""Transcripts of demo conversations, so that the talks page has something to read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.orm import Session

from admin.demo import doubts
from admin.demo.story import Told
from storage import conversations, customers, messages, outbox
from storage.domain.question import Question
from storage.queries import talks as listed

CHANNEL = "webchat"

Turn = tuple[str, str]  # what was asked, what was answered


def hold(
    session: Session, number: int, one: Told, items: Mapping[str, Question], closing: Question
) -> conversations.Conversation:
    """The conversation in which this response was given."""
    talk = begin(session, f"response {number}", one.name, one.segment, one.at)
    speak(session, talk, turns(one, items, closing), one.at)
    return talk


def turns(one: Told, items: Mapping[str, Question], closing: Question) -> list[Turn]:
    """Question by question."""
    asked = [turn for item, level in one.levels.items() for turn in _asked(one, items[item], level)]
    return asked + ([(closing.text, one.closing.text)] if one.closing else [])


def seq(said: Sequence[Turn], words: str) -> int:
    """The number of the customer's message with these words."""
    return next(2 * number + 2 for number, (_, answered) in enumerate(said) if answered == words)


def _asked(one: Told, question: Question, level: int) -> list[Turn]:
    doubt = one.doubts.get(question.key)
    if doubt is None:
        return [(question.text, _answered(one, question, level))]
    return [(question.text, doubt.words), (doubts.asked_again(question, doubt), doubt.reply)]


def _answered(one: Told, question: Question, level: int) -> str:
    said = one.comments.get(question.key)
    label = question.choices[level - 1][1]
    return f"{label}，{said.text}" if said else label


def begin(session: Session, mark: str, name: str, segment: str, at: datetime) -> conversations.Conversation:
    """A conversation of a demo customer; the mark makes its address."""
    address = (CHANNEL, sha256(f"demo {mark}".encode()).hexdigest())
    talk = conversations.load(session, [address], at)[address]
    customers.know(session, talk.customer_id, customers.Known(name=name, segment=segment, demo=True))
    return talk


def speak(session: Session, talk: conversations.Conversation, turns: Sequence[Turn], at: datetime) -> None:
    """What was asked and answered, from `at` on; all of it has arrived."""
    asked = [
        outbox.Saying(
            channel=CHANNEL,
            conversation_id=talk.id,
            seq=2 * number + 1,
            payload={"text": question},
            speaker="bot",
            user_id=None,
            due_at=at + timedelta(seconds=25 * number),
            created_at=at + timedelta(seconds=25 * number),
        )
        for number, (question, _) in enumerate(turns)
    ]
    answered = [
        messages.Message(
            channel=CHANNEL,
            external_id=f"demo-{talk.id}-{number}",
            conversation_id=talk.id,
            seq=2 * number + 2,
            kind="text",
            text=words,
            choice=None,
            file_id=None,
            raw=None,
            received_at=at + timedelta(seconds=25 * number + 15),
        )
        for number, (_, words) in enumerate(turns)
    ]
    outbox.put(session, asked)
    messages.record(session, answered)
    talk.seq = talk.seen = 2 * len(turns)
    talk.active_at = at + timedelta(seconds=25 * len(turns))
    talk.heard = True
    conversations.save(session, [talk])


def all_seen(session: Session) -> None:
    """The devices of the demo's customers have shown all that was said to them, notices too."""
    conversations.see(session, {talk.id: talk.seq for talk in listed.talks(session)})
