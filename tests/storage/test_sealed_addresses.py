"""How customers are reached stands nowhere in the database as it is: found whole, opened for who needs it."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text, update

from storage import complaints, conversations, db, exporting, invitations, mails, messages, sealing
from storage.complaints import reached
from storage.domain.intake import Typed
from storage.invitations import Whom
from storage.queries import customer_list as known
from storage.tables import changes, metadata, rounds, sealing_keys
from storage.tables import complaints as complaint_rows
from storage.tables import conversations as talks
from storage.tables import invitations as invited
from storage.tables import mails as mail_rows
from storage.tables.sealed import GONE, opened, sealed
from tests.databases import Prepare
from tests.storage.conftest import NOW
from tests.storage.test_search import index

MAIL, CHAT, PHONE, OTHER = "wang.planted@example.com", "998877665544", "13812340987", "13912340987"
PLANTED = (MAIL, CHAT, PHONE, OTHER)

ADDRESSES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)


@given(ADDRESSES)
def test_an_address_has_one_seal_and_opens_again(address: str) -> None:
    assert sealed(address) == sealed(address)
    assert opened(sealed(address)) == address
    assert address.startswith(GONE) or sealed(address).startswith("~")


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_have_two_seals(one: str, other: str) -> None:
    assert (sealed(one) == sealed(other)) is (one == other)


@pytest.mark.parametrize("address", ["", "a" * 64, f"{GONE}7"])
def test_what_is_nobodys_stays_as_it_is(address: str) -> None:
    assert sealed(address) == opened(address) == address


@given(st.text("~abcXYZ019-_", max_size=60))
def test_what_was_sealed_under_a_lost_key_is_empty(made_up: str) -> None:
    assert opened(f"~{made_up}") == ""


def test_an_address_is_nowhere_in_the_database(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        met = conversations.load(session, [("email", MAIL), ("telegram", CHAT)], NOW)
        by_mail = met["email", MAIL]
        told = {"survey_id": 1, "title": "一季度", "return_by": NOW, "starts_at": NOW, "created_at": NOW}
        of = session.scalars(insert(rounds).values(told).returning(rounds.c.id)).one()
        invitations.plan(session, of, [Whom(by_mail.customer_id, by_mail.id, "email", MAIL)], NOW)
        mails.keep(session, [mails.Arrived("k", b"Subject: x", MAIL, NOW)])
        record = {"kind": "complaint", "contact": PHONE}
        typed = Typed("phone", NOW, "冰箱不制冷", None, "王小明", record)
        complaint = complaints.take(session, typed, staff, NOW)
        complaints.amend(session, complaint, {"contact": OTHER}, staff, NOW)
    index(engine)
    with db.reading(engine) as session:
        kept = str(exporting.gather(session, by_mail.customer_id))
        assert [each for each in PLANTED if each in kept] == [MAIL]
        assert messages.known(session, [("email", MAIL, "1")]) == set()
        assert conversations.find(session, ("email", MAIL)) == by_mail.id
        assert [each.old for each in changes_of(session, complaint)] == ["138****0987"]
        for typed_whole in (MAIL, CHAT, OTHER, f"+86 {OTHER}".replace(" ", "")):
            assert len(known.picked(session, typed_whole)) == 1, typed_whole
        assert known.picked(session, PHONE) == known.picked(session, "wang.planted") == []
    assert leaked(engine) == []


def changes_of(session: Any, complaint: int) -> Any:
    return session.execute(
        select(changes).where(changes.c.entity_id == complaint, changes.c.entity == "complaint")
    )


def leaked(engine: Engine) -> list[tuple[str, str]]:
    """Where something planted stands: in which table, and in the file."""
    found = []
    with engine.connect() as connection:
        for name in metadata.tables:
            rows = str(connection.exec_driver_sql(f'select * from "{name}"').all())
            found += [(name, each) for each in PLANTED if each in rows]
    file = engine.url.database or ""
    if engine.dialect.name == "sqlite":
        for path in map(Path, (file, f"{file}-wal")):
            kept = path.read_bytes() if path.exists() else b""
            found += [(path.name, each) for each in PLANTED if each.encode() in kept]
    return found


BEFORE = (
    "insert into customers (id, name, segment, created_at) values (1, '', '', '{at}')",
    f"insert into conversations (id, channel, address, customer_id, created_at, active_at) values"
    f" (1, 'email', '{MAIL}', 1, '{{at}}', '{{at}}'), (2, 'telegram', '{CHAT}', 1, '{{at}}', '{{at}}'),"
    f" (3, 'webchat', '{'a' * 64}', 1, '{{at}}', '{{at}}')",
    "insert into surveys (id, key, title, created_at) values (1, 'satisfaction', '满意度', '{at}')",
    "insert into rounds (id, survey_id, title, state, return_by, starts_at, created_at) values"
    " (1, 1, '一季度', 'draft', '{at}', '{at}', '{at}')",
    f"insert into invitations (round_id, channel, address, due_at) values (1, 'email', '{MAIL}', '{{at}}')",
    f"insert into mails (key, size, sender, received_at) values ('k', 1, '{MAIL}', '{{at}}')",
    f"insert into complaints (id, number, customer_id, channel, state, story, contact, received_at) values"
    f" (1, 'T1', 1, 'phone', 'acknowledged', '冰箱不制冷', '{OTHER}', '{{at}}')",
    f"insert into changes (entity, entity_id, field, old, new, actor, at) values"
    f" ('complaint', 1, 'contact', '\"{PHONE}\"', '\"{OTHER}\"', 'staff', '{{at}}')",
)


def before(url: str) -> None:
    """A database of the nineteenth revision, with addresses as they are."""
    engine = db.engine(url)
    at = "2026-03-04 02:00:00.000000" if engine.dialect.name == "sqlite" else "2026-03-04 02:00Z"
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0019")
        for statement in BEFORE:
            connection.execute(text(statement.format(at=at).replace(":00", "\\:00")))
    engine.dispose()


def test_what_was_there_is_sealed_by_the_upgrade(new_database: Callable[[Prepare], str]) -> None:
    url = new_database(before)
    db.upgrade(url)
    engine = db.opened(url)
    with db.writing(engine) as session:
        assert session.scalars(select(talks.c.address).order_by(talks.c.id)).all() == [MAIL, CHAT, "a" * 64]
        assert session.scalars(select(invited.c.address)).all() == [MAIL]
        assert session.scalars(select(mail_rows.c.sender)).all() == [MAIL]
        assert session.scalars(select(complaint_rows.c.contact)).all() == [OTHER]
        assert [(each.old, each.new) for each in changes_of(session, 1)] == [("138****0987", "139****0987")]
        assert conversations.find(session, ("telegram", CHAT)) == 2
        assert [each.id for each in known.picked(session, OTHER)] == [1]
    assert leaked(engine) == []
    engine.dispose()


AS_IT_WAS = {
    "wang@planted.example": (
        "~OSCIo2zRX9GfohV6F-0ieTnAbsXRo73L2n9PPd7zmaUBLtof",
        "e445dd4fd50c964d3eedd3cc182e4ab91d27a7b6e53ee4c92bb185ec9438e5c5",
        "w****@planted.example",
    ),
    "+86 138 0013 8000": (
        "~Lr7XTHjE18jffEBlv0oxm8_nkAnp8G2ZnI8KYx_zzyxC",
        "5bbd2bf1b28e0bc8e3eb622d5a687ce637314740111340c6e821bdbc073d7f56",
        "138****8000",
    ),
    "erased:7": ("erased:7", "536a5a900bd94673d0c0f28a4eb3d0c2c666442dcbd6262cb642cca87d62c3c2", "e****"),
}


def test_what_the_upgrade_seals_is_what_is_sealed_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The migration has its own copy: whoever seals otherwise from some day on needs another migration."""
    then = import_module("storage.migrations.versions.r0022_sealing")
    monkeypatch.setattr(then, "_key", lambda use: use.encode().ljust(32)[:32])
    for text_, (sealed_, digest, masked) in AS_IT_WAS.items():
        assert (then._sealed(text_), then._digest(text_), then._masked(text_)) == (sealed_, digest, masked)
    monkeypatch.undo()
    for text_ in AS_IT_WAS:
        assert (then._sealed(text_), then._digest(text_)) == (sealed(text_), reached.digest(text_))
    assert then._blind("proof of the key", "") == sealing.proof()


def test_another_key_is_refused_until_it_is_taken(engine: Engine, url: str) -> None:
    with db.writing(engine) as session:
        session.execute(update(sealing_keys).values(proof="another"))
    with pytest.raises(db.OtherKey):
        db.opened(url)
    with db.writing(engine) as session:
        db.take_key(session, NOW)
    db.opened(url).dispose()
