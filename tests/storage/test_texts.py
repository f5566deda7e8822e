"""Any text can be kept, and it is said when it had to be changed for that."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from storage import db, messages
from storage.conversations import Conversation, transcript
from storage.texts import storable
from tests.storage import rows
from tests.storage.conftest import NOW

ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates, NUL and all


@given(ANY)
def test_what_can_be_kept_is_not_touched_and_nothing_gets_lost(text: str) -> None:
    clean, changed = storable(text)
    clean.encode("utf-8")
    assert "\0" not in clean
    assert len(clean) == len(text)
    assert changed == (clean != text)
    assert storable(clean) == (clean, False)
    assert all(was == now or now == "\ufffd" for was, now in zip(text, clean, strict=True))


def test_kept_it_reads_as_it_was_written(engine: Engine, talk: Conversation) -> None:
    texts = [
        "",
        "满意😀",
        "\u202eabc",
        "a\r\nb\tc",
        "=1+1",
        "<b>",
        "'; drop table messages --",
        "x" * 1_000_000,
    ]
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, str(n), n, NOW, text=t) for n, t in enumerate(texts, 1)])
    with db.reading(engine) as session:
        assert [line.text for line in transcript(session, talk.id)] == texts
