"""Every life cycle: its table is what the machine itself would do, and its diagram shows the same."""

import re
from types import SimpleNamespace

import pytest
from transitions import MachineError

from bot.conversation import life as talk
from storage.domain import complaint, invitation, request, survey
from storage.domain.machine import LifeCycle, NotAllowed

LIVES = [complaint.LIFE, request.LIFE, survey.LIFE, talk.LIFE, invitation.LIFE, invitation.ROUND]

every_life = pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)


def moved_by_machine(life: LifeCycle, state: str, trigger: str) -> str | None:
    thing = SimpleNamespace()
    life.machine.add_model(thing, initial=state)
    try:
        thing.trigger(trigger)
    except MachineError:
        return None
    return thing.state


def moved_by_table(life: LifeCycle, state: str, trigger: str) -> str | None:
    try:
        return life.move(state, trigger)
    except NotAllowed:
        return None


def triggers_of(life: LifeCycle) -> set[str]:
    return {trigger for _, trigger in life.table}


@every_life
def test_the_table_is_what_the_machine_does(life):
    assert set(life.machine.events) == triggers_of(life)
    for state in life.states:
        for trigger in triggers_of(life):
            assert moved_by_table(life, state, trigger) == moved_by_machine(life, state, trigger), (
                state,
                trigger,
            )


@every_life
def test_a_page_offers_just_the_moves_that_are_allowed(life):
    for state in life.states:
        allowed = {trigger for trigger in triggers_of(life) if moved_by_machine(life, state, trigger)}
        assert set(life.triggers(state)) == allowed


@every_life
def test_every_state_can_be_reached(life):
    reached, before = {life.initial}, set()
    while reached != before:
        before = set(reached)
        reached |= {target for (source, _), target in life.table.items() if source in before}
    assert reached == set(life.states)


@every_life
def test_the_diagram_shows_the_table(life):
    first, *lines = life.mermaid().splitlines()
    assert first == "stateDiagram-v2"
    arrows = {
        (m[1], m[3]): m[2] for line in lines if (m := re.fullmatch(r"    (\w+) --> (\w+): (\w+)", line))
    }
    assert arrows == life.table
    assert f"    [*] --> {life.initial}" in lines
    ends = {m[1] for line in lines if (m := re.fullmatch(r"    (\w+) --> \[\*\]", line))}
    assert ends == {state for state in life.states if not life.triggers(state)}
    assert len(lines) == len(arrows) + len(ends) + 1


def test_what_is_not_allowed_says_so():
    with pytest.raises(NotAllowed, match=r"complaint: 'close' is not allowed in state 'received'") as refused:
        complaint.LIFE.move("received", "close")
    assert (refused.value.state, refused.value.trigger) == ("received", "close")


def test_two_ways_by_one_trigger_are_refused():
    with pytest.raises(ValueError, match="more than one state"):
        LifeCycle("fork", ("a", "b", "c"), (("go", "a", "b"), ("go", "a", "c")), "a")


@pytest.mark.parametrize(
    ("moves", "end"),
    [
        ("acknowledge investigate answer close", "closed"),
        ("acknowledge answer answer close", "closed"),
        ("acknowledge answer close reopen answer close", "closed"),
        ("acknowledge assess investigate answer accept implement verify close", "closed"),
        ("acknowledge answer refuse answer refuse refer close", "closed"),
        ("acknowledge answer accept implement investigate answer close", "closed"),
        ("acknowledge assess refer implement verify refuse investigate merge", "merged"),
        ("withdraw", "withdrawn"),
        ("acknowledge investigate answer withdraw", "withdrawn"),
    ],
)
def test_complaints_that_go_their_way(moves, end):
    state = complaint.LIFE.initial
    for trigger in moves.split():
        state = complaint.LIFE.move(state, trigger)
    assert state == end


@pytest.mark.parametrize(
    ("state", "trigger"),
    [
        ("received", "answer"),
        ("received", "close"),
        ("acknowledged", "close"),
        ("investigating", "close"),
        ("closed", "withdraw"),
        ("closed", "answer"),
        ("refused", "close"),
        ("measures", "close"),
        ("refused", "refuse"),
        ("investigating", "refuse"),
        ("withdrawn", "refuse"),
        ("merged", "reopen"),
        ("withdrawn", "reopen"),
        ("acknowledged", "acknowledge"),
    ],
)
def test_complaints_that_may_not(state, trigger):
    assert moved_by_table(complaint.LIFE, state, trigger) is None


def test_an_open_complaint_is_one_that_can_be_withdrawn():
    assert {state for state in complaint.LIFE.states if "withdraw" in complaint.LIFE.triggers(state)} == set(
        complaint.OPEN
    )


def test_a_survey_is_approved_before_it_is_published():
    assert moved_by_table(survey.LIFE, "draft", "publish") is None
    assert survey.LIFE.move(survey.LIFE.move("draft", "approve"), "publish") == "published"
    assert survey.LIFE.triggers("retired") == ()
