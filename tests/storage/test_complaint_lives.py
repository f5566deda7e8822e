"""Complaints that anybody moves anyhow, at any hour: whatever is tried, no life leaves the law."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DatabaseError

from storage import changes, complaints, db, events, users
from storage.complaints import Complaint, Stale
from storage.conversations import Conversation
from storage.domain.complaint import ENDED, LIFE
from storage.domain.deadline import NEXT
from storage.domain.form import FIELDS
from storage.domain.handling import BESIDE, MOVES, OUTCOMES, OUTSIDE, Refused
from storage.tables import events as history
from tests.seeds import some_seed
from tests.storage import rows
from tests.storage.conftest import NOW

RUNS = 3
STEPS = 100
PASSWORD = "correct horse battery"
JUMPS = (timedelta(minutes=1), timedelta(hours=3), timedelta(days=9), timedelta(days=400), -timedelta(days=2))

NUMBERS = [f"T{number}" for number in range(1, 5)]
FOR_GOOD = ("withdrawn", "merged")

OWN_VERBS = {"amend", "assign", "link", "split", "pause", "resume"}
"""What is no move."""


class Seen(NamedTuple):
    """All that is kept of one complaint."""

    row: Complaint
    form: dict[str, Any]
    events: list[Any]
    changes: list[changes.Change]


def seen(engine: Engine, key: int) -> Seen:
    with db.reading(engine) as session:
        return Seen(
            complaints.one(session, key),
            complaints.form(session, key),
            list(events.of(session, "complaint", key)),
            changes.of_complaint(session, key),
        )


@pytest.fixture
def people(engine: Engine) -> dict[str, int]:
    roles = ("handler", "administrator", "viewer")
    with db.writing(engine) as session:
        return {role: users.add(session, role, role, role, PASSWORD, NOW) for role in roles}


def given(dice: random.Random) -> dict[str, Any]:
    """What a move may need, some of it missing, some of it nonsense."""
    whole = {
        "text": "新的今天寄出。",
        "remark": "电话里说的",
        "severity": dice.choice(("minor", "serious", "huge")),
        "outcome": dice.choice((*OUTCOMES["complaint"], *OUTCOMES["suggestion"], "")),
        "body": dice.choice((*OUTSIDE, "nowhere")),
        "other": dice.choice((*NUMBERS, "T404")),
    }
    return {name: value for name, value in whole.items() if dice.random() < 0.85}


def act(
    engine: Engine, dice: random.Random, of: Seen, trigger: str, people: dict[str, int], at: datetime
) -> None:
    """Try it. Raises Refused, Stale."""
    key, revision = of.row.id, dice.choice((*[None] * 5, of.row.revision, dice.randrange(6)))
    actor = dice.choice((*["staff"] * 9, "customer", "bot", "clock"))
    who = (
        dice.choice((*[people["administrator"]] * 5, *[people["handler"]] * 3, people["viewer"], None))
        if actor == "staff"
        else None
    )
    with db.writing(engine) as session:
        if trigger == "amend":
            fields = {"model": dice.choice("AB"), "kind": dice.choice((*OUTCOMES, "gossip"))}
            complaints.amend(session, key, fields, who or 0, at, revision)
        elif trigger == "assign":
            owner = dice.choice((*people.values(), 404))
            complaints.assign(session, key, owner, "质量部", who or 0, at, revision)
        elif trigger == "link":
            complaints.link(session, key, dice.choice(NUMBERS), who or 0, at)
        elif trigger == "split":
            complaints.split(session, key, dice.choice(("门也坏了", "")), who or 0, at, revision)
        elif trigger == "pause":
            complaints.pause(session, key, who or 0, dice.choice(("哪一扇门？", "")), at, revision)
        elif trigger == "resume":
            complaints.resume(session, key, who or 0, at, revision)
        else:
            complaints.move(session, key, trigger, actor, who, at, revision, given(dice))


@pytest.mark.parametrize("run", range(RUNS))
def test_whatever_is_tried_no_life_leaves_the_law(
    engine: Engine, talk: Conversation, people: dict[str, int], run: int
) -> None:
    seed = some_seed()
    print(f"run {run}, seed {seed}")
    dice = random.Random(seed)
    with db.writing(engine) as session:
        keys = complaints.open_(session, [rows.complaint(talk, number) for number in NUMBERS], NOW)
    at, done, now = NOW, 0, {key: seen(engine, key) for key in keys}
    for _ in range(STEPS):
        at += dice.choice(JUMPS)
        before, key = now, dice.choice([key for key in keys if now[key].row.state not in FOR_GOOD] or keys)
        trigger = wished(dice, before[key].row.state)
        try:
            act(engine, dice, before[key], trigger, people, at)
        except (Refused, Stale):
            assert {key: seen(engine, key) for key in keys} == before, "nothing was kept of it"
            continue
        done, now = done + 1, {key: seen(engine, key) for key in keys}
        for each in keys:
            lawful(before[each], now[each], trigger if each == key else "link")
    assert done > STEPS // 10, "enough was allowed"


def wished(dice: random.Random, state: str) -> str:
    """Mostly what leads on, else anything."""
    onward = [trigger for trigger in LIFE.triggers(state) if trigger not in ("withdraw", "merge")]
    return dice.choice((*onward * 10, *MOVES, "sing"))


def lawful(before: Seen, after: Seen, trigger: str) -> None:
    """What must hold of every step that was taken."""
    old, new = before.row, after.row
    assert after.events[: len(before.events)] == before.events, "history is only added to"
    assert after.changes[: len(before.changes)] == before.changes
    added = after.events[len(before.events) :]
    own = [event for event in added if event["trigger"] == trigger]
    assert len(own) <= 1, "every event once"
    assert {event["trigger"] for event in added} <= {trigger, "link"}
    if trigger in OWN_VERBS:
        assert new.state == old.state
        assert new.revision == old.revision + (bool(own) and trigger != "link")
    else:
        assert new.revision == old.revision + 1, "revision always grows"
        assert [(event["source"], event["target"]) for event in own] == [(old.state, new.state)]
        stays = old.state in BESIDE.get(trigger, ())
        assert new.state == (old.state if stays else LIFE.move(old.state, trigger))
    differs = {
        name: (before.form[name], after.form[name])
        for name in FIELDS
        if before.form[name] != after.form[name]
    }
    kept = {change.field: (change.old, change.new) for change in after.changes[len(before.changes) :]}
    assert {name: pair for name, pair in kept.items() if name in FIELDS} == differs, "old and new are kept"
    standing(after)


def standing(of: Seen) -> None:
    """What must hold of a complaint at any time."""
    row = of.row
    assert row.state in LIFE.states
    assert (row.closed_at is not None) == (row.state in ENDED)
    assert (row.due_at is not None) == (row.state in NEXT)
    assert (row.merged_into is not None) == (row.state == "merged")
    assert bool(row.outcome) == (row.state == "closed")
    moved = [event for event in of.events if event["target"]]
    for earlier, later in pairwise(moved):
        assert later["source"] == earlier["target"], "each move begins where the last one ended"
    assert moved[-1]["target"] == row.state


@pytest.mark.parametrize("change", [delete(history), update(history).values(trigger="close")])
def test_the_history_of_a_complaint_cannot_be_altered(
    engine: Engine, talk: Conversation, change: Any
) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, "T1")], NOW)
    before = seen(engine, key)
    with pytest.raises(DatabaseError), db.writing(engine) as session:
        session.execute(change)
    assert seen(engine, key) == before
