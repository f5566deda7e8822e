"""What was found in answers: of those without a name the day alone is kept."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from storage import analyses, db, responses
from storage.conversations import Conversation
from storage.tables import analyses as table
from tests.storage import rows
from tests.storage.conftest import NOW


def test_the_moment_would_tell_whose_an_answer_without_a_name_is(
    engine: Engine, talk: Conversation, survey: int
) -> None:
    named = rows.begun(survey, talk, NOW, anonymous=False)
    with db.writing(engine) as session:
        keys = responses.begin(session, [named, {**named, "customer_id": None, "anonymous": True}])
        responses.keep(session, [rows.answer(key, "quality", 75.0, NOW) for key in keys])
        ids = responses.answer_ids(session, [(key, "quality") for key in keys])
        found = [ids[key, "quality"] for key in keys]
        analyses.keep(session, [rows.analysis(key, NOW) for key in found])
        kept = dict(session.execute(select(table.c.subject_id, table.c.at)).all())
    assert kept == {found[0]: NOW, found[1]: datetime(2026, 3, 3, 16, tzinfo=UTC)}
