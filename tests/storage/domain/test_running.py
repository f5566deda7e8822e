"""Limits that run, stop while the customer is waited for, are met or missed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage import definitions
from storage.domain.deadline import deadlines, to_remind, to_take
from storage.domain.escalation import Rung
from storage.domain.limit import Limit
from storage.domain.override import Override
from storage.domain.running import ENDS, Event

CALENDAR = definitions.calendar()
FACTORY = definitions.policy("factory")


def at(text: str) -> datetime:
    """By the clock in Shanghai; 2026-11-23 is a Monday."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=CALENDAR.timezone)


def history(*told: str) -> list[Event]:
    """Lines like "11-23 10:00 received"."""
    return [Event(at(line[:11]), line[12:]) for line in told]


def of(kind, events, now, policy=FACTORY, **who):
    found = {each.kind: each for each in deadlines(policy, CALENDAR, events, at(now), **who)}
    return found.get(kind)


def test_the_clocks_of_a_factory():
    found = deadlines(FACTORY, CALENDAR, history("11-20 17:45 received"), at("11-20 17:46"))
    assert [(each.kind, each.due_at) for each in found] == [
        ("acknowledge", at("11-20 17:45")),
        ("answer", at("11-21 17:45")),
        ("notify", at("11-23 09:15")),
        ("contain", at("11-23 09:15")),
        ("report", at("11-25 18:00")),
        ("close", at("12-04 18:00")),
    ]
    assert [each.kind for each in found if each.late] == ["acknowledge"]


def test_a_limit_is_met_or_missed():
    events = history("11-23 10:00 received", "11-23 10:30 notified", "11-24 10:01 answered")
    told, answered = of("notify", events, "12-01 09:00"), of("answer", events, "12-01 09:00")
    assert (told.met_at, told.late, told.steps) == (at("11-23 10:30"), False, ())
    assert (answered.met_at, answered.late) == (at("11-24 10:01"), True)


def test_waiting_for_the_customer_stops_the_time():
    events = history("11-23 10:00 received", "11-24 09:00 paused")
    waiting = of("report", events, "11-24 15:00")
    assert waiting.paused
    assert waiting.due_at == at("11-27 15:00"), "three working days, and five hours of waiting"
    events += history("11-26 12:00 resumed")
    going_on = of("report", events, "11-26 14:00")
    assert not going_on.paused
    assert going_on.due_at == at("12-01 12:00"), "nineteen hours, in all"


def test_a_pause_after_the_deadline_does_not_heal_it():
    events = history("11-23 10:00 received", "11-27 09:00 paused")
    late = of("report", events, "11-27 17:00")
    assert (late.due_at, late.late, late.paused) == (at("11-26 18:00"), True, True)


def test_a_pause_that_begins_at_night_and_ends_at_night_costs_the_day_between():
    events = history("11-23 10:00 received", "11-23 21:00 paused", "11-24 22:00 resumed")
    assert of("report", events, "11-25 09:00").due_at == at("11-27 18:00")


def test_a_pause_in_the_moment_of_the_deadline_is_too_late():
    events = history("11-23 10:00 received", "11-26 18:00 paused")
    assert of("report", events, "11-27 09:01").late


def test_a_pause_that_ends_out_of_hours_leaves_until_work_goes_on():
    events = history("11-23 12:20 received", "11-23 12:30 paused")
    waiting = of("acknowledge", events, "11-23 19:00")
    assert (waiting.due_at, waiting.late) == (at("11-24 09:00"), False)


def test_an_answer_refused_is_due_again():
    events = history("11-23 10:00 received", "11-23 11:00 answered", "11-25 15:00 refused")
    assert of("answer", events, "11-25 16:00").due_at == at("11-26 15:00")
    assert of("answer", [*events, *history("11-26 09:00 answered")], "11-26 16:00").met_at == at(
        "11-26 09:00"
    )


@pytest.mark.parametrize("end", sorted(ENDS))
def test_after_the_end_nothing_is_due_that_was_not_done_until_it_is_reopened(end):
    events = history("11-23 10:00 received", "11-23 10:10 acknowledged", f"11-23 11:00 {end}")
    kinds = {each.kind for each in deadlines(FACTORY, CALENDAR, events, at("12-30 10:00"))}
    assert kinds == {"acknowledge", "close"} if end == "closed" else {"acknowledge"}
    again = [*events, *history("11-30 10:00 reopened")]
    assert of("report", again, "11-30 11:00").due_at == at("12-03 18:00")


def test_the_law_waits_for_nobody():
    shop = definitions.policy("online")
    events = history(
        "11-01 10:00 received", "11-12 10:00 returned", "11-12 11:00 paused", "11-13 09:00 closed"
    )
    refund = of("refund", events, "11-14 10:00", shop)
    assert (refund.due_at, refund.paused) == (at("11-19 18:00"), False)
    assert refund.soon_at == at("11-18 18:00")
    assert definitions.citation(refund.source).endswith("七日内返还价款")


