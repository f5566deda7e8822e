"""The transcript as staff read it: what was edited, withdrawn, awaited, refused, and what never arrived."""

from sqlalchemy import Engine, update

from storage import conversations, db, files, messages, outbox
from storage.conversations import Conversation, Line, leaving
from storage.queries import talks
from storage.tables import messages as table
from tests.storage import rows
from tests.storage.conftest import NOW


def lines(engine: Engine, talk: Conversation) -> list[Line]:
    with db.reading(engine) as session:
        return conversations.transcript(session, talk.id)


def test_what_was_withdrawn_is_seen_to_have_been_said_and_no_more(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        file = files.keep(session, talk.id, "照片.png", "image/png", b"x", NOW)
        said = rows.message(talk, "m1", 1, NOW, text="我的电话是 13800000000", file_id=file)
        messages.record(session, [said, rows.message(talk, "w1", 2, NOW, kind="withdraw", text="")])
        session.execute(update(table).where(table.c.seq == 1).values(state="withdrawn"))
    (line,) = lines(engine, talk)
    assert (line.seq, line.state, line.text, line.payload, line.file) == (1, "withdrawn", "", None, None)
    with db.reading(engine) as session:
        found = talks.talk(session, talk.id)
    assert found is not None
    assert found.last == ""


def test_an_edit_is_a_line_of_its_own(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        first = rows.message(talk, "m1", 1, NOW, text="三分")
        messages.record(session, [first, rows.message(talk, "e1", 2, NOW, kind="edit", text="四分")])
    assert [(line.kind, line.text) for line in lines(engine, talk)] == [("text", "三分"), ("edit", "四分")]


def test_a_file_is_shown_as_far_as_it_has_come(engine: Engine, talk: Conversation) -> None:
    with db.writing(engine) as session:
        keys = [
            files.await_(session, talk.id, f"{n}.png", "image/png", f"remote-{n}", 10, NOW) for n in range(3)
        ]
        files.refuse(session, keys[1], "file_kind", NOW)
        files.keep_content(session, keys[2], "2.png", "image/png", b"abc", NOW)
        messages.record(
            session,
            [
                rows.message(talk, f"m{n}", n, NOW, kind="file", text="", file_id=key)
                for n, key in enumerate(keys, 1)
            ],
        )
    found = lines(engine, talk)
    assert [line.file_state for line in found] == ["awaited", "refused", "kept"]
    assert found[2].file == (keys[2], "2.png", "image/png", 3)


def test_what_could_not_be_said_has_its_reason_and_who_has_left_is_marked(engine: Engine) -> None:
    here = ("telegram", "7")
    with db.writing(engine) as session:
        talk = conversations.load(session, [here], NOW)[here]
        outbox.put(session, [rows.saying(talk, 1, NOW)])
        leaving.leave(session, here, NOW, "blocked")
    assert [(line.state, line.reason) for line in lines(engine, talk)] == [("failed", "blocked")]
    assert left_at(engine, talk) == NOW
    with db.writing(engine) as session:
        leaving.come_back(session, here, NOW)
    assert left_at(engine, talk) is None


def left_at(engine: Engine, talk: Conversation) -> object:
    with db.reading(engine) as session:
        found = talks.talk(session, talk.id)
    assert found is not None
    return found.left_at
