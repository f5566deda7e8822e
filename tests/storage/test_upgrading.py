"""What an upgrade makes of the rows that are there."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage import db
from storage.queries import talks
from tests.databases import Prepare

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


def third(url: str) -> None:
    """A database of the third revision, with talks."""
    engine = db.engine(url)
    at = "2026-03-04 02:00:00.000000" if engine.dialect.name == "sqlite" else "2026-03-04 02:00Z"
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        for statement in BEFORE:
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
