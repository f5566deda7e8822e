"""The case file (案卷): what happened to a complaint in plain words, for the customer to hand to whom it goes
outside (GB/T 19012 7.9, GB/T 19013)."""

from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from storage import events
from storage.complaints.reading import Complaint, entries
from storage.domain.locale import Texts
from storage.settings import settings

_FACTS: Final = ("product", "order_number", "occurred", "remedy")
_SAID: Final = ("answer", "question", "added")
_DONE: Final = ("refuse", "accept", "reopen")


class Step(NamedTuple):
    """What was said or done, when; `key` names its text."""

    at: datetime
    key: str
    text: str


def case_file(session: Session, complaint: Complaint, texts: Texts) -> str:
    """All that passed between the customer and us, the oldest first; nothing that only staff see. It is
    handed over whenever the customer asks for it, and when the complaint goes outside."""
    zone = ZoneInfo(settings().timezone)

    def at(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    what = texts(f"notice.kind.{complaint.kind}")
    lines = [texts("case_file.head", number=complaint.number, what=what)]
    lines.append(texts("case_file.received", at=at(complaint.received_at), text=complaint.story))
    facts = {name: getattr(complaint, name) for name in _FACTS}
    lines += [texts(f"case_file.{name}", text=value) for name, value in facts.items() if value]
    for each in steps(session, complaint):
        lines.append(texts(f"case_file.{each.key}", at=at(each.at), text=each.text))
    return "\n".join(lines)


def steps(session: Session, complaint: Complaint) -> list[Step]:
    """What was said by both, and how the customer decided, in order."""
    said = (each for each in entries(session, complaint.id) if each.kind in _SAID)
    done = (each for each in events.of(session, "complaint", complaint.id) if each["trigger"] in _DONE)
    found = [Step(each.at, each.kind, each.text) for each in said]
    return sorted([*found, *(Step(each["at"], each["trigger"], "") for each in done)])
