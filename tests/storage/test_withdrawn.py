"""What a customer takes back goes: its words, what they said instead, its file; whichever comes first."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from storage import conversations, db, files, jobs, messages, readings, responses
from storage.conversations import Conversation
from storage.tables import asked_again
from storage.tables import files as files_table
from storage.tables import messages as table
from tests.storage import rows
from tests.storage.conftest import NOW

WORDS = "我的电话 13800000000"


def hears(engine: Engine, talk: Conversation, external_id: str, seq: int, **changed: Any) -> None:
    row = rows.message(talk, external_id, seq, NOW, **{"text": WORDS, "raw": b"13800000000", **changed})
    with db.writing(engine) as session:
        messages.record(session, [row])


def takes_back(engine: Engine, talk: Conversation, number: int, seq: int) -> None:
    """As the message road does it."""
    row = rows.message(talk, f"w{number}", seq, NOW, kind="withdraw", text="")
    with db.writing(engine) as session:
        messages.withdraw(session, talk.id, f"m{number}")
        messages.record(session, [row])


def left(engine: Engine) -> dict[str, tuple[str, str]]:
    """What is there of each message: its state and all its words."""
    m = table.c
    with db.reading(engine) as session:
        return {
            row.external_id: (row.state, row.text + str(row.choice or "") + str(row.raw or ""))
            for row in session.execute(select(m.external_id, m.state, m.text, m.choice, m.raw))
            if row.external_id[0] != "w"
        }


MEANT = {"of": "m5", "keys": []}
"""The choice of an edit, as the message road records it: the message meant."""


def test_with_a_message_go_its_edits(engine: Engine, talk: Conversation) -> None:
    edit = {"kind": "edit", "raw": None}
    hears(engine, talk, "m5", 1, choice={"of": "1.price", "keys": ["1"]})
    hears(engine, talk, "an edit", 2, **edit, choice=MEANT)
    hears(engine, talk, "another", 3, **edit, choice=MEANT)
    hears(engine, talk, "of another message", 4, **edit, choice={"of": "m55", "keys": []})
    hears(engine, talk, "a choice", 5, kind="choice", choice=MEANT, raw=None)
    hears(engine, talk, "m6", 6, raw=None)
    takes_back(engine, talk, 5, 7)
    states = {key: state for key, (state, _) in left(engine).items()}
    assert states == {
        "m5": "withdrawn",
        "an edit": "withdrawn",
        "another": "withdrawn",
        "of another message": "taken",
        "a choice": "taken",
        "m6": "taken",
    }
    assert {words for state, words in left(engine).values() if state == "withdrawn"} == {""}


def test_of_another_customer_nothing_goes(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        (other,) = conversations.load(session, [("telegram", "b")], NOW).values()
    hears(engine, other, "m5", 1, raw=None)
    hears(engine, other, "an edit", 2, kind="edit", raw=None, choice=MEANT)
    takes_back(engine, talk, 5, 1)
    hears(engine, other, "another", 3, kind="edit", raw=None, choice=MEANT)
    assert {state for state, _ in left(engine).values()} == {"taken"}


@pytest.mark.parametrize("awaited", [False, True])
def test_its_file_goes_with_it(engine: Engine, talk: Conversation, awaited: bool) -> None:
    with db.writing(engine) as session:
        if awaited:
            key = files.await_(session, talk.id, "李雷.jpg", "image/jpeg", "remote", 5, NOW)
        else:
            key = files.keep(session, talk.id, "李雷.jpg", "image/jpeg", b"photo", NOW)
        other = files.keep(session, talk.id, "b.jpg", "image/jpeg", b"other", NOW)
    hears(engine, talk, "m4", 1, kind="file", file_id=other)
    hears(engine, talk, "m5", 3, kind="file", file_id=key)
    takes_back(engine, talk, 5, 4)
    with db.writing(engine) as session:
        row = session.execute(select(files_table).where(files_table.c.id == key)).one()
        assert (row.state, row.name, row.content, row.remote, row.size) == ("withdrawn", "", b"", "", 0)
        assert files.content(session, key) is None
        assert files.awaited(session, key) is None
        assert not files.keep_content(session, key, "李雷.jpg", "image/jpeg", b"photo", NOW), (
            "it was on its way"
        )
        assert files.content(session, other)
        assert jobs.is_open(session, files.FETCH, f"file:{key}") == awaited, "ends by itself: nothing to get"
        (line, *_) = [line for line in conversations.transcript(session, talk.id) if line.seq == 3]
        assert (line.state, line.text, line.file) == ("withdrawn", "", None)


def test_what_was_guessed_from_it_goes_too(engine: Engine, talk: Conversation, survey: int) -> None:
    hears(engine, talk, "m5", 1)
    hears(engine, talk, "m6", 2)
    with db.writing(engine) as session:
        (response,) = responses.begin(session, [rows.begun(survey, talk, NOW)])
        asked = {"response_id": response, "question": "phone", "kind": "phone", "at": NOW}
        heard = {"guess": "13800000000", "because": ["13800000000"]}
        readings.asked_again(
            session,
            [readings.AskedAgain(**asked, **heard, seq=seq) for seq in (1, 2)],  # type: ignore[typeddict-item]
        )
    takes_back(engine, talk, 5, 3)
    with db.reading(engine) as session:
        found = session.execute(select(asked_again).order_by(asked_again.c.seq)).all()
    assert [(each.guess, each.because) for each in found] == [
        (None, None),
        ("13800000000", ["13800000000"]),
    ]
