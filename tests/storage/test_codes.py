"""Codes: found however they are written, good once and for their time, and guessed by nobody."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from storage import codes, db, secret
from storage.codes import Found, Wait
from storage.conversations import Conversation
from storage.domain import brake
from storage.domain.code import LENGTH, SIGNS, plain
from storage.tables import codes as rows
from storage.tables import failures
from tests.storage.conftest import NOW

HOUR = timedelta(hours=1)


def make(engine: Engine, talk: Conversation, kind: str = "talk", lives: timedelta | None = HOUR) -> str:
    with db.writing(engine) as session:
        return codes.make(session, kind, NOW, conversation_id=talk.id, lives=lives)


def find(engine: Engine, code: str, asking: str = "webchat:b", after: float = 0, kind: str = "talk"):
    """What comes of asking for it so many seconds later."""
    with db.writing(engine) as session:
        return codes.find(session, kind, code, asking, NOW + timedelta(seconds=after))


@given(st.text(SIGNS, min_size=8, max_size=8))
def test_a_code_is_read_however_it_is_written(signs: str) -> None:
    spaced, full = " ".join(signs), "".join(chr(ord(each) + 0xFEE0) for each in signs)
    mistaken = signs.replace("0", "o").replace("1", "l")
    for written in (signs, signs.lower(), f" {signs[:4]}-{signs[4:]}\n", spaced, full, mistaken):
        assert plain(written) == signs


@pytest.mark.parametrize(
    "text", ["", "4", "ABCD-123", "ABCD-12345", "满意满意满意满意", "ABCD-123U", "\ud800" * 8]
)
def test_other_texts_are_no_codes(text: str) -> None:
    assert plain(text) == ""


def test_a_new_code_is_shown_in_two_parts_and_no_two_are_alike() -> None:
    made = {codes.new() for _ in range(1000)}
    assert len(made) == 1000
    assert all(code[4] == "-" and len(plain(code)) == LENGTH for code in made)


def test_a_code_leads_to_its_talk(engine: Engine, talk: Conversation) -> None:
    code = make(engine, talk)
    found = find(engine, code.lower())
    assert isinstance(found, Found)
    assert (found.conversation_id, found.complaint_id, found.created_at) == (talk.id, None, NOW)


def test_a_code_of_another_kind_leads_nowhere(engine: Engine, talk: Conversation) -> None:
    assert find(engine, make(engine, talk), kind="complaint") is None


def test_a_code_is_used_once(engine: Engine, talk: Conversation) -> None:
    code = make(engine, talk)
    found = find(engine, code)
    assert isinstance(found, Found)
    with db.writing(engine) as session:
        assert codes.use(session, found.id, NOW)
    with db.writing(engine) as session:
        assert not codes.use(session, found.id, NOW)
    assert find(engine, code) is None


def test_a_code_is_good_for_its_time(engine: Engine, talk: Conversation) -> None:
    code, lasting = make(engine, talk), make(engine, talk, "complaint", None)
    assert isinstance(find(engine, code, after=3599), Found)
    assert find(engine, code, after=3600) is None
    assert isinstance(find(engine, lasting, after=10**9, kind="complaint"), Found)


def test_codes_whose_time_is_over_go_when_the_next_is_made(engine: Engine, talk: Conversation) -> None:
    make(engine, talk, lives=timedelta(0))
    make(engine, talk)
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(rows)) == 1


def test_who_reads_the_database_has_no_code(engine: Engine, talk: Conversation) -> None:
    code = make(engine, talk)
    with db.reading(engine) as session:
        kept = session.scalars(select(rows.c.digest)).one()
    assert plain(code) not in kept.upper()
    assert kept == secret.sign("code", f"talk:{plain(code)}")


def test_after_a_few_wrong_codes_each_wait_is_twice_as_long(engine: Engine) -> None:
    waits, at = [], 0.0
    for _ in range(8):
        while isinstance(found := find(engine, "ABCD-2345", after=at), Wait):
            waits.append(found.seconds)
            at += found.seconds
    assert waits == [1, 2, 4, 8, 16]


def test_hundreds_of_guesses_get_nowhere(engine: Engine, talk: Conversation) -> None:
    """One guess a second, for five minutes: hardly any is looked at, nor is the right one."""
    code = make(engine, talk)
    found = [find(engine, f"AAAA-{number:04}", after=number) for number in range(300)]
    assert sum(each is None for each in found) < 15
    assert isinstance(find(engine, code, after=300), Wait)
    assert isinstance(find(engine, code, "telegram:other", after=300), Found)


def test_guesses_of_others_keep_no_owner_waiting(engine: Engine, talk: Conversation) -> None:
    """Four hundred within a second, from a hundred places: of most not even the second is looked at."""
    code = make(engine, talk)
    places = [f"webchat:{number % 100}" for number in range(400)]
    found = [find(engine, f"AAAA-{n:04}", place, after=n / 400) for n, place in enumerate(places)]
    assert not any(isinstance(each, Found) for each in found)
    assert sum(each is None for each in found) == 100
    assert isinstance(find(engine, code, "telegram:owner", after=1), Found)


def test_an_owner_who_mistypes_while_others_guess_waits_a_second(engine: Engine, talk: Conversation) -> None:
    code = make(engine, talk)
    for number in range(brake.MANY):
        find(engine, f"AAAA-{number:04}", f"webchat:{number}")
    assert find(engine, "ABCD-2345", "telegram:owner") is None
    assert find(engine, code, "telegram:owner") == Wait(1)
    assert isinstance(find(engine, code, "telegram:owner", after=1), Found)


def test_failures_of_a_clock_that_has_gone_back_keep_nobody_waiting(
    engine: Engine, talk: Conversation
) -> None:
    """Machines a little apart count each other's; what is of tomorrow was noted by a clock that was wrong."""
    code, ahead = make(engine, talk), 24 * 3600
    for _ in range(4):
        find(engine, "ABCD-2345", after=ahead)
    assert isinstance(find(engine, "ABCD-2345", after=ahead), Wait)
    assert isinstance(find(engine, code), Found)
    for _ in range(3):
        find(engine, "ABCD-2345", after=30)
    assert find(engine, code) == Wait(1)


