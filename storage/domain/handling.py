"""Who may do what with a complaint, and what it takes (GB/T 19012 5.3 and 7.2 to 7.9).

One table for the moves of its life (`storage.domain.complaint`) and one for what leaves it where it is: the
verbs refuse by them, the pages offer by them.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from storage.domain.complaint import ENDED, LIFE, OPEN, UNANSWERED
from storage.domain.machine import NotAllowed

STAFF: Final = ("handler", "owner", "department_head", "manager", "administrator")
"""Each may do whatever those before may; the owner is who a complaint is assigned to."""

OUTSIDE: Final = ("hotline", "association", "mediation", "arbitration", "court")
"""Where a dispute can go (外部争议解决, GB/T 19013): 12315, the consumers' association, and on."""

OUTCOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "complaint": ("unopposed", "accepted", "remedied", "unfounded", "settled", "unsettled"),
    "suggestion": ("adopted", "not_adopted"),
    "praise": ("passed_on",),
    "inquiry": ("informed",),
}
"""What each kind can come to. unopposed: answered, and nothing was said against it; settled, unsettled: what
became of it outside."""

REASONED: Final = ("not_adopted",)
"""Outcomes that nobody is left with without a reason."""

LONGEST: Final[Mapping[str, int]] = {"text": 4000, "remark": 4000, "story": 100_000, "department": 100}
"""Characters of what comes with a move."""

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})

_WRITING: Final = ("amend", "assess", "answer", "pause", "split", "reopen")
"""Nothing is written of who has been forgotten, nor to them."""

_IMPLIED: Final = {"answered": "unopposed", "accepted": "accepted", "verified": "remedied"}


class Move(NamedTuple):
    """`lowest` of the staff may make it, and these `others`. It needs these to be `given`; `told` as well
    where staff make it for the customer. It `takes` these where they are known."""

    lowest: str
    others: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


MOVES: Final[Mapping[str, Move]] = {
    "acknowledge": Move("handler", ("bot",)),
    "assess": Move("handler", given=("severity",)),
    "investigate": Move("handler"),
    "answer": Move("handler", given=("text",)),
    "accept": Move("handler", ("customer",), told=("remark",)),
    "refuse": Move("handler", ("customer",), told=("remark",)),
    "implement": Move("handler"),
    "verify": Move("owner", given=("remark",)),
    "close": Move("handler", given=("outcome",), takes=("remark",)),
    "withdraw": Move("handler", ("customer",)),
    "merge": Move("handler", given=("other",)),
    "refer": Move("owner", given=("body",), takes=("remark",)),
    "reopen": Move("handler", ("customer",)),
    "amend": Move("handler", given=("changes",)),
    "assign": Move("handler", given=("owner",), takes=("department",)),
    "link": Move("handler", given=("other",)),
    "split": Move("handler", given=("story",)),
    "pause": Move("handler", given=("text",)),
    "resume": Move("handler", ("customer",)),
    "concern": Move("department_head", given=("person",)),
}

BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "assess": tuple(state for state in OPEN if state not in ("received", "acknowledged")),
    "amend": (*OPEN, "closed"),
    "assign": OPEN,
    "link": (*OPEN, *ENDED),
    "split": OPEN,
    "pause": UNANSWERED,
    "resume": UNANSWERED,
    "concern": (*OPEN, *ENDED),
}
"""What can be done in these states and leaves it there; to assess anew is one of them. While it is paused the
customer is waited for, and time limits stand still."""

CODES: Final = (
    *("not_now", "not_you", "too_early", "itself", "unknown_other", "other_customer", "other_ended"),
    *("emptied", "paused", "not_paused", "unknown_body", "unknown_outcome", "unfit"),
    *sorted({f"no_{need}" for move in MOVES.values() for need in (*move.given, *move.told)}),
)
"""Why something is refused, in the order of what is looked at."""


class Refused(NotAllowed):
    """The law refuses it; `code` is one of CODES. Where something is unfit, `fields` has what does not fit,
    and why (`storage.domain.form.PROBLEMS`)."""

    def __init__(self, state: str, trigger: str, code: str, fields: Mapping[str, str] = NOTHING) -> None:
        super().__init__(LIFE.name, state, trigger)
        self.code, self.fields = code, fields

    def __str__(self) -> str:
        return f"{super().__str__()}: {self.code}"


