"""Staff: who gets in, who is slowed down, how long they stay."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update

from storage import db, guessing, users
from storage.tables import sessions
from storage.tables import users as table
from storage.users import Refused, User
from tests.storage.conftest import NOW

PASSWORD = "correct horse battery"


def attempt(
    engine: Engine, password: str, at: datetime = NOW, login: str = "li", address: str = "::1"
) -> tuple[User | None, int]:
    """(who is let in, how long to wait where nobody is)"""
    with db.writing(engine) as session:
        tried = users.attempt(session, login, address, at)
    if not users.proves(tried, password):
        return None, tried.wait
    with db.writing(engine) as session:
        users.forgive(session, tried)
    assert tried.candidate is not None
    return tried.candidate.user, 0


def test_the_right_password_lets_in(engine: Engine, staff: int) -> None:
    user, _ = attempt(engine, PASSWORD, login=" LI ")
    assert user is not None
    assert (user.id, user.role) == (staff, "handler")


def test_a_login_from_before_the_rule_goes_on_signing_in(engine: Engine, staff: int) -> None:
    for old in ("li lei", "li\u202egnef", "x" * 100):
        with db.writing(engine) as session:
            session.execute(update(table).where(table.c.id == staff).values(login=old))
            assert users.find(session, old) is not None
        assert attempt(engine, PASSWORD, login=old)[0] is not None


def test_what_is_kept_is_no_password(engine: Engine, staff: int) -> None:
    with db.reading(engine) as session:
        kept = session.scalars(select(table.c.password_hash)).one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_guessing_gets_slower_and_slower(engine: Engine, staff: int) -> None:
    at, waits = NOW, []
    for _ in range(7):
        _, wait = attempt(engine, "wrong password", at)
        waits.append(wait)
        at += timedelta(seconds=wait)
    assert waits == [0, 0, 1, 2, 4, 8, 16]
    soon = attempt(engine, PASSWORD, at - timedelta(seconds=5))
    assert soon == (None, 5), "not even the right one is looked at"
    assert attempt(engine, PASSWORD, at)[0] is not None
    assert attempt(engine, "wrong password", at, address="::2")[1] == 0, "forgotten once signed in"


def test_many_at_once_are_no_way_round_the_wait(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        tried = [users.attempt(session, "li", "::1", NOW) for _ in range(5)]
    assert [users.proves(one, PASSWORD) for one in tried] == [True, True, True, False, False]


def test_who_gets_in_leaves_nothing_against_the_address(engine: Engine, staff: int) -> None:
    assert all(attempt(engine, PASSWORD)[0] for _ in range(9))


@pytest.mark.parametrize(
    ("address", "failed", "login", "wait"),
    [
        ("::1", 3, "li", 0), ("::1", 19, "li", 0), ("::1", 20, "li", 1), ("::1", 23, "li", 8),
        ("::2", 23, "li", 0), ("::2", 3, "nobody0", 1), ("::2", 2, "nobody0", 0),
    ],
)  # fmt: skip
def test_an_address_is_slowed_down_late_and_a_login_early(
    address: str, failed: int, login: str, wait: int, engine: Engine, staff: int
) -> None:
    """An office shares one address: who mistypes must not lock out the others."""
    keys = [guessing.key("address", "::1"), guessing.key("login", "nobody0")]
    with db.writing(engine) as session:
        for _ in range(failed):
            guessing.count(session, keys, NOW)
        found = users.attempt(session, login, address, NOW)
    assert (found.wait, found.failures == ()) == (wait, True) if wait else found.failures


def test_failures_are_forgotten_after_an_hour(engine: Engine, staff: int) -> None:
    for _ in range(3):
        attempt(engine, "wrong password")
    assert attempt(engine, "wrong password", NOW + timedelta(hours=2))[1] == 0


def test_who_may_no_longer_come_in_is_out_at_once(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        signed = users.sign_in(session, staff, NOW)
        users.set_active(session, staff, False)
        assert users.session_user(session, signed.token, NOW) is None
    assert attempt(engine, PASSWORD)[0] is None


def test_a_new_password_ends_every_session(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        signed = users.sign_in(session, staff, NOW)
        users.set_password(session, staff, "another long password")
        assert users.session_user(session, signed.token, NOW) is None
    assert attempt(engine, "another long password")[0] is not None


@pytest.mark.parametrize(
    ("login", "role", "password", "code"),
    [
        ("LI", "viewer", PASSWORD, "login_taken"),
        ("  ", "viewer", PASSWORD, "login_empty"),
        ("x" * 81, "viewer", PASSWORD, "login_long"),
        ("li\u202egnef", "viewer", PASSWORD, "login_signs"),
        ("new", "boss", PASSWORD, "role_unknown"),
        ("new", "viewer", "short", "password_short"),
    ],
)
def test_what_makes_no_account(
    engine: Engine, staff: int, login: str, role: str, password: str, code: str
) -> None:
    with pytest.raises(Refused) as refused, db.writing(engine) as session:
        users.add(session, login, "", role, password, NOW)
    assert refused.value.code == code


def test_a_session_lives_twelve_hours_from_its_last_use(engine: Engine, staff: int) -> None:
    hour = timedelta(hours=1)
    with db.writing(engine) as session:
        signed = users.sign_in(session, staff, NOW)
        fresh = users.session_user(session, signed.token, NOW)
        used = users.session_user(session, signed.token, NOW + 11 * hour)
        assert fresh is not None
        assert used is not None
        assert (fresh.name, fresh.csrf, fresh.prolong, used.prolong) == ("李工", signed.csrf, False, True)
        assert users.session_user(session, signed.token, NOW + 12 * hour) is None
        users.prolong(session, signed.token, NOW + 11 * hour)
        assert users.session_user(session, signed.token, NOW + 22 * hour) is not None
        users.prolong(session, signed.token, NOW + 24 * hour)
        assert users.session_user(session, signed.token, NOW + 24 * hour) is None, "what is over stays over"


def test_signed_out_the_cookie_is_worth_nothing(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        signed, other = (users.sign_in(session, staff, NOW) for _ in range(2))
        kept = session.scalars(select(sessions.c.digest)).all()
        users.sign_out(session, signed.token, NOW)
        assert users.session_user(session, signed.token, NOW) is None
        assert users.session_user(session, other.token, NOW) is not None
    assert signed.token not in kept
    assert other.token not in kept
