"""What an upgrade makes of the rows that are there."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from storage import analyses, db, search
from storage.queries import talks
from storage.tables import analyses as table
from tests.databases import Prepare
from tests.storage.conftest import NOW

BEFORE = (
    "insert into customers (id, name, segment, created_at) values (1, '', '', '{at}')",
    "insert into users (id, login, name, role, password_hash, active, created_at) values"
    " (1, 'li', '李工', 'handler', '', true, '{at}')",
    *(
        "insert into conversations (id, channel, address, customer_id, held_by, created_at, active_at) values"
        f" ({key}, 'webchat', '{key}', 1, {held}, '{{at}}', '{{at}}')"
        for key, held in ((1, "null"), (2, "null"), (3, "1"), (4, "null"))
    ),
    *(
        "insert into messages (channel, external_id, conversation_id, seq, kind, text, received_at) values"
        f" ('webchat', '{key}', {key}, 1, '{kind}', '', '{{at}}')"
        for key, kind in ((1, "open"), (2, "text"))
    ),
)
"""1 has only come, 2 has said something, 3 is held by a colleague, 4 was only written to."""


READ = (
    "insert into surveys (id, key, title, created_at) values (1, 'satisfaction', '满意度', '{at}')",
    "insert into survey_versions (id, survey_id, number, definition, digest, created_at) values"
    " (1, 1, 1, '{{}}', '', '{at}')",
    "insert into responses (id, version_id, conversation_id, customer_id, channel, begun_at) values"
    " (1, 1, 2, 1, 'webchat', '{at}')",
    *(
        "insert into answers (id, response_id, question, kind, comment, answered_at) values"
        f" ({key}, 1, 'q{key}', 'scale', '{comment}', '{{at}}')"
        for key, comment in ((1, "物流太慢"), (2, ""))
    ),
    *(
        "insert into complaints (id, number, customer_id, channel, state, story, received_at) values"
        f" ({key}, 'T{key}', 1, 'webchat', 'withdrawn', '{story}', '{{at}}')"
        for key, story in ((1, "外壳裂了"), (2, ""))
    ),
    *(
        "insert into analyses (subject, subject_id, polarity, confidence, intent, keywords, model, at) values"
        f" ('{subject}', {key}, -0.5, 0.8, 'complaint', '[\"物流\"]', '1', '{{at}}')"
        for subject in ("answer", "complaint")
        for key in (1, 2)
    ),
)
"""An answer and a complaint that were analysed, and one of each whose words were erased since."""


def third(url: str) -> None:
    """A database of the third revision, with talks, and what was found in answers and complaints."""
    engine = db.engine(url)
    at = "2026-03-04 02:00:00.000000" if engine.dialect.name == "sqlite" else "2026-03-04 02:00Z"
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for statement in (*BEFORE, *READ):
            connection.execute(text(statement.format(at=at).replace(":00", "\\:00")))
    engine.dispose()


def test_talks_from_before_are_listed_where_anything_was_said(new_database: Callable[[Prepare], str]) -> None:
    url = new_database(third)
    db.upgrade(url)
    engine = db.engine(url)
    with db.reading(engine) as session:
        assert {each.id for each in talks.talks(session)} == {2, 3}
        assert {each.id for each in talks.talks(session, "silent")} == {1, 4}
    engine.dispose()


def test_what_was_found_before_stays_and_is_by_an_older_model(
    new_database: Callable[[Prepare], str],
) -> None:
    url = new_database(third)
    db.upgrade(url)
    engine = db.engine(url)
    with db.reading(engine) as session:
        row = session.execute(select(table)).first()
        assert row is not None
        assert (row.polarity, row.keywords, row.urgency, row.categories) == (-0.5, ["物流"], "routine", None)
        due = [(each.subject, each.subject_id) for each in analyses.stale(session, "2")]
        assert due == [("answer", 1), ("complaint", 1)], "of the others no words are there"
        assert analyses.progress(session, "2") == analyses.Progress(0, 2)
    engine.dispose()


def test_what_was_said_before_is_found(new_database: Callable[[Prepare], str]) -> None:
    url = new_database(third)
    db.upgrade(url)
    engine = db.engine(url)
    batch = search.next_batch(engine, {}, NOW)
    with db.writing(engine) as session:
        search.keep(session, [batch])
    with db.reading(engine) as session:
        for typed, kind in (("太慢", "answers"), ("外壳", "complaints")):
            found = search.find(session, search.Wanted(search.terms(typed)))
            assert [(hit.row.kind, hit.row.id) for hit in found.hits] == [(kind, 1)]
            assert not found.behind
    engine.dispose()
