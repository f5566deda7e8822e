"""Each event is put before each address once, however late it was committed; what fails is tried again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from storage import complaints, db, events, hiding, hooks, users
from storage.conversations import Conversation
from storage.hooks import Outcome, Refused
from storage.tables import complaints as complaints_table
from storage.tables import events as table
from storage.tables import hooks as hooks_table
from storage.tables import users as users_table
from tests.databases import ON_POSTGRESQL, ON_SQLITE
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.test_settled import settle

URL = "https://example.com/hook"
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def administrator(engine: Engine) -> int:
    with db.writing(engine) as session:
        return users.add(session, "admin", "管理员", "administrator", "correct horse battery", NOW)


def made(engine: Engine, by: int, *kinds: str) -> int:
    with db.writing(engine) as session:
        return hooks.make(session, URL, kinds or ("complaint",), by, NOW)[0]


@pytest.fixture
def complaint(engine: Engine, talk: Conversation) -> int:
    """One that was there before the addresses were."""
    return complain(engine, talk)


def complain(engine: Engine, talk: Conversation, **values: Any) -> int:
    with db.writing(engine) as session:
        number = f"T{session.scalar(select(func.max(table.c.id))) or 0}"
        return complaints.open_(session, [{**rows.complaint(talk, number), **values}], NOW)[0]


def happen(engine: Engine, complaint: int, times: int = 1, at: datetime = NOW) -> None:
    """The complaint is looked into, so many times."""
    told = events.event(at, "complaint", complaint, "investigate", "staff", "assessed", "investigating")
    with db.writing(engine) as session:
        events.append(session, [told] * times)


def handed(engine: Engine, now: datetime) -> int:
    """How much that is new is put before anybody."""
    with db.reading(engine) as session:
        found = hooks.find(session)
    with db.writing(engine) as session:
        return hooks.hand_out(session, found, now)


def claimed(engine: Engine, now: datetime) -> list[hooks.Due]:
    with db.writing(engine) as session:
        return hooks.claim(session, now)


def settled(engine: Engine, due: list[hooks.Due], now: datetime, status: int | None, reason: str) -> None:
    with db.writing(engine) as session:
        hooks.settle(session, [Outcome(each, status, reason) for each in due], now)


def test_what_happened_is_told_once_by_ids_and_states(
    engine: Engine, complaint: int, administrator: int
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    assert handed(engine, NOW) == 1
    assert handed(engine, NOW) == 0
    (due,) = claimed(engine, NOW)
    assert due.secret.startswith("whsec_")
    assert due.body["type"] == "complaint.investigate"
    assert due.body["data"] == {
        "id": complaint,
        "event": int(due.message.removeprefix("evt_")),
        "trigger": "investigate",
        "from": "assessed",
        "to": "investigating",
    }
    assert due.message.startswith("evt_")
    assert claimed(engine, NOW) == [], "it is being sent"
    settled(engine, [due], NOW, 200, "")
    with db.reading(engine) as session:
        assert not hooks.due(session, LATER)
        (sent,) = hooks.sends(session, hook)
    assert (sent.state, sent.status, sent.attempts) == ("sent", 200, 1)
    assert handed(engine, LATER) == 0


@ON_POSTGRESQL
def test_one_that_was_committed_late_is_told_too(engine: Engine, complaint: int, administrator: int) -> None:
    """It has the lowest id, what was seen before it is of last week, and what came after is told in order."""
    made(engine, administrator)
    told = events.event(NOW, "complaint", complaint, "investigate", "staff", "assessed", "investigating")
    with db.writing(engine) as late:
        events.append(late, [told])
        late.flush()
        happen(engine, complaint, 2, NOW - timedelta(days=7))
        settle(engine)
        assert (handed(engine, NOW), handed(engine, LATER)) == (2, 0)
    assert handed(engine, LATER) == 1
    settle(engine)
    assert handed(engine, LATER) == 0
    with db.reading(engine) as session:
        assert hooks.find(session) == [], "nothing is looked at again"
    ids = []
    while found := claimed(engine, LATER):
        ids += [each.body["data"]["event"] for each in found]
        settled(engine, found, LATER, 200, "")
    assert (len(ids), ids) == (3, sorted(ids)), "what happened to one thing is told in order"


def test_what_happened_to_one_thing_waits_for_what_did_before(
    engine: Engine, complaint: int, talk: Conversation, administrator: int
) -> None:
    made(engine, administrator)
    other = complain(engine, talk)
    happen(engine, complaint, 2)
    assert handed(engine, NOW) == 4
    first = claimed(engine, NOW)
    assert [(each.body["data"]["id"], each.body["data"]["trigger"]) for each in first] == [
        (other, "receive"),
        (complaint, "investigate"),
    ]
    assert claimed(engine, NOW) == []
    settled(engine, first[:1], NOW, 200, "")
    settled(engine, first[1:], NOW, 500, "status")
    (then,) = claimed(engine, NOW)
    assert (then.body["data"]["id"], then.body["data"]["trigger"]) == (other, "acknowledge")


def test_what_waits_is_sent_now_in_its_order_and_says_why_it_waits(
    engine: Engine, complaint: int, talk: Conversation, administrator: int
) -> None:
    hook = made(engine, administrator)
    other = complain(engine, talk)
    happen(engine, complaint, 2)
    assert handed(engine, NOW) == 4
    soon = NOW + hooks.rules().pauses[0]
    for at in (NOW, soon, soon):
        settled(engine, claimed(engine, at), at, None, "unreachable")

    def standing() -> list[tuple[int, bool]]:
        with db.reading(engine) as session:
            return [(each.attempts, each.behind) for each in reversed(hooks.sends(session, hook))]

    assert sorted(standing()) == [(0, True), (0, True), (2, False), (2, False)]
    assert claimed(engine, soon) == []
    with db.writing(engine) as session:
        assert hooks.later(session, hook, soon)
        hooks.hurry(session, hook, soon)
        assert not hooks.later(session, hook, soon)
    assert sorted(standing()) == [(0, False), (0, False), (0, True), (0, True)]
    told: list[tuple[int, int]] = []
    while due := claimed(engine, soon):
        told += [(each.body["data"]["id"], each.body["data"]["event"]) for each in due]
        with db.writing(engine) as session:
            hooks.hurry(session, hook, soon)
        settled(engine, due, soon, 200, "")
    for each in (complaint, other):
        its = [event for entity, event in told if entity == each]
        assert (len(its), its) == (2, sorted(its))


def test_what_nobody_may_know_is_not_told(engine: Engine, talk: Conversation, administrator: int) -> None:
    made(engine, administrator)
    about, _ = complain(engine, talk), complain(engine, talk, preview=True)
    with db.writing(engine) as session:
        change = update(complaints_table).where(complaints_table.c.id == about)
        session.execute(change.values(concerns_id=administrator))
        events.append(session, [events.event(NOW, "user", administrator, "sign_in", "staff")])
    assert handed(engine, NOW) == 0
    with db.reading(engine) as session:
        assert hiding.reader(session) is None


def test_what_fails_is_tried_again_and_at_last_the_administrators_are_told(
    engine: Engine, complaint: int, administrator: int
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    assert handed(engine, NOW) == 1
    at, rules = NOW, hooks.rules()
    for attempt in range(1, rules.attempts + 1):
        (due,) = claimed(engine, at)
        assert due.attempts == attempt
        settled(engine, [due], at, 500, "status")
        at += rules.pause(attempt) or timedelta()
    with db.reading(engine) as session:
        (sent,) = hooks.sends(session, hook)
        assert sent.state == "failed"
        assert hooks.one(session, hook).failing_since == NOW  # type: ignore[union-attr]
    at = NOW + rules.off_after
    with db.writing(engine) as session:
        assert hooks.again(session, hook, sent.id, at)
    settled(engine, claimed(engine, at), at, None, "timeout")
    with db.reading(engine) as session:
        assert hooks.one(session, hook).off == "failing"  # type: ignore[union-attr]
        assert [each["trigger"] for each in events.of(session, "hook", hook)] == ["make", "switch_off"]
    happen(engine, complaint, at=at)
    assert handed(engine, at + timedelta(hours=1)) == 0
    with db.writing(engine) as session:
        assert hooks.test(session, hook, at)
    (due,) = claimed(engine, at)
    assert (due.body["type"], due.body["data"]) == ("test", {}), "a test goes out all the same"
    with db.writing(engine) as session:
        assert hooks.switch(session, hook, on=True, user_id=administrator, at=at)
    assert handed(engine, at + timedelta(hours=1)) == 0, "what happened meanwhile is not told"


def test_who_wants_nothing_any_more_is_told_nothing(
    engine: Engine, complaint: int, administrator: int
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    handed(engine, NOW)
    settled(engine, claimed(engine, NOW), NOW, 410, "status")
    with db.reading(engine) as session:
        assert hooks.one(session, hook).off == "gone"  # type: ignore[union-attr]


def test_one_that_fails_holds_up_no_other(engine: Engine, talk: Conversation, administrator: int) -> None:
    bad, good = made(engine, administrator), made(engine, administrator)
    for _ in range(5):
        complain(engine, talk)
    assert handed(engine, NOW) == 20
    with db.writing(engine) as session:
        session.execute(update(hooks_table).where(hooks_table.c.id == bad).values(failing_since=NOW))
    due = claimed(engine, NOW)
    assert [sum(each.hook_id == hook for each in due) for hook in (bad, good)] == [1, 4]


def test_what_was_sent_long_ago_is_forgotten_and_an_address_with_all_of_it(
    engine: Engine, complaint: int, administrator: int
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    handed(engine, NOW)
    settled(engine, claimed(engine, NOW), NOW, 200, "")
    with db.writing(engine) as session:
        assert hooks.forget(session, NOW + hooks.rules().kept) == 0
        assert hooks.forget(session, NOW + hooks.rules().kept + timedelta(days=1)) == 1
        assert hooks.test(session, hook, NOW)
        assert hooks.drop(session, hook, administrator, NOW)
        assert hooks.listing(session) == []
        with pytest.raises(Refused, match="no_kind"):
            hooks.make(session, URL, ["nothing"], administrator, NOW)
        with pytest.raises(Refused, match="url_private"):
            hooks.make(session, "https://127.0.0.1/", ["complaint"], administrator, NOW)


@ON_SQLITE
@pytest.mark.parametrize("how", ["staff", "gone", "failing"])
def test_what_waited_when_it_was_switched_off_is_not_sent_when_it_is_on_again(
    engine: Engine, talk: Conversation, administrator: int, how: str
) -> None:
    hook = made(engine, administrator)
    for _ in range(6):
        complain(engine, talk)
    assert handed(engine, NOW) == 12
    at = NOW + hooks.rules().off_after
    match how:
        case "staff":
            with db.writing(engine) as session:
                assert hooks.switch(session, hook, on=False, user_id=administrator, at=NOW)
        case "gone":
            settled(engine, claimed(engine, NOW), NOW, 410, "status")
        case "failing":
            settled(engine, claimed(engine, NOW), NOW, 500, "status")
            settled(engine, claimed(engine, at), at, 500, "status")
    with db.reading(engine) as session:
        assert hooks.one(session, hook).off == how  # type: ignore[union-attr]
        assert {each.state for each in hooks.sends(session, hook)} == {"failed"}
    with db.writing(engine) as session:
        assert hooks.switch(session, hook, on=True, user_id=administrator, at=at)
    assert (handed(engine, at), claimed(engine, at + timedelta(days=200))) == (0, [])


@ON_SQLITE
@pytest.mark.parametrize("change", [{"active": False}, {"role": "viewer"}, {"sees": "own"}])
def test_it_ends_with_who_answers_for_it(
    engine: Engine, complaint: int, administrator: int, change: dict[str, Any]
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    assert handed(engine, NOW) == 1
    with db.writing(engine) as session:
        other = users.add(session, "wang", "王工", "administrator", "correct horse battery", NOW)
        of = users_table.c.id == administrator
        session.execute(update(users_table).where(of).values(**change))
    happen(engine, complaint)
    assert (handed(engine, NOW), claimed(engine, NOW)) == (0, [])
    with db.reading(engine) as session:
        assert hooks.one(session, hook).off == "maker"  # type: ignore[union-attr]
        assert hooks.find(session) == []
        assert events.of(session, "hook", hook)[-1]["target"] == "maker"
    with db.writing(engine) as session:
        assert hooks.switch(session, hook, on=True, user_id=other, at=NOW)
    happen(engine, complaint)
    assert (handed(engine, NOW), len(claimed(engine, NOW))) == (1, 1), "they answer for it"


@ON_SQLITE
def test_who_comes_back_late_writes_nothing_over_what_another_did(
    engine: Engine, complaint: int, administrator: int
) -> None:
    hook = made(engine, administrator)
    happen(engine, complaint)
    handed(engine, NOW)
    frozen, then = claimed(engine, NOW), claimed(engine, LATER)
    settled(engine, frozen, LATER, None, "timeout")
    assert claimed(engine, LATER) == [], "another has it"
    settled(engine, then, LATER, 200, "")
    settled(engine, frozen, LATER, 410, "status")
    with db.reading(engine) as session:
        assert [each.state for each in hooks.sends(session, hook)] == ["sent"]
        assert hooks.one(session, hook).off == ""  # type: ignore[union-attr]
