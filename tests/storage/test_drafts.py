"""Drafts written in the browser: nobody writes over what they have not seen; what is published stays."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import db, definitions, drafts, events, responses, surveys, users
from storage.conversations import Conversation
from storage.domain.machine import NotAllowed
from storage.domain.survey import Invalid, read
from storage.tables import survey_versions
from tests.databases import ON_POSTGRESQL
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.waiting import wait_until_blocked

KEY = "satisfaction"


def changed(draft: drafts.Draft, **fields: object) -> dict[str, object]:
    return {**draft.definition, **fields}


def newest(session: Session) -> drafts.Draft:
    found = drafts.newest(session, KEY)
    assert found
    return found


def test_a_published_version_is_gone_on_from_in_a_new_one_which_is_then_changed_where_it_stands(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        second = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        again = drafts.save(session, KEY, changed(second, target=95), second.digest, staff, NOW)
        assert (first.number, second.number, again.number) == (1, 2, 2)
        assert (again.id, again.state, again.by, again.definition["target"]) == (
            second.id,
            "draft",
            "李工",
            95,
        )
        assert surveys.version(session, survey).target == first.definition["target"]
        assert surveys.version(session, again.id).target == 95


def test_the_same_again_is_no_new_version(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        assert drafts.save(session, KEY, first.definition, "", staff, NOW).id == first.id


def test_what_was_saved_in_the_browser_and_comes_by_the_command_line_is_the_same_version(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        saved = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        assert surveys.import_(session, saved.source, NOW) == saved.id
        whole = session.scalars(
            select(survey_versions.c.definition).where(survey_versions.c.id == saved.id)
        ).one()
        assert surveys.digest_of(whole) == saved.digest


def test_who_has_not_seen_the_newest_saves_nothing_and_is_told_whose_it_is(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        other = users.add(session, "zhao", "赵工", "handler", "correct horse battery", NOW)
        drafts.save(session, KEY, changed(first, target=90), first.digest, other, NOW)
        with pytest.raises(drafts.Stale) as stale:
            drafts.save(session, KEY, changed(first, target=70), first.digest, staff, NOW)
        assert (stale.value.newest.by, stale.value.newest.definition["target"]) == ("赵工", 90)
        assert newest(session).definition["target"] == 90


def test_what_the_law_refuses_is_not_kept(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        with pytest.raises(Invalid):
            drafts.save(session, KEY, changed(first, title=""), first.digest, staff, NOW)
        assert newest(session).id == first.id


def test_what_is_saved_is_toml_that_says_the_same(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        told = '一 "引号"\n两行'
        saved = drafts.save(session, KEY, changed(first, purpose=told), first.digest, staff, NOW)
        assert read(saved.source)["purpose"] == told
        assert surveys.check(saved.source) == surveys.version(session, saved.id)
        assert (first.commented, saved.commented) == (True, False)


def test_a_new_survey_takes_no_other_ones_key(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        with pytest.raises(drafts.Taken):
            drafts.begin(session, first.definition, staff, NOW)
        made = drafts.begin(session, changed(first, key="mine", title="我的"), staff, NOW)
        assert (made.key, made.number, made.state, made.by) == ("mine", 1, "draft", "李工")


def test_a_version_is_approved_published_retired_as_its_life_says(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        drafts.move(session, draft, "approve", staff, NOW)
        with pytest.raises(drafts.Moved):
            drafts.move(session, draft, "approve", staff, NOW)
        approved = newest(session)
        drafts.publish(session, approved, staff, NOW)
        states = {each.number: each.state for each in surveys.listing(session)}
        assert states == {1: "retired", 2: "published"}
        published = newest(session)
        with pytest.raises(NotAllowed):
            drafts.move(session, published, "approve", staff, NOW)
        drafts.move(session, published, "retire", staff, NOW)
        assert surveys.published(session) is None
        history = [event["trigger"] for event in events.of(session, "survey_version", draft.id)]
    assert history == ["save", "approve", "publish", "retire"]


def test_a_draft_that_was_changed_since_it_was_seen_is_not_published(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        seen = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        drafts.save(session, KEY, changed(seen, target=10), seen.digest, staff, NOW)
        with pytest.raises(drafts.Moved):
            drafts.publish(session, seen, staff, NOW)
        with pytest.raises(drafts.Moved):
            drafts.publish(session, first, staff, NOW)


def test_responses_are_counted_without_previews(engine: Engine, survey: int, talk: Conversation) -> None:
    with db.writing(engine) as session:
        begun = [rows.begun(survey, talk, NOW, preview=preview) for preview in (False, False, True)]
        first, _, shown = responses.begin(session, begun)
        for key in (first, shown):
            end = responses.Finished(response_id=key, state="completed", satisfaction_index=80.0, at=NOW)
            responses.finish(session, [end])
        assert drafts.counted(session) == {survey: drafts.Counted(1, 1, 0)}


@pytest.mark.parametrize(
    "file", sorted((definitions.DATA / "templates").glob("*.toml")), ids=lambda file: file.stem
)
def test_every_template_can_be_begun_with_and_saved(engine: Engine, staff: int, file: object) -> None:
    source = file.read_text("utf-8")  # type: ignore[attr-defined]
    with db.writing(engine) as session:
        made = drafts.begin(session, read(source), staff, NOW)
        assert read(made.source) == read(source)
        saved = drafts.save(session, made.key, changed(made, title="改名"), made.digest, staff, NOW)
        assert surveys.version(session, saved.id).title == "改名"


def test_a_draft_that_is_not_wanted_is_put_aside_and_can_be_had_again(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, title="改坏了"), first.digest, staff, NOW)
        drafts.move(session, draft, "discard", staff, NOW)
        assert newest(session).id == first.id
        assert surveys.publish(session, KEY, NOW) == first.id
        put_aside = drafts.one(session, KEY, 2)
        assert put_aside
        drafts.move(session, put_aside, "restore", staff, NOW)
        assert newest(session) == draft
        assert [each.title for each in surveys.listing(session)] == ["改坏了", first.definition["title"]]
        assert {each.survey for each in surveys.listing(session)} == {first.definition["title"]}


def test_after_a_draft_that_was_discarded_the_next_has_a_number_and_a_text_of_its_own(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        drafts.move(session, draft, "discard", staff, NOW)
        again = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        assert (again.number, again.state) == (3, "draft")
        drafts.move(session, again, "discard", staff, NOW)
        assert surveys.import_(session, draft.source, NOW) not in {draft.id, again.id}


def test_who_goes_on_with_a_draft_that_was_discarded_meanwhile_is_told(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        drafts.move(session, draft, "discard", staff, NOW)
        with pytest.raises(drafts.Stale) as stale:
            drafts.save(session, KEY, changed(draft, target=95), draft.digest, staff, NOW)
        assert stale.value.newest.id == first.id


def test_a_survey_of_nothing_but_a_discarded_draft_can_be_gone_on_with(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        made = drafts.begin(
            session, read((definitions.DATA / "surveys" / "nps.toml").read_text("utf-8")), staff, NOW
        )
        drafts.move(session, made, "discard", staff, NOW)
        left = drafts.newest(session, made.key)
        assert left
        assert (left.id, left.state) == (made.id, "discarded")
        next_ = drafts.save(session, made.key, {**left.definition, "minutes": 3}, left.digest, staff, NOW)
        assert (next_.number, next_.state) == (2, "draft")


def test_who_would_have_a_discarded_draft_back_beside_a_newer_one_is_told(
    engine: Engine, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)
        drafts.move(session, draft, "discard", staff, NOW)
        drafts.save(session, KEY, changed(first, target=70), first.digest, staff, NOW)
        put_aside = drafts.one(session, KEY, draft.number)
        assert put_aside
        with pytest.raises(drafts.Moved):
            drafts.move(session, put_aside, "restore", staff, NOW)
        assert newest(session).definition["target"] == 70


def test_who_publishes_what_was_discarded_or_retired_meanwhile_is_told(engine: Engine, staff: int) -> None:
    source = read((definitions.DATA / "surveys" / "nps.toml").read_text("utf-8"))
    with db.writing(engine) as session:
        made = drafts.begin(session, source, staff, NOW)
        drafts.move(session, made, "discard", staff, NOW)
        for left in (made, drafts.one(session, made.key, 1)):
            assert left
            with pytest.raises(drafts.Moved):
                drafts.publish(session, left, staff, NOW)
        again = drafts.save(session, made.key, {**made.definition, "minutes": 3}, made.digest, staff, NOW)
        drafts.publish(session, again, staff, NOW)
        published = drafts.one(session, made.key, 2)
        assert published
        drafts.move(session, published, "retire", staff, NOW)
        retired = drafts.one(session, made.key, 2)
        assert retired
        with pytest.raises(NotAllowed):
            drafts.publish(session, retired, staff, NOW)
        assert surveys.published(session, made.key) is None


@pytest.fixture
def others(url: str) -> Iterator[list[Engine]]:
    """What two other processes have."""
    made = [db.engine(url) for _ in range(2)]
    yield made
    for each in made:
        each.dispose()


@ON_POSTGRESQL
def test_who_discards_while_another_saves_waits_and_is_told(
    engine: Engine, others: list[Engine], survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        first = newest(session)
        draft = drafts.save(session, KEY, changed(first, target=90), first.digest, staff, NOW)

    def discard() -> None:
        with db.writing(others[0]) as session:
            drafts.move(session, draft, "discard", staff, NOW)

    with ThreadPoolExecutor(1) as pool:
        with db.writing(engine) as session:
            drafts.save(session, KEY, draft.definition, draft.digest, staff, NOW)
            discarding = pool.submit(discard)
            wait_until_blocked(others[1])
            drafts.save(session, KEY, changed(draft, target=70), draft.digest, staff, NOW)
        with pytest.raises(drafts.Moved):
            discarding.result()
    with db.reading(engine) as session:
        assert (newest(session).state, newest(session).definition["target"]) == ("draft", 70)
