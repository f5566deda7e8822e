"""What is only being written renames nothing: what was answered is called what it was called then."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from storage import db, definitions, drafts, records, responses, rounds, surveys
from storage.conversations import Conversation
from storage.domain.survey import read
from storage.queries import customer_line, customers, response, response_rows
from storage.surveys import check
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.rounds import planned

SOURCE = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
OLD = check(SOURCE).title
FIRST = check(SOURCE).questions[0]
RENAMED = SOURCE.replace(f'title = "{OLD}"', 'title = "改名"', 1).replace(
    f'title = "{FIRST.title}"', 'title = "做工"', 1
)


@pytest.fixture
def given(engine: Engine, talk: Conversation, survey: int) -> int:
    """A response to the survey that ships; its id."""
    return give(engine, talk, survey)


def give(engine: Engine, talk: Conversation, version: int) -> int:
    with db.writing(engine) as session:
        (made,) = responses.begin(session, [rows.begun(version, talk, NOW)])
        end = responses.Finished(response_id=made, state="completed", satisfaction_index=80.0, at=NOW)
        responses.finish(session, [end])
    return made


def said_of(engine: Engine, key: int, customer: int) -> set[str]:
    """What this response, the last of its customer, says that it answers."""
    with db.reading(engine) as session:
        whole = response.whole(session, key)
        assert whole
        (listed,) = response_rows.rows(session, [key])
        page, _ = customer_line.line(session, customer, "responses")
        (told,) = [each.told["title"] for each in page if each.id == key]
        given = customers.given(session, customer)
        return {whole.head.survey, listed.survey, told, given[0].title}


def called(engine: Engine) -> set[str]:
    """What the survey is called where no one version is meant."""
    with db.reading(engine) as session:
        asked = records.Asked(equal={"key": "satisfaction"})
        told = records.listing(session, records.KINDS["surveys"], asked, 10)
        return {
            *(each["title"] for each in told),
            *(each.survey for each in surveys.listing(session)),
            *(each.survey_title for each in rounds.listing(session)),
        }


def write(session: Session, staff: int, way: str) -> None:
    """The draft under another name."""
    if way == "command line":
        surveys.import_(session, RENAMED, NOW)
        return
    newest = drafts.newest(session, "satisfaction")
    assert newest
    drafts.save(session, "satisfaction", read(RENAMED), newest.digest, staff, NOW)


@pytest.mark.parametrize("way", ["browser", "command line"])
def test_a_draft_of_another_name_renames_nothing_that_was_published(
    engine: Engine, talk: Conversation, given: int, staff: int, way: str
) -> None:
    planned(engine)
    with db.writing(engine) as session:
        write(session, staff, way)
        assert [each.title for each in surveys.listing(session)] == ["改名", OLD]
        assert surveys.titles(session)["satisfaction", FIRST.key] == FIRST.title
    assert said_of(engine, given, talk.customer_id) == {OLD}
    assert called(engine) == {OLD}


def test_published_it_gives_its_name_to_the_survey_and_each_response_keeps_its_own(
    engine: Engine, talk: Conversation, given: int, staff: int
) -> None:
    planned(engine)
    with db.writing(engine) as session:
        write(session, staff, "browser")
        second = surveys.publish(session, "satisfaction", NOW)
        assert surveys.titles(session)["satisfaction", FIRST.key] == "做工"
    assert called(engine) == {"改名"}
    assert said_of(engine, given, talk.customer_id) == {OLD}
    assert said_of(engine, give(engine, talk, second), talk.customer_id) == {"改名"}
    with db.writing(engine) as session:
        published = drafts.newest(session, "satisfaction")
        assert published
        drafts.move(session, published, "retire", staff, NOW)
        surveys.import_(session, SOURCE.replace(OLD, "又改名", 1), NOW)
    assert called(engine) == {"改名"}, "though nothing is published any more"


def test_until_one_is_published_the_draft_names_it(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        surveys.import_(session, SOURCE, NOW)
        assert called_in(session) == OLD
        write(session, staff, "browser")
        draft = drafts.newest(session, "satisfaction")
        assert draft
        assert called_in(session) == "改名"
        drafts.move(session, draft, "discard", staff, NOW)
        assert called_in(session) == "改名"


def called_in(session: Session) -> str:
    return surveys.listing(session)[0].survey