def test_who_reads_the_database_learns_nothing_of_who_guessed(engine: Engine) -> None:
    find(engine, "ABCD-2345", "telegram:1001")
    with db.reading(engine) as session:
        kept = session.scalars(select(failures.c.key)).all()
    assert len(kept) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in kept)


def test_who_has_a_right_code_guesses_no_faster_between_uses_of_it(
    engine: Engine, talk: Conversation
) -> None:
    """A code of one's own complaint stays good: asked for after each guess, it makes none forgotten."""
    own, looked_at = make(engine, talk, "complaint", None), 0
    for number in range(60):
        looked_at += find(engine, f"AAAA-{number:04}", after=number) is None
        find(engine, own, after=number, kind="complaint")
    assert looked_at < 12
    assert isinstance(find(engine, own, after=3600, kind="complaint"), Found)


def test_failures_are_forgotten_within_hours(engine: Engine) -> None:
    for number in range(5):
        find(engine, "ABCD-2345", str(number))
    find(engine, "ABCD-2345", after=3 * 3600)
    with db.reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(failures)) == 2


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    first = secret.kept(file)
    assert len(first) == 64
    assert secret.kept(file) == first
    assert file.stat().st_mode & 0o077 == 0
    assert [each.name for each in file.parent.iterdir()] == ["secret"]


def test_what_is_signed_for_one_purpose_is_not_for_another() -> None:
    digest = secret.sign("preview", "1")
    assert secret.signed("preview", "1", digest)
    assert not secret.signed("preview", "2", digest)
    assert not secret.signed("code", "1", digest)
    assert not secret.signed("preview", "1", "\ud800")


def test_words_that_look_like_codes_keep_nobody_waiting_but_who_guesses_by_words(
    engine: Engine, talk: Conversation
) -> None:
    code, here = make(engine, talk), "webchat:b"
    with db.writing(engine) as session:
        said = [codes.find(session, "talk", "VERY GOOD", here, NOW, word=True) for _ in range(20)]
        assert said[:3] == [None, None, None]
        assert isinstance(codes.find(session, "talk", code, here, NOW, word=True), Wait)
        assert isinstance(codes.find(session, "talk", code, here, NOW), Found)
