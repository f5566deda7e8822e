"""A link of the staff's into the web chat: it tries out one version, and the talk by it is set apart."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.performing import take_batch
from bot.web import frames
from storage import conversations, db, definitions, drafts, previews, surveys
from storage.domain.survey import read
from storage.settings import Settings

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
SOURCE = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")


@pytest.fixture
def engine(new_database):
    made = db.engine(new_database(db.upgrade))
    yield made
    made.dispose()


@pytest.fixture
def version(engine: Engine) -> int:
    """A draft that nobody has published; another survey is."""
    with db.writing(engine) as session:
        surveys.import_(session, SOURCE, NOW)
        surveys.publish(session, "satisfaction", NOW)
        definition = {**read(SOURCE), "key": "other", "purpose": "想试一试这份草稿"}
        return drafts.begin(session, definition, None, NOW).id


def hello(token: str) -> frames.Hello:
    return frames.hello({"type": "hello", "token": token, "survey": "satisfaction", "visit": "v1"})


def test_its_talk_has_an_address_of_its_own_sort() -> None:
    token = previews.token(7, NOW)
    assert frames.address_of(token).startswith(previews.ADDRESS)
    assert not frames.address_of(frames.new_token()).startswith(previews.ADDRESS)


def test_it_opens_the_version_and_nothing_else_that_the_page_asks_for() -> None:
    token = previews.token(7, NOW)
    opened = frames.opened(frames.address_of(token), hello(token), NOW)
    assert opened.start == "/preview/7"


@pytest.mark.parametrize("late", [previews.LIVES + timedelta(minutes=1), timedelta(0)])
def test_too_old_or_made_up_it_opens_nothing_and_says_so(late: timedelta) -> None:
    token = previews.token(7, NOW)
    token = token if late else f"8{token[1:]}"
    with pytest.raises(frames.Refused) as refused:
        frames.opened(frames.address_of(token), hello(token), NOW + late)
    assert refused.value.why == "preview"
    assert definitions.texts().has("error.preview")


def test_no_customer_can_ask_for_a_version_by_its_number() -> None:
    with pytest.raises(frames.Refused):
        frames.hello({"type": "hello", "token": None, "survey": "/preview/7"})


@pytest.mark.parametrize("trying", [True, False])
def test_a_draft_is_tried_out_as_it_stands_and_offered_to_nobody_else(
    engine: Engine, version: int, trying: bool
) -> None:
    token = previews.token(version, NOW) if trying else frames.new_token()
    address = frames.address_of(token)
    opened = frames.opened(address, frames.hello({"type": "hello", "token": token}), NOW)
    with db.writing(engine) as session:
        (receipt,) = take_batch(session, [opened], NOW, Settings(_env_file=None))
        talk = conversations.load(session, [("webchat", address)], NOW)["webchat", address]
        said = conversations.transcript(session, receipt.conversation_id)[0].text
    assert talk.preview is trying
    assert ("想试一试这份草稿" in said) is trying
