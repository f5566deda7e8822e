"""The history in plain sentences: who did what to what, and where that thing is found."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from admin.complaint_side import told_of
from storage.audited import Known, Thing
from storage.auditing import Told
from storage.domain.locale import Texts

_PLACES: Final[Mapping[str, str]] = {
    "complaint": "/complaints/{id}",
    "conversation": "/talks/{id}",
    "customer": "/customers/{id}",
    "department": "/departments",
    "job": "/jobs",
    "phrase": "/phrases",
    "request": "/requests/{id}",
    "response": "/responses/{id}",
    "retention": "/privacy",
    "round": "/rounds/{id}",
    "ruling": "/rules",
    "survey_version": "/surveys",
    "user": "/users#user-{id}",
    "visit": "/visits",
}

NOT_ONE: Final = frozenset(("job", "retention"))
"""What is no thing that has a history."""


_ELSEWHERE: Final = "oidc"
"""They tried to sign in with the organisation's account."""


class Line(NamedTuple):
    """`thing` is what it is called, `place` where it is found, `of` what finds its history (either may be
    empty); `detail` says more, in words."""

    told: Told
    who: str
    did: str
    thing: str
    place: str
    of: str
    detail: str


def line(told: Told, known: Known, texts: Texts) -> Line:
    """This event."""
    who = told.name or texts(f"page.actor.{told.actor}")
    if told.trigger == "sign_in_failed":
        who = ""
    one = told.entity not in NOT_ONE and told.entity_id > 0
    return Line(
        told,
        who,
        did(told.entity, told.trigger, texts),
        thing(told.entity, told.entity_id, known.called, texts) if one else "",
        _PLACES.get(told.entity, "").format(id=told.entity_id) if one else "",
        f"{told.entity}:{told.entity_id}" if one else "",
        detail(told, known, texts),
    )


def did(entity: str, trigger: str, texts: Texts) -> str:
    """What was done, to follow the name of who did it."""
    asked = f"page.audit.did.{entity}.{trigger}", f"page.event.{entity}.{trigger}", f"page.event.{trigger}"
    known = (texts(key) for key in asked if texts.has(key))
    return next(known, f"{texts('page.audit.did_something')} ({entity} {trigger})")


def thing(entity: str, key: int, called: Mapping[Thing, str], texts: Texts) -> str:
    """What it was done to."""
    name = f"page.audit.thing.{entity}"
    kind = texts(name) if texts.has(name) else entity
    return f"{kind} {called.get((entity, key)) or f'#{key}'}"


def detail(told: Told, known: Known, texts: Texts) -> str:
    """Whom the clock told of which limit; which setting, which list and how much of it; else the state before
    and after, or what else is noted: vocabulary of ours, numbers. The digest of a login says nothing to
    anybody: of one that nobody has, that is said."""
    if told.id in known.told:
        return told_of(known.told[told.id], texts)
    if told.trigger == "sign_in_failed" and told.target != _ELSEWHERE:
        return "" if told.entity_id else texts("page.audit.nobody")
    if told.entity == "option":
        return _named("page.audit.option", told.target, texts)
    if told.entity == "user" and told.trigger in ("export", "import"):
        return _table(told, texts)
    words = [_value(told.entity, each, texts) for each in (told.source, told.target) if each]
    return " → ".join(words)


def _table(told: Told, texts: Texts) -> str:
    """The list that was taken along or brought in, as what, with how many rows."""
    form, _, number = told.target.rpartition(" ")
    name = _named("page.audit.list", told.source, texts)
    if not number.isdigit():
        return texts("page.audit.taken.whole", list=name)
    if not form:
        return texts("page.audit.taken.rows", list=name, n=number)
    return texts("page.audit.taken.list", list=name, form=_named("page.list.format", form, texts), n=number)


def _named(section: str, key: str, texts: Texts) -> str:
    """What this is called; of another version, its key."""
    name = f"{section}.{key}"
    return texts(name) if texts.has(name) else key


def _value(entity: str, value: str, texts: Texts) -> str:
    sections = (f"state.{entity}", "page.audit.value", "page.role", "page.channel")
    rest = ("page.customer.contact_kind", "page.rounds.reason")  # why a message did not go out, among others
    found = (f"{section}.{value}" for section in (*sections, *rest))
    return next((texts(key) for key in found if texts.has(key)), value)
