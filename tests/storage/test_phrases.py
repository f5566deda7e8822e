"""Phrases that staff begin an answer with."""

import pytest
from sqlalchemy import Engine

from storage import db, events, phrases
from tests.storage.conftest import NOW


def test_a_phrase_is_offered_changed_retired_and_offered_again(engine: Engine, staff: int) -> None:
    def mark(key: int) -> str:
        return next(each.mark for each in phrases.everything(session) if each.id == key)

    with db.writing(engine) as session:
        key = phrases.put(session, " 补发 ", "{number} 的新件今天寄出。", staff, NOW)
        phrases.put(session, "上门", "师傅明天上门。", staff, NOW)
        assert [each.title for each in phrases.active(session)] == ["上门", "补发"]
        (_, first) = phrases.active(session)
        assert first.said("T1") == "T1 的新件今天寄出。"
        assert phrases.put(session, "补发新件", "今天寄出 {name}。", staff, NOW, key, mark(key)) == key
        assert phrases.everything(session)[1].said("T1") == "今天寄出 {name}。", "nothing else is filled in"
        for _ in range(2):
            phrases.retire(session, key, staff, NOW)
        assert [each.title for each in phrases.active(session)] == ["上门"]
        assert phrases.put(session, "补发新件", "今天补发。", staff, NOW) == key
        done = [event["trigger"] for event in events.of(session, "phrase", key)]
    assert done == ["put", "put", "retire", "put"]


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [("", "好", "no_title"), ("好", " ", "no_text"), ("长" * 61, "好", "too_long"), ("上门", "好", "taken")],
)
def test_what_cannot_be_offered_says_why(
    engine: Engine, staff: int, title: str, text: str, code: str
) -> None:
    with db.writing(engine) as session:
        phrases.put(session, "上门", "师傅明天上门。", staff, NOW)
    with pytest.raises(phrases.Refused) as refused, db.writing(engine) as session:
        phrases.put(session, title, text, staff, NOW)
    assert refused.value.code == code


def test_what_a_colleague_has_changed_is_not_overwritten(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        key = phrases.put(session, "上门", "师傅明天上门。", staff, NOW)
        (seen,) = phrases.everything(session)
        phrases.put(session, "上门", "师傅后天上门。", staff, NOW, key, seen.mark)
        for again in (seen.mark, ""):
            with pytest.raises(phrases.Stale):
                phrases.put(session, "上门", "师傅今天上门。", staff, NOW, key, again)
        (shown,) = phrases.everything(session)
        phrases.retire(session, key, staff, NOW)
        with pytest.raises(phrases.Stale):
            phrases.put(session, "上门", "师傅今天上门。", staff, NOW, key, shown.mark)


def test_two_who_change_it_at_once_are_told(
    engine: Engine, staff: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.writing(engine) as session:
        key = phrases.put(session, "上门", "师傅明天上门。", staff, NOW)
        before = phrases.everything(session)
        phrases.put(session, "上门", "师傅后天上门。", staff, NOW, key, before[0].mark)
        monkeypatch.setattr(phrases, "everything", lambda _: before)  # read before that was committed
        with pytest.raises(phrases.Stale):
            phrases.put(session, "上门", "师傅今天上门。", staff, NOW, key, before[0].mark)


def test_a_title_that_is_taken_cannot_be_given_to_another(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        phrases.put(session, "上门", "师傅明天上门。", staff, NOW)
        key = phrases.put(session, "补发", "今天寄出。", staff, NOW)
        mark = next(each.mark for each in phrases.everything(session) if each.id == key)
    with pytest.raises(phrases.Refused) as refused, db.writing(engine) as session:
        phrases.put(session, "上门", "今天寄出。", staff, NOW, key, mark)
    assert refused.value.code == "taken"