def test_the_owner_is_reminded_when_a_quarter_is_left():
    events = history("11-23 09:00 received")
    assert of("answer", events, "11-23 09:00").soon_at == at("11-24 03:00")
    assert of("notify", events, "11-23 09:00").soon_at == at("11-23 09:22") + timedelta(seconds=30)
    assert of("acknowledge", events, "11-23 09:00").soon_at is None
    paused = [*events, *history("11-23 09:10 paused", "11-23 10:10 resumed")]
    assert of("notify", paused, "11-23 10:10").soon_at == at("11-23 10:22") + timedelta(seconds=30)


def test_the_owner_is_reminded_once_and_not_while_the_customer_is_waited_for():
    policy = replace(FACTORY, limits={"report": FACTORY.limits["report"]})
    events = history("11-23 09:00 received")
    done: set[str] = set()
    reminded = []
    for now in ("11-24 09:00", "11-25 17:59", "11-26 09:30", "11-26 10:59", "11-26 11:00", "11-27 09:00"):
        if now == "11-25 17:59":
            events += history("11-25 16:00 paused")
        if now == "11-26 09:30":
            events += history("11-26 09:00 resumed")
        soon = to_remind(deadlines(policy, CALENDAR, events, at(now)), done, at(now))
        done |= {each.key for each in soon}
        reminded.append([each.kind for each in soon])
    assert reminded == [[], [], [], [], ["report"], []]


def test_who_is_told_of_what_is_late_each_once():
    events = history("11-23 09:00 received", "11-23 09:01 acknowledged", "11-23 09:02 notified")
    events += history("11-23 09:03 contained", "11-23 10:00 answered")
    taken: set[str] = set()
    told = []
    for now in ("11-26 18:00", "11-26 18:01", "11-26 18:01", "11-27 14:00", "11-27 14:01", "12-01 12:00"):
        found = deadlines(FACTORY, CALENDAR, events, at(now))
        steps = to_take(found, taken, at(now))
        taken |= {step.key for step in steps}
        told.append([step.role for step in steps])
    assert told == [[], ["owner"], [], [], ["department_head"], ["manager"]]
    reopened = [*events, *history("12-01 13:00 closed", "12-02 09:00 reopened", "12-02 09:01 answered")]
    anew = deadlines(FACTORY, CALENDAR, reopened, at("12-10 18:01"))
    assert [step.role for step in to_take(anew, taken, at("12-10 18:01")) if "report" in step.key] == [
        "owner",
        "department_head",
        "manager",
    ]


def test_other_hours_of_a_step_do_not_have_it_taken_again():
    events = history("11-23 09:00 received", "11-23 09:01 acknowledged", "11-23 09:02 notified")
    late = at("12-10 18:01")
    taken = {step.key for step in to_take(deadlines(FACTORY, CALENDAR, events, late), (), late)}
    sooner = tuple(replace(rung, hours=rung.hours / 2) for rung in FACTORY.escalation)
    found = deadlines(replace(FACTORY, escalation=sooner), CALENDAR, events, late)
    assert to_take(found, taken, late) == []
    twice = replace(FACTORY, escalation=(*FACTORY.escalation, Rung("manager", 900)))
    steps = [step for each in deadlines(twice, CALENDAR, events, late) for step in each.steps]
    assert len({step.key for step in steps}) == len(steps), "who is told twice is told twice"


def test_clocks_set_back_undo_nothing():
    events = history("11-23 10:00 received", "11-23 10:30 answered")
    assert of("answer", events, "11-23 09:00").met_at == at("11-23 10:30")
    waiting = of("close", history("11-23 10:00 received", "11-23 15:00 paused"), "11-23 12:00")
    assert (waiting.due_at, waiting.paused) == (at("12-07 18:00"), True)


def test_a_severity_and_a_customer_may_have_limits_of_their_own():
    urgent = {"answer": Limit(hours=1, until="answered")}
    theirs = {"answer": Limit(hours=2, until="answered")}
    both = {"answer": Limit(hours=3, until="answered")}
    policy = replace(
        FACTORY,
        overrides=(
            Override(frozenset({"critical"}), frozenset({"A"}), both, (Rung("manager", 0),)),
            Override(frozenset(), frozenset({"A"}), theirs, ()),
            Override(frozenset({"critical"}), frozenset(), urgent, ()),
        ),
    )
    events = history("11-23 09:00 received")

    def due(severity, customer):
        return of("answer", events, "11-30 09:00", policy, severity=severity, customer=customer)

    assert due("", "").due_at == at("11-24 09:00")
    assert due("critical", "B").due_at == at("11-23 10:00")
    assert due("minor", "A").due_at == at("11-23 11:00")
    assert due("critical", "A").due_at == at("11-23 12:00")
    assert [step.role for step in due("critical", "A").steps] == ["manager"]
    assert [step.role for step in due("", "A").steps] == ["owner", "department_head", "manager"]
