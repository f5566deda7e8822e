"""What stands beside the record on the page of a complaint: its time limits, who was told of them, phrases to
answer with, those that could be answered together with it, what its reader can do about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from admin.likeness import Alike
from storage import complaints, customers, definitions, phrases
from storage.complaints import Complaint, Reminded
from storage.domain.complaint import LIFE
from storage.domain.deadline import Deadline
from storage.domain.handling import OUTCOMES
from storage.domain.locale import Texts

BESIDE_COMPLAINTS: Final = ("assess", "refer", "accept", "refuse", "implement", "verify")
"""What a suggestion, praise or an inquiry needs not go through: it is answered with what came of it."""

_HEARD: Final = ("accepted", "measures", "verified")
"""In these states the customer has said here what they think of our answer."""


class Limit(NamedTuple):
    """A time limit in words. `stands` is met, met_late, late, paused or open; `provisional`: a year is in it
    whose holidays are not announced."""

    name: str
    due_at: datetime
    met_at: datetime | None
    stands: str
    source: str
    provisional: bool


class Offered(NamedTuple):
    """A phrase as it would be said here."""

    id: int
    title: str
    text: str


def limits(session: Session, complaint_id: int, now: datetime, texts: Texts) -> list[Limit]:
    """Those that run or ran, the first due first."""
    found = complaints.deadlines(session, complaint_id, now)
    return [
        Limit(
            named(each.kind, texts),
            each.due_at,
            each.met_at,
            _stands(each),
            definitions.citation(each.source, texts.language),
            each.provisional,
        )
        for each in found
    ]


def _stands(one: Deadline) -> str:
    if one.met_at is not None:
        return "met_late" if one.late else "met"
    return "late" if one.late else "paused" if one.paused else "open"


def named(kind: str, texts: Texts) -> str:
    """What has to be done in time."""
    key = f"page.complaints.limit.{kind}"
    return texts(key) if texts.has(key) else texts("page.complaints.limit.other")


def told(session: Session, complaint_id: int, texts: Texts) -> dict[datetime, list[str]]:
    """By moment: of which limit somebody was told then, and who, in the order of the history."""
    found: dict[datetime, list[str]] = defaultdict(list)
    for each in complaints.reminded(session, [complaint_id])[complaint_id]:
        found[each.at].append(told_of(each, texts))
    return found


def told_of(one: Reminded, texts: Texts) -> str:
    """Of which limit who was told."""
    role = texts(f"page.complaints.told.{one.role}")
    return texts("page.complaints.told.of", limit=named(one.kind, texts), role=role)


def offered(session: Session, number: str) -> list[Offered]:
    """The phrases to begin an answer with."""
    return [Offered(each.id, each.title, each.said(number)) for each in phrases.active(session)]


def concluding(complaint: Complaint, able: Collection[str]) -> tuple[str, ...]:
    """What it can come to with an answer: of a complaint nothing, its customer has a word to say first."""
    if complaint.kind == "complaint" or "answer" not in able:
        return ()
    return OUTCOMES[complaint.kind]


def close_hint(complaint: Complaint) -> str:
    """The key of what stands below the note with which it is closed: what that needs."""
    if complaint.kind == "suggestion":
        return "page.complaints.close_hint_suggestion"
    if complaint.kind == "complaint" and complaint.state not in _HEARD:
        return "page.complaints.close_hint_unheard"
    return "page.complaints.close_hint"


def gone(session: Session, complaint: Complaint) -> str:
    """Why it has no words any more: its customer was erased, or it was emptied at its term; of one without a
    customer, which may have come without words, nobody knows; empty: it has."""
    if complaint.story:
        return ""
    if complaint.customer_id is None:
        return "unknown"
    return "erased" if customers.erased(session, complaint.customer_id) else "emptied"


def no_entries(complaint: Complaint, writes: bool, able: Collection[str]) -> str:
    """The key of what stands where nothing is written yet: who `writes` there is told what they can do, who
    only reads what there will be."""
    if not writes:
        return "page.complaints.no_entries_read"
    if "answer" not in able:
        return "page.complaints.no_entries_note"
    if complaint.anonymous:
        return "page.complaints.no_entries_anonymous"
    return "page.complaints.no_entries" if complaint.conversation_id else "page.complaints.no_entries_kept"


def together(session: Session, linked: Iterable[Complaint], alike: Iterable[Alike]) -> list[Complaint]:
    """Those that belong to it or are like it and can be answered now, the oldest first."""
    near = {each.id: each for each in linked}
    further = complaints.those(session, [each.id for each in alike if each.id not in near])
    both = sorted([*near.values(), *further], key=lambda each: each.id)
    return [each for each in both if (each.state, "answer") in LIFE.table and each.story]
