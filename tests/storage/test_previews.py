"""A survey that is tried out: its link, and that nothing said by it is ever listed, counted or due."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from inspect import getmembers, isfunction
from pkgutil import iter_modules
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from storage import (
    analyses,
    complaints,
    conversations,
    corrections,
    db,
    definitions,
    drafts,
    messages,
    outbox,
    previews,
    queries,
    readings,
    requests,
    responses,
)
from storage.queries import Filters, Period, Sought, parked
from storage.queries.complaint_columns import Selection as Every
from storage.queries.complaint_law import Law
from storage.queries.customer_list import Asked
from storage.queries.queue import Wanted
from storage.queries.responses import STATES
from storage.queries.responses import Wanted as Sheets
from storage.tables import conversations as conversations_table
from tests.storage import rows
from tests.storage.conftest import NOW

EVER = Period(NOW - timedelta(days=400), NOW + timedelta(days=400))
LATE = NOW + timedelta(days=300)
FILTERS = Filters(EVER)
LAW = Law(definitions.policy(), definitions.calendar(), {})
SHANGHAI = "Asia/Shanghai"


def test_a_link_is_for_its_version_and_a_while() -> None:
    token = previews.token(7, NOW)
    assert previews.version_in(token, NOW) == 7
    assert previews.version_in(token, NOW + previews.LIVES) == 7
    assert previews.version_in(token, NOW + previews.LIVES + timedelta(seconds=2)) is None
    assert previews.token(7, NOW) != token


@pytest.mark.parametrize("forge", [lambda t: "8" + t[1:], lambda t: t[:-1] + ("0" if t[-1] != "0" else "1")])
def test_a_link_that_was_changed_is_none(forge: Callable[[str], str]) -> None:
    assert previews.version_in(forge(previews.token(7, NOW)), NOW) is None


@pytest.mark.parametrize("given", ["", "7", "7-1-2-3", "７-1234567890-" + "0" * 16 + "-" + "0" * 64, "\x00"])
def test_what_is_no_link_is_none(given: str) -> None:
    assert previews.version_in(given, NOW) is None
    assert previews.version_of(given) is None


CALLS: dict[str, Callable[..., Any]] = {
    "queue.listing": lambda ask, session: [
        ask(session, Wanted(tab), LATE) for tab in ("open", "overdue", "acknowledged", "closed")
    ],
    "queue.counts": lambda ask, session: ask(session, Wanted(), LATE),
    "queue.left": lambda ask, session: ask(session),
    "complaints.any_shown": lambda ask, session: ask(session),
    "complaint_figures.count": lambda ask, session: ask(session, Every(), [EVER], LAW, LATE),
    "customer_list.picked": lambda ask, session: ask(session, "T"),
    "queue.by_state": lambda ask, session: ask(session, LATE),
    "doubts.doubts": lambda ask, session: ask(session, EVER),
    "response_figures.count": lambda ask, session: ask(session, FILTERS, [FILTERS.period]),
    "marks.counts": lambda ask, session: ask(session, LATE),
    "readings.newest_talk": lambda ask, session: ask(session),
    "requests.tally": lambda ask, session: ask(session, LATE),
    "talks.talks": lambda ask, session: [ask(session, kind) for kind in ("", "waiting", "held")],
    "words.last": lambda ask, session: ask(session, FILTERS),
    "words.found": lambda ask, session: ask(session, FILTERS),
    "matters.tally": lambda ask, session: ask(session, FILTERS),
    "matters.by_month": lambda ask, session: ask(session, FILTERS, SHANGHAI, ["delivery"])["delivery"],
    "quoted.typical": lambda ask, session: ask(session, FILTERS, Sought(category="delivery")),
    "follow_ups.listing": lambda ask, session: [ask(session, kind) for kind in ("open", "ended")],
    "follow_ups.every": lambda ask, session: [[*ask(session, kind)] for kind in ("open", "ended")],
    "queue.every": lambda ask, session: [[*ask(session, Wanted(tab), LATE)] for tab in ("open", "closed")],
    "talks.every": lambda ask, session: [[*ask(session, kind)] for kind in ("", "waiting", "held")],
    "responses.listing": lambda ask, session: [ask(session, Sheets(state=state)) for state in STATES],
    "responses.count": lambda ask, session: [ask(session, Sheets(state=state)) for state in STATES],
    "responses.every": lambda ask, session: [[*ask(session, Sheets(state=state))] for state in STATES],
    "customer_list.listing": lambda ask, session: ask(session, Asked(), 100),
    "customer_list.every": lambda ask, session: [*ask(session, Asked())],
    "customer_list.segments": lambda ask, session: ask(session),
    "offering.rounds": lambda ask, session: ask(session),
    "parked.counts": lambda ask, session: ask(session),
    "parked.listing": lambda ask, session: [ask(session, kind) for kind in parked.KINDS],
    "parked.every": lambda ask, session: [[*ask(session, kind)] for kind in parked.KINDS],
}
"""How each query is asked. A new one has to be entered here, or below with a reason."""

NOT_A_LIST = {
    **{
        f"index.{name}": "asks no database"
        for name in ("overall", "by_month", "by_segment", "by_channel", "completion", "finished")
    },
    **{f"items.{name}": "asks no database" for name in ("items", "distribution", "nps")},
    **{
        f"{name}.page": "of the list's ids, see listing"
        for name in ("queue", "talks", "responses", "follow_ups", "parked")
    },
    **{f"edges.{name}": "of queries that were made before" for name in ("page", "every")},
    "parked.counted": "asks no database",
    "filters.pieces": "asks no database",
    "items.surveys_of": "of surveys",
    "response_figures.fitting": "of surveys",
    "words.mood_by_month": "asks no database",
    "matters.earlier": "asks no database",
    "complaint_columns.of_period": "read by complaint_figures.count",
    "complaint_columns.by_customers": "read by complaint_figures.count",
    "complaint_columns.about": "read by complaint_figures.count",
    "complaint_columns.conditions": "asks no database",
    "complaint_columns.flag": "asks no database",
    "complaint_columns.handling": "asks no database",
    "complaint_columns.number_of": "asks no database",
    "complaint_running.by_clock": "asks no database",
    "complaint_law.in_force": "of customers, whom the policy names",
    "customers.these": "of customers, who are asked for by their ids",
    "customers.valued": "of one customer, who is asked for by their id",
    "customers.given": "of one customer, who is asked for by their id",
    "complaints.like": "of one complaint; that no preview is among the like is tested where they are",
    "analysed.of": "of texts, which are asked for by their ids",
    "follow_ups.of": "of one text, which is asked for by its id",
    "readings.analysed": "of one text, which is asked for by its id",
    "readings.withheld": "of one text, which is asked for by its id",
    "texts.sources": "asks no database",
    "texts.told": "asks no database",
    "texts.by_matter": "asks no database",
    "texts.felt": "asks no database",
    "texts.found_in": "asks no database",
    "words.moods": "asks no database",
    "complaints.of_conversation": "of one talk, which is asked for by its id",
    "readings.of_conversation": "of one talk, which is asked for by its id",
    "handover.handover": "of one talk, which is asked for by its id",
    "requests.with_customers": "of requests that were read before",
    "requests.concerns": "of one customer, whose data they are",
    "requests.open_complaints": "of one customer, whose data they are",
    "requests.masked": "asks no database",
    "readings.understood": "asks no database",
    "readings.picked": "asks no database",
    "talks.talk": "of one talk, which is asked for by its id",
    "marks.change_mark": "says only that something changed",
    **{f"{name}.rows": "of things that were listed before" for name in ("customer_list", "response_rows")},
    **{f"{name}.those": "of things that were listed before" for name in ("follow_ups", "talks", "parked")},
    "queue.whole": "of things that were listed before",
    "spoken.voices": "of things that were listed before",
    **{f"customer_list.{name}": "of customers, by what they are called" for name in ("exactly", "found")},
    **{
        f"customer_file.{name}": "of one customer, who is asked for by their id"
        for name in ("address", "alike", "figures", "places")
    },
    "customer_line.line": "of one customer, who is asked for by their id",
    "readings.read_all": "of one response, which is asked for by its id",
    **{
        f"response.{name}": "of one response, which is asked for by its id"
        for name in ("belongs", "seen", "whole")
    },
    "responses.visible": "asks no database",
    **{
        f"offering.{name}": "what a filter offers; what it leads to has nothing of a preview"
        for name in ("channels", "segments", "different")
    },
    "agreed.versions": "counts who agreed, to whatever they were asked",
    "keys.streamed": "asks what it is given",
    **{f"standing.{name}": "of the work that waits" for name in ("heartbeat", "size", "standing")},
    "filters.month_of": "asks no database",
    "filters.months": "asks no database",
    "filters.being_told": "asks no database",
    "filters.within": "asks no database",
    "filters.of_responses": "asks no database",
    "filters.number_of": "asks no database",
}


ALARMING = {"urgency": "now", "safety": True, "categories": [["delivery", -0.9, 0, 1]]}


def every_query() -> dict[str, Callable[..., Any]]:
    """All functions that `storage.queries` offers, by module and name."""
    found = {}
    for each in iter_modules(queries.__path__):
        module = import_module(f"storage.queries.{each.name}")
        for name, function in getmembers(module, isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                found[f"{each.name}.{name}"] = function
    return found


def tried_out(session: Session, version: int, staff: int) -> int:
    """All that can come of a talk, by a preview's link: answers, doubts, a complaint, a person wanted."""
    at = "webchat", f"{previews.ADDRESS}a"
    talk = conversations.load(session, [at], NOW)[at]
    assert talk.preview
    talk.waiting_since, talk.waiting_for, talk.seq = NOW, "human", 9
    conversations.save(session, [talk])
    messages.record(session, [rows.message(talk, "m1", 1, NOW)])
    messages.park(session, rows.message(talk, "m2", 2, NOW), "OperationalError")
    outbox.put(session, [rows.saying(talk, 3, NOW)])
    begun = [
        rows.begun(version, talk, NOW, preview=True, segment="试"),
        rows.begun(version, talk, NOW, preview=True),
    ]
    done, _open = responses.begin(session, begun)
    low = rows.answer(
        done, "quality", 20.0, NOW, comment="裂了", value="1", label="非常不满意", text="1分，裂了"
    )
    nps = rows.answer(done, "price", 90.0, NOW, kind="nps", value="9", label="9")
    responses.keep(session, [low, nps, rows.answer(done, "words", None, NOW, kind="text", text="快点")])
    end = responses.Finished(response_id=done, state="completed", satisfaction_index=20.0, at=NOW)
    responses.finish(session, [end])
    for answer in responses.answer_ids(session, [(done, "quality"), (done, "words")]).values():
        analyses.keep(session, [rows.analysis(session, answer, NOW, **ALARMING)])
    asked = {"question": "quality", "kind": "scale", "seq": 1, "guess": "1", "because": ["裂"], "at": NOW}
    readings.asked_again(session, [{"response_id": done, **asked}])
    key = responses.answer_ids(session, [(done, "quality")])[done, "quality"]
    corrections.correct(session, key, ["2"], staff, NOW, 0)
    (made,) = complaints.open_(session, [rows.complaint(talk, preview=True)], NOW)
    told = {"subject": "complaint", "signature": b"s", **ALARMING}
    analyses.keep(session, [rows.analysis(session, made, NOW, **told)])
    wish = {"conversation_id": talk.id, "customer_id": talk.customer_id, "kind": "erase"}
    requests.keep(session, [requests.Asked(number="R1", **wish)], NOW)
    held = update(conversations_table).where(conversations_table.c.id == talk.id)
    session.execute(held.values(held_by=staff))
    return talk.id


def test_every_query_is_named_here() -> None:
    assert CALLS.keys() | NOT_A_LIST.keys() == every_query().keys()


@pytest.mark.parametrize("name", CALLS)
def test_no_query_has_anything_of_a_preview(engine: Engine, survey: int, staff: int, name: str) -> None:
    ask, call = every_query()[name], CALLS[name]
    with db.reading(engine) as session:
        before = call(ask, session)
    with db.writing(engine) as session:
        tried_out(session, survey, staff)
    with db.reading(engine) as session:
        assert call(ask, session) == before


def test_nor_has_what_staff_see_as_the_responses_to_a_survey(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        tried_out(session, survey, staff)
        assert drafts.counted(session) == {}


def test_the_talk_itself_goes_on_as_any_other(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        talk = tried_out(session, survey, staff)
        assert len(conversations.transcript(session, talk)) >= 2
        again = ("webchat", f"{previews.ADDRESS}a")
        assert conversations.load(session, [again], NOW)[again].preview
        customers = ("webchat", "a")
        assert not conversations.load(session, [customers], NOW)[customers].preview
