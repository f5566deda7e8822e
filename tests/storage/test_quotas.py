"""Quotas: the counter says what counting all answers would say, whatever happened."""

import json
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from storage import amending, corrections, db, erasing, quotas, responses, surveys, unlinking
from storage.conversations import Conversation
from storage.domain.condition import keys
from storage.tables import answers, survey_versions
from storage.tables import quotas as counters
from storage.tables import responses as kept
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.test_together import all_at_once, engines

__all__ = ["engines"]

SURVEY = """
key = "{key}"
title = "买过什么"
purpose = "想听听您的感受"
minutes = 1
{quotas}
[[section]]
[[section.question]]
key = "bought"
kind = "multi"
title = "买过"
text = "买过哪些？"
option = [
  {{key = "lamp", label = "台灯"}},
  {{key = "desk", label = "书桌"}},
  {{key = "chair", label = "椅子"}},
]
"""
QUOTA = '[[quota]]\nquestion = "bought"\nis = {keys}\nmost = {most}\n'

numbers = count(1)


def published(engine: Engine, *counted: list[str], key: str = "bought", most: int = 2) -> int:
    """The id of a new version with these quotas."""
    told = "".join(QUOTA.format(keys=json.dumps(each), most=most + next(numbers)) for each in counted)
    with db.writing(engine) as session:
        surveys.import_(session, SURVEY.format(key=key, quotas=told), NOW)
        return surveys.publish(session, key, NOW)


def completed(
    engine: Engine, version: int, talk: Conversation, value: Any, state: str = "completed", **begun: Any
) -> int:
    """A response with this answer (None: there is none), which has come to this end."""
    told = {"value": value, "kind": "multi", "missing": "" if value else "skipped"}
    with db.writing(engine) as session:
        (made,) = responses.begin(session, [rows.begun(version, talk, NOW, **begun)])
        responses.keep(session, [rows.answer(made, "bought", None, NOW, **told)])
        end = responses.Finished(response_id=made, state=state, satisfaction_index=None, at=NOW)
        responses.finish(session, [end])
    return made


def told(engine: Engine) -> dict[tuple[int, str], int]:
    """What the counters say, by survey and keys."""
    q = counters.c
    with db.reading(engine) as session:
        return {(row[0], row[1]): row[2] for row in session.execute(select(q.survey_id, q.counted, q.number))}


def all_counted(engine: Engine) -> dict[tuple[int, str], int]:
    """What counting all answers says."""
    query = (
        select(survey_versions.c.survey_id, answers.c.value)
        .join_from(answers, kept)
        .join(survey_versions, survey_versions.c.id == kept.c.version_id)
        .where(kept.c.state == "completed", ~kept.c.preview, answers.c.missing == "")
    )
    with db.reading(engine) as session:
        given = [(row[0], keys(row[1])) for row in session.execute(query)]
    return {
        place: sum(
            of == place[0] and not set(json.loads(place[1])).isdisjoint(chosen) for of, chosen in given
        )
        for place in told(engine)
    }


def corrected(engine: Engine, response: int, chosen: list[str], user: int) -> None:
    with db.writing(engine) as session:
        row = session.execute(select(answers).where(answers.c.response_id == response)).one()
        corrections.correct(session, row.id, chosen, user, NOW, row.revision)


CHOSEN = st.lists(st.sampled_from(["lamp", "desk", "chair"]), unique=True).map(sorted)
QUOTAS = st.lists(CHOSEN.filter(bool), min_size=1, max_size=2, unique_by=tuple)
DEEDS = st.one_of(
    st.tuples(st.just("complete"), CHOSEN),
    st.tuples(st.just("stop"), CHOSEN),
    st.tuples(st.just("try out"), CHOSEN),
    st.tuples(st.just("without a name"), CHOSEN),
    st.tuples(st.just("correct"), st.integers(0, 99), CHOSEN),
    st.tuples(st.just("publish"), QUOTAS),
    st.tuples(st.just("forget")),
)


