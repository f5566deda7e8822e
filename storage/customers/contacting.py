"""How a customer is reached besides the channels that they write from: sealed, found whole by its digest,
opened for who asks."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

import orjson
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from storage import dialects, events, looks, sealing
from storage.customers.keeping import Unfit, Unknown, held, one
from storage.domain.customer import CONTACTS, LONGEST_CONTACT, masked, plain
from storage.tables import customer_contacts
from storage.undoing import LASTS

SEALED_FOR = "customer contact"
"""What the seal is for (`storage.sealing`)."""


class Address(NamedTuple):
    """One as it is given."""

    kind: str
    text: str
    label: str = ""


class Contact(NamedTuple):
    """`shown` is what may be read before somebody asks for it; empty where it can't be opened."""

    id: int
    kind: str
    label: str
    shown: str


def digest(kind: str, text: str) -> str:
    """By which an address is found, however it is written; empty where it is none of this kind."""
    found = plain(kind, text)
    return sealing.blind(f"{SEALED_FOR} {kind}", found) if found else ""


def digests(text: str) -> list[str]:
    """By which it is found, whatever kind of address it may be."""
    return [found for kind in CONTACTS if (found := digest(kind, text))]


def of(session: Session, customer_id: int) -> list[Contact]:
    """In the order in which they were kept; the same one once, where two files have become one."""
    c = customer_contacts.c
    query = select(c.id, c.kind, c.label, c.sealed, c.digest).where(c.customer_id == customer_id)
    rows = {row.digest: row for row in reversed(session.execute(query.order_by(c.id)).all())}
    return [
        Contact(row.id, row.kind, row.label, masked(row.kind, _opened(row.sealed)))
        for row in reversed(rows.values())
    ]


def add(
    session: Session, customer_id: int, kind: str, text: str, label: str, user_id: int, at: datetime
) -> int:
    """Keep one more; its id. Raises Unknown, Unfit."""
    if found := _wrong(kind, text, label):
        raise Unfit(found)
    held(session, customer_id)
    c, key = customer_contacts.c, digest(kind, text)
    there = select(c.id).where(c.customer_id == customer_id, c.digest == key)
    if session.scalar(there.limit(1)) is not None:
        raise Unfit({"contact": "there_already"})
    row = {"customer_id": customer_id, "kind": kind, "label": label, "digest": key, "created_at": at}
    new = insert(customer_contacts).returning(c.id)
    made: int = session.scalars(new, [{**row, "sealed": sealing.seal(SEALED_FOR, text)}]).one()
    _note(session, made, "begin", user_id, at)
    return made


def there(session: Session, asked: Iterable[tuple[int, str]]) -> set[tuple[int, str]]:
    """(customer, digest) of those of these that are kept already."""
    c = customer_contacts.c
    pairs = set(asked)
    at = dialects.among(session.get_bind().dialect.name, c.digest, "digests")
    rows = session.execute(
        select(c.customer_id, c.digest).where(at), {"digests": sorted({b for _, b in pairs})}
    )
    return pairs & {(row.customer_id, row.digest) for row in rows}


def keep(session: Session, given: Mapping[tuple[int, str], Address], at: datetime) -> None:
    """Keep those that are not there yet, by customer and digest; they have been looked at."""
    before = there(session, given)
    rows = [
        {
            "customer_id": customer,
            "kind": each.kind,
            "label": each.label,
            "digest": key,
            "created_at": at,
            "sealed": sealing.seal(SEALED_FOR, each.text),
        }
        for (customer, key), each in given.items()
        if (customer, key) not in before
    ]
    if rows:
        session.execute(insert(customer_contacts), rows)


def _wrong(kind: str, text: str, label: str) -> dict[str, str]:
    if kind not in CONTACTS:
        return {"contact_kind": "unknown_choice"}
    long = {"contact": text, "label": label}
    found = {name: "too_long" for name, told in long.items() if len(told) > LONGEST_CONTACT}
    return found or ({} if plain(kind, text) else {"contact": "no_address"})


class Gone(LookupError):
    """What was removed can't be put back: too long ago, of another customer, or by another key."""


def drop(session: Session, customer_id: int, contact_id: int, user_id: int, at: datetime) -> str:
    """It is theirs no more, however often it is there; by which slip who removed it may put it back, empty
    where it couldn't be opened. Nothing of it stays here. Raises Unknown."""
    held(session, customer_id)
    c = customer_contacts.c
    theirs = (c.customer_id == customer_id, c.id == contact_id)
    found = session.execute(select(c.digest, c.kind, c.label, c.sealed).where(*theirs)).one_or_none()
    if found is None:
        raise Unknown(contact_id)
    session.execute(delete(customer_contacts).where(c.customer_id == customer_id, c.digest == found.digest))
    _note(session, contact_id, "drop", user_id, at)
    told = {"kind": found.kind, "label": found.label, "text": _opened(found.sealed), "at": at.isoformat()}
    sealed = sealing.seal(_slip(customer_id, user_id), orjson.dumps(told).decode())
    return b64encode(sealed).decode() if told["text"] else ""


def put_back(session: Session, customer_id: int, slip: str, user_id: int, at: datetime) -> int:
    """What was removed by this slip is theirs again; its id. Raises Gone, Unknown, Unfit."""
    try:
        sealed = b64decode(slip.encode(), validate=True)
        told = orjson.loads(sealing.opened(_slip(customer_id, user_id), sealed))
    except (ValueError, sealing.Unopened) as error:
        raise Gone from error
    if at - datetime.fromisoformat(told["at"]) > LASTS:
        raise Gone
    return add(session, customer_id, told["kind"], told["text"], told["label"], user_id, at)


def _slip(customer_id: int, user_id: int) -> str:
    return f"removed contact {customer_id} {user_id}"


def show(session: Session, customer_id: int, contact_id: int, user_id: int, at: datetime) -> str:
    """What it says, for who asks: that they did is kept. Raises Unknown, sealing.Unopened."""
    one(session, customer_id)
    c = customer_contacts.c
    query = select(c.kind, c.sealed).where(c.customer_id == customer_id, c.id == contact_id)
    found = session.execute(query).one_or_none()
    if found is None:
        raise Unknown(contact_id)
    looks.note(session, customer_id, found.kind, user_id, at)
    return sealing.opened(SEALED_FOR, found.sealed)


def _note(session: Session, contact_id: int, trigger: str, user_id: int, at: datetime) -> None:
    row = events.event(at, "customer_contact", contact_id, trigger, "staff", user_id=user_id)
    events.append(session, [row])


def told(session: Session, customer_id: int) -> list[dict[str, str]]:
    """All of them as they are, for their customer to take along."""
    c = customer_contacts.c
    query = select(c.kind, c.label, c.sealed).where(c.customer_id == customer_id).order_by(c.id)
    rows = session.execute(query).all()
    return [{"kind": row.kind, "label": row.label, "text": _opened(row.sealed)} for row in rows]


def _opened(sealed: bytes | None) -> str:
    try:
        return sealing.opened(SEALED_FOR, sealed or b"")
    except sealing.Unopened:
        return ""
