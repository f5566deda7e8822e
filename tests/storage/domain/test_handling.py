"""Who may do what with a complaint, and what it takes."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.domain import handling
from storage.domain.complaint import ENDED, LIFE, OPEN
from storage.domain.handling import BESIDE, CODES, MOVES, OUTCOMES, STAFF, implied, offered, rank, refusal

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
ACTORS = (*STAFF, "customer", "bot", "clock", "viewer", "auditor", "")
GIVEN = {
    "text": "新的今天寄出。",
    "remark": "电话里说的",
    "severity": "minor",
    "outcome": "accepted",
    "other": "T2",
    "body": "hotline",
    "changes": {"model": "A1"},
    "owner": 1,
    "story": "门也坏了",
}


def test_every_move_of_the_life_has_somebody_who_may_make_it() -> None:
    assert {trigger for _, trigger in LIFE.table} | BESIDE.keys() == MOVES.keys()
    assert {*OPEN, *ENDED} == set(LIFE.states)


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("state", LIFE.states)
def test_a_page_offers_just_what_the_verb_does_not_refuse(state: str, role: str) -> None:
    allowed = {trigger for trigger in MOVES if refusal(state, trigger, role, GIVEN) is None}
    assert set(offered(state, role)) == allowed & set(LIFE.triggers(state))


@pytest.mark.parametrize("state", LIFE.states)
def test_each_of_the_staff_may_do_what_those_below_may(state: str) -> None:
    before: set[str] = set()
    for role in STAFF:
        now = {trigger for trigger in MOVES if refusal(state, trigger, role, GIVEN) is None}
        assert before <= now
        before = now


@pytest.mark.parametrize(
    ("state", "trigger", "role", "given", "code"),
    [
        ("closed", "answer", "administrator", GIVEN, "not_now"),
        ("answered", "sing", "administrator", GIVEN, "not_now"),
        ("refused", "close", "administrator", GIVEN, "not_now"),
        ("withdrawn", "amend", "administrator", GIVEN, "not_now"),
        ("answered", "close", "viewer", GIVEN, "not_you"),
        ("answered", "close", "customer", GIVEN, "not_you"),
        ("answered", "accept", "bot", GIVEN, "not_you"),
        ("refused", "refer", "handler", GIVEN, "not_you"),
        ("measures", "verify", "handler", GIVEN, "not_you"),
        ("investigating", "answer", "handler", {}, "no_text"),
        ("investigating", "answer", "handler", {"text": ""}, "no_text"),
        ("answered", "accept", "handler", {}, "no_remark"),
        ("measures", "verify", "owner", {}, "no_remark"),
        ("acknowledged", "assess", "handler", {}, "no_severity"),
        ("investigating", "assess", "handler", {}, "no_severity"),
        ("referred", "close", "handler", {}, "no_outcome"),
        ("referred", "close", "handler", {"outcome": "adopted"}, "unknown_outcome"),
        ("answered", "close", "handler", {"kind": "suggestion", "outcome": "accepted"}, "unknown_outcome"),
        ("refused", "refer", "owner", {}, "no_body"),
        ("refused", "refer", "owner", {"body": "the king"}, "unknown_body"),
        ("answered", "merge", "handler", {}, "no_other"),
        ("answered", "merge", "handler", {"other": "T1", "number": "T1"}, "itself"),
        ("answered", "amend", "handler", {"changes": {}}, "no_changes"),
        ("answered", "assign", "handler", {}, "no_owner"),
        ("answered", "assign", "handler", {"owner": 1, "department": "长" * 101}, "unfit"),
        ("answered", "assign", "handler", {"owner": 1, "department": "乙", "departments": ["甲"]}, "unfit"),
        ("answered", "answer", "handler", {"text": "长" * 4001}, "unfit"),
        ("answered", "close", "handler", {"outcome": "accepted", "remark": "长" * 4001}, "unfit"),
        ("answered", "close", "handler", {"kind": "suggestion", "outcome": "not_adopted"}, "no_remark"),
        ("answered", "close", "handler", {"outcome": "accepted"}, "no_remark"),
        ("verified", "close", "administrator", {"outcome": "accepted"}, "no_remark"),
        ("answered", "link", "handler", {"other": "T9", "known": False}, "unknown_other"),
        ("closed", "concern", "owner", {"person": 1}, "not_you"),
        ("closed", "concern", "department_head", {"person": None}, "no_person"),
        ("closed", "split", "handler", GIVEN, "not_now"),
        ("answered", "split", "handler", {**GIVEN, "emptied": True}, "emptied"),
        ("answered", "pause", "handler", GIVEN, "not_now"),
        ("investigating", "pause", "handler", {}, "no_text"),
        ("investigating", "pause", "handler", {**GIVEN, "paused": True}, "paused"),
        ("investigating", "resume", "customer", {"paused": False}, "not_paused"),
        (
            "acknowledged",
            "answer",
            "handler",
            {"text": "好", "at": NOW - timedelta(seconds=1), "received_at": NOW},
            "too_early",
        ),
    ],
)
def test_what_is_refused_says_why(
    state: str, trigger: str, role: str, given: dict[str, object], code: str
) -> None:
    assert refusal(state, trigger, role, given) == code
    assert code in CODES


@pytest.mark.parametrize(
    ("state", "trigger", "role", "given"),
    [
        ("received", "acknowledge", "bot", {}),
        ("answered", "accept", "customer", {}),
        ("verified", "refuse", "customer", {}),
        ("closed", "reopen", "customer", {}),
        ("refused", "refer", "owner", {"body": "court"}),
        ("acknowledged", "answer", "handler", {"text": "好", "at": NOW, "received_at": NOW}),
        ("closed", "amend", "handler", {"changes": {"cost": 1}}),
        ("merged", "link", "handler", {"other": "T2", "number": "T1"}),
        ("answered", "assign", "handler", {"owner": 1, "department": "甲", "departments": ["甲"]}),
        ("refused", "pause", "handler", {"text": "哪一扇门？"}),
        ("refused", "resume", "customer", {"paused": True}),
        ("answered", "split", "handler", {"story": "门也坏了"}),
    ],
)
def test_what_is_allowed(state: str, trigger: str, role: str, given: dict[str, object]) -> None:
    assert refusal(state, trigger, role, given) is None


def test_small_ones_end_without_ceremony_and_no_other_does() -> None:
    plain = {state: implied(state, "complaint") for state in LIFE.states if (state, "close") in LIFE.table}
    assert plain == {"answered": "unopposed", "accepted": "accepted", "verified": "remedied", "referred": ""}
    assert all(outcome in OUTCOMES["complaint"] for outcome in plain.values() if outcome)
    others = {kind: implied("answered", kind) for kind in OUTCOMES}
    assert others == {
        "complaint": "unopposed",
        "suggestion": "",
        "praise": "passed_on",
        "inquiry": "informed",
    }


def test_a_handler_is_more_in_their_own_complaint_and_a_reader_is_not() -> None:
    assert (rank("handler", True), rank("handler", False)) == ("owner", "handler")
    assert (rank("manager", True), rank("viewer", True)) == ("manager", "viewer")


def test_the_refusal_names_what_was_wanted() -> None:
    refused = handling.Refused("refused", "close", "not_now")
    assert (refused.state, refused.trigger, refused.code) == ("refused", "close", "not_now")
    assert str(refused) == "complaint: 'close' is not allowed in state 'refused': not_now"