@given(first=QUOTAS, deeds=st.lists(DEEDS, min_size=6, max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
def test_the_counter_says_what_counting_says(
    engine: Engine, talk: Conversation, staff: int, first: list[list[str]], deeds: list[Any]
) -> None:
    """In one database after another: what an example leaves, the next begins with."""
    version, given = published(engine, *first), []
    for deed, *more in deeds:
        if deed == "publish":
            version = published(engine, *more[0])
        elif deed == "correct" and given:
            corrected(engine, given[more[0] % len(given)], more[1], staff)
        elif deed == "forget":
            with db.writing(engine) as session:
                erasing.erase(session, talk.customer_id, NOW)
        elif deed == "stop":
            completed(engine, version, talk, more[0], "stopped")
        elif deed == "try out":
            completed(engine, version, talk, more[0], preview=True)
        elif deed == "without a name":
            made = completed(engine, version, talk, more[0], anonymous=True, customer_id=None)
            with db.writing(engine) as session:
                unlinking.unlink(session, [unlinking.Over(made, talk.id, 1, 1)], NOW)
            given.append(made)
        elif deed == "complete":
            given.append(completed(engine, version, talk, more[0]))
        assert told(engine) == all_counted(engine)


def test_a_survey_that_gets_a_quota_counts_who_came_before(engine: Engine, talk: Conversation) -> None:
    old = published(engine)
    for value in (["lamp"], ["lamp", "desk"], ["chair"]):
        completed(engine, old, talk, value)
    assert not told(engine)
    published(engine, ["lamp", "desk"])
    assert list(told(engine).values()) == [2]


def test_staff_who_correct_an_answer_move_the_counters(
    engine: Engine, talk: Conversation, staff: int
) -> None:
    response = completed(engine, published(engine, ["lamp"], ["desk"]), talk, ["lamp"])
    for chosen, counts in ((["desk"], [1, 0]), (["desk", "lamp"], [1, 1]), ([], [0, 0])):
        corrected(engine, response, chosen, staff)
        assert [number for _, number in sorted(told(engine).items())] == counts


def full(engine: Engine, version: int) -> frozenset[int]:
    with db.reading(engine) as session:
        return quotas.full(session, surveys.version(session, version), version)


def test_it_is_full_when_as_many_have_completed_as_the_version_lets_in(
    engine: Engine, talk: Conversation
) -> None:
    source = SURVEY.format(key="two", quotas=QUOTA.format(keys='["lamp"]', most=2))
    with db.writing(engine) as session:
        surveys.import_(session, source, NOW)
        version = surveys.publish(session, "two", NOW)
    completed(engine, version, talk, ["lamp"])
    assert full(engine, version) == frozenset()
    completed(engine, version, talk, ["lamp", "desk"])
    assert full(engine, version) == {0}


def test_other_surveys_do_not_count(engine: Engine, talk: Conversation) -> None:
    mine, other = published(engine, ["lamp"]), published(engine, ["lamp"], key="other")
    completed(engine, other, talk, ["lamp"])
    assert full(engine, mine) == frozenset()
    assert sorted(told(engine).values()) == [0, 1]


def test_bots_that_complete_at_once_lose_no_count(engines: list[Engine], engine: Engine, talk: Any) -> None:
    version = published(engine, ["lamp"], ["desk"], ["lamp", "desk"])

    def complete(here: Engine, chance: Any) -> None:
        for _ in range(10):
            completed(here, version, talk, chance.choice([["lamp"], ["desk"], ["desk", "lamp"]]))

    all_at_once(engines, complete)
    assert told(engine) == all_counted(engine)
    assert max(told(engine).values()) == 40


def test_publishing_while_others_complete_counts_each_once(
    engines: list[Engine], engine: Engine, talk: Any
) -> None:
    version = published(engine)

    def work(here: Engine, _: Any) -> None:
        for number in range(6):
            if here is engines[0]:
                published(here, [["lamp"], ["desk"], ["chair"]][number % 3], ["lamp", "desk"])
            else:
                completed(here, version, talk, ["lamp", "desk"])

    all_at_once(engines, work)
    assert told(engine) == all_counted(engine)
    assert max(told(engine).values()) == 18


def test_bots_that_complete_and_correct_at_once_never_block_each_other(
    engines: list[Engine], engine: Engine, talk: Any
) -> None:
    """Each by its way through the counters: two corrected and one completed in one transaction."""
    version = published(engine, ["lamp"], ["desk"], ["chair"])
    kinds = ["lamp", "desk", "chair"]
    mine = {id(here): [completed(engine, version, talk, ["lamp"]) for _ in range(2)] for here in engines}

    def work(here: Engine, chance: Any) -> None:
        for _ in range(25):
            with db.writing(here) as session:
                (begun,) = responses.begin(session, [rows.begun(version, talk, NOW)])
                before = amending.standing(session, mine[id(here)])
                for response in (*mine[id(here)], begun):
                    value = {"value": [chance.choice(kinds)], "kind": "multi", "missing": ""}
                    responses.keep(session, [rows.answer(response, "bought", None, NOW, **value)])
                end = responses.Finished(
                    response_id=begun, state="completed", satisfaction_index=None, at=NOW
                )
                responses.finish(session, [end], amending.settle(session, before))

    all_at_once(engines, work)
    assert told(engine) == all_counted(engine)
