"""All that the page of one complaint shows: how it stands, what was done, what may be done now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from admin import complaint_history as history
from admin import complaint_side as side
from admin import likeness, naming
from admin.complaint_beside import beside
from admin.complaint_form import CONTACT, RECORD, Kept, inputs
from admin.complaint_history import Words
from admin.door import Person
from admin.pages import may, talks
from storage import complaints, conversations, departments, holds, readable, users
from storage.complaints import Complaint
from storage.domain import handling
from storage.domain.complaint import OPEN
from storage.domain.form import ASSESSMENT, FIELDS, ratio
from storage.domain.handling import MOVES, OUTCOMES, OUTSIDE, STAFF
from storage.domain.locale import Texts
from storage.queries import readings
from storage.written import parts

ITS_OWN: Final = ("product", "order_number", "occurred", "remedy")
"""Fields that stand beside the story."""

NOT_NOW: Final = ("not_now", "paused", "not_paused")
"""Why something is not even spoken of."""

_ANY: Final = {
    **dict.fromkeys(("text", "remark", "severity", "changes", "owner", "other", "person", "story"), "-"),
    "body": OUTSIDE[0],
}
"""Something for every need: what the law refuses even so can't be done now."""

HEAD: Final = 30
"""Characters of a story by which it is known again in a list."""

Differs = Mapping[str, tuple[Any, Any]]


def fetch(
    session: Session,
    complaint_id: int,
    texts: Texts,
    asks: Person,
    kept: Kept,
    differs: Differs,
    now: datetime,
) -> dict[str, Any]:
    """All of it, for them. `kept` could not be kept, `differs` is what a colleague changed meanwhile. Raises
    complaints.Unknown."""
    complaint = complaints.one(session, complaint_id)
    paused = complaints.paused(session, [complaint_id]).get(complaint_id)
    role = handling.rank(asks.role, complaint.owner_id == asks.user_id)
    people, linked = users.listing(session), complaints.linked(session, complaint_id)
    record = complaints.form(session, complaint_id)
    words = Words(texts, {user.id: user.name for user in people}, {each.id: each.number for each in linked})
    allowed = acts(complaint, role, paused is not None)
    able = [each for each, code in allowed.items() if not code]
    alike = likeness.alike(session, complaint_id)
    return {
        "complaint": complaint._asdict(),
        "acts": allowed,
        "able": able,
        "paused": paused,
        "concluding": side.concluding(complaint, able),
        "close_hint": side.close_hint(complaint),
        "no_entries": side.no_entries(complaint, bool(complaint.story) and may(asks.role, "handler"), able),
        "phrases": side.offered(session, complaint.number),
        "limits": side.limits(session, complaint_id, now, texts),
        "together": len(side.together(session, linked, alike)) if "answer" in able else 0,
        "kept": kept,
        "record": recorded(complaint, record, words),
        "contact": words.value(CONTACT, record[CONTACT]),
        "amending": inputs("amend", RECORD, record, kept, differs, texts),
        "assessing": inputs("assess", ASSESSMENT, record, kept, differs, texts),
        "people": [(user.id, user.name) for user in people if user.active],
        "concernable": [
            (user.id, user.name) for user in people if user.active or user.id == complaint.concerns_id
        ],
        "departments": (known := departments.names(session)),
        "to_departments": [(name, name) for name in known],
        "owners": [(user.id, user.name) for user in people if user.active and user.role in STAFF],
        "outcomes": [(each, words.value("outcome", each)) for each in OUTCOMES[complaint.kind]],
        "implied": handling.implied(complaint.state, complaint.kind),
        "bodies": [(each, words.value("referred_to", each)) for each in OUTSIDE],
        "mergeable": mergeable(session, complaint, texts),
        "linked": [each._asdict() for each in linked],
        "holds": holds.of_complaint(session, complaint_id, complaint.customer_id),
        "differs": [words.change(name, *pair) for name, pair in differs.items()],
        "events": history.steps(session, complaint_id, words),
        "gone": side.gone(session, complaint),
        "entries": [
            {**entry._asdict(), "name": words.people.get(entry.user_id or 0, "")}
            for entry in complaints.entries(session, complaint_id)
        ],
        "attached": attached(session, complaint.conversation_id),
        **beside(session, complaint_id),
        "parts": parts(session, "complaint", complaint_id),
        "a": readings.analysed(session, "complaint", complaint_id),
        "names": naming.names(session, texts.language),
        "alike": alike,
    }


def acts(complaint: Complaint, role: str, paused: bool) -> dict[str, str]:
    """What its state allows, and why this role may not do it (a code of `handling.CODES`); empty: they may.
    To acknowledge is the bot's; what only a complaint goes through is not told of other kinds."""
    given = {
        **_ANY,
        "outcome": OUTCOMES[complaint.kind][0],
        "kind": complaint.kind,
        "number": complaint.number,
        "emptied": complaint.story == "",
        "paused": paused,
    }
    others = side.BESIDE_COMPLAINTS if complaint.kind != "complaint" else ()
    codes = {each: handling.refusal(complaint.state, each, role, given) for each in MOVES}
    return {
        each: code or ""
        for each, code in codes.items()
        if code not in NOT_NOW and each not in ("acknowledge", *others)
    }


def recorded(complaint: Complaint, record: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """(field, value) of what is known and does not stand beside the story; how they are reached is masked
    until somebody asks for it, and stands by itself."""
    names = ("owner_id", "department", "concerns_id", "outcome", "referred_to")
    named = {name: getattr(complaint, name) for name in names}
    values = {name: record[name] for name in FIELDS if name not in (*ITS_OWN, CONTACT)} | named
    found = [(words.field(name), words.value(name, value)) for name, value in values.items()]
    share = ratio(record)
    if share is not None:
        found.append((words.field("ratio"), f"{100 * share:.1f}%"))
    return [(name, value) for name, value in found if value]


def mergeable(session: Session, complaint: Complaint, texts: Texts) -> list[tuple[str, str]]:
    """(number, number and how it stands) of open ones of the same customer, that it could be merged into."""
    if complaint.customer_id is None:
        return []
    own = complaints.of_customer(session, [complaint.customer_id]).get(complaint.customer_id, [])
    return [
        (each.number, f"{each.number} {texts(f'state.complaint.{each.state}')} {each.story[:HEAD]}")
        for each in own
        if each.id != complaint.id and each.state in OPEN
    ]


def attached(session: Session, conversation_id: int | None) -> list[dict[str, Any]]:
    """The files that its customer sent in the talk that it came up in, as the page of that has them."""
    if conversation_id is None:
        return []
    lines = conversations.attached(session, conversation_id)
    return talks.told(readable.lines(session, conversation_id, lines))