def rank(role: str, owns: bool) -> str:
    """What a user of this role counts as in a complaint that they own, or do not. Who may only read does not
    own anything."""
    return "owner" if owns and role == "handler" else role


def implied(state: str, kind: str) -> str:
    """The outcome where it is closed in this state and nothing else is said; empty: it has to be said."""
    if len(OUTCOMES[kind]) == 1:
        return OUTCOMES[kind][0]
    return _IMPLIED.get(state, "") if kind == "complaint" else ""


def offered(state: str, role: str) -> tuple[str, ...]:
    """The moves of its life that this role may make now."""
    return tuple(trigger for trigger in LIFE.triggers(state) if _may(role, MOVES[trigger]))


def refusal(state: str, trigger: str, role: str, given: Mapping[str, Any]) -> str | None:
    """Why this role (one of STAFF, or customer, bot, clock) may not do this now, as one of CODES; None where
    it may.

    `given` is what comes with it (Move.given), and what it is held against where that is known: `number` and
    `kind` of the complaint, whether it was `emptied` with its customer and whether it is `paused`, `at` when
    it is done and `received_at`, the `departments` there are; of the other one whether it is `known`, the
    `other_state`, and whether it is of the `same_customer`.
    """
    move = MOVES.get(trigger)
    if move is None or ((state, trigger) not in LIFE.table and state not in BESIDE.get(trigger, ())):
        return "not_now"
    if not _may(role, move):
        return "not_you"
    for need in (*move.given, *(move.told if role in STAFF else ())):
        if given.get(need) in (None, "", {}):
            return f"no_{need}"
    wrong = _wrong(trigger, given)
    if wrong is None and trigger == "close" and _unreasoned(state, given):
        return "no_remark"
    return wrong or ("unfit" if unfit(trigger, given) else None)


def unfit(trigger: str, given: Mapping[str, Any]) -> dict[str, str]:
    """What of that which comes with it does not fit, and why (`storage.domain.form.PROBLEMS`)."""
    move = MOVES[trigger]
    comes = {name: given[name] for name in (*move.given, *move.told, *move.takes) if name in given}
    wrong = {name: "too_long" for name, most in LONGEST.items() if len(comes.get(name, "")) > most}
    department = comes.get("department")
    if department and department not in given.get("departments", (department,)):
        wrong.setdefault("department", "unknown_choice")
    return wrong


def _unreasoned(state: str, given: Mapping[str, Any]) -> bool:
    """Whether nobody may be left with this outcome without a word: it needs a reason, or says that the
    customer accepted, who has not said so here."""
    accepted = given["outcome"] == "accepted" and state != "accepted"
    return (given["outcome"] in REASONED or accepted) and not given.get("remark")


def _may(role: str, move: Move) -> bool:
    return role in move.others or (role in STAFF and STAFF.index(role) >= STAFF.index(move.lowest))


def _wrong(trigger: str, given: Mapping[str, Any]) -> str | None:
    at: datetime | None = given.get("at")
    received_at: datetime | None = given.get("received_at")
    wants = MOVES[trigger].given
    joins = trigger == "merge"
    wrong = {
        "too_early": at is not None and received_at is not None and at < received_at,
        "itself": "other" in wants and given["other"] == given.get("number"),
        "unknown_other": "other" in wants and not given.get("known", True),
        "other_customer": joins and not given.get("same_customer", True),
        "other_ended": joins and given.get("other_state", OPEN[0]) not in OPEN,
        "emptied": trigger in _WRITING and given.get("emptied", False),
        "paused": trigger == "pause" and given.get("paused", False),
        "not_paused": trigger == "resume" and not given.get("paused", True),
        "unknown_body": "body" in wants and given["body"] not in OUTSIDE,
        "unknown_outcome": "outcome" in wants
        and given["outcome"] not in OUTCOMES[given.get("kind", "complaint")],
    }
    return next((code for code, is_so in wrong.items() if is_so), None)
