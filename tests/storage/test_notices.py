"""The privacy notice is kept as it was told, version by version."""

import tomllib
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from admin import clock
from storage import db, definitions, notices
from tests.storage.conftest import NOW


def kept(engine: Engine) -> list[tuple[str, str, bool]]:
    with db.reading(engine) as session:
        return [(each.version, each.text, each.changed) for each in notices.listing(session)]


def test_its_words_are_among_the_texts_of_each_language() -> None:
    for language, words in notices.told().items():
        file = definitions.DATA / "locales" / f"{language}.toml"
        chat = tomllib.loads(file.read_text("utf-8"))["chat"]
        assert chat["consent"]["ask"] in words
        assert "{organisation}" in words


def test_the_clock_keeps_it_once(engine: Engine) -> None:
    assert clock.keep_notice(engine, NOW) == len(definitions.languages())
    assert clock.keep_notice(engine, NOW) == 0
    assert {version for version, *_ in kept(engine)} == {definitions.policy().notice_version}
    assert not any(changed for *_, changed in kept(engine))


def test_other_words_under_the_same_version_are_kept_and_told(engine: Engine) -> None:
    with db.writing(engine) as session:
        notices.keep(session, "1", {"en": "one"}, NOW)
        notices.keep(session, "1", {"en": "two"}, NOW + timedelta(days=1))
        notices.keep(session, "2", {"en": "two"}, NOW + timedelta(days=2))
        notices.keep(session, "1", {"en": "one"}, NOW + timedelta(days=3))
    assert kept(engine) == [("1", "one", True), ("2", "two", False), ("1", "two", True), ("1", "one", False)]


@pytest.mark.parametrize("change", ["update notices set text = ''", "delete from notices"])
def test_the_database_refuses_to_change_it(engine: Engine, change: str) -> None:
    with db.writing(engine) as session:
        notices.keep(session, "1", {"en": "one"}, NOW)
    with pytest.raises(DBAPIError, match="append-only"), db.writing(engine) as session:
        session.execute(text(change))
