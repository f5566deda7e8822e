"""The history of a complaint on its page: each step with who made it and what it changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from admin import complaint_side as side
from admin.complaint_form import told
from storage import changes, events
from storage.changes import Change
from storage.complaints import REMINDING
from storage.domain.form import ASSESSMENT
from storage.domain.handling import MOVES
from storage.domain.locale import Texts

_RECORD: Final = ("amend", "add")

CHANGED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(ASSESSMENT, ("assess", *_RECORD)),
    "owner_id": ("assign", "concern"),
    "department": ("assign",),
    "concerns_id": ("concern",),
    "outcome": ("close", "reopen"),
    "referred_to": ("refer",),
    "merged_into": ("merge",),
}
"""What is done that changes a field; that of all others is in their record."""

_RAISING: Final = frozenset((*(MOVES.keys() - {"link"}), "stayed", "came_back", "rate"))
"""What raises the revision whatever it changes."""


class Told(NamedTuple):
    """A field by its name, what it was and what it is, in words."""

    name: str
    old: str
    new: str


class Words:
    """Fields and values in words; `people` are staff by id, `numbers` those of linked complaints."""

    def __init__(self, texts: Texts, people: Mapping[int, str], numbers: Mapping[int, str]) -> None:
        self.texts, self.people, self.numbers = texts, people, numbers

    def value(self, name: str, value: Any) -> str:
        """Empty where nothing is known."""
        by_id = {"owner_id": self.people, "concerns_id": self.people, "merged_into": self.numbers}
        return by_id[name].get(value, "") if name in by_id else told(name, value, self.texts)

    def field(self, name: str) -> str:
        """What the field is called."""
        return self.texts(f"page.complaints.fact.{name}")

    def change(self, name: str, old: Any, new: Any) -> Told:
        """A field was `old` and is `new`."""
        return Told(self.field(name), self.value(name, old), self.value(name, new))


def steps(session: Session, complaint_id: int, words: Words) -> list[dict[str, Any]]:
    """The history, oldest first, each step with who did it and what it changed."""
    changed: dict[Any, list[Change]] = defaultdict(list)
    reminded = side.told(session, complaint_id, words.texts)
    for each in changes.of_complaint(session, complaint_id):
        changed[each.at, each.user_id].append(each)
    return [
        {
            **event,
            "name": words.people.get(event["user_id"] or 0, ""),
            "changed": [words.change(each.field, each.old, each.new) for each in made],
            "called": called(event["trigger"], made),
            "told": _first(reminded[event["at"]]) if event["trigger"] in REMINDING else "",
        }
        for event in events.of(session, "complaint", complaint_id)
        for made in [_taken(changed[event["at"], event["user_id"]], event["trigger"])]
    ]


def called(trigger: str, made: Sequence[Change]) -> str:
    """The key of what was done: who only said which department sees to it has named nobody."""
    department_alone = trigger == "assign" and [each.field for each in made] == ["department"]
    return "to_department" if department_alone else trigger


def news(history: Sequence[Mapping[str, Any]], revision: int, seen: int) -> Sequence[Mapping[str, Any]]:
    """What happened since revision `seen`: each step that raises the revision does so by one."""
    counted = [at for at, each in enumerate(history) if _raised(each)]
    missed = max(1, revision - seen)
    return history[counted[-missed] :] if missed <= len(counted) else history


def _raised(step: Mapping[str, Any]) -> bool:
    """Whether it raised the revision; what is added does where it fills in what was not known."""
    return step["trigger"] in _RAISING or (step["trigger"] == "add" and bool(step["changed"]))


def _taken(changed: list[Change], trigger: str) -> list[Change]:
    """Those of the changes of a moment that this step made; they are taken from them."""
    found = [each for each in changed if trigger in CHANGED_BY.get(each.field, _RECORD)]
    changed[:] = [each for each in changed if each not in found]
    return found


def _first(lines: list[str]) -> str:
    """The next of these, which is taken from them."""
    return lines.pop(0) if lines else ""
