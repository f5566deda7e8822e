"""Addresses and contacts are sealed (`storage.tables.sealed`), and it is known under which key; the contact
of a complaint is found by a digest.

What is there is sealed here: a million rows take a minute or two. The record of what was changed has contacts
masked. SQLite overwrites what stood there; the pages of PostgreSQL are freed by its own VACUUM.
How an address is sealed, a contact digested and masked stands here as it was then, whatever becomes of
`storage.sealing`, `storage.tables.sealed` and `storage.domain.customer`.
"""

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

from storage.secret import kept
from storage.settings import settings

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

CHUNK: Final = 5000

SEALED: Final = (("conversations", "address"), ("invitations", "address"), ("mails", "sender"))


def upgrade() -> None:
    op.add_column("complaints", sa.Column("contact_digest", sa.Text(), server_default="", nullable=False))
    reached = sa.text("contact_digest <> ''")
    op.create_index(
        "ix_complaints_contact_digest",
        "complaints",
        ["contact_digest"],
        unique=False,
        sqlite_where=reached,
        postgresql_where=reached,
    )
    op.create_table(
        "sealing_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_keys")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("pragma secure_delete = on")
    for name, column in SEALED:
        _rewrite(name, (column,), lambda row, column=column: {column: _sealed(row[column])})
    _rewrite("complaints", ("contact",), _of_complaint)
    _rewrite("changes", ("old", "new"), _changed, "entity = 'complaint' and field = 'contact'")
    _hold_key()


def _rewrite(name: str, columns: tuple[str, ...], new: Any, which: str = "") -> None:
    """Each row of this table, or those that `which` means, becomes what `new` makes of it; in portions."""
    kind = sa.JSON(none_as_null=True) if name == "changes" else sa.Text()
    table = sa.table(name, sa.column("id", sa.Integer), *(sa.column(each, kind) for each in columns))
    there = sa.text(which or " or ".join(f"{each} <> ''" for each in columns))
    query = (
        sa.select(table).where(table.c.id > sa.bindparam("after"), there).order_by(table.c.id).limit(CHUNK)
    )
    connection, after = op.get_bind(), 0
    while rows := connection.execute(query, {"after": after}).mappings().all():
        after = rows[-1]["id"]
        made = [{"key": row["id"], **_named(new(row))} for row in rows]
        names = [each.removeprefix("new_") for each in made[0] if each != "key"]
        columns_new = {each: sa.bindparam(f"new_{each}", type_=kind) for each in names}
        target = sa.table(name, sa.column("id", sa.Integer), *(sa.column(each, kind) for each in names))
        change = sa.update(target).where(target.c.id == sa.bindparam("key")).values(columns_new)
        connection.execute(change, made)


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _of_complaint(row: Any) -> dict[str, Any]:
    return {"contact": _sealed(row["contact"]), "contact_digest": _digest(row["contact"])}


def _changed(row: Any) -> dict[str, Any]:
    return {name: _masked(row[name]) if row[name] else row[name] for name in ("old", "new")}


def _hold_key() -> None:
    keys = sa.table(
        "sealing_keys", sa.column("proof", sa.Text), sa.column("begun_at", sa.DateTime(timezone=True))
    )
    now = datetime.now(UTC)
    op.get_bind().execute(sa.insert(keys), [{"proof": _blind("proof of the key", ""), "begun_at": now}])


def _key(use: str) -> bytes:
    whole = settings().sealing_key or kept(settings().data / "sealing.key")
    return hmac.new(whole.encode(), use.encode(), "sha256").digest()


def _blind(purpose: str, text: str) -> str:
    return hmac.new(_key("blind index"), f"{purpose}\n{text}".encode(), "sha256").hexdigest()


_NOBODYS: Final = re.compile(r"[0-9a-f]{64}|erased:.*", re.DOTALL)


def _sealed(address: str) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - where it is needed

    if not address or _NOBODYS.fullmatch(address):
        return address
    cipher = AESSIV(_key("seal the same") + _key("find the same"))
    made = cipher.encrypt(address.encode("utf-8", "replace"), [b"address"])
    return "~" + urlsafe_b64encode(made).decode().rstrip("=")


def _digest(contact: str) -> str:
    for kind, plain in (("email", _mailed), ("phone", _dialled), ("wechat", _spelt)):
        if found := plain(contact):
            return _blind(f"customer contact {kind}", found)
    return ""


def _mailed(text: str) -> str:
    found = text.strip().casefold()
    return found if re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{1,60}", found) else ""


def _dialled(text: str) -> str:
    digits = "".join(each for each in text if each.isdecimal() and each.isascii())
    local = re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)
    return local if 3 <= len(local) <= 20 else ""


def _spelt(text: str) -> str:
    return "".join(text.split()).casefold()


def _masked(text: str) -> str:
    if "****" in text:
        return text
    if "@" not in text and _dialled(text):
        digits = _dialled(text)
        return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 9 else f"{digits[:1]}****"
    name, at, domain = text.partition("@")
    return f"{name[:1]}****{at}{domain}"
