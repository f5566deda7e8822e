"""Who is told when a limit is missed, step by step (升级; GB/T 19012 annex G; D12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from storage.domain.fields import Fields, closest

ROLES: Final = ("owner", "department_head", "manager")
"""Each answers to the next."""

_LAST: Final = "administrator"
"""Who is told where there is nobody else."""


class Person(NamedTuple):
    """A member of staff who may sign in, of this `role` and `department`. Who sees their own departments
    alone has a role in each of these `departments`; None: they see all."""

    id: int
    name: str
    role: str
    department: str
    departments: Mapping[str, str] | None = None

    def sees(self, department: str) -> bool:
        """Whether what is of this department is told them at all."""
        return self.departments is None or department in self.departments

    def heads(self, department: str) -> bool:
        """Whether they are its head."""
        if self.departments is not None:
            return self.departments.get(department) == ROLES[1]
        return self.role == ROLES[1] and self.department == department != ""


class Concern(NamedTuple):
    """What somebody has to be told of: whose it is, of which department, and whom it is `about`, who is told
    nothing of it (D13)."""

    owner_id: int | None = None
    department: str = ""
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """This role is told after so many working hours late."""

    role: str
    hours: float


@dataclass(frozen=True, slots=True)
class Step:
    """This role is to be told after this moment, in UTC, and once: whoever does it keeps the `key`. `number`:
    the how manyth step of the ladder it is, from 1 on."""

    role: str
    at: datetime
    key: str
    number: int = 1


def answering(role: str, people: Iterable[Person], concern: Concern) -> list[Person]:
    """Who answers for it in this role; where nobody does, in the next one."""
    known = [each for each in people if each.id != concern.about]
    ranks = (*ROLES[ROLES.index(role) :], _LAST)
    found = ([each for each in known if _answers(each, rank, concern)] for rank in ranks)
    return next((those for those in found if those), [])


def _answers(person: Person, rank: str, concern: Concern) -> bool:
    if not person.sees(concern.department):
        return False
    if rank == "owner":
        return person.id == concern.owner_id
    return person.heads(concern.department) if rank == "department_head" else person.role == rank


def parse(fields: Fields) -> tuple[Rung, ...]:
    """The rungs from the list `escalation` of a policy, the first to be told first."""
    return tuple(sorted(map(_rung, fields.each("escalation")), key=lambda rung: rung.hours))


def _rung(fields: Fields) -> Rung:
    role = fields.text("role")
    if role and role not in ROLES:
        fields.problem("role", "unknown_key", key=role, nearest=closest(role, ROLES))
    hours = fields.number("hours", 0, 10_000)
    fields.done()
    return Rung(role, hours or 0.0)
