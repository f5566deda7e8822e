"""Accounts at the organisation's sign-in service: bound once, to who may sign in, and to nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from storage import db, events, users
from storage.conversations import Conversation
from storage.tables import outbox
from storage.tables import users as table
from storage.users import Begun, Identity
from tests.storage.conftest import NOW

MAIL = "wang@qinghe.example"
WANG = Identity("https://login.example", "1", MAIL)


@pytest.fixture
def wang(engine: Engine) -> int:
    """Their login is their mail address."""
    with db.writing(engine) as session:
        return users.add(session, MAIL, "王", "handler", "correct horse battery", NOW)


def comes(engine: Engine, **changed: str) -> bool:
    """Whether who is called so there is let in."""
    with db.writing(engine) as session:
        return users.come_in(session, WANG._replace(**changed), NOW) is not None


def test_the_first_time_by_mail_then_by_what_they_are_called_there(engine: Engine, wang: int) -> None:
    assert not comes(engine, email="")
    assert not comes(engine, email="li@qinghe.example")
    assert comes(engine, email=" Wang@qinghe.example ")
    assert comes(engine, email="")
    assert not comes(engine, subject="2"), "the address has passed on"
    assert not comes(engine, subject="2", email="")
    with db.reading(engine) as session:
        told = [(each["trigger"], each["target"]) for each in events.of(session, "user", wang)]
        nobody = [each["target"] for each in events.of(session, "user", 0)]
    assert told == [("identity", "on"), ("sign_in", "oidc"), ("sign_in", "oidc")]
    assert nobody == ["oidc"] * 4


def test_who_is_kept_out_stays_out(engine: Engine, wang: int) -> None:
    with db.writing(engine) as session:
        users.set_active(session, wang, active=False)
    assert not comes(engine)
    with db.writing(engine) as session:
        users.set_active(session, wang, active=True)
    assert comes(engine)
    with db.writing(engine) as session:
        users.set_active(session, wang, active=False)
    assert not comes(engine)


def test_unlinked_they_are_signed_out_and_found_by_mail_again(engine: Engine, wang: int) -> None:
    with db.writing(engine) as session:
        assert not users.unlink_identity(session, wang, wang, NOW)
        came = users.come_in(session, WANG, NOW)
        assert came is not None
        assert set(users.linked(session)) == {wang}
        assert users.unlink_identity(session, wang, wang, NOW)
        assert users.session_user(session, came.signed.token, NOW) is None
        assert not users.linked(session)
        assert not users.barred(session), "they have done it themselves"
    assert comes(engine, subject="2")


def taken_away(engine: Engine, wang: int) -> int:
    """By an administrator, whose id it is."""
    with db.writing(engine) as session:
        boss = users.add(session, "boss", "陈", "administrator", "correct horse battery", NOW)
        assert users.come_in(session, WANG, NOW)
        assert users.unlink_identity(session, wang, boss, NOW)
        return boss


def barred(engine: Engine) -> list[int]:
    with db.reading(engine) as session:
        return sorted(users.barred(session))


def test_taken_away_by_another_it_does_not_come_back_by_mail(engine: Engine, wang: int) -> None:
    boss = taken_away(engine, wang)
    assert barred(engine) == [wang]
    assert not any([comes(engine), comes(engine, subject="2"), comes(engine)])
    with db.writing(engine) as session:
        here = users.sign_in(session, wang, NOW)
        assert not users.prove_by_identity(session, wang, here.token, WANG, NOW)
        users.allow_by_mail(session, wang, boss, NOW)
        users.allow_by_mail(session, wang, boss, NOW)
    assert barred(engine) == []
    assert comes(engine, subject="2")
    with db.reading(engine) as session:
        told = [
            (each["target"], each["user_id"])
            for each in events.of(session, "user", wang)
            if each["trigger"] == "identity"
        ]
    assert told == [("on", wang), ("off", boss), ("by_mail", boss), ("on", wang)]


def test_taken_away_by_another_it_is_linked_again_by_themselves(engine: Engine, wang: int) -> None:
    taken_away(engine, wang)
    with db.writing(engine) as session:
        here = users.sign_in(session, wang, NOW)
        assert users.link_identity(session, wang, WANG, NOW)
    assert (comes(engine), barred(engine)) == (True, [])
    with db.writing(engine) as session:
        assert users.drop_identity(session, wang, here.token, NOW)
    assert comes(engine), "undone by themselves it bars nothing"


def test_whoever_is_linked_is_told_so_whichever_way_it_came(
    engine: Engine, wang: int, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == wang).values(alert_to=talk.id))
    assert all([comes(engine), comes(engine)])
    with db.reading(engine) as session:
        (told,) = session.scalars(select(outbox.c.payload).where(outbox.c.conversation_id == talk.id))
    assert "连上了单位的账号" in told["text"]


def test_linked_by_themselves_it_is_theirs_alone(engine: Engine, wang: int) -> None:
    with db.writing(engine) as session:
        li = users.add(session, "li", "李", "handler", "correct horse battery", NOW)
        here = users.sign_in(session, li, NOW)
        assert not users.drop_identity(session, li, here.token, NOW)
        assert not users.link_identity(session, li, WANG, NOW), "the mail address is a login"
        other = Identity("https://login.example/", "2", "")
        assert users.link_identity(session, li, other, NOW)
        assert users.link_identity(session, li, other, NOW), "it is"
        assert not users.link_identity(session, li, other._replace(subject="3"), NOW), "they have one"
        assert not users.link_identity(session, wang, other, NOW), "it is another's"
        assert users.identity_of(session, li, "https://login.example") == (*other[:2], NOW)
        assert users.identity_of(session, wang, "https://login.example") is None
        assert users.identity_of(session, li, "https://other.example") is None
        came = users.come_in(session, other, NOW)
        assert came is not None
        assert users.drop_identity(session, li, here.token, NOW)
        assert users.session_user(session, here.token, NOW) is not None
        assert users.session_user(session, came.signed.token, NOW) is None
        assert users.come_in(session, other, NOW) is None
    with db.reading(engine) as session:
        told = [each["trigger"] for each in events.of(session, "user", li)]
    assert told == [
        *("sign_in", "identity_failed", "identity", "identity_failed", "sign_in", "session_ended"),
        "identity",
    ]


def test_a_way_is_taken_once_and_in_time(engine: Engine, wang: int) -> None:
    begun = Begun("prove", wang, "/me", NOW)
    with db.writing(engine) as session:
        users.set_out(session, "a", begun)
        users.set_out(session, "b", begun)
        assert users.come_back(session, "c", NOW) is None
        assert users.come_back(session, "a", NOW + timedelta(minutes=9)) == begun
        assert users.come_back(session, "a", NOW) is None
        assert users.come_back(session, "b", NOW + timedelta(minutes=10)) is None
        users.set_out(session, "d", begun._replace(begun_at=NOW + timedelta(hours=1)))
        assert users.come_back(session, "b", NOW) is None, "gone"
