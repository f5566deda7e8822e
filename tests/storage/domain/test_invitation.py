"""The life of an invitation, and the return rate of a round."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storage.domain.invitation import LIFE, ROUND, UNSENT, returns, waves


@pytest.mark.parametrize(
    ("moves", "end"),
    [
        ("issue deliver begin return", "returned"),
        ("issue begin return_late", "late"),
        ("issue bounce", "bounced"),
        ("issue bounce begin return", "returned"),
        ("issue deliver decline begin return", "returned"),
        ("issue deliver begin decline", "declined"),
        ("cancel", "cancelled"),
        ("issue send_again issue deliver", "delivered"),
    ],
)
def test_invitations_go_their_way(moves, end):
    state = LIFE.initial
    for trigger in moves.split():
        state = LIFE.move(state, trigger)
    assert state == end


def test_what_came_back_stays_so():
    assert LIFE.triggers("returned") == LIFE.triggers("late") == LIFE.triggers("cancelled") == ()


def test_a_paused_round_goes_on_and_a_closed_one_does_not():
    state = ROUND.initial
    for trigger in ("start", "pause", "resume", "finish", "close"):
        state = ROUND.move(state, trigger)
    assert state == "closed"
    assert ROUND.triggers("closed") == ()


@pytest.mark.parametrize(
    ("states", "target", "rate", "below"),
    [
        ({}, 80, None, False),
        ({"planned": 10, "cancelled": 3}, 80, None, False),
        ({"returned": 8, "delivered": 2}, 80, 80.0, False),
        ({"returned": 79, "late": 21}, 80, 79.0, True),  # late ones count as not returned
        ({"returned": 1, "bounced": 1}, None, 50.0, False),
        ({"returned": 99, "declined": 1, "planned": 50}, 99, 99.0, False),
    ],
)
def test_the_return_rate_is_of_what_was_issued(states, target, rate, below):
    found = returns(states, target)
    assert (found.rate, found.below) == (rate, below)


@given(some.dictionaries(some.sampled_from(LIFE.states), some.integers(0, 10**6)))
def test_the_rate_is_a_share(states):
    found = returns(states, 80)
    assert found.issued == sum(states.get(each, 0) for each in LIFE.states if each not in UNSENT)
    assert found.rate is None or 0 <= found.rate <= 100
    assert found.returned + found.late <= found.issued


@given(some.integers(0, 5000), some.integers(0, 700))
def test_waves_send_everybody_once(count, size):
    found = waves(count, size)
    assert sum(found) == count
    assert all(0 < each <= (size or count) for each in found)
    assert all(each == size for each in found[:-1]) or not size
