"""The second factor: set up, asked for, on paper, taken away; what is stolen or used again opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update

from storage import db, events, users
from storage.conversations import Conversation
from storage.domain import totp
from storage.tables import failures, outbox, recovery_codes, sessions
from storage.tables import users as table
from tests.storage.conftest import NOW

STEP = timedelta(seconds=totp.STEP)


def key_of(engine: Engine, user: int) -> bytes:
    """The key that the app reads from the page."""
    with db.writing(engine) as session:
        users.propose(session, user)
        key = users.second_factor(session, user).key
    assert key is not None
    return key


def typed(key: bytes, at: datetime) -> str:
    """What the app shows then."""
    return totp.code(key, totp.step(at))


@pytest.fixture
def phone(engine: Engine, staff: int) -> tuple[bytes, list[str]]:
    """(key, recovery codes) of a second factor that has been in force for an hour."""
    key, at = key_of(engine, staff), NOW - timedelta(hours=1)
    with db.writing(engine) as session:
        codes = users.confirm(session, staff, typed(key, at), at)
    assert codes is not None
    return key, codes


def half(engine: Engine, user: int, at: datetime = NOW) -> str:
    """The cookie of who has typed the right password."""
    with db.writing(engine) as session:
        return users.sign_in_half(session, user, at).token


def answer(engine: Engine, token: str, code: str, at: datetime = NOW) -> users.Second:
    """What comes of the second step."""
    with db.writing(engine) as session:
        return users.answer(session, token, code, at)


def test_a_key_counts_once_a_code_of_it_was_typed(engine: Engine, staff: int) -> None:
    key = key_of(engine, staff)
    with db.writing(engine) as session:
        assert users.confirm(session, staff, "000000", NOW) is None
        assert users.second_factor(session, staff).since is None
        codes = users.confirm(session, staff, typed(key, NOW), NOW)
        factor = users.second_factor(session, staff)
        assert codes is not None
        assert len(set(codes)) == 10
        assert factor == users.Factor(NOW, 10, None), "the key is shown no more"
        users.propose(session, staff)
        assert users.confirm(session, staff, typed(key, NOW + STEP), NOW + STEP) is None, "nor made anew"
        (event,) = [each for each in events.of(session, "user", staff) if each["trigger"] == "second_factor"]
    assert (event["source"], event["target"]) == ("off", "on")


def test_a_key_proposed_under_a_sealing_key_that_was_lost_is_none(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        users.propose(session, staff)
        session.execute(update(table).values(totp=b"\x01" + b"x" * 40))
        assert users.second_factor(session, staff).key is None
    assert key_of(engine, staff)


def test_what_is_kept_is_neither_the_key_nor_a_code(engine: Engine, staff: int, phone) -> None:
    key, codes = phone
    with db.reading(engine) as session:
        sealed = session.scalars(select(table.c.totp)).one()
        digests = session.scalars(select(recovery_codes.c.digest)).all()
    assert key not in sealed
    assert totp.letters(key).replace(" ", "").encode() not in sealed
    assert not {code.replace("-", "") for code in codes} & set(digests)


def test_a_half_session_opens_nothing_but_the_second_step(engine: Engine, staff: int, phone) -> None:
    token = half(engine, staff)
    with db.writing(engine) as session:
        assert users.session_user(session, token, NOW) is None
        assert users.alive(session, [token], NOW) == set()
        assert users.renew(session, token, NOW) is None
        users.prolong(session, token, NOW + timedelta(minutes=5))
        assert users.half_user(session, token, NOW) == staff
        assert users.half_user(session, token, NOW + timedelta(minutes=10)) is None
        assert users.places(session, staff, token, NOW) == []


def test_the_right_code_opens_a_new_session_and_is_good_no_more(engine: Engine, staff: int, phone) -> None:
    key, _ = phone
    first, second = half(engine, staff), half(engine, staff)
    came = answer(engine, first, typed(key, NOW))
    assert came.signed is not None
    assert came.signed.token != first
    with db.reading(engine) as session:
        assert users.session_user(session, came.signed.token, NOW) is not None
    assert answer(engine, first, typed(key, NOW + STEP), NOW + STEP).over, "the half session is used up"
    assert answer(engine, second, typed(key, NOW)).signed is None, "a code that was looked over a shoulder"
    assert answer(engine, second, typed(key, NOW + STEP), NOW + STEP).signed is not None


def test_of_many_who_use_a_code_at_once_one_gets_in(engine: Engine, staff: int, phone) -> None:
    key, codes = phone
    for code in (typed(key, NOW), codes[0]):
        halves = [half(engine, staff) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            came = list(pool.map(lambda token, code=code: answer(engine, token, code), halves))
        assert sum(each.signed is not None for each in came) == 1
        with db.writing(engine) as session:
            session.execute(delete(failures))


def test_a_code_on_paper_is_good_once(engine: Engine, staff: int, phone) -> None:
    _, codes = phone
    assert answer(engine, half(engine, staff), f" {codes[0].lower().replace('-', ' ')} ").signed is not None
    assert answer(engine, half(engine, staff), codes[0]).signed is None
    with db.writing(engine) as session:
        assert users.second_factor(session, staff).left == 9
        others = users.new_codes(session, staff, NOW)
    assert answer(engine, half(engine, staff), codes[1]).signed is None, "replaced by others"
    assert answer(engine, half(engine, staff), others[0]).signed is not None


def test_the_code_of_one_opens_nothing_of_another(engine: Engine, staff: int, phone) -> None:
    _, codes = phone
    with db.writing(engine) as session:
        other = users.add(session, "wang", "王工", "handler", "correct horse battery", NOW)
    key = key_of(engine, other)
    with db.writing(engine) as session:
        users.confirm(session, other, typed(key, NOW - STEP), NOW - STEP)
    for code in (typed(key, NOW), codes[0]):
        mine, theirs = (staff, other) if code != codes[0] else (other, staff)
        assert answer(engine, half(engine, mine), code).signed is None
        assert answer(engine, half(engine, theirs), code).signed is not None


def test_guessing_is_slowed_down_whatever_session_it_comes_from(engine: Engine, staff: int, phone) -> None:
    key, at, waits = phone[0], NOW, []
    for n in range(6):
        came = answer(engine, half(engine, staff, at), f"00000{n}", at)
        waits.append(came.wait)
        at += timedelta(seconds=came.wait)
    assert waits == [0, 0, 1, 2, 4, 8]
    soon = at - timedelta(seconds=5)
    assert answer(engine, half(engine, staff, soon), typed(key, soon), soon) == users.Second(wait=5)
    assert answer(engine, half(engine, staff, at), typed(key, at), at).signed is not None


def test_taken_away_the_password_is_enough_and_nobody_is_signed_in(
    engine: Engine, staff: int, phone, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == staff).values(alert_to=talk.id))
        signed = users.sign_in(session, staff, NOW)
        assert users.reset(session, staff, None, NOW)
        assert not users.reset(session, staff, None, NOW)
        assert users.session_user(session, signed.token, NOW) is None
        assert users.second_factor(session, staff) == users.Factor(None, 0, None)
        assert not users.attempt(session, "li", "::1", NOW).candidate.second
        last = events.of(session, "user", staff)[-1]
        (told,) = session.scalars(select(outbox.c.payload).where(outbox.c.conversation_id == talk.id))
    assert "管理员取消" in told["text"]
    assert (last["trigger"], last["target"]) == ("second_factor", "reset")


def test_what_is_done_to_an_account_is_told_its_owner(
    engine: Engine, staff: int, phone, talk: Conversation
) -> None:
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == staff).values(alert_to=talk.id))
        users.change_password(session, staff, users.hashed("nine brown dumplings", "li"), "", NOW)
        users.turn_off(session, staff, NOW)
        users.propose(session, staff)
        users.turn_off(session, staff, NOW)
        query = select(outbox.c.payload).where(outbox.c.conversation_id == talk.id).order_by(outbox.c.seq)
        said = [payload["text"] for payload in session.scalars(query)]
    assert [word in text for word, text in zip(("密码", "关闭"), said, strict=True)] == [True, True]


def test_whom_an_administrator_gives_a_password_is_signed_out_and_told(
    engine: Engine, staff: int, phone, talk: Conversation
) -> None:
    made = users.hashed("nine brown dumplings", "li")
    with db.writing(engine) as session:
        session.execute(update(table).where(table.c.id == staff).values(alert_to=talk.id))
        whole, half = users.sign_in(session, staff, NOW), users.sign_in_half(session, staff, NOW)
        with pytest.raises(users.Refused, match="own_password"):
            users.give_password(session, staff, made, staff, NOW)
        assert users.half_user(session, half.token, NOW) == staff
        users.give_password(session, staff, made, staff + 1, NOW)
        assert users.half_user(session, half.token, NOW) is None
        assert users.session_user(session, whole.token, NOW) is None
        assert users.second_factor(session, staff).since is not None, "the second step stays"
        (told,) = session.scalars(select(outbox.c.payload).where(outbox.c.conversation_id == talk.id))
        done = [each for each in events.of(session, "user", staff) if each["user_id"] == staff + 1]
    assert "设了新密码" in told["text"]
    assert [each["trigger"] for each in done] == ["password", "session_ended", "session_ended"]


def test_a_proof_renews_the_token_and_the_old_one_is_worth_nothing(engine: Engine, staff: int, phone) -> None:
    at = NOW + timedelta(hours=1)
    with db.writing(engine) as session:
        signed = users.sign_in(session, staff, NOW)
        fresh, _ = users.prove_by_code(session, staff, signed.token, typed(phone[0], at), at)
        assert users.session_user(session, signed.token, at) is None
        held = users.session_user(session, fresh, at)
        assert held is not None
        assert (held.csrf, users.lately(held.proved_at, at)) == (signed.csrf, True)
        assert not users.lately(held.proved_at, at + timedelta(minutes=10))
        assert users.prove_by_code(session, staff, fresh, typed(phone[0], at), at) == ("", 0), "replayed"


def test_a_session_ends_after_seven_days_however_busy(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        token, at = users.sign_in(session, staff, NOW).token, NOW
        while users.session_user(session, token, at):
            users.prolong(session, token, at)
            at += timedelta(hours=11)
    assert timedelta(days=7) <= at - NOW < timedelta(days=7, hours=11)


def test_all_others_are_ended_and_this_one_stays(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        here, there, third = (users.sign_in(session, staff, NOW, agent=name).token for name in "abc")
        users.new_alert_code(session, staff, NOW)
        listed = users.places(session, staff, here, NOW)
        assert (listed[0].agent, listed[0].here) == ("a", True)
        (one,) = [each.handle for each in listed if each.agent == "b"]
        assert users.end_place(session, staff, one, NOW)
        assert not users.end_place(session, staff + 1, listed[0].handle, NOW), "another's is not touched"
        assert users.alive(session, [here, there, third], NOW) == {here, third}
        assert users.end_others(session, staff, here, NOW) == 1
        assert users.alive(session, [here, there, third], NOW) == {here}
        assert len(session.scalars(select(sessions.c.digest)).all()) == 2, "a code to link a chat stays"
        ended = [
            each["target"] for each in events.of(session, "user", staff) if each["trigger"] == "session_ended"
        ]
    assert ended == ["one", "others"]


def test_who_fails_is_noted_and_what_they_typed_is_not(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        for login in ("li", "nobody"):
            users.failed(session, users.attempt(session, login, "::1", NOW), NOW)
        mine, nobody = (events.of(session, "user", of)[-1] for of in (staff, 0))
    assert mine["trigger"] == nobody["trigger"] == "sign_in_failed"
    assert mine["target"] != nobody["target"]
    assert "nobody" not in str(nobody)
