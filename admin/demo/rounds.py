"""The rounds of the demo organisation: sent in waves, half returned; some late, declined, in doubt."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from storage import conversations, customers, invitations, outbox, rounds
from storage.invitations import LINK, Listed, Move, Whom

CHANNEL = "telegram"
MANY = 1000


def fill(session: Session, story: Mapping[str, Any], written: Mapping[str, Any], now: datetime) -> None:
    """Plan them, send them, and have the customers answer."""
    for one in written["round"]:
        begins, ends = (now + timedelta(days=one[name]) for name in ("begins", "ends"))
        made = rounds.add(session, story["survey"], _plan(one, begins, ends), False, None, begins)
        invitations.plan(session, made, _whom(session, one, names(story, one), begins), begins)
        rounds.move(session, made, "start", begins)
        invitations.hand_out(session, made, begins)
        _send(session, made, one, written["said"], now)
        _answer(session, made, one["fates"], begins + timedelta(days=2), ends)
        if ends < now:
            rounds.move(session, made, "close", ends, "clock")


def _plan(one: Mapping[str, Any], begins: datetime, ends: datetime) -> rounds.Plan:
    return rounds.Plan(
        title=one["title"],
        target=one["target"],
        return_by=ends,
        starts_at=begins,
        wave_size=one["wave_size"],
        wave_minutes=60 * one["wave_hours"],
        remind=False,
    )


def names(story: Mapping[str, Any], one: Mapping[str, Any]) -> list[str]:
    """So many made-up names, each another as long as there are."""
    kinds = story["names"]
    made = [surname + title for title in kinds["titles"] for surname in kinds["surnames"]]
    return [made[number % len(made)] for number in range(one["telegram"] + one["links"])]


def _whom(session: Session, one: Mapping[str, Any], called: Sequence[str], at: datetime) -> list[Whom]:
    """Made-up customers whom nobody has met: those on Telegram have a conversation without a word in it."""
    places = [(CHANNEL, f"demo-{at:%y%m%d}-{n}") for n in range(one["telegram"])]  # nobody's address
    talks = list(conversations.load(session, places, at).values())
    for talk in talks:
        talk.active_at = customers.NEVER
    conversations.save(session, talks)
    known = [customers.Known(name=name, segment=one["segment"], demo=True) for name in called]
    for talk, each in zip(talks, known, strict=False):
        customers.know(session, talk.customer_id, each)
    linked = customers.add(session, [(each, at) for each in known[len(talks) :]])
    written_to = [Whom(talk.customer_id, talk.id, CHANNEL, talk.address) for talk in talks]
    return written_to + [Whom(key, 0, LINK, f"customer-{key}@example.com") for key in linked]


def _send(session: Session, made: int, one: Mapping[str, Any], words: str, now: datetime) -> None:
    """What was due by now, wave by wave: most arrived, a few did not, of a few nobody knows."""
    due = [each for each in _listed(session, made) if each.channel == CHANNEL and each.due_at < now]
    if not due:
        return
    for at in sorted({each.due_at for each in due}):
        wave = [each for each in due if each.due_at == at]
        outbox.put(session, [_saying(each, words, at) for each in wave])
        invitations.issue(session, {each.id: (each.conversation_id or 0, 1) for each in wave}, at)
    claimed = outbox.claim(session, CHANNEL, now, timedelta(minutes=1), MANY)
    last = due[-1].due_at
    bounced, doubted = one["bounced"], one["in_doubt"]
    failed = {row.id: "blocked" for row in claimed[:bounced]}
    failed |= {row.id: outbox.IN_DOUBT for row in claimed[bounced : bounced + doubted]}
    outbox.fail_all(session, failed, last)
    outbox.sent_all(session, {row.id: None for row in claimed if row.id not in failed}, last)
    invitations.follow(session, MANY)


def _saying(each: Listed, words: str, at: datetime) -> outbox.Saying:
    return outbox.Saying(
        channel=CHANNEL,
        conversation_id=each.conversation_id or 0,
        seq=1,
        payload={"text": words},
        speaker="bot",
        user_id=None,
        due_at=at,
        created_at=at,
    )


def _answer(session: Session, made: int, fates: Mapping[str, int], at: datetime, ends: datetime) -> None:
    """Those who were reached, some of each wave and of each channel."""
    listed = (each for each in _listed(session, made) if each.state in ("issued", "delivered"))
    reached = iter(sorted((each.id for each in listed if not each.reason), key=lambda key: key % 3))
    took = {fate: list(islice(reached, count)) for fate, count in fates.items()}
    begun = [key for fate, keys in took.items() if fate != "decline" for key in keys]
    _move(session, begun, "begin", at)
    _move(session, took.get("return", ()), "return", at + timedelta(minutes=4))
    _move(session, took.get("decline", ()), "decline", at)
    _move(session, took.get("late", ()), "return", ends + timedelta(days=2))


def _move(session: Session, keys: Sequence[int], trigger: str, at: datetime) -> None:
    invitations.move_all(session, [Move(key, trigger, None) for key in keys], at)


def _listed(session: Session, made: int) -> list[Listed]:
    return invitations.listing(session, made, [], MANY)
