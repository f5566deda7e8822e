"""Words whose term is over go, kind by kind; what counts stays, and what a complaint rests on with it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import (
    complaints,
    db,
    definitions,
    expiring,
    files,
    handing,
    holds,
    jobs,
    messages,
    outbox,
    requests,
    responses,
    retention,
)
from storage.conversations import Conversation
from storage.domain.retention import Retention
from storage.queries.complaint_columns import Selection
from storage.queries.complaint_figures import count
from storage.queries.complaint_law import Law
from storage.queries.filters import month_of
from storage.retention import announcing
from storage.tables import metadata
from tests.databases import ON_POSTGRESQL
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.waiting import wait_until_blocked

DAY = timedelta(days=1)
LATER = NOW + 100 * DAY
NEVER = Retention(files=9, raw=9, link=9, hidden=9, models=5)
ALL = replace(NEVER, answers=50, talks=50, complaints=50, visits=50, requests=50)
T = metadata.tables


def lived(engine: Engine, talk: Conversation, version: int, staff: int) -> int:
    """What a customer may leave behind in a day, their complaint open; its id."""
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "m1", 1, NOW)])
        outbox.put(session, [rows.saying(talk, 2, NOW)])
        session.execute(update(T["outbox"]).values(state="sent"))
        (response,) = responses.begin(session, [rows.begun(version, talk, NOW)])
        answer = rows.answer(response, "quality", 75.0, NOW, comment="漆味很大")
        words = rows.answer(response, "words", None, NOW, kind="text", value="很大", label="很大")
        responses.keep(session, [answer, words])
        done = responses.Finished(response_id=response, state="completed", satisfaction_index=75.0, at=NOW)
        responses.finish(session, [done])
        told = rows.complaint(talk, "T1", product="台灯", story="漆味很大")
        (complaint,) = complaints.open_(session, [told], NOW)
        visit = {"kind": "call", "customer_id": talk.customer_id, "user_id": staff, "at": NOW}
        session.execute(insert(T["visits"]), [{**visit, "matters": "漆味很大"}])
        ended = {
            "conversation_id": talk.id,
            "customer_id": talk.customer_id,
            "received_at": NOW,
            "due_at": NOW,
        }
        refused = {"number": "R1", "kind": "export", "state": "refused", "done_at": NOW, "reason": "不是本人"}
        session.execute(insert(T["requests"]), [{**ended, **refused}])
        return complaint


def close(engine: Engine, complaint: int) -> None:
    with db.writing(engine) as session:
        session.execute(update(T["complaints"]).values(state="closed", closed_at=NOW))


@pytest.fixture
def open_one(engine: Engine, talk: Conversation, survey: int, staff: int) -> int:
    return lived(engine, talk, survey, staff)


@pytest.fixture
def ended(engine: Engine, open_one: int) -> int:
    close(engine, open_one)
    return open_one


def go(engine: Engine, terms: Retention = ALL, at: Any = LATER) -> retention.Found:
    with db.reading(engine) as session:
        found = retention.find(session, terms, at, 100)
    with db.writing(engine) as session:
        retention.empty(session, found)
    return found


def told(engine: Engine) -> set[str]:
    """The tables in which words still stand."""
    places = {
        "answers": "comment",
        "messages": "text",
        "complaints": "story",
        "visits": "matters",
        "requests": "reason",
    }
    with db.reading(engine) as session:
        found = {
            name for name, column in places.items() if any(session.scalars(select(T[name].c[column])).all())
        }
        said = session.scalars(select(T["outbox"].c.payload)).all()
        return found | ({"outbox"} if any(each.get("text") for each in said) else set())


EVERYWHERE = {"answers", "messages", "outbox", "complaints", "visits", "requests"}


def test_without_terms_words_stay_for_ever(engine: Engine, ended: int) -> None:
    go(engine, NEVER, NOW + 40_000 * DAY)
    assert told(engine) == EVERYWHERE


def test_before_its_term_is_over_nothing_goes(engine: Engine, ended: int) -> None:
    go(engine, at=NOW + 49 * DAY)
    assert told(engine) == EVERYWHERE


def test_all_goes_after_its_term(engine: Engine, ended: int) -> None:
    go(engine)
    assert told(engine) == set()
    go(engine)
    with db.reading(engine) as session:
        e = T["events"].c
        noted = session.execute(select(e.source, e.target, e.actor).where(e.entity == "retention")).all()
    assert {tuple(each) for each in noted} >= {("complaints", "1", "clock"), ("visits", "1", "clock")}
    assert len(noted) == len({each.source for each in noted}), "once"


@pytest.mark.parametrize(
    ("kind", "goes"),
    [("visits", {"visits"}), ("requests", {"requests"}), ("complaints", {"complaints"})],
)
def test_each_kind_has_its_own_term(kind: str, goes: set[str], engine: Engine, ended: int) -> None:
    go(engine, replace(NEVER, **{kind: 50}))
    assert told(engine) == EVERYWHERE - goes


def test_what_a_complaint_rests_on_goes_with_it(engine: Engine, open_one: int) -> None:
    go(engine)
    kept = {"answers", "messages", "outbox", "complaints"}
    assert told(engine) == kept
    close(engine, open_one)
    with db.writing(engine) as session:
        session.execute(update(T["complaints"]).values(closed_at=LATER))
    go(engine, at=LATER + DAY)
    assert told(engine) == kept
    go(engine, at=LATER + 51 * DAY)
    assert told(engine) == set()


def test_what_was_typed_late_goes_when_its_own_term_is_over(
    engine: Engine, talk: Conversation, survey: int, ended: int, staff: int
) -> None:
    """Behind what is young stand a visit and an answer on paper of long ago; what is young stays."""
    young = LATER + 40 * DAY
    with db.writing(engine) as session:
        for number, at in enumerate((young, NOW, young), 1):
            begun = rows.begun(survey, talk, at, conversation_id=None, channel="paper")
            (key,) = responses.begin(session, [begun])
            session.execute(update(T["responses"]).where(T["responses"].c.id == key).values(entered_by=staff))
            words = rows.answer(key, "words", None, at, kind="text", value="很大", label="很大")
            responses.keep(session, [words])
            done = responses.Finished(response_id=key, state="completed", satisfaction_index=None, at=at)
            responses.finish(session, [done])
            visit = {"kind": "call", "customer_id": talk.customer_id, "user_id": staff, "at": at}
            session.execute(insert(T["visits"]), [{**visit, "matters": f"第{number}次"}])
    first = go(engine, at=young + DAY)
    assert len(first.parts["visits"].ids) == 2, "the one before, and the late one"
    assert len(first.parts["responses"].ids) == 1, "the one before goes with its complaint"
    with db.reading(engine) as session:
        met = session.scalars(select(T["visits"].c.matters).order_by(T["visits"].c.id)).all()
        assert met[1:] == ["第1次", "", "第3次"]
        a = T["answers"].c
        kept = select(a.label).where(a.kind == "text").order_by(a.response_id)
        assert session.scalars(kept).all()[1:] == ["很大", "", "很大"]
    assert not any(go(engine, at=young + DAY).parts[name].ids for name in ("visits", "responses")), "once"


def test_what_came_since_stays(engine: Engine, talk: Conversation, ended: int) -> None:
    with db.writing(engine) as session:
        messages.record(session, [rows.message(talk, "m3", 3, LATER)])
    go(engine, at=LATER + DAY)
    assert told(engine) == {"messages"}


def test_what_counts_is_the_same_before_and_after(engine: Engine, ended: int) -> None:
    spans = [month_of(LATER, "Asia/Shanghai", back) for back in range(6, -1, -1)]
    law = Law(definitions.policy(), definitions.calendar(), {})

    def counted() -> Any:
        kept = {
            "responses": ("state", "satisfaction_index", "begun_at", "completed_at", "segment"),
            "complaints": ("number", "state", "product", "received_at", "closed_at", "channel"),
            "analyses": ("polarity", "intent", "urgency"),
            "matters": ("category", "polarity"),
        }
        with db.reading(engine) as session:
            a = T["answers"].c
            figures = count(session, Selection(), spans, law, LATER)
            scores = session.execute(
                select(a.question, a.kind, a.score, a.value).where(a.kind == "scale")
            ).all()
            rest = [
                session.execute(select(*(T[name].c[each] for each in of))).all() for name, of in kept.items()
            ]
            return figures, scores, rest

    before = counted()
    go(engine)
    assert counted() == before


def test_tonight_tells_how_many_before_they_go(engine: Engine, ended: int) -> None:
    with db.reading(engine) as session:
        assert not any(retention.tonight(session, NEVER, LATER).values())
        soon = retention.tonight(session, ALL, LATER)
    found = go(engine)
    assert (soon["visits"], soon["requests"], soon["complaints"]) == (1, 1, 1)
    assert set(soon) == set(retention.KINDS)
    assert len(found.complaints) == 1
    with db.reading(engine) as session:
        assert not any(retention.tonight(session, ALL, LATER).values())


def test_what_is_held_stays_until_it_is_lifted(
    engine: Engine, talk: Conversation, ended: int, staff: int
) -> None:
    with db.writing(engine) as session:
        holds.hold_customer(session, talk.customer_id, "起诉了", staff, NOW)
        with pytest.raises(holds.Unfit, match="held"):
            holds.hold_customer(session, talk.customer_id, "又来", staff, NOW)
    with db.reading(engine) as session:
        assert not any(retention.tonight(session, ALL, LATER).values())
    go(engine)
    assert told(engine) == EVERYWHERE
    with db.writing(engine) as session:
        holds.lift_customer(session, talk.customer_id, staff, LATER)
        with pytest.raises(holds.Unfit, match="not_held"):
            holds.lift_customer(session, talk.customer_id, staff, LATER)
    go(engine)
    assert told(engine) == set()
    with db.reading(engine) as session:
        assert holds.lifted(session) == {}


def test_a_complaint_that_is_held_keeps_what_led_to_it(engine: Engine, ended: int, staff: int) -> None:
    with db.writing(engine) as session:
        holds.hold_complaint(session, ended, "起诉了", staff, NOW)
    go(engine)
    assert told(engine) == {"answers", "messages", "outbox", "complaints"}
    with db.writing(engine) as session:
        holds.lift_complaint(session, ended, staff, LATER)
    go(engine)
    assert told(engine) == set()
    with db.writing(engine) as session, pytest.raises(holds.Unfit, match="emptied"):
        holds.hold_complaint(session, ended, "太晚了", staff, LATER)


def test_evidence_that_is_held_stays(engine: Engine, talk: Conversation, ended: int, staff: int) -> None:
    with db.writing(engine) as session:
        files.keep(session, talk.id, "a.png", "image/png", b"x", NOW)
        holds.hold_complaint(session, ended, "起诉了", staff, NOW)
    far = NOW + 40_000 * DAY
    assert not expiring.expired(engine, {}, far).files
    with db.writing(engine) as session:
        holds.lift_complaint(session, ended, staff, NOW)
    assert len(expiring.expired(engine, {}, far).files) == 1


def test_what_came_to_be_held_since_it_was_looked_for_stays(
    engine: Engine, ended: int, staff: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = replace(definitions.policy(), retention=ALL)
    monkeypatch.setattr(definitions, "policy", lambda *_: policy)
    with db.writing(engine) as session:
        announcing.confirm(session, ALL, announcing.mark(ALL), staff, NOW)
    found = expiring.expired(engine, {}, LATER)
    assert found.words.complaints == [ended]
    with db.writing(engine) as session:
        holds.hold_complaint(session, ended, "起诉了", staff, LATER)
    with db.writing(engine) as session:
        expiring.expire(session, [found])
    assert told(engine) == EVERYWHERE
    with db.reading(engine) as session:
        again = session.scalars(select(T["jobs"].c.due_at).where(T["jobs"].c.kind == expiring.JOB)).all()
    assert again == [LATER], "they are looked for again, at once"


@ON_POSTGRESQL
def test_who_begins_a_hold_waits_for_who_forgets(engine: Engine, ended: int, staff: int) -> None:
    """And the other way round: it is asked what is held when nobody else is about to hold."""

    def hold() -> None:
        with db.writing(engine) as session:
            holds.hold_complaint(session, ended, "起诉了", staff, NOW)

    with ThreadPoolExecutor(1) as pool:
        with db.writing(engine) as session:
            holds.take_turns(session)
            begun = pool.submit(hold)
            wait_until_blocked(engine)
        begun.result()
    with db.reading(engine) as session:
        assert holds.kept(session).complaints == (ended,)


def test_who_is_held_is_not_forgotten(engine: Engine, talk: Conversation, ended: int, staff: int) -> None:
    with db.writing(engine) as session:
        asked = requests.Asked(
            number="R9", conversation_id=talk.id, customer_id=talk.customer_id, kind="erase"
        )
        requests.keep(session, [asked], NOW)
        open_one = requests.open_of(session, talk.customer_id, "erase")
        assert open_one
        holds.hold_complaint(session, ended, "起诉了", staff, NOW)
    with db.writing(engine) as session, pytest.raises(holds.Held):
        handing.erase(session, open_one.id, staff, NOW)
    with db.writing(engine) as session:
        holds.lift_complaint(session, ended, staff, NOW)
        handing.erase(session, open_one.id, staff, NOW)
    assert told(engine) <= {"outbox"}, "they are told"


def test_it_is_done_in_portions_day_by_day(
    engine: Engine, talk: Conversation, ended: int, staff: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiring, "PORTION", 1)
    policy = definitions.policy()
    monkeypatch.setattr(
        definitions, "policy", lambda *_: replace(policy, retention=replace(ALL, files=1, raw=1))
    )
    with db.writing(engine) as session:
        terms = definitions.policy().retention
        announcing.confirm(session, terms, announcing.mark(terms), staff, NOW)
        expiring.begin(session, LATER)
    for _ in range(20):
        with db.writing(engine) as session:
            due = jobs.claim(session, LATER, timedelta(minutes=1), [expiring.JOB])
            jobs.done(session, due)
        if not due:
            break
        found = [expiring.expired(engine, job.payload, LATER) for job in due]
        with db.writing(engine) as session:
            expiring.expire(session, found)
    assert told(engine) == set()
    with db.reading(engine) as session:
        assert session.scalars(select(T["jobs"].c.due_at).where(T["jobs"].c.kind == expiring.JOB)).all() == [
            LATER + DAY
        ]


def test_terms_are_announced_before_the_first_word_goes(engine: Engine, staff: int) -> None:
    other = replace(ALL, talks=3)
    with db.writing(engine) as session:
        assert announcing.confirmed(session, NEVER), "nothing goes by them"
        assert announcing.counting(session, ALL, NOW) == NEVER
        announcing.announce(session, ALL, NOW)
        announcing.announce(session, ALL, NOW + DAY)
        assert announcing.begins(session, ALL, NOW + DAY) == NOW + 14 * DAY
        assert announcing.counting(session, ALL, NOW + 14 * DAY) == ALL
        assert announcing.counting(session, other, NOW + 99 * DAY) == NEVER, "others are announced anew"
        with pytest.raises(announcing.Stale):
            announcing.confirm(session, ALL, announcing.mark(other), staff, NOW)
        assert not announcing.confirmed(session, ALL)
        announcing.confirm(session, other, announcing.mark(other), staff, NOW)
        assert announcing.confirmed(session, other)
        assert announcing.counting(session, other, NOW) == other
