"""A database with many rows in every table that grows, and how each look at it finds its rows.

Written by the database itself, from a list of numbers: a million rows of each kind take a minute.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, event, text
from sqlalchemy.orm import Session

from storage import (
    analyses,
    changes,
    contacts,
    conversations,
    db,
    definitions,
    events,
    files,
    hiding,
    jobs,
    messages,
    outbox,
    responses,
    surveys,
)
from storage import complaints as registered
from storage.complaints import asking
from storage.conversations import leaving, queue, resuming, road
from storage.queries import (
    Filters,
    Period,
    Sought,
    complaints,
    customers,
    doubts,
    follow_ups,
    handover,
    index,
    items,
    marks,
    matters,
    readings,
    talks,
    words,
)
from storage.queries import queue as queued
from storage.queries.queue import Wanted
from storage.tables.columns import Moment
from tests.storage.conftest import NOW

LEASE = timedelta(minutes=2)
DAYS = 1000
"""What was said is spread over so many days, the last of them today."""

GROWN = (
    "conversations",
    "customers",
    "responses",
    "answers",
    "analyses",
    "matters",
    "follow_ups",
    "messages",
    "outbox",
    "events",
    "jobs",
    "complaints",
    "asked_again",
    "changes",
)
"""None of these may be read from end to end."""

NUMBERS = "with recursive n(n) as (select 1 union all select n + 1 from n where n < {count})"
AT = {
    "sqlite": "datetime({now}, '-' || ({n} * {days} / {count}) || ' days') || '.000000'",
    "postgresql": "{now} - make_interval(days => ({n}::bigint * {days} / {count})::int)",
}
SIGNATURE = {"sqlite": "randomblob(64)", "postgresql": "decode(repeat(md5(n::text), 4), 'hex')"}
FILLED = (
    ("customers", 10, "id, name, segment, created_at", "n, '', 'segment ' || (n % 20), {at}"),
    (
        "conversations",
        10,
        "id, channel, address, customer_id, seq, seen, created_at, active_at, waiting_since, waiting_for,"
        " heard",
        # the newest fifth were only invited
        "n, case when n % 2 = 0 then 'webchat' else 'telegram' end, 'at ' || n, n, 20, 20, {at}, {at},"
        " case when n % 1000 = 0 then {at} end, '', n * 5 > {tenth}",
    ),
    (
        "responses",
        5,
        "id, version_id, conversation_id, customer_id, channel, segment, state, satisfaction_index,"
        " begun_at, completed_at",
        "n, {version}, 1 + n % {tenth}, 1 + n % {tenth}, 'webchat', 'segment ' || (n % 20), 'completed',"
        " n % 100, {at}, {at}",
    ),
    (
        "answers",
        1,
        "id, response_id, question, kind, value, label, score, text, comment, answered_at",
        "n, 1 + (n - 1) / 5, case n % 5 when 0 then 'quality' when 1 then 'delivery' when 2 then 'service'"
        " when 3 then 'price' else 'communication' end, 'scale', '\"4\"', '4', n % 5 * 25, '', '物流慢',"
        " {at}",
    ),
    (
        "analyses",
        1,
        "subject, subject_id, polarity, confidence, intent, urgency, keywords, model, at",
        "'answer', n, (n % 21 - 10) / 10.0, 0.9, 'complaint',"
        " case when n % 500 = 0 then 'now' else 'routine' end, '[]', case n % 3 when 0 then '2' else '1' end,"
        " {at}",
    ),
    (
        "analyses",
        10,
        "subject, subject_id, polarity, confidence, intent, keywords, signature, model, at",
        "'complaint', n, -0.9, 0.9, 'complaint', '[]', {signature}, '1', {at}",
    ),
    (
        "matters",
        1,
        'subject, subject_id, category, polarity, start, "end"',
        "'answer', n, 'category ' || (n % 20), (n % 21 - 10) / 10.0, 0, 2",
    ),
    (
        "matters",
        10,
        'subject, subject_id, category, polarity, start, "end"',
        "'complaint', n, 'category ' || (n % 20), -0.9, 0, 2",
    ),
    (
        "follow_ups",
        10,
        "subject, subject_id, signal, state, at, ended_at",
        "'answer', n, 'urgent', case when n % 1000 = 0 then 'open' else 'done' end, {at},"
        " case when n % 1000 <> 0 then {at} end",
    ),
    (
        "messages",
        1,
        "channel, external_id, conversation_id, seq, kind, text, state, received_at",
        "'webchat', 'm' || n, 1 + (n - 1) / 10, 1 + n % 10 * 2, 'text', '物流慢',"
        " case when n % 10000 = 0 then 'parked' else 'taken' end, {at}",
    ),
    (
        "outbox",
        1,
        "channel, conversation_id, seq, payload, state, due_at, created_at",
        "'telegram', 1 + (n - 1) / 10, 2 + n % 10 * 2, '{{\"text\"\\: \"您好\"}}',"
        " case when n % 100 = 0 then 'waiting' else 'sent' end, {later}, {at}",
    ),
    (
        "events",
        1,
        "at, entity, entity_id, trigger, actor",
        "{at}, 'conversation', 1 + (n - 1) / 10, 'hold', 'staff'",
    ),
    (
        "jobs",
        1,
        "kind, key, payload, state, due_at, created_at",
        "'analyse', 'answer' || n, '{{}}',"
        " case n % 100 when 0 then 'open' when 1 then 'failed' else 'neither' end, {later}, {at}",
    ),
    (
        "asked_again",
        10,
        "response_id, question, kind, seq, at",
        "n, 'quality', 'scale', 3, {at}",
    ),
    (
        "changes",
        10,
        "entity, entity_id, field, old, new, actor, at",
        "'answer', n, 'quality', '{{}}', '{{}}', 'staff', {at}",
    ),
    (
        "complaints",
        10,
        "number, conversation_id, customer_id, channel, state, story, received_at, due_at",
        "'T' || n, n, n, 'webchat', case when n % 50 = 0 then 'acknowledged' else 'closed' end, '坏了',"
        " {at}, {at}",
    ),
)
"""(table, one row of it for so many of the largest, columns, values of row n)"""


def prepare(url: str, count: int) -> None:
    """Make the tables and fill them with that many rows."""
    db.upgrade(url)
    engine = db.engine(url)
    with db.writing(engine) as session:
        source = (definitions.DATA / "surveys" / "satisfaction.toml").read_text("utf-8")
        surveys.import_(session, source, NOW)
        version = surveys.publish(session, "satisfaction", NOW)
    fill(engine, count, version)
    engine.dispose()


def fill(engine: Engine, count: int, version: int) -> None:
    """`count` rows in the largest tables, fewer in others; `version` is that of a published survey."""
    named = {"version": version, "tenth": max(1, count // 10), "now": ":now", "later": ":later", "days": DAYS}
    for table, share, columns, values in FILLED:
        rows = max(1, count // share)
        named["signature"] = SIGNATURE[engine.dialect.name]
        at = AT[engine.dialect.name].format(**named, n="n", count=rows)
        chosen = values.format(**named, at=at)
        insert = f"insert into {table} ({columns}) {NUMBERS.format(count=rows)} select {chosen} from n"
        moments = [bindparam(name, type_=Moment) for name in ("now", "later") if f":{name}" in insert]
        statement = text(insert.replace(":now", "cast(:now as timestamptz)") if "::" in at else insert)
        with db.writing(engine) as session:
            session.execute(
                statement.bindparams(*moments),
                {each.key: NOW if each.key == "now" else NOW + LEASE for each in moments},
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("analyze")


MONTH = Filters(Period(NOW - timedelta(days=30), NOW + timedelta(days=1)))
DAY = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
ONE_SURVEY = replace(MONTH, survey="satisfaction")
SOME = [("webchat", f"at {n}") for n in range(2, 60, 2)]

LEFT_ALONE = NOW - timedelta(days=3), NOW - timedelta(days=1), (NOW - timedelta(days=3), 0)


def read_by(session: Session, look: Callable[[], object]) -> object:
    """The look of a user whom some complaints are about."""
    hiding.read_by(session, 7)
    return look()


LOOKS: dict[str, Callable[[Session], object]] = {
    "load": lambda session: conversations.load(session, SOME, NOW),
    # Who deletes a customer has the database look for their responses as well: ix_responses_customer_id.
    "customers begun twice": lambda session: road.drop_unused(session, [7, 8]),
    "find": lambda session: conversations.find(session, SOME[0]),
    "known": lambda session: messages.known(session, [(*at, f"m{n}") for n, at in enumerate(SOME)]),
    "open and latest": lambda session: responses.answer_ids(session, [(5, "delivery"), (9, "service")]),
    "files of a customer": lambda session: files.count(session, SOME[0]),
    "transcript": lambda session: conversations.transcript(session, 7, 3),
    "history": lambda session: events.of(session, "conversation", 7),
    "parked": messages.parked,
    "put back": messages.again,
    "outbox.due": lambda session: outbox.due(session, "telegram", NOW),
    "outbox.claim": lambda session: outbox.claim(session, "telegram", NOW, LEASE),
    "what was to be said": lambda session: leaving.leave(session, SOME[0], NOW),
    "outbox.shown": lambda session: outbox.shown(session, SOME[0]),
    "jobs.claim": lambda session: jobs.claim(session, NOW + LEASE, LEASE, {"analyse"}),
    "jobs.is_open": lambda session: jobs.is_open(session, "analyse", "answer100"),
    "talks": talks.talks,
    "talks, waiting": lambda session: talks.talks(session, "waiting"),
    "talks, silent": lambda session: talks.talks(session, "silent"),
    "talks, held": lambda session: talks.talks(session, "held"),
    "talk": lambda session: talks.talk(session, 7),
    "answers of a talk": lambda session: readings.of_conversation(session, 7),
    "what a person takes over": lambda session: handover.handover(session, 7),
    "rested long enough": lambda session: resuming.due(session, NOW),
    "still rested long enough": lambda session: resuming.lock_due(session, [7, 8], NOW),
    "left alone": lambda session: resuming.left_alone(session, *LEFT_ALONE),
    "before them in the queue": lambda session: queue.ahead(session, 7, NOW),
    "written to of late": lambda session: contacts.recent(session, [7, 8], NOW - timedelta(days=7)),
    "complaints, overdue": lambda session: queued.listing(session, Wanted("overdue"), NOW),
    "complaints, open": lambda session: queued.listing(session, Wanted(), NOW),
    "complaints, open, of one": lambda session: queued.listing(session, Wanted(owner="7"), NOW),
    "complaints, left behind": queued.left,
    "complaints, counted": lambda session: queued.counts(session, Wanted(kind="complaint"), NOW),
    "complaints, for whom some are about": lambda session: read_by(
        session, lambda: queued.listing(session, Wanted(), NOW)
    ),
    "talks, for whom complaints are about": lambda session: read_by(session, lambda: talks.talks(session)),
    "what waits for whom complaints are about": lambda session: read_by(
        session, lambda: marks.counts(session, NOW)
    ),
    "complaints of customers": lambda session: registered.of_customer(session, [7, 8]),
    "customers found": lambda session: customers.find(session, "at 7 T8"),
    "complaints, closed": lambda session: queued.listing(session, Wanted("closed"), NOW),
    "changes of a complaint": lambda session: changes.of_complaint(session, 7),
    "complaints that belong together": lambda session: registered.linked(session, 7),
    "complaint by number": lambda session: asking.other(session, registered.one(session, 7), "T8"),
    "complaints of a talk": lambda session: complaints.of_conversation(session, 7),
    "what waits": lambda session: marks.counts(session, NOW),
    "what changed": marks.change_mark,
    "satisfaction": lambda session: index.overall(session, MONTH),
    "satisfaction of a survey": lambda session: index.overall(session, ONE_SURVEY),
    "satisfaction by month": lambda session: index.by_month(session, MONTH, "Asia/Shanghai"),
    "completion": lambda session: index.completion(session, MONTH),
    "items": lambda session: items.items(session, MONTH),
    "mood": lambda session: words.mood_by_month(session, MONTH, "Asia/Shanghai"),
    "last words": lambda session: words.last(session, MONTH),
    "what to learn from": lambda session: doubts.doubts(session, DAY),
    "texts": lambda session: words.found(session, MONTH),
    "texts of a matter": lambda session: words.found(session, MONTH, Sought(category="category 7")),
    "urgent texts": lambda session: words.found(session, MONTH, Sought(urgency="now")),
    "matters": lambda session: matters.tally(session, MONTH),
    "a matter by month": lambda session: matters.by_month(session, MONTH, "Asia/Shanghai", ["category 7"]),
    "quotes": lambda session: matters.typical(session, MONTH, Sought(category="category 7")),
    "like complaints": lambda session: complaints.like(session, 7),
    "to be followed up": lambda session: follow_ups.listing(session, "open"),
    "followed up": lambda session: follow_ups.listing(session, "ended"),
    "followed up of a text": lambda session: follow_ups.of(session, "answer", 7),
    "to be analysed anew": lambda session: analyses.stale(session, "2", after=7),
    "never analysed": lambda session: analyses.missing(session, "answer", after=7),
}
"""What the message road, the senders and the pages ask."""

JOINED = {
    "items": {"responses"},
    "mood": {"responses", "analyses"},
    "urgent texts": {"responses", "analyses"},
    "matters": {"responses", "analyses", "matters"},
    "a matter by month": {"responses", "matters"},
    "quotes": {"responses", "analyses", "matters"},
    "like complaints": {"complaints", "analyses"},
    "customers found": {"customers", "conversations", "complaints"},
    "never analysed": {"answers", "analyses"},
}
"""What PostgreSQL may read whole, to join it with the many answers that the index gives for a month: that is
faster than to look each of them up."""

FIRST_FEW = {
    "talks": {"conversations"},
    "to be followed up": {"follow_ups"},
    "like complaints": {"complaints"},
}
"""What SQLite calls a scan, along an index, and ends after a page."""

OPEN_ONLY = {
    "what changed": {"jobs"},
    "what waits": {"jobs", "follow_ups"},
    "what waits for whom complaints are about": {"jobs", "follow_ups"},
}
"""What it reads whole of an index that has only what is open, or what failed for good."""

ALONG = {
    "transcript": "ix_messages_conversation_id_seq",
    "talk": "ix_messages_conversation_id_seq",
    "what was to be said": "ix_outbox_open",
    "outbox.claim": "ix_outbox_due",
    "what changed": "ix_jobs_open",
    "what waits": "ix_jobs_failed",
    "jobs.is_open": "uq_jobs_open_key",
    "talks": "ix_conversations_heard_active_at",
    "talks, silent": "ix_conversations_heard_active_at",
    "talks, held": "ix_conversations_held",
    "talks, waiting": "ix_conversations_waiting",
    "rested long enough": "ix_conversations_resume",
    "left alone": "ix_conversations_heard_active_at",
    "before them in the queue": "ix_conversations_waiting",
    "written to of late": "ix_contacts_customer_id_at",
    "what a person takes over": "ix_events_entity_entity_id_id",
    "load": "ix_complaints_customer_id",
    "customers begun twice": "ix_conversations_customer_id",
    "changes of a complaint": "ix_changes_entity_entity_id",
    "complaints that belong together": "ix_complaint_links_other_id",
    "complaints of a talk": "ix_complaints_conversation_id",
    "complaints, overdue": "ix_complaints_state_due_at",
    "complaints, open": "ix_complaints_state_due_at",
    "complaints, open, of one": "ix_complaints_state_due_at",
    "complaints, for whom some are about": "ix_complaints_state_due_at",
    "complaints, closed": "ix_complaints_state_received_at",
    "answers of a talk": "ix_responses_conversation_id",
    "satisfaction": "ix_responses_completed_at",
    "satisfaction of a survey": "ix_responses_version_id_completed_at",
    "completion": "ix_responses_begun_at",
    "items": "ix_answers_answered_at",
    "history": "ix_events_entity_entity_id_id",
    "parked": "ix_messages_parked",
    "what to learn from": "ix_asked_again_at",
    "mood": "ix_answers_answered_at",
    "texts": "ix_complaints_received_at",
    "texts of a matter": "ix_answers_answered_at",
    "urgent texts": "ix_answers_answered_at",
    "matters": "ix_answers_answered_at",
    "a matter by month": "ix_answers_answered_at",
    "quotes": "ix_answers_answered_at",
    "followed up": "ix_follow_ups_ended_at",
}
"""The index that a look goes along on SQLite; without it many have another that would read more."""

WHOLE = {"sqlite": re.compile(r"SCAN (\w+)"), "postgresql": re.compile(r"Seq Scan on (\w+)")}
ALIAS = re.compile(r"(\w+) AS (\w+)")


def whole_tables(engine: Engine, name: str) -> set[str]:
    """The tables that this look reads from end to end, and should not."""
    dialect = engine.dialect.name
    found: set[str] = set()
    for statement, plan in plans(engine, name):
        tables = {alias: table for table, alias in ALIAS.findall(statement)}
        found |= {tables.get(each, each) for each in WHOLE[dialect].findall(plan)} & set(GROWN)
    if dialect == "sqlite":
        return found - FIRST_FEW.get(name, set()) - OPEN_ONLY.get(name, set())
    return found - JOINED.get(name, set())


def plans(engine: Engine, name: str) -> list[tuple[str, str]]:
    """Each statement of this look, and how the database answers it."""
    explain = "explain query plan" if engine.dialect.name == "sqlite" else "explain"
    with asked(engine) as statements, db.writing(engine) as session:
        LOOKS[name](session)
        told = [
            (statement, str(session.connection().exec_driver_sql(f"{explain} {statement}", parameters).all()))
            for statement, parameters in list(statements)
            if not isinstance(parameters, list)
        ]
        session.rollback()
    return told


@contextmanager
def asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are run meanwhile, with their parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in ("SELECT", "UPDATE", "DELETE"):
            heard.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)
