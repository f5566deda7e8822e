"""What the clock does about complaints: who is told of what, once, and when it looks again."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Row, delete, insert, select, update

from storage import complaints, contacts, conversations, db, definitions, events, leases
from storage.complaints import asking_after, daily, falling_due, reminding
from storage.conversations import Conversation
from storage.domain.complaint import OPEN
from storage.domain.working_time import working
from storage.tables import complaint_reminders, customers, outbox, users
from storage.tables import complaints as table
from storage.tables import conversations as talks
from tests.databases import ON_POSTGRESQL
from tests.seeds import some_seed
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.waiting import wait_until_blocked

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOMENT = timedelta(microseconds=1)
GIVEN = {"text": "新的今天寄出。", "remark": "说过", "severity": "minor", "body": "hotline"}

Staff = dict[str, int]


@pytest.fixture
def people(engine: Engine) -> Staff:
    """An owner, the head of a department and a manager, each with a chat of their own."""
    made = {}
    with db.writing(engine) as session:
        for login, role, department in (
            ("owner", "handler", "质量部"),
            ("head", "department_head", "质量部"),
            ("other", "department_head", "物流部"),
            ("boss", "manager", ""),
        ):
            chat = conversations.load(session, [("webchat", login)], NOW)["webchat", login].id
            who = {"login": login, "name": login, "role": role, "password_hash": "", "created_at": NOW}
            new = insert(users).values(**who, department=department, alert_to=chat).returning(users.c.id)
            made[login] = session.scalars(new).one()
    return made


@pytest.fixture
def one(engine: Engine, talk: Conversation, people: Staff) -> int:
    """A complaint that the owner sees to."""
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, "T1")], NOW)
        complaints.assign(session, key, people["owner"], "质量部", people["boss"], NOW)
    return key


def row(engine: Engine, key: int) -> Row[Any]:
    with db.reading(engine) as session:
        return session.execute(select(table).where(table.c.id == key)).one()


def heard(engine: Engine, login: str) -> list[str]:
    """What this member of staff was told."""
    query = select(outbox.c.payload).join(talks).where(talks.c.address == login).order_by(outbox.c.seq)
    with db.reading(engine) as session:
        return [payload["text"].splitlines()[0] for payload in session.scalars(query)]


def round_(engine: Engine, now: datetime) -> int:
    """One round of the clock."""
    with db.reading(engine) as session:
        ids = [each.id for each in reminding.due(session, now)]
    with db.writing(engine) as session:
        return reminding.remind(session, ids, now)


def look_again(engine: Engine, now: datetime) -> list[int]:
    """Everything that is open is looked at, as after a start; what was not as it should be."""
    with db.reading(engine) as session:
        ids = reminding.changed(session, reminding.all_open(session), now)
    with db.writing(engine) as session:
        reminding.remind(session, ids, now)
    return ids


def tell_daily(engine: Engine, now: datetime) -> int:
    with db.reading(engine) as session:
        listed = daily.lists(session, now)
    with db.writing(engine) as session:
        return daily.tell(session, listed, now)


def change(engine: Engine, key: int, **values: Any) -> None:
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == key).values(**values))


def act(engine: Engine, key: int, trigger: str, at: datetime, who: int | None, **given: Any) -> None:
    with db.writing(engine) as session:
        actor = "staff" if who else "customer"
        complaints.move(session, key, trigger, actor, who, at, given=GIVEN | given)


def test_whoever_it_is_assigned_to_is_told_at_once(engine: Engine, one: int, people: Staff) -> None:
    assert heard(engine, "owner") == ["投诉 T1 由您负责：3月6日 18:00 前答复顾客。"]
    with db.writing(engine) as session:
        complaints.assign(session, one, people["head"], "质量部", people["head"], NOW)
    assert heard(engine, "head") == [], "who takes it knows"


def test_an_alert_says_which_what_and_by_when_and_never_what_the_customer_said(
    engine: Engine, one: int, people: Staff
) -> None:
    while (look := row(engine, one).look_at) is not None:
        round_(engine, look + MOMENT)
    with db.reading(engine) as session:
        told = [payload["text"] for payload in session.scalars(select(outbox.c.payload))]
    assert len(told) > 5
    assert not [text for text in told if "外壳" in text or "换一个" in text]
    assert all(text.splitlines()[-1].endswith(f"/complaints/{one}") for text in told)


def test_due_soon_late_and_up_the_ladder_each_once(engine: Engine, one: int) -> None:
    due = row(engine, one).due_at
    steps = []
    for _ in range(4):
        look = row(engine, one).look_at
        assert round_(engine, look) == 0, "not before its time"
        assert round_(engine, look + MOMENT) == 1
        assert round_(engine, look + MOMENT) == 0
        assert round_(engine, look - DAY) == 0, "nor again by a clock set back"
        steps.append(look)
    assert steps[0] < due == steps[1] < steps[2] < steps[3]
    assert [working(definitions.calendar(), due, each) for each in steps[2:]] == [4 * HOUR, 8 * HOUR]
    assert heard(engine, "owner")[1:] == ["投诉 T1 快到期：3月6日 18:00 前答复顾客。负责人：owner", LADDER[0]]
    assert [heard(engine, login) for login in ("head", "boss", "other")] == [[LADDER[1]], [LADDER[2]], []]
    with db.reading(engine) as session:
        done = [event["trigger"] for event in events.of(session, "complaint", one)]
    assert done[3:] == ["remind", "escalate", "escalate", "escalate"]


LADDER = (
    "投诉 T1 逾期，第 1 级：已超时不到 1 小时，还没有答复顾客。请马上办。负责人：owner",
    "投诉 T1 逾期，第 2 级：已超时 4 个工作小时，还没有答复顾客。请今天安排人办好。负责人：owner",
    "投诉 T1 逾期，第 3 级：已超时 8 个工作小时，还没有答复顾客。请过问，定下谁来办、怎么办。负责人：owner",
)


def test_who_stands_on_every_step_hears_what_each_is_and_of_several_at_once_the_last(
    engine: Engine, one: int, people: Staff
) -> None:
    """One person in a small organisation: they own it, and there is nobody else."""
    with db.writing(engine) as session:
        others = users.c.login.in_(("head", "boss"))
        session.execute(update(users).where(others).values(active=False))
        session.execute(update(users).where(users.c.login == "owner").values(role="administrator"))
    for _ in range(4):
        round_(engine, row(engine, one).look_at + MOMENT)
    assert heard(engine, "owner")[2:5] == list(LADDER)
    due = row(engine, one).due_at
    change(engine, one, owner_id=None)
    with db.writing(engine) as session:
        session.execute(delete(complaint_reminders))
    before = len(heard(engine, "owner"))
    look_again(engine, due + 3 * DAY + HOUR)
    assert heard(engine, "owner")[before:] == [
        "投诉 T1 逾期，第 3 级：已超时 8 个工作小时，还没有答复顾客。请先指定负责人。负责人：还没有"
    ]


def test_where_its_owners_account_is_out_somebody_has_to_be_named_first(engine: Engine, one: int) -> None:
    with db.writing(engine) as session:
        session.execute(update(users).where(users.c.login == "owner").values(active=False))
    look_again(engine, row(engine, one).due_at + MOMENT)
    (told,) = heard(engine, "head")
    assert told.endswith("请先指定负责人。负责人：还没有")


BY_THE_CLOCK = """key = "own"
title = "own"
base = "standard"
[limits.answer]
clock_hours = 24
"""


def test_what_is_due_by_the_clock_is_late_by_the_clock(engine: Engine, one: int) -> None:
    definitions.rule("policy", BY_THE_CLOCK)
    look_again(engine, NOW + 3 * DAY + 5 * HOUR)
    (told,) = heard(engine, "boss")
    assert "第 3 级：已超时 53 小时，" in told


def test_what_is_long_past_is_told_once_to_each(engine: Engine, one: int) -> None:
    """A clock that stood still for weeks: two limits late, three steps each, one message a person."""
    assert round_(engine, NOW + 60 * DAY) == 6
    assert [len(heard(engine, login)) for login in ("owner", "head", "boss")] == [2, 1, 1]
    assert row(engine, one).look_at is None, "nothing is left to do"


def test_answered_in_time_nobody_is_told(engine: Engine, one: int, people: Staff) -> None:
    act(engine, one, "answer", NOW, people["owner"])
    assert row(engine, one).due_kind == "close"
    assert round_(engine, NOW + 4 * DAY) == 0
    act(engine, one, "close", NOW + 4 * DAY, people["owner"], outcome="unopposed")
    assert (row(engine, one).due_at, row(engine, one).look_at) == (None, None)


def test_a_refusal_goes_up_and_its_time_runs_from_it(engine: Engine, one: int, people: Staff) -> None:
    later = NOW + 2 * DAY
    act(engine, one, "answer", NOW, people["owner"])
    act(engine, one, "refuse", later, None)
    found = row(engine, one)
    assert (found.due_kind, found.due_at) == ("answer", datetime(2026, 3, 10, 10, tzinfo=UTC))
    told = "投诉 T1 的答复，顾客不接受：3月10日 18:00 前答复顾客。负责人：owner"
    assert (heard(engine, "owner")[-1], heard(engine, "head")) == (told, [told])
    assert heard(engine, "boss") == [], "there is a head of the department"


def test_a_refusal_that_staff_write_down_is_told_to_all_but_them(
    engine: Engine, one: int, people: Staff
) -> None:
    act(engine, one, "answer", NOW, people["owner"])
    told = len(heard(engine, "owner"))
    act(engine, one, "refuse", NOW, people["head"])
    assert (len(heard(engine, "owner")), heard(engine, "head")) == (told + 1, [])


def test_taken_up_again_the_owner_is_told(engine: Engine, one: int, people: Staff) -> None:
    for trigger in ("answer", "close"):
        act(engine, one, trigger, NOW, people["owner"], outcome="unopposed")
    act(engine, one, "reopen", NOW, None)
    assert heard(engine, "owner")[1:] == ["投诉 T1 要重新处理：3月6日 18:00 前答复顾客。负责人：owner"]


def test_who_was_waited_for_replies_and_the_owner_is_told(
    engine: Engine, one: int, talk: Conversation, people: Staff
) -> None:
    with db.writing(engine) as session:
        complaints.pause(session, one, people["owner"], "订单号是多少？", NOW)
        complaints.supply(session, talk.customer_id, "T1", {}, "一二三", NOW)
        complaints.supply(session, talk.customer_id, "T1", {}, "四五六", NOW)
    assert heard(engine, "owner")[1:] == ["投诉 T1，等的顾客回话了：3月6日 18:00 前答复顾客。负责人：owner"]


def test_what_a_customer_adds_unasked_is_told_to_the_owner_once_an_hour(
    engine: Engine, one: int, talk: Conversation, people: Staff
) -> None:
    told = "投诉 T1，顾客又说了话：3月6日 18:00 前答复顾客。负责人：owner"
    for many, times in enumerate((1, 1, 2, 2, 3, 3)):
        at = NOW + many * timedelta(minutes=50)
        with db.writing(engine) as session:
            complaints.supply(session, talk.customer_id, "T1", {}, "还有一处", at)
        assert heard(engine, "owner")[1:] == [told] * times
    assert heard(engine, "boss") == []


def test_once_it_was_refused_its_reason_is_not_told_again(
    engine: Engine, one: int, talk: Conversation, people: Staff
) -> None:
    act(engine, one, "answer", NOW, people["owner"])
    act(engine, one, "refuse", NOW, None)
    told = heard(engine, "owner")
    with db.writing(engine) as session:
        complaints.supply(session, talk.customer_id, "T1", {}, "钱没退", NOW)
    assert heard(engine, "owner") == told


@pytest.mark.parametrize("moves", [("answer", "accept"), ("answer", "accept", "implement")])
def test_what_was_accepted_is_refused_and_withdrawn_and_the_owner_is_told(
    engine: Engine, one: int, people: Staff, moves: tuple[str, ...]
) -> None:
    for trigger in moves:
        act(engine, one, trigger, NOW, people["owner"], remark="电话里说的")
    act(engine, one, "refuse", NOW + DAY, None)
    assert (row(engine, one).state, row(engine, one).due_kind) == ("refused", "answer")
    act(engine, one, "withdraw", NOW + DAY, None)
    assert (row(engine, one).state, row(engine, one).due_at) == ("withdrawn", None)
    assert [each.partition("。")[0] for each in heard(engine, "owner")[-2:]] == [
        "投诉 T1 的答复，顾客不接受：3月9日 18:00 前答复顾客",
        "投诉 T1 顾客撤回了，不用再处理",
    ]


def test_it_is_about_its_owner_then_the_head_names_another(engine: Engine, one: int, people: Staff) -> None:
    with db.writing(engine) as session:
        complaints.concern(session, one, people["owner"], people["boss"], NOW)
    assert heard(engine, "head") == ["投诉 T1 现在没有负责人，请安排人：3月6日 18:00 前答复顾客。"]
    assert len(heard(engine, "owner")) == 1, "they are told nothing of it"


def unasked(engine: Engine, login: str) -> list[bool]:
    """Of what this member of staff was told, what waits until quiet hours are over."""
    query = select(outbox.c.payload).join(talks).where(talks.c.address == login).order_by(outbox.c.seq)
    with db.reading(engine) as session:
        return [bool(payload.get("unasked")) for payload in session.scalars(query)]


def test_at_night_they_are_told_in_the_morning_unless_it_is_due_before(
    engine: Engine, one: int, people: Staff, rule: Callable[[str, str], None]
) -> None:
    night = NOW + 13 * HOUR
    act(engine, one, "answer", NOW, people["owner"])
    act(engine, one, "refuse", night, None)
    assert unasked(engine, "head") == [True]
    with db.reading(engine) as session:
        chat = session.execute(select(talks.c.active_at, talks.c.seq).where(talks.c.address == "head")).one()
    assert chat == (NOW, 1), "what waits is no sign that they are awake"
    own = OVERRIDE.format(who='severity = ["critical"]').replace("\nhours = 1", "\nclock_hours = 4")
    rule("policy", own)
    act(engine, one, "answer", night, people["owner"])
    act(engine, one, "assess", night, people["owner"], severity="critical")
    act(engine, one, "refuse", night, None)
    assert unasked(engine, "head") == [True, False]


def test_how_serious_it_is_found_counts_at_once(
    engine: Engine, one: int, people: Staff, rule: Callable[[str, str], None]
) -> None:
    rule("policy", OVERRIDE.format(who='severity = ["critical"]'))
    act(engine, one, "assess", NOW, people["owner"], severity="critical")
    assert row(engine, one).due_at == NOW + HOUR


def test_a_customer_with_limits_of_their_own_has_them_from_the_first_moment(
    engine: Engine, talk: Conversation, rule: Callable[[str, str], None]
) -> None:
    rule("policy", OVERRIDE.format(who='customer = ["远航汽车"]'))
    with db.writing(engine) as session:
        session.execute(update(customers).values(name="远航汽车"))
        other = conversations.load(session, [("webchat", "b")], NOW)["webchat", "b"]
        theirs, usual = complaints.open_(
            session, [rows.complaint(talk, "T1"), rows.complaint(other, "T2")], NOW
        )
        falling_due.settle(session, theirs, NOW)
    assert row(engine, theirs).due_at == NOW + HOUR
    assert row(engine, usual).due_at > NOW + DAY
    assert row(engine, theirs).revision == 0


@pytest.fixture
def rule() -> Iterator[Callable[[str, str], None]]:
    """Have this policy or calendar in force."""
    yield definitions.rule
    for kind in definitions.RULED:
        definitions.rule(kind, "")


OVERRIDE = """key = "own"
title = "own"
base = "standard"
[[override]]
{who}
[override.limits.answer]
hours = 1
"""


def test_while_the_customer_is_waited_for_nothing_falls_due(engine: Engine, one: int, people: Staff) -> None:
    before = row(engine, one).due_at
    with db.writing(engine) as session:
        complaints.pause(session, one, people["owner"], "订单号是多少？", NOW)
    assert row(engine, one).look_at is None
    assert round_(engine, NOW + 9 * DAY) == 0
    with db.writing(engine) as session:
        complaints.resume(session, one, people["owner"], NOW + 7 * DAY)
    assert row(engine, one).due_at == before + 7 * DAY
    assert row(engine, one).look_at > NOW + 7 * DAY


def test_who_it_is_about_is_told_nothing(engine: Engine, one: int, people: Staff) -> None:
    change(engine, one, concerns_id=people["head"], owner_id=None)
    round_(engine, NOW + 60 * DAY)
    assert heard(engine, "head") == []
    assert heard(engine, "boss"), "who is above them is, in their place"
    assert tell_daily(engine, NOW + 61 * DAY) == 1
    assert heard(engine, "head") == []


def test_nobody_owns_it_then_who_is_above_is_reminded(engine: Engine, one: int) -> None:
    change(engine, one, owner_id=None)
    round_(engine, row(engine, one).look_at + MOMENT)
    assert heard(engine, "head") == ["投诉 T1 快到期：3月6日 18:00 前答复顾客。负责人：还没有"]
    assert len(heard(engine, "owner")) == 1


def test_what_is_only_tried_out_is_nobody_s_matter(engine: Engine, talk: Conversation, people: Staff) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, "T1", preview=True)], NOW)
    look_again(engine, NOW)
    assert round_(engine, NOW + 60 * DAY) == 0
    assert row(engine, key).look_at is None
    assert heard(engine, "boss") == []


def test_other_holidays_are_seen_when_all_is_looked_at_again(
    engine: Engine, one: int, rule: Callable[[str, str], None]
) -> None:
    before = row(engine, one).due_at
    text = definitions.shipped("calendar").replace("holidays = [", 'holidays = ["2026-03-06", ')
    rule("calendar", text)
    assert look_again(engine, NOW + MOMENT) == [one]
    assert row(engine, one).due_at == before + 3 * DAY
    assert look_again(engine, NOW + MOMENT) == [], "what is as it should be is not written"


def test_two_workers_at_once_tell_of_a_thing_once(url: str, engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        some = [rows.complaint(talk, f"T{number}") for number in range(30)]
        complaints.open_(session, some, NOW)
    engines = [db.engine(url), db.engine(url)]
    with ThreadPoolExecutor() as both:
        done = list(both.map(lambda each: round_(each, NOW + 60 * DAY), engines))
    assert sum(done) + round_(engine, NOW + 60 * DAY) == 30 * 6
    with db.reading(engine) as session:
        kept = session.execute(select(complaint_reminders.c.complaint_id, complaint_reminders.c.key)).all()
    assert len(kept) == len(set(kept)) == 30 * 6
    for each in engines:
        each.dispose()


JUMPS = (timedelta(minutes=7), 3 * HOUR, DAY, 9 * DAY, 200 * DAY, -2 * DAY, -3 * HOUR)


def test_whatever_happens_and_however_clocks_jump_each_step_is_taken_once(
    url: str, engine: Engine, talk: Conversation, people: Staff
) -> None:
    """Moves, and rounds of two workers, and jumps at random: nothing is told twice, no deadline is short, no
    look is missed."""
    workers = [engine, db.engine(url)]
    seed = some_seed()
    print(f"seed {seed}")
    dice = random.Random(seed)
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk, "T1")], NOW)
    at, highest, done = NOW, NOW, 0
    for _ in range(60):
        at += dice.choice(JUMPS)
        highest = max(highest, at)
        with db.reading(engine) as session:
            state = complaints.one(session, key).state
        if dice.random() < 0.5:
            done += round_(dice.choice(workers), at)
        else:
            lead(engine, key, dice, state, at, people["boss"])
        found = row(engine, key)
        with db.reading(engine) as session:
            (case,) = falling_due.cases(session, [key], at)
        assert (found.due_at is None) == (found.state not in OPEN or found.state == "referred")
        for each in case.found:
            limit = definitions.policy().limits[each.kind]
            if limit.days:
                worked = working(definitions.calendar(), each.since, each.due_at)
                assert worked >= 8 * HOUR * limit.days
        looks(case, found.look_at, at)
    with db.reading(engine) as session:
        kept = list(session.scalars(select(complaint_reminders.c.key)))
        told = [
            each["trigger"]
            for each in events.of(session, "complaint", key)
            if each["trigger"] in ("remind", "escalate")
        ]
    assert len(kept) == len(set(kept)) == len(told) == done
    workers[1].dispose()


def lead(engine: Engine, key: int, dice: random.Random, state: str, at: datetime, boss: int) -> None:
    ways = {
        "closed": ("reopen",),
        "answered": ("refuse", "close", "implement", "answer", "accept"),
        "accepted": ("refuse", "implement", "close"),
        "refused": ("answer", "refer"),
        "measures": ("verify", "refuse"),
        "referred": ("implement", "close"),
        "verified": ("refuse", "close"),
    }
    trigger = dice.choice(ways.get(state, ("answer", "assess", "refer")))
    act(engine, key, trigger, max(at, NOW), boss, outcome="settled")


def looks(case: falling_due.Case, look: datetime | None, at: datetime) -> None:
    """Until the moment that is written down nothing would be done, and after it something is."""
    if look is None:
        assert not reminding._acts(case, at)
        return
    before = reminding._acts(case, min(look, at))
    assert look <= at or not before, "nothing to do before the look"


def test_a_lease_is_given_to_one(engine: Engine) -> None:
    first, second = (leases.Lease(engine, "staff_clock", name, HOUR) for name in "ab")
    assert [first.take(), second.take(), first.take()] == [True, False, True]
    first.release()
    assert second.take()


def test_the_daily_list_names_what_falls_to_each_once_a_working_day(
    engine: Engine, one: int, talk: Conversation, people: Staff
) -> None:
    with db.writing(engine) as session:
        complaints.open_(session, [rows.complaint(talk, "T2")], NOW)
    early, begun = datetime(2026, 3, 9, 0, 59, tzinfo=UTC), datetime(2026, 3, 9, 1, tzinfo=UTC)
    with db.reading(engine) as session:
        assert not daily.due(session, early), "before the first block"
        assert not daily.due(session, begun - DAY), "on a Sunday"
        assert daily.due(session, begun)
    assert [tell_daily(engine, begun + after) for after in (0 * HOUR, 0 * HOUR, 3 * HOUR)] == [3, 0, 0]
    with db.reading(engine) as session:
        assert not daily.due(session, begun + HOUR)
        assert daily.due(session, begun + DAY)
        assert not daily.due(session, begun - 3 * HOUR), "nor at night"
    assert heard(engine, "owner")[-1] == "3月9日的投诉：待答复 1 件，逾期 1 件，超过 10 天没办结 0 件。"
    assert heard(engine, "boss") == ["3月9日的投诉：待答复 2 件，逾期 2 件，超过 10 天没办结 0 件。"]
    assert heard(engine, "other") == [], "nothing falls to them"


CLOSED = NOW + 14 * DAY
"""When the customer of what is closed now is asked, at ten in the morning."""


@pytest.fixture
def closed(engine: Engine, one: int, people: Staff) -> int:
    for trigger in ("answer", "close"):
        act(engine, one, trigger, NOW, people["owner"], outcome="unopposed")
    return one


def ask(engine: Engine, now: datetime) -> int:
    with db.reading(engine) as session:
        ids = [each.id for each in asking_after.due(session, now)]
    with db.writing(engine) as session:
        return asking_after.ask(session, ids, now)


def last(engine: Engine, address: str) -> dict[str, Any]:
    query = select(outbox.c.payload).join(talks).where(talks.c.address == address)
    with db.reading(engine) as session:
        return session.scalars(query.order_by(outbox.c.seq.desc())).first() or {}


def test_some_time_after_closing_the_customer_is_asked_once(engine: Engine, closed: int) -> None:
    assert ask(engine, CLOSED - MOMENT) == 0
    assert ask(engine, CLOSED) == 1
    asked = last(engine, "a")
    assert (asked["of"], asked["unasked"], asked["once"]) == ("stayed.T1", True, True)
    assert [key for key, *_ in asked["choices"]] == ["stayed", "came_back"]
    assert ask(engine, CLOSED + DAY) == 0
    with db.reading(engine) as session:
        assert events.of(session, "complaint", closed)[-1]["trigger"] == "ask_stayed"


def test_they_are_asked_where_the_talk_goes_on(engine: Engine, closed: int, talk: Conversation) -> None:
    with db.writing(engine) as session:
        to = conversations.load(session, [("telegram", "7")], NOW)["telegram", "7"]
        session.execute(update(talks).where(talks.c.id == talk.id).values(moved_to=to.id))
    assert ask(engine, CLOSED) == 1
    assert last(engine, "7")["of"] == "stayed.T1"


@pytest.mark.parametrize("gone", [{"left_at": NOW}, {"preview": True}])
def test_who_has_left_is_not_asked(
    engine: Engine, closed: int, talk: Conversation, gone: dict[str, Any]
) -> None:
    with db.writing(engine) as session:
        session.execute(update(talks).where(talks.c.id == talk.id).values(**gone))
    assert ask(engine, CLOSED) == 0
    assert row(engine, closed).ask_at is None


def test_while_a_person_speaks_with_them_it_waits(
    engine: Engine, closed: int, talk: Conversation, people: Staff
) -> None:
    with db.writing(engine) as session:
        conversations.hold(session, talk.id, people["owner"], NOW)
    assert ask(engine, CLOSED) == 0
    with db.writing(engine) as session:
        conversations.release(session, talk.id, people["owner"], NOW)
    assert ask(engine, CLOSED + DAY) == 1


def test_who_may_not_be_asked_yet_stands_before_nobody(
    engine: Engine, closed: int, talk: Conversation, people: Staff
) -> None:
    """Until then nobody looks at it: not every second, and not before those who may be."""
    with db.writing(engine) as session:
        conversations.hold(session, talk.id, people["owner"], NOW)
    assert ask(engine, CLOSED) == 0
    assert row(engine, closed).ask_at == CLOSED + HOUR
    with db.writing(engine) as session:
        conversations.release(session, talk.id, people["owner"], NOW)
        most, span = definitions.policy().contact.most, definitions.policy().contact.span
        for _ in range(most):
            contacts.record(session, [talk.customer_id], CLOSED)
    assert ask(engine, CLOSED + HOUR) == 0
    assert row(engine, closed).ask_at == CLOSED + span
    assert ask(engine, CLOSED + span) == 1


@ON_POSTGRESQL
@pytest.mark.parametrize("does", ["answer", "pause", "split", "resume"])
def test_staff_wait_for_the_talk_before_they_lock_its_complaint(
    engine: Engine, one: int, talk: Conversation, people: Staff, does: str
) -> None:
    """The customer refuses while staff write: whoever has locked the talk gets the complaint too."""
    owner = people["owner"]
    if does == "resume":
        with db.writing(engine) as session:
            complaints.pause(session, one, owner, "订单号是多少？", NOW)
    verbs: dict[str, Callable[..., Any]] = {
        "answer": lambda session: complaints.answer(session, one, owner, "今天寄出。", NOW),
        "pause": lambda session: complaints.pause(session, one, owner, "订单号是多少？", NOW),
        "split": lambda session: complaints.split(session, one, "门也坏了", owner, NOW),
        "resume": lambda session: complaints.resume(session, one, owner, NOW),
    }

    def write() -> None:
        with db.writing(engine) as session:
            verbs[does](session)

    with ThreadPoolExecutor(1) as pool:
        with db.writing(engine) as session:
            conversations.load(session, [("webchat", "a")], NOW)
            written = pool.submit(write)
            wait_until_blocked(engine)
            session.execute(select(table.c.id).where(table.c.id == one).with_for_update(nowait=True)).one()
        written.result()


@ON_POSTGRESQL
def test_reminding_waits_for_staff_before_it_locks_complaints(
    engine: Engine, one: int, people: Staff
) -> None:
    with ThreadPoolExecutor(1) as pool:
        with db.writing(engine) as session:
            conversations.load(session, [("webchat", "boss")], NOW)
            told = pool.submit(round_, engine, NOW + 60 * DAY)
            wait_until_blocked(engine)
            session.execute(select(table.c.id).where(table.c.id == one).with_for_update(nowait=True)).one()
        assert told.result() == 6
