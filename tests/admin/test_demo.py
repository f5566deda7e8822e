"""The demo organisation: the same each time, marked, and with something to see."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from pkgutil import iter_modules
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select

import nlp
from admin import demo, likeness
from admin.demo import filling, reading
from admin.demo.complaints import WAYS
from admin.demo.doubts import read as read_doubt
from admin.demo.story import Told, months, tell
from storage import conversations as conversations_of
from storage import db, definitions, invitations, outbox, requests, rounds, surveys, users
from storage.domain import entering
from storage.domain.complaint import LIFE
from storage.domain.intake import CHANNELS
from storage.domain.invitation import returns
from storage.invitations.planning import LINK
from storage.queries import Period, doubts, follow_ups, readings
from storage.surveys import check
from storage.tables import analyses, asked_again, complaints, conversations, customers, responses

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return tell(filling.read("story"), filling.read("comments"), NOW, ZONE)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    db.upgrade(url)
    made = db.engine(url)
    with db.writing(made) as session:
        demo.fill(session, NOW)
    yield made
    made.dispose()


def test_the_same_time_tells_the_same_story(told: list[Told]) -> None:
    assert tell(filling.read("story"), filling.read("comments"), NOW, ZONE) == told


def test_half_a_year_up_to_today(told: list[Told]) -> None:
    assert 900 <= len(told) <= 1500
    assert (NOW - told[0].at).days > 180
    assert told[-1].at < NOW


def test_months_end_where_the_next_begins() -> None:
    found = months(datetime(2026, 3, 31, 9, tzinfo=ZONE), 6)
    assert [first.month for first, _ in found] == [9, 10, 11, 12, 1, 2, 3]
    assert all(end == first for (_, end), (first, _) in pairwise(found))


@pytest.mark.parametrize("day", [1, 2, 15, 31])
def test_any_day_of_the_month_will_do(day: int) -> None:
    now = datetime(2026, 8, day, 0, 10, tzinfo=ZONE)
    found = tell(filling.read("story"), filling.read("comments"), now, ZONE)
    assert all(one.at < now for one in found)


def test_delivery_dips_and_recovers(told: list[Told]) -> None:
    def delivery(month: int) -> float:
        return mean(
            one.levels["delivery"] for one in told if one.at.month == month and "delivery" in one.levels
        )

    assert delivery(8) < delivery(5) - 0.5
    assert delivery(11) > delivery(8) + 0.5


def test_the_words_are_many_and_fit_the_level(told: list[Told]) -> None:
    said = [(item, one.levels[item], words) for one in told for item, words in one.comments.items()]
    assert len({words.text for _, _, words in said}) >= 100
    assert {words.tone for _, level, words in said if level >= 4} == {"high"}
    assert {words.tone for _, level, words in said if level <= 2} == {"low"}


def test_everything_is_marked_as_demo(engine: Engine) -> None:
    with db.reading(engine) as session:
        assert demo.filled(session)
        assert session.scalar(select(func.count()).where(customers.c.demo.is_(False))) == 0
        models = session.scalars(select(analyses.c.model).distinct()).all()
    assert models == [nlp.version()]


def test_an_empty_database_is_not_filled(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    db.upgrade(url)
    with db.reading(db.engine(url)) as session:
        assert not demo.filled(session)


def test_its_survey_is_published_with_the_five_weights(engine: Engine) -> None:
    with db.reading(engine) as session:
        found = surveys.published(session)
    assert found
    assert [question.weight for question in found[1].questions if question.weight] == [50, 15, 15, 10, 10]


def test_completed_responses_have_their_index(engine: Engine) -> None:
    with db.reading(engine) as session:
        rows = session.execute(select(responses.c.state, responses.c.satisfaction_index)).all()
    assert all((row.satisfaction_index is not None) == (row.state == "completed") for row in rows)
    assert {row.state for row in rows} == {"completed", "stopped"}


def test_complaints_in_different_states_some_overdue(engine: Engine) -> None:
    with db.reading(engine) as session:
        rows = session.execute(select(complaints)).all()
    assert len(rows) == 18
    assert {row.state for row in rows} == set(WAYS) < set(LIFE.states)
    assert sum(row.due_at is not None and row.due_at < NOW for row in rows) >= 2


def test_something_urgent_is_open_and_older_ones_were_seen_to(engine: Engine) -> None:
    with db.reading(engine) as session:
        still, ended = (follow_ups.listing(session, only) for only in ("open", "ended"))
    assert {one.signal for one in still} == {"unsafe", "urgent"}
    assert all(NOW - one.at < reading.FRESH for one in still)
    assert ended
    assert all(one.note and one.state == "done" for one in ended)


def test_two_pairs_of_complaints_tell_the_same(engine: Engine) -> None:
    with db.reading(engine) as session:
        ids = session.scalars(select(complaints.c.id)).all()
        found = [alike for key in ids for alike in likeness.alike(session, key)]
    assert len(found) == 4


def test_one_complaint_has_no_name_and_nothing_that_leads_to_one(engine: Engine) -> None:
    with db.reading(engine) as session:
        rows = session.execute(select(complaints).where(complaints.c.anonymous)).all()
    assert [(row.customer_id, row.conversation_id, row.segment) for row in rows] == [(None, None, "")]


def test_one_round_is_half_returned_and_one_is_over_with_late_ones(engine: Engine) -> None:
    with db.reading(engine) as session:
        under_way, over = rounds.listing(session)
        states = invitations.tally(session, [under_way.id, over.id])
        doubted = invitations.count_doubted(session, under_way.id)
        waves = {each.wave for each in invitations.listing(session, under_way.id, ["planned"])}
        due = [each.due_at for each in invitations.listing(session, under_way.id, ["planned"])]
    assert (under_way.state, over.state) == ("sending", "closed")
    assert returns(states[under_way.id], under_way.target) == (52, 26, 0, 50.0, True)
    assert set(states[under_way.id]) == {
        "planned", "issued", "delivered", "begun", "returned", "bounced", "declined"
    }  # fmt: skip
    assert doubted == 1
    assert (waves, min(due) > NOW) == ({4}, True)
    found = returns(states[over.id], over.target)
    assert (found.late, found.below) == (3, False)


def test_one_request_is_soon_due_and_one_is_done(engine: Engine) -> None:
    with db.reading(engine) as session:
        (asked,) = requests.listing(session)
        (done,) = requests.listing(session, requests.Wanted("done"))
    assert (asked.kind, done.kind) == ("erase", "export")
    assert NOW < asked.due_at < NOW + timedelta(days=4)
    assert done.done_at
    assert done.done_at < min(done.due_at, NOW)


def test_nothing_waits_to_be_sent(engine: Engine) -> None:
    with db.reading(engine) as session:
        assert session.execute(outbox.unsent()).all() == []


def test_a_response_belongs_to_its_talk_though_two_began_at_once(tmp_path: Path, told: list[Told]) -> None:
    db.upgrade(f"sqlite:///{tmp_path}/twins.db")
    source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
    twins = [replace(one, at=NOW) for one in told if one.completed and one.channel == "webchat"][:2]
    with db.writing(db.engine(f"sqlite:///{tmp_path}/twins.db")) as session:
        surveys.import_(session, source, NOW)
        version = surveys.publish(session, "satisfaction", NOW)
        writer = filling.Writer(session, version, surveys.version(session, version))
        writer.write_with_talks(twins)
        query = select(responses.c.conversation_id, customers.c.name).join_from(responses, customers)
        rows = session.execute(query.order_by(responses.c.id)).all()
    assert [row.name for row in rows] == [one.name for one in twins]
    assert len({row.conversation_id for row in rows}) == 2


def test_a_dozen_responses_can_be_read_as_talks(engine: Engine) -> None:
    with db.reading(engine) as session:
        query = select(responses.c.customer_id, conversations.c.customer_id)
        rows = session.execute(query.join_from(responses, conversations)).all()
    assert len(rows) == filling.TALKS
    assert all(customer == theirs for customer, theirs in rows)


def test_two_answers_were_in_doubt_and_staff_see_them(engine: Engine) -> None:
    day = timedelta(days=30)
    with db.reading(engine) as session:
        found = doubts.doubts(session, Period(NOW - day, NOW))
        talk = session.scalars(select(responses.c.conversation_id).join(asked_again)).first()
        said = [line.text for line in conversations_of.transcript(session, talk)]
        page = readings.of_conversation(session, talk)
    assert {(each.words, each.guess.label, each.holds.label) for each in found} == {
        ("4.5", "满意", "满意"),
        ("3到4分吧", "一般", "满意"),
    }
    assert all(each.because and each.how == "asked" for each in found)
    words = next(each.words for each in found if each.words in said)
    assert "您是说" in said[said.index(words) + 1]
    assert page
    assert {"4.5", "不是，4分"} & {answer.text for answer in page.answers}


def test_the_doubts_that_are_written_are_doubts_to_the_bot() -> None:
    survey = check((definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8"))
    for each in filling.read("story")["doubt"]:
        reading = read_doubt(survey.question(each["item"]), each["words"])
        assert (reading.outcome, reading.guess is None) == ("ask", False)


def test_every_channel_that_has_a_name_exists_or_is_told_of() -> None:
    there = {module.name for module in iter_modules([str(ROOT / "bot" / "channels")])}
    named = set(definitions.texts("zh-CN").section("page.channel"))
    assert named <= there | set(filling.read("story")["channels"]) | {LINK, *CHANNELS, *entering.CHANNELS}


def test_nobody_signs_in_as_who_is_made_up(engine: Engine) -> None:
    with db.reading(engine) as session:
        assert [user.active for user in users.listing(session)] == [False]


def test_every_sentence_stands_once_in_the_data() -> None:
    comments = filling.read("comments")
    said = [text for tones in comments.values() for texts in tones.values() for text in texts]
    assert len(said) == len(set(said)) >= 120
    assert set(comments) >= set(filling.read("story")["items"])
    assert (definitions.DATA / "surveys" / f"{filling.read('story')['survey']}.toml").is_file()
