"""Files of customers: kept at once, or awaited while their channel still has them."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage import db, events, files, jobs
from storage.conversations import Conversation
from tests.storage.conftest import NOW

HERE = ("webchat", "a")


@pytest.fixture
def awaited(engine: Engine, talk: Conversation) -> int:
    with db.writing(engine) as session:
        return files.await_(session, talk.id, "照片.jpg", "image/jpeg", "AgACAgUAAx", 4321, NOW)


def test_an_awaited_file_is_work_to_do_and_nothing_to_open(
    engine: Engine, talk: Conversation, awaited: int
) -> None:
    with db.writing(engine) as session:
        expected = files.Awaited(awaited, talk.id, "webchat", "a", "照片.jpg", "AgACAgUAAx", 4321)
        assert files.awaited(session, awaited) == expected
        assert files.content(session, awaited) is None
        assert files.count(session, HERE) == 0
        assert jobs.claim(session, NOW, timedelta(minutes=1), kinds={"analyse"}) == []
        (job,) = jobs.claim(session, NOW, timedelta(minutes=1), kinds={files.FETCH})
        assert (job.key, job.payload) == (f"file:{awaited}", {"file_id": awaited})


def test_it_comes_once(engine: Engine, talk: Conversation, awaited: int) -> None:
    with db.writing(engine) as session:
        assert files.keep_content(session, awaited, "照片.png", "image/png", b"first", NOW)
        assert not files.keep_content(session, awaited, "照片.png", "image/png", b"second", NOW)
        assert not files.refuse(session, awaited, "file_kind", NOW)
        assert files.awaited(session, awaited) is None
        assert files.content(session, awaited) == files.File(talk.id, "照片.png", "image/png", b"first")
        assert files.count(session, HERE) == 1


def test_a_refused_file_is_not_kept_and_history_says_why(engine: Engine, awaited: int) -> None:
    with db.writing(engine) as session:
        assert files.refuse(session, awaited, "file_kind", NOW)
        assert not files.refuse(session, awaited, "file_size", NOW)
        assert files.content(session, awaited) is None
        (event,) = events.of(session, "file", awaited)
    assert (event["trigger"], event["source"], event["target"]) == ("refuse", "awaited", "file_kind")
