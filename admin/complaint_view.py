"""All that the page of one complaint shows: how it stands, what was done, what may be done now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from admin import likeness, naming
from admin.complaint_form import RECORD, Kept, inputs, told
from admin.door import Person
from admin.pages import talks
from storage import changes, complaints, concealing, conversations, events, users
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

CHANGING: Final = frozenset(("amend", "assign", "assess", "close", "refer", "merge", "reopen", "add"))
"""What is done that changes fields; to link changes none."""

_ANY: Final = {
    **dict.fromkeys(("text", "remark", "severity", "changes", "owner", "other"), "-"),
    "body": OUTSIDE[0],
}
"""Something for every need: what the law refuses even so can't be done now."""

HEAD: Final = 30
"""Characters of a story by which it is known again in a list."""

Differs = Mapping[str, tuple[Any, Any]]


class Told(NamedTuple):
    """A field by its name, what it was and what it is, in words."""

    name: str
    old: str
    new: str


def fetch(
    session: Session, complaint_id: int, texts: Texts, asks: Person, kept: Kept, differs: Differs
) -> dict[str, Any]:
    """All of it, for them. `kept` could not be kept, `differs` is what a colleague changed meanwhile. Raises
    complaints.Unknown."""
    complaint = complaints.one(session, complaint_id)
    role = handling.rank(asks.role, complaint.owner_id == asks.user_id)
    people, linked = users.listing(session), complaints.linked(session, complaint_id)
    record = complaints.form(session, complaint_id)
    words = Words(texts, {user.id: user.name for user in people}, {each.id: each.number for each in linked})
    allowed = acts(complaint, role)
    return {
        "complaint": complaint._asdict(),
        "acts": allowed,
        "able": [each for each, code in allowed.items() if not code],
        "kept": kept,
        "record": recorded(complaint, record, words),
        "amending": inputs("amend", RECORD, record, kept, differs, texts),
        "assessing": inputs("assess", ASSESSMENT, record, kept, differs, texts),
        "owners": [(user.id, user.name) for user in people if user.active and user.role in STAFF],
        "outcomes": [(each, words.value("outcome", each)) for each in OUTCOMES[complaint.kind]],
        "implied": handling.implied(complaint.state, complaint.kind),
        "bodies": [(each, words.value("referred_to", each)) for each in OUTSIDE],
        "mergeable": mergeable(session, complaint, texts),
        "linked": [each._asdict() for each in linked],
        "differs": [words.change(name, *pair) for name, pair in differs.items()],
        "events": steps(session, complaint_id, words),
        "entries": [
            {**entry._asdict(), "name": words.people.get(entry.user_id or 0, "")}
            for entry in complaints.entries(session, complaint_id)
        ],
        "attached": attached(session, complaint.conversation_id),
        "parts": parts(session, "complaint", complaint_id),
        "a": readings.analysed(session, "complaint", complaint_id),
        "names": naming.names(session, texts.language),
        "alike": likeness.alike(session, complaint_id),
    }


class Words:
    """Fields and values in words; `people` are staff by id, `numbers` those of linked complaints."""

    def __init__(self, texts: Texts, people: Mapping[int, str], numbers: Mapping[int, str]) -> None:
        self.texts, self.people, self.numbers = texts, people, numbers

    def value(self, name: str, value: Any) -> str:
        """Empty where nothing is known."""
        by_id = {"owner_id": self.people, "merged_into": self.numbers}
        return by_id[name].get(value, "") if name in by_id else told(name, value, self.texts)

    def field(self, name: str) -> str:
        """What the field is called."""
        return self.texts(f"page.complaints.fact.{name}")

    def change(self, name: str, old: Any, new: Any) -> Told:
        """A field was `old` and is `new`."""
        return Told(self.field(name), self.value(name, old), self.value(name, new))


def acts(complaint: Complaint, role: str) -> dict[str, str]:
    """What its state allows, and why this role may not do it (a code of `handling.CODES`); empty: they may.
    To acknowledge is the bot's."""
    given = {
        **_ANY,
        "outcome": OUTCOMES[complaint.kind][0],
        "kind": complaint.kind,
        "number": complaint.number,
        "emptied": complaint.story == "",
    }
    codes = {each: handling.refusal(complaint.state, each, role, given) for each in MOVES}
    return {each: code or "" for each, code in codes.items() if code != "not_now" and each != "acknowledge"}


def recorded(complaint: Complaint, record: Mapping[str, Any], words: Words) -> list[tuple[str, str]]:
    """(field, value) of what is known and does not stand beside the story."""
    named = {name: getattr(complaint, name) for name in ("owner_id", "department", "outcome", "referred_to")}
    values = {name: record[name] for name in FIELDS if name not in ITS_OWN} | named
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


def steps(session: Session, complaint_id: int, words: Words) -> list[dict[str, Any]]:
    """The history, oldest first, each step with who did it and what it changed."""
    changed: dict[Any, list[Told]] = defaultdict(list)
    for each in changes.of_complaint(session, complaint_id):
        changed[each.at, each.user_id].append(words.change(each.field, each.old, each.new))
    return [
        {
            **event,
            "name": words.people.get(event["user_id"] or 0, ""),
            "changed": changed.pop((event["at"], event["user_id"]), [])
            if event["trigger"] in CHANGING
            else [],
        }
        for event in events.of(session, "complaint", complaint_id)
    ]


def news(history: Sequence[Mapping[str, Any]], revision: int, seen: int) -> Sequence[Mapping[str, Any]]:
    """What happened since revision `seen`: each move and each change of the record is one revision."""
    counted = [at for at, each in enumerate(history) if each["trigger"] in MOVES.keys() - {"link"}]
    missed = max(1, revision - seen)
    return history[counted[-missed] :] if missed <= len(counted) else history


def attached(session: Session, conversation_id: int | None) -> list[dict[str, Any]]:
    """The files that its customer sent in the talk that it came up in, as the page of that has them."""
    if conversation_id is None:
        return []
    since = concealing.withheld_since(session, conversation_id)
    lines = conversations.attached(session, conversation_id)
    return talks.told([line for line in lines if not (since and line.at >= since)])
