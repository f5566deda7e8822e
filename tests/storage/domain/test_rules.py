"""Signals become acts by the policy, and only by it."""

import tomllib

import pytest

from storage import definitions
from storage.domain.policy import parse
from storage.domain.rules import ACTS, SIGNALS, acts

POLICY = definitions.policy()


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ([], set()),
        (["low_score"], {"ask_reason", "offer_complaint"}),
        (["not_understood"], {"call_person"}),
        (["low_score", "not_understood"], {"ask_reason", "offer_complaint", "call_person"}),
    ],
)
def test_the_policy_that_ships(signals, expected):
    assert acts(signals, POLICY) == expected


def test_every_signal_has_an_act_and_every_act_a_signal():
    assert all(acts([signal], POLICY) for signal in SIGNALS)
    assert acts(SIGNALS, POLICY) == set(ACTS)


def test_a_policy_may_leave_a_signal_alone():
    standard = tomllib.loads((definitions.DATA / "policies" / "standard.toml").read_text("utf-8"))
    assert acts(SIGNALS, parse({**standard, "rules": {}})) == set()


def test_a_signal_that_is_none():
    with pytest.raises(KeyError, match="boredom"):
        acts(["boredom"], POLICY)
