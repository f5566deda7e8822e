"""Who sees their own departments alone: what they are there, what they are told, what is worth anything."""

import pytest
from sqlalchemy import Engine, select, update

from storage import alerts, complaints, db, departments, hiding, tokens, users
from storage.complaints import daily
from storage.complaints.reading import Unknown
from storage.conversations import Conversation
from storage.domain.escalation import Concern, Person, answering
from storage.domain.handling import Refused
from storage.tables import complaints as table
from storage.tables import users as accounts
from storage.users import Scope, seeing
from tests.databases import ON_SQLITE
from tests.storage import rows
from tests.storage.conftest import NOW

PASSWORD = "correct horse"
A, B = "售后部", "质量部"


@pytest.fixture
def chief(engine: Engine) -> int:
    """The administrator, of an organisation of two departments."""
    with db.writing(engine) as session:
        made = users.add(session, "chief", "主任", "administrator", PASSWORD, NOW)
        for name in (A, B):
            departments.add(session, name, made, NOW)
    return made


def test_who_heads_one_department_and_reads_another_answers_for_the_first() -> None:
    person = Person(1, "王", "department_head", A, {A: "department_head", B: "viewer"})
    manager = Person(2, "李", "manager", "")
    for of, told in ((A, [person]), (B, [manager]), ("", [manager])):
        assert answering("department_head", [person, manager], Concern(None, of)) == told
        owned = [person] if of else [manager]
        assert answering("owner", [person, manager], Concern(1, of)) == owned, (
            "what they see no more is not theirs"
        )


@pytest.mark.parametrize(
    ("role", "department", "scope", "code"),
    [
        ("handler", "", Scope("own"), "own_department"),
        ("manager", A, Scope("own"), "own_role"),
        ("auditor", A, Scope("own"), "own_role"),
        ("handler", A, Scope("own", {B: "administrator"}), "own_role"),
        ("handler", A, Scope("own", {A: "viewer"}), "department_unknown"),
        ("handler", A, Scope("own", {"没有": "viewer"}), "department_unknown"),
        ("handler", A, Scope("all", {B: "viewer"}), "scope_unknown"),
        ("handler", A, Scope("none"), "scope_unknown"),
        ("handler", A, Scope("own", {B: "department_head"}), ""),
    ],
)
def test_what_somebody_can_see(role: str, department: str, scope: Scope, code: str) -> None:
    assert scope.wrong(role, department, [A, B]) == code


@ON_SQLITE
def test_an_account_is_placed_from_what_was_seen_alone(engine: Engine, chief: int) -> None:
    with db.writing(engine) as session:
        more = Scope("own", {B: "department_head"})
        made = users.enter(session, "wang", "", "viewer", A, PASSWORD, chief, NOW, more)
        assert seeing.departments_of(session, made) == {A: "viewer", B: "department_head"}
        assert {each.name: (each.people, each.heads) for each in departments.listing(session)} == {
            A: (1, 0),
            B: (1, 1),
        }
        for stale in (users.ALL, Scope("own")):
            with pytest.raises(users.Stale):
                users.place(session, made, "viewer", A, ("viewer", A), chief, NOW, users.ALL, stale)
        signed = users.sign_in(session, made, NOW)
        found = users.session_user(session, signed.token, NOW)
        assert found is not None
        assert (found.role, found.departments) == ("department_head", {A: "viewer", B: "department_head"})
        users.place(session, made, "viewer", A, ("viewer", A), chief, NOW, users.ALL, more)
        assert (seeing.departments_of(session, made), seeing.further(session)) == (None, {})


@ON_SQLITE
def test_a_complaint_is_moved_seen_and_told_of_in_its_department(
    engine: Engine, chief: int, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        (key,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        wang = users.enter(
            session, "wang", "", "handler", A, PASSWORD, chief, NOW, Scope("own", {B: "viewer"})
        )
        for department, refused in ((B, True), (A, False)):
            if refused:
                with pytest.raises(Refused) as why:
                    complaints.assign(session, key, wang, department, chief, NOW)
                assert why.value.code == "no_owner"
            else:
                assert complaints.assign(session, key, wang, department, chief, NOW)
        assert [each.user_id for each in daily.lists(session, NOW)].count(wang) <= 1
        complaints.assign(session, key, wang, B, chief, NOW)
        there = complaints.one(session, key)
        assert (there.owner_id, there.department) == (None, B), "it waits there for somebody who may"
        with pytest.raises(Refused) as why:
            complaints.answer(session, key, wang, "好", NOW)
        assert why.value.code == "not_you", "read alone, whatever door it came by"
        hiding.read_by(session, wang, (A,))
        for read in (complaints.one, complaints.form):
            with pytest.raises(Unknown):
                read(session, key)
        assert not hiding.seen(session, talk.id)
        assert hiding.anything(session)
        hiding.read_by(session, wang, (A, B))
        assert complaints.one(session, key).id == key
        assert hiding.seen(session, talk.id)
        session.execute(update(table).values(department=""))
        assert session.scalars(select(table.c.id).where(hiding.shown(session))).all() == []


@ON_SQLITE
def test_nobody_is_called_to_a_talk_that_they_do_not_see(
    engine: Engine, chief: int, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        complaints.open_(session, [rows.complaint(talk)], NOW)
        wang = users.enter(session, "wang", "", "handler", A, PASSWORD, chief, NOW, Scope("own"))
        staff = alerts.people(session)
        for department, told in ((A, set()), (B, {wang}), ("", {wang})):
            session.execute(update(table).values(department=department))
            assert alerts._elsewhere(session, talk.id, staff) == told


@ON_SQLITE
def test_a_token_is_worth_something_while_its_maker_sees_all(engine: Engine, chief: int) -> None:
    with db.writing(engine) as session:
        _, token = tokens.make(session, "x", tokens.SCOPES, 0, chief, NOW)
        assert tokens.bearer(session, token, NOW)
        session.execute(update(accounts).values(sees="own"))
        assert tokens.bearer(session, token, NOW) is None
