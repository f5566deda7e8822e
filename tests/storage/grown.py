"""A database with many rows in every table that grows, and how each look at it finds its rows.

Written by the database itself, from a list of numbers: a million rows of each kind take a minute.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, event, insert, text
from sqlalchemy.orm import Session

from storage import (
    analyses,
    auditing,
    changes,
    contacts,
    conversations,
    db,
    definitions,
    drafts,
    events,
    files,
    hiding,
    jobs,
    messages,
    outbox,
    responses,
    retention,
    rounds,
    surveys,
)
from storage import complaints as registered
from storage.complaints import asking
from storage.conversations import leaving, queue, resuming, road
from storage.domain.retention import Retention
from storage.queries import (
    Filters,
    Period,
    Sought,
    complaints,
    customer_file,
    customer_line,
    customer_list,
    doubts,
    follow_ups,
    handover,
    marks,
    matters,
    offering,
    parked,
    quoted,
    readings,
    response,
    talks,
    words,
)
from storage.queries import queue as queued
from storage.queries import responses as given
from storage.queries.customer_list import Asked
from storage.queries.edges import Edge
from storage.queries.queue import Wanted
from storage.response_months import standing
from storage.tables import response_spans
from storage.tables.columns import Moment
from tests.storage.conftest import NOW
from tests.storage.heard import monthly, of

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
    "mails",
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
ZEROS = "0" * 56
"""A number behind it is an address as the web chat has them."""

FILLED = (
    ("customers", 10, "id, name, segment, created_at", "n, '', 'segment ' || (n % 20), {at}"),
    (
        "conversations",
        10,
        "id, channel, address, customer_id, seq, seen, created_at, active_at, waiting_since, waiting_for,"
        " heard",
        # the newest fifth were only invited
        "n, case when n % 2 = 0 then 'webchat' else 'telegram' end, '" + ZEROS + "' || (10000000 + n), n,"
        " 20, 20, {at}, {at},"
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
        "mails",
        10,
        "key, size, kind, state, received_at",
        "'mail ' || n, 0, 'reply', case when n % 1000 = 0 then 'held' else 'taken' end, {at}",
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
        if engine.dialect.name == "postgresql":  # it looks at rows at random: at all of them, if told so
            connection.exec_driver_sql("set default_statistics_target = 1000")
        connection.exec_driver_sql("analyze")


MONTH = Filters(Period(NOW - timedelta(days=30), NOW + timedelta(days=1)))
DAY = Period(NOW - timedelta(days=1), NOW + timedelta(days=1))
TODAY = Filters(DAY)
SOME = [("webchat", f"{ZEROS}{10_000_000 + n}") for n in range(2, 60, 2)]

LEFT_ALONE = NOW - timedelta(days=3), NOW - timedelta(days=1), (NOW - timedelta(days=3), 0)


def read_by(session: Session, look: Callable[[], object]) -> object:
    """The look of a user whom some complaints are about."""
    hiding.read_by(session, 7)
    return look()


def where_kept(session: Session, look: Callable[[], object]) -> object:
    """The look with all days of the month kept but the last, of which nothing was heard."""
    kept = [
        {"month": day.replace(day=1), "day": day.day, "start": at.period.start, "end": at.period.end}
        for day in standing.days(MONTH.period)
        for at in [standing.span(day)]
    ]
    marks = [{**each, "freed_at": NOW, "kept": True} for each in kept[:-1]]
    session.execute(insert(response_spans), marks)
    return look()


OF_ONE = auditing.Wanted(of=("conversation", 7))
TERMS = Retention(files=9, raw=9, link=9, hidden=9, models=5, answers=9, talks=9, complaints=9, visits=9)

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
    "history of one thing": lambda session: auditing.page(session, OF_ONE, 101),
    "words over their term": lambda session: retention.find(session, TERMS, NOW, 500),
    "parked": parked.listing,
    "parked, the newest first": lambda session: parked.page(session, "messages", 101, None, "newest"),
    "parked, further on": lambda session: parked.page(session, "messages", 2, Edge(20_000)),
    "parked, for whom complaints are about": lambda session: read_by(
        session, lambda: parked.listing(session)
    ),
    "mails put aside": lambda session: parked.listing(session, "mails"),
    "mails put aside, further on": lambda session: parked.page(session, "mails", 2, Edge(2_000)),
    "parked, counted": parked.counts,
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
    "responses": lambda session: given.listing(session, given.Wanted(MONTH.period)),
    "responses of a survey": lambda session: given.listing(
        session, given.Wanted(survey="satisfaction", sort="oldest")
    ),
    "responses of a channel": lambda session: given.listing(session, given.Wanted(channel="webchat")),
    "responses of a segment": lambda session: given.listing(session, given.Wanted(segment="segment 7")),
    "responses, the worst first": lambda session: given.listing(session, given.Wanted(sort="worst")),
    "responses of a customer": lambda session: given.listing(session, given.Wanted(customer_id=7)),
    "responses of a round": lambda session: given.listing(session, given.Wanted(round_id=7)),
    "responses with a low score": lambda session: given.listing(
        session, given.Wanted(MONTH.period, item="quality", below=40)
    ),
    "responses of a matter": lambda session: given.listing(
        session, given.Wanted(MONTH.period, sought=Sought(category="category 7", mood="negative"))
    ),
    "responses, for whom complaints are about": lambda session: read_by(
        session, lambda: given.listing(session, given.Wanted(MONTH.period))
    ),
    "channels of responses": offering.channels,
    "segments of responses": offering.segments,
    "one response": lambda session: response.whole(session, 7),
    "what a person takes over": lambda session: handover.handover(session, 7),
    "rested long enough": lambda session: resuming.due(session, NOW),
    "still rested long enough": lambda session: resuming.lock_due(session, [7, 8], NOW),
    "left alone": lambda session: resuming.left_alone(session, *LEFT_ALONE),
    "before them in the queue": lambda session: queue.ahead(session, 7, NOW),
    "written to of late": lambda session: contacts.recent(session, [7, 8], NOW - timedelta(days=7)),
    "complaints, overdue": lambda session: queued.listing(session, Wanted("overdue"), NOW),
    "complaints, open": lambda session: queued.listing(session, Wanted(), NOW),
    "complaints, open, the newest first": lambda session: queued.listing(session, Wanted(sort="newest"), NOW),
    "complaints, closed, further on": lambda session: queued.page(
        session, Wanted("closed"), NOW, 101, Edge(99)
    ),
    "talks, further on": lambda session: talks.page(session, "", 101, Edge(99)),
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
    "customers": lambda session: read_by(session, lambda: customer_list.listing(session, Asked(), 101)),
    "customers by name": lambda session: customer_list.listing(session, Asked(order="name", after=7), 101),
    "customers by name, backwards": lambda session: customer_list.listing(
        session, Asked(order="name_down", after=7), 101
    ),
    "customers of a kind": lambda session: customer_list.listing(session, Asked(kind="supplier"), 101),
    "customers of a segment": lambda session: customer_list.listing(session, Asked(segment="segment 7"), 101),
    "customers of high value": lambda session: customer_list.listing(session, Asked(only="valued"), 101),
    "customers found": lambda session: customer_list.exactly(session, "13812345678"),
    "segments": customer_list.segments,
    "what happened with a customer": lambda session: customer_line.line(session, 7),
    "how a customer stands": lambda session: customer_file.figures(session, 7),
    "complaints of customers": lambda session: registered.of_customer(session, [7, 8]),
    "customers to pick from": lambda session: customer_list.picked(session, "at 7 T8"),
    "complaints, closed": lambda session: queued.listing(session, Wanted("closed"), NOW),
    "changes of a complaint": lambda session: changes.of_complaint(session, 7),
    "complaints that belong together": lambda session: registered.linked(session, 7),
    "complaint by number": lambda session: asking.other(session, registered.one(session, 7), "T8"),
    "complaints of a talk": lambda session: complaints.of_conversation(session, 7),
    "what waits": lambda session: marks.counts(session, NOW),
    "what changed": lambda session: marks.change_mark(session, NOW),
    "satisfaction": lambda session: of(session, TODAY),
    "satisfaction of a survey": lambda session: of(session, replace(TODAY, survey="satisfaction")),
    "satisfaction by month": lambda session: monthly(session, MONTH, "Asia/Shanghai"),
    "satisfaction, where days are kept": lambda session: where_kept(session, lambda: of(session, MONTH)),
    "responses by survey": drafts.counted,
    "how far customers get": rounds.completions,
    "last words": lambda session: words.last(session, MONTH),
    "what to learn from": lambda session: doubts.doubts(session, DAY),
    "texts": lambda session: words.found(session, MONTH),
    "texts of a matter": lambda session: words.found(session, MONTH, Sought(category="category 7")),
    "urgent texts": lambda session: words.found(session, MONTH, Sought(urgency="now")),
    "matters": lambda session: matters.tally(session, TODAY),
    "a matter by month": lambda session: matters.by_month(session, MONTH, "Asia/Shanghai", ["category 7"]),
    "quotes": lambda session: quoted.typical(session, MONTH, Sought(category="category 7")),
    "like complaints": lambda session: complaints.like(session, 7),
    "to be followed up": lambda session: follow_ups.listing(session, "open"),
    "followed up": lambda session: follow_ups.listing(session, "ended"),
    "followed up of a text": lambda session: follow_ups.of(session, "answer", 7),
    "to be analysed anew": lambda session: analyses.stale(session, "2", after=7),
    "never analysed": lambda session: analyses.missing(session, "answer", after=7),
}
"""What the message road, the senders and the pages ask."""

JOINED = {
    "urgent texts": {"responses", "analyses"},
    "satisfaction": {"responses"},
    "satisfaction of a survey": {"responses"},
    "matters": {"responses"},
    "a matter by month": {"responses", "answers", "analyses", "matters"},
    "satisfaction by month": {"responses", "answers", "analyses", "matters"},
    "talks": {"customers"},
    "talks, silent": {"customers"},
    "followed up": {"complaints"},
    "quotes": {"responses", "analyses", "matters"},
    "like complaints": {"complaints", "analyses"},
    "responses": {"analyses"},
    "responses of a survey": {"analyses"},
    "responses of a channel": {"analyses"},
    "responses of a segment": {"analyses"},
    "responses, the worst first": {"analyses"},
    "responses with a low score": {"analyses"},
    "responses of a matter": {"analyses"},
    "responses, for whom complaints are about": {"analyses"},
    "customers": {"responses"},
    "customers of a segment": {"responses"},
    "customers to pick from": {"customers", "conversations", "responses", "complaints"},
    "never analysed": {"answers", "analyses"},
}
"""What PostgreSQL may read whole, to join it with the many answers that the index gives for a month: that is
faster than to look each of them up. Figures of a month are counted so only while its days are not kept.
Few customers, responses and complaints, as there are here, it joins so with the rows of one page too."""

FIRST_FEW = {
    "talks": {"conversations"},
    "to be followed up": {"follow_ups"},
    "like complaints": {"complaints"},
    "customers": {"customers"},
    "customers of high value": {"customers"},
}
"""What SQLite calls a scan, along an index, and ends after a page."""

COUNTED = {
    "responses by survey": {"responses"},
    "how far customers get": {"responses"},
}
"""What is counted whole, along an index that has nothing else."""

OPEN_ONLY = {
    "what changed": {"jobs"},
    "what waits": {"jobs", "follow_ups"},
    "what waits for whom complaints are about": {"jobs", "follow_ups"},
}
"""What it reads whole of an index that has only what is open, or what failed for good."""

ALONG = {
    "customers by name": "ix_customers_name_id",
    "customers of a kind": "ix_customers_others",
    "customers of a segment": "ix_customers_segment_id",
    "customers of high value": "ix_customers_valued",
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
    "responses": "ix_responses_completed_at",
    "responses of a survey": "ix_responses_version_id_completed_at",
    "responses of a channel": "ix_responses_channel_completed_at",
    "responses of a segment": "ix_responses_segment_completed_at",
    "responses, the worst first": "ix_responses_satisfaction_index_id",
    "responses of a customer": "ix_responses_customer_id",
    "responses of a round": "ix_responses_invitation_id",
    "channels of responses": "ix_responses_channel_completed_at",
    "segments of responses": "ix_responses_segment_completed_at",
    "one response": "ix_asked_again_response_id",
    "responses, for whom complaints are about": "ix_complaints_concerns_id",
    "satisfaction": "ix_responses_completed_at",
    "satisfaction of a survey": "ix_responses_completed_at",
    "satisfaction, where days are kept": "ix_responses_completed_at",
    "complaints, open, the newest first": "ix_complaints_state_received_at",
    "complaints, closed, further on": "ix_complaints_state_received_at",
    "talks, further on": "ix_conversations_heard_active_at",
    "responses by survey": "ix_responses_counted",
    "how far customers get": "ix_responses_counted",
    "history": "ix_events_entity_entity_id_id",
    "parked": "ix_messages_parked",
    "parked, the newest first": "ix_messages_parked",
    "parked, further on": "ix_messages_parked",
    "parked, for whom complaints are about": "ix_messages_parked",
    "mails put aside": "ix_mails_open",
    "mails put aside, further on": "ix_mails_open",
    "parked, counted": "ix_messages_parked",
    "what to learn from": "ix_asked_again_at",
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
        return found - FIRST_FEW.get(name, set()) - OPEN_ONLY.get(name, set()) - COUNTED.get(name, set())
    return found - JOINED.get(name, set()) - COUNTED.get(name, set())


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
