"""The house gets its first account, once: whoever comes second, however close, finds it taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from multidict import MultiMapping
from sqlalchemy.orm import Session

from admin.first import steps
from admin.pages.organisation import typed_logo, typed_name
from admin.security import words
from storage import options, users

LONGEST = 200
LONGEST_PASSWORD = 1000


class Taken(RuntimeError):
    """Somebody else has opened the house meanwhile."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed; no password is ever sent back."""

    organisation: str = ""
    name: str = ""
    login: str = ""


def typed(form: MultiMapping[Any]) -> Typed:
    """What the form shows again."""
    return Typed(*(words(form, name)[:LONGEST] for name in Typed.__slots__))


@dataclass(frozen=True, slots=True)
class Opening:
    """All that the first step asks; `organisation` is empty where the environment says it."""

    organisation: str
    logo: bytes | None
    name: str
    login: str
    password: str


def opening(form: MultiMapping[Any], *, named: bool) -> Opening:
    """What was typed, as it can be kept. Raises organisation.Wrong, users.Refused."""
    password = str(form.get("password", ""))
    if password != str(form.get("again", "")):
        raise users.Refused("password_differ")
    if len(password) > LONGEST_PASSWORD:
        raise users.Refused("password_long")
    shown = typed(form)
    organisation = "" if named else typed_name(words(form, "organisation"))
    return Opening(organisation, typed_logo(form.get("logo")), shown.name, shown.login, password)


def settle(session: Session, given: Opening, at: datetime) -> int:
    """The house is theirs: the id of the administrator. Raises Taken, users.Refused, options.Unfit."""
    if not options.claim(session, steps.KEY, {"done": [], "passed": []}, at) or users.anybody(session):
        raise Taken
    user_id = users.add(session, given.login, given.name, "administrator", given.password, at)
    if given.organisation:
        options.put(session, {"organisation": given.organisation}, user_id, at)
    if given.logo:
        options.put_logo(session, given.logo, user_id, at)
    steps.take(session, "house", user_id, at)
    return user_id
