"""Who asks to be forgotten is: their words and contacts stand nowhere any more. What counts stays."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Engine, LargeBinary, Table, Text, func, insert, select, update

from storage import (
    analyses,
    complaints,
    consents,
    conversations,
    db,
    erasing,
    events,
    files,
    follow_ups,
    handing,
    holds,
    jobs,
    joining,
    judgements,
    mails,
    messages,
    outbox,
    readings,
    requests,
    responses,
)
from storage.conversations import Conversation
from storage.customers import contacting, keeping, ordering
from storage.domain.machine import NotAllowed
from storage.mails import Settled
from storage.queries import parked
from storage.queries import readings as readings_of
from storage.tables import metadata
from storage.tables.sealed import Sealed
from tests.storage import rows
from tests.storage.conftest import NOW

MARK = "王小明13812345678"

OTHERS = {
    *("counters", "events", "heartbeats", "failures", "leases", "mail_folders", "models", "quotas", "rounds"),
    *("sessions", "survey_versions", "surveys", "taxonomies", "users"),
    *("search", "search_marks", "search_stale", "complaint_links", "complaint_months", "complaint_reminders"),
    *("response_months", "response_spans", "response_stale", "subscriptions"),
    *(
        "departments",
        "memberships",
        "phrases",
        "rulings",
        "viewings",
        "joinings",
        "recovery_codes",
        "seals",
        "notices",
        "undoings",
        "views",
        "options",
    ),
    *("tokens", "calls", "hooks", "hook_sends", "sealing_keys"),
    *("identities", "signins"),
}
"""Tables in which nothing of a customer stands: what staff wrote, and ids."""

WORDLESS = {
    "analyses": {"subject", "intent", "urgency", "emotion", "model"},
    "answers": {"question", "about", "kind", "missing"},
    "asked_again": {"question", "kind"},
    "changes": {"entity", "field", "actor"},
    "codes": {"kind", "digest"},
    "complaint_entries": {"kind"},
    "complaints": {
        *("number", "channel", "segment", "place", "state", "due_kind", "kind", "department", "severity"),
        *("complexity", "impact", "compensation", "outcome", "referred_to"),
    },
    "consents": {"version"},
    "contacts": set(),
    "conversations": {"channel", "waiting_for", "language", "place"},
    "customer_contacts": {"kind"},
    "customers": {"segment", "kind"},
    "files": {"state", "scanned"},
    "follow_ups": {"subject", "signal", "state"},
    "holds": set(),
    "imports": {"state", "subject"},
    "invitations": {"channel", "state"},
    "jobs": {"kind", "key", "payload", "state", "reason"},
    "judgements": {"subject", "field", "model"},
    "mails": {"key", "state", "kind", "reason"},
    "matters": {"subject", "category"},
    "messages": {"channel", "kind", "state"},
    "orders": set(),
    "outbox": {"channel", "speaker", "state", "holder"},
    "requests": {"number", "kind", "state", "channel"},
    "responses": {"channel", "segment", "language", "place", "state"},
    "visits": {"kind"},
}
"""Columns of text that hold our own words only. One that is in no list here is held to be a customer's."""


def carriers(table: Table) -> list[str]:
    """The columns in which a customer's words may stand."""
    kinds = (Text, JSON, LargeBinary, Sealed)
    own = WORDLESS.get(table.name, set())
    return [c.name for c in table.columns if isinstance(c.type, kinds) and c.name not in own]


def marked(table: Table, name: str, key: Any) -> Any:
    """The mark, as this column would hold it; told apart from row to row."""
    kind = table.c[name].type
    words = f"{MARK}·{table.name}.{name}·{key}"
    if isinstance(kind, LargeBinary):
        return words.encode()
    if not isinstance(kind, JSON):
        return words
    if (table.name, name) == ("outbox", "payload"):
        return {"text": words, "choices": [["1", words, ""]]}
    if (table.name, name) == ("messages", "choice"):
        return {"of": "1.q", "keys": [words]}
    if (table.name, name) == ("changes", "old"):
        return {"label": words, "text": "", "comment": "", "reason": ""}
    return [words] if (table.name, name) == ("analyses", "keywords") else {"kept": words}


def found(engine: Engine) -> set[str]:
    """The columns in which the mark stands, wherever in the database."""
    places = set()
    with db.reading(engine) as session:
        for table in metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                places |= {f"{table.name}.{name}" for name, held in row.items() if _holds(held)}
    return places


def _holds(held: Any) -> bool:
    return MARK in (held.decode("utf-8", "replace") if isinstance(held, bytes) else str(held))


def live(engine: Engine, talk: Conversation, version: int, staff: int) -> int:
    """All that a customer may leave behind: a row in each table; the id of their request to be forgotten."""
    key = talk.id
    with db.writing(engine) as session:
        file = files.keep(session, key, "a.png", "image/png", b"x", NOW)
        files.await_(session, key, "b.png", "image/png", "remote", 5, NOW)
        messages.record(
            session, [rows.message(talk, f"{key}", 1, NOW, file_id=file, raw=b"x", choice={"of": "1.q"})]
        )
        messages.park(session, rows.message(talk, f"{key} parked", 2, NOW), "Error")
        outbox.put(session, [rows.saying(talk, 4, NOW, channel="telegram")])
        consents.keep(session, [consents.Consent(conversation_id=key, version="1", given=True, at=NOW)])
        (response,) = responses.begin(session, [rows.begun(version, talk, NOW)])
        responses.keep(
            session,
            [
                rows.answer(response, "quality", 75.0, NOW, comment=MARK),
                rows.answer(response, "words", None, NOW, kind="text", value=MARK, label=MARK),
            ],
        )
        asked = {
            "question": "quality",
            "kind": "scale",
            "seq": 1,
            "guess": MARK,
            "because": [MARK],
            "at": NOW,
        }
        readings.asked_again(session, [readings.AskedAgain(response_id=response, **asked)])  # type: ignore[typeddict-item]
        (answer, *_) = responses.answer_ids(session, [(response, "quality")]).values()
        session.execute(insert(metadata.tables["changes"]), [_change(answer)])
        _read(session, "answer", answer, staff)
        done = responses.Finished(response_id=response, state="completed", satisfaction_index=75.0, at=NOW)
        responses.finish(session, [done])
        (complaint,) = complaints.open_(session, [rows.complaint(talk, f"T{key}")], NOW)
        complaints.note(session, complaint, staff, MARK, NOW)
        complaints.amend(session, complaint, {"batch": MARK}, staff, NOW)
        complaints.amend(session, complaint, {"batch": ""}, staff, NOW)
        complaints.answer(session, complaint, staff, MARK, NOW)
        _read(session, "complaint", complaint, staff)
        _know(session, talk)
        holds.hold_customer(session, talk.customer_id, MARK, staff, NOW)
        holds.lift_customer(session, talk.customer_id, staff, NOW)
        asked_for = requests.Asked(
            number=f"R{key}", conversation_id=key, customer_id=talk.customer_id, kind="erase"
        )
        requests.keep(session, [asked_for], NOW)
        request = requests.open_of(session, talk.customer_id, "erase")
        assert request
        talk.seq = 5
        conversations.save(session, [talk])
        return request.id


def _read(session: Any, subject: str, key: int, staff: int) -> None:
    """The worker found something urgent there; staff judged it, and followed it up."""
    found = {"urgency": "now", "categories": [["delivery", -0.9, 0, 2]]}
    urgent = rows.analysis(session, key, NOW, subject=subject, **found)
    analyses.keep(session, [urgent])
    mark = readings_of.analysed(session, subject, key).mark  # type: ignore[union-attr]
    judgements.judge(session, subject, key, "polarity", "neutral", staff, NOW, mark)
    table = metadata.tables["follow_ups"]
    made = select(table.c.id).where(table.c.subject == subject, table.c.subject_id == key)
    follow_ups.end(session, session.scalars(made).one(), "done", MARK, staff, NOW)


def _change(answer: int) -> dict[str, Any]:
    row = {"entity": "answer", "entity_id": answer, "field": "quality", "actor": "customer", "at": NOW}
    return {**row, "old": {"text": MARK}, "new": {"text": MARK}}


def _know(session: Any, talk: Conversation) -> None:
    tables = metadata.tables
    ours = {"customer_id": talk.customer_id, "conversation_id": talk.id}
    survey = session.scalar(select(tables["surveys"].c.id))
    dates = {"return_by": NOW, "starts_at": NOW, "created_at": NOW}
    session.execute(insert(tables["rounds"]), [{"survey_id": survey, "title": "一季度", **dates}])
    about = {"round_id": session.scalar(select(func.max(tables["rounds"].c.id))), "due_at": NOW, **ours}
    session.execute(insert(tables["invitations"]), [{**about, "channel": "webchat", "address": f"{talk.id}"}])
    mail = {"key": f"{talk.id}", "raw": b"x", "size": 1, "received_at": NOW, "state": "taken"}
    session.execute(insert(tables["mails"]), [{**mail, "conversation_id": talk.id}])
    session.execute(insert(tables["contacts"]), [{"customer_id": talk.customer_id, "at": NOW}])
    table = {"round_id": about["round_id"], "content": b"", "state": "ready"}
    session.execute(insert(tables["imports"]), [{**table, "created_at": NOW, "touched_at": NOW}])
    visit = {"kind": "call", "customer_id": talk.customer_id, "user_id": 1, "at": NOW}
    session.execute(insert(tables["visits"]), [visit])
    contacting.add(session, talk.customer_id, "phone", "13812345678", "", 1, NOW)
    ordering.add(session, talk.customer_id, {"number": f"D{talk.id}", "product": ""}, None, 1, NOW)
    code = {"kind": "talk", "digest": f"{talk.id}", "conversation_id": talk.id, "created_at": NOW}
    session.execute(insert(tables["codes"]), [code])


def mark(engine: Engine, talk: Conversation) -> None:
    """Put the mark wherever a customer's words may stand, in every row of theirs."""
    with db.writing(engine) as session:
        for table in metadata.sorted_tables:
            if table.name in OTHERS:
                continue
            names = carriers(table)
            keys = session.scalars(select(table.c.id).where(_theirs(table, talk))).all()
            assert keys or table.name == "jobs", (
                f"nothing of theirs stands in {table.name}: let them leave something"
            )
            for key in keys if names else ():
                row = session.execute(select(table).where(table.c.id == key)).mappings().one()
                put = {name: marked(table, name, key) for name in names}
                if table.name == "answers" and row["kind"] != "text":
                    put |= {"value": "4", "label": "满意"}  # of a scale it tells nobody who it was
                session.execute(update(table).where(table.c.id == key).values(put))


def _theirs(table: Table, talk: Conversation) -> Any:
    """Of the one customer, or of the things that are theirs: here there are as many others as of theirs."""
    if table.name == "customers":
        return table.c.id == talk.customer_id
    if table.name == "conversations":
        return table.c.id == talk.id
    for name, key in (("customer_id", talk.customer_id), ("conversation_id", talk.id)):
        if name in table.c:
            return table.c[name] == key
    if "response_id" in table.c:
        return table.c.response_id.in_(_keys("responses", talk))
    if table.name == "complaint_entries":
        return table.c.complaint_id.in_(_keys("complaints", talk))
    if table.name in ("analyses", "matters", "judgements", "follow_ups"):
        answers = select(metadata.tables["answers"].c.id).where(
            metadata.tables["answers"].c.response_id.in_(_keys("responses", talk))
        )
        of_complaint = (table.c.subject == "complaint") & table.c.subject_id.in_(_keys("complaints", talk))
        return of_complaint | ((table.c.subject == "answer") & table.c.subject_id.in_(answers))
    if table.name == "changes":
        return table.c.id.in_(select(func.max(table.c.id)).group_by(table.c.entity))
    if table.name == "imports":
        return table.c.id.in_(select(func.max(table.c.id)))
    return table.c.id < 0


def _keys(name: str, talk: Conversation) -> Any:
    table = metadata.tables[name]
    return select(table.c.id).where(table.c.conversation_id == talk.id)


def forgets(engine: Engine, request: int, staff: int) -> None:
    """Staff carry it out; the customer reads of it; the worker takes the address away."""
    with db.writing(engine) as session:
        handing.erase(session, request, staff, NOW)
    later = NOW + erasing.LATEST + timedelta(hours=1)
    for _ in range(3):
        with db.writing(engine) as session:
            due = jobs.claim(session, later, timedelta(minutes=1), [erasing.JOB])
            erasing.forget(session, [erasing.rest(engine, job.payload, later) for job in due])
            jobs.done(session, due)


def test_every_column_is_known() -> None:
    """Whoever adds a table or a column says here whether a customer's words may stand in it."""
    tables = {table.name for table in metadata.sorted_tables}
    assert OTHERS | set(WORDLESS) == tables
    for name, columns in WORDLESS.items():
        assert columns <= set(metadata.tables[name].columns.keys()), name


def test_a_customers_words_are_nowhere_afterwards(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    request = live(engine, talk, survey, staff)
    mark(engine, talk)
    before = found(engine)
    wanted = {
        f"{table.name}.{name}"
        for table in metadata.sorted_tables
        if table.name not in OTHERS | {"jobs"}
        for name in carriers(table)
    }
    assert before == wanted
    forgets(engine, request, staff)
    assert found(engine) == set()


def test_what_counts_stays(engine: Engine, talk: Conversation, survey: int, staff: int) -> None:
    request = live(engine, talk, survey, staff)
    kept = {
        "responses": ("state", "satisfaction_index", "begun_at", "completed_at", "segment"),
        "answers": ("question", "kind", "score", "missing", "answered_at"),
        "complaints": ("number", "received_at", "channel"),
        "consents": ("version", "given", "at"),
        "analyses": ("polarity", "intent", "urgency", "safety", "emotion"),
        "matters": ("category", "polarity"),
        "follow_ups": ("signal", "at"),
    }

    def counted() -> dict[str, Any]:
        with db.reading(engine) as session:
            return {
                name: session.execute(select(*(metadata.tables[name].c[each] for each in columns))).all()
                for name, columns in kept.items()
            }

    before = counted()
    with db.reading(engine) as session:
        history = session.execute(select(metadata.tables["events"])).all()
    forgets(engine, request, staff)
    assert counted() == before
    a = metadata.tables["answers"].c
    with db.reading(engine) as session:
        assert session.execute(select(a.value, a.label).where(a.kind == "scale")).all() == [("4", "满意")]
        now = session.execute(select(metadata.tables["events"])).all()
        assert now[: len(history)] == history, "history is only added to"
        customer = session.execute(select(metadata.tables["customers"])).one()
        assert customer.erased_at == NOW


def test_of_another_customer_nothing_goes(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    with db.writing(engine) as session:
        (other,) = conversations.load(session, [("telegram", "b")], NOW).values()
    request = live(engine, talk, survey, staff)
    live(engine, other, survey, staff)
    mark(engine, other)
    before = found(engine)
    forgets(engine, request, staff)
    gone = {name for name in before if name.startswith("imports.")}  # tables of many go as a whole
    assert found(engine) == before - gone


def test_what_has_gone_on_in_their_file_goes_with_it(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    """What was exchanged stands in the file that is gone, which nobody can take back any more."""
    told = {"name": MARK, "kind": "external", "segment": "", "high_value": False}
    with db.writing(engine) as session:
        others = [
            keeping.begin(
                session, {**told, "number": f"{MARK}{n}", "note": MARK, "own": {MARK: MARK}}, staff, NOW
            )
            for n in range(2)
        ]
        contacting.add(session, others[1], "post", MARK, MARK, staff, NOW)
        for kept, gone, seen in ((others[0], others[1], (1, 1)), (talk.customer_id, others[0], (0, 2))):
            made = joining.join(session, kept, gone, ["name", "own"], seen, staff, NOW)
    request = live(engine, talk, survey, staff)
    forgets(engine, request, staff)
    assert {place for place in found(engine) if place.startswith(("customer", "orders"))} == set()
    with db.writing(engine) as session, pytest.raises(keeping.Unknown):
        joining.undo(session, made, staff, NOW)


def test_what_is_open_ends(engine: Engine, talk: Conversation, survey: int, staff: int) -> None:
    request = live(engine, talk, survey, staff)
    forgets(engine, request, staff)
    with db.reading(engine) as session:
        assert complaints.one(session, 1).state == "withdrawn"
        assert not parked.listing(session)
        assert requests.one(session, request).state == "done"
        assert not jobs.is_open(session, files.FETCH, "file:2")
        states = set(session.scalars(select(metadata.tables["outbox"].c.state)))
        assert states == {"failed", "fetched"}, "what was still to be said is not"
    with db.writing(engine) as session, pytest.raises(NotAllowed):
        handing.erase(session, request, staff, NOW)


def test_they_are_told_before_the_address_goes(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    request = live(engine, talk, survey, staff)
    with db.writing(engine) as session:
        handing.erase(session, request, staff, NOW)
        assert conversations.find(session, ("webchat", "a")) == talk.id
        told = conversations.transcript(session, talk.id)[-1]
        assert "已经按您的要求删除" in told.text
        early = NOW + erasing.SOON
        (job,) = jobs.claim(session, early, timedelta(minutes=1), [erasing.JOB])
        erasing.forget(session, [erasing.rest(engine, job.payload, early)])
        assert conversations.find(session, ("webchat", "a")) == talk.id, "it has not arrived yet"
        conversations.see(session, {talk.id: told.seq})
        erasing.forget(session, [erasing.rest(engine, job.payload, early)])
        assert conversations.find(session, ("webchat", "a")) is None
        history = [each["trigger"] for each in events.of(session, "request", request)]
        assert history == ["erase", "fulfil"]


def test_what_comes_before_the_address_goes_does_not_stay_either(
    engine: Engine, survey: int, staff: int
) -> None:
    """The note that it is done may be answered by a program, or come back."""
    with db.writing(engine) as session:
        (talk,) = conversations.load(session, [("email", "li@example.cn")], NOW).values()
    request = live(engine, talk, survey, staff)
    with db.writing(engine) as session:
        handing.erase(session, request, staff, NOW)
        soon = NOW + timedelta(minutes=1)
        away = mails.Arrived("away", b"From: Li <li@example.cn>", "li@example.cn", soon)
        back = mails.Arrived("back", b"To: li@example.cn", "daemon@example.cn", soon)
        mails.keep(session, [away, back])
        known = {row.key: row.id for row in mails.claim(session, 9, 999)}
        mails.settle(session, [Settled(known["back"], "noted", "bounce", "", talk.id)])
        later = NOW + erasing.LATEST
        due = jobs.claim(session, later, timedelta(minutes=1), [erasing.JOB])
        erasing.forget(session, [erasing.rest(engine, job.payload, later) for job in due])
        m = metadata.tables["mails"].c
        there = select(m.raw, m.sender).where(m.key.in_(("away", "back")))
        assert [tuple(row) for row in session.execute(there)] == [(None, "")] * 2


@pytest.mark.parametrize(
    ("language", "words"),
    [("", "已经按您的要求删除"), ("zh-TW", "已經依您的要求刪除"), ("en", "has been deleted")],
)
def test_they_are_told_in_the_language_of_the_talk(
    engine: Engine, talk: Conversation, survey: int, staff: int, language: str, words: str
) -> None:
    request = live(engine, talk, survey, staff)
    with db.writing(engine) as session:
        conversations.speak(session, {talk.id: language})
        handing.erase(session, request, staff, NOW)
        assert words in conversations.transcript(session, talk.id)[-1].text


def test_who_comes_back_at_once_finds_nothing_of_the_old(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    request = live(engine, talk, survey, staff)
    with db.writing(engine) as session:
        handing.erase(session, request, staff, NOW)
        assert complaints.of_customer(session, [talk.customer_id]) == {}
        assert consents.of(session, talk.id) == []
        soon = NOW + timedelta(minutes=1)
        consents.keep(session, [consents.Consent(conversation_id=talk.id, version="2", given=True, at=soon)])
        complaints.open_(session, [rows.complaint(talk, "T9")], soon)
        assert [each.version for each in consents.of(session, talk.id)] == ["2"]
        (new,) = complaints.of_customer(session, [talk.customer_id])[talk.customer_id]
        assert new.number == "T9"


def test_who_writes_again_before_that_stays_where_they_are_as_somebody_new(
    engine: Engine, talk: Conversation, survey: int, staff: int
) -> None:
    request = live(engine, talk, survey, staff)
    with db.writing(engine) as session:
        handing.erase(session, request, staff, NOW)
        soon = NOW + timedelta(minutes=1)
        back = rows.message(talk, "back", 9, soon, text="我又来了")
        messages.record(session, [back])
        (new,) = complaints.open_(session, [rows.complaint(talk, "T9")], soon)
        responses.begin(session, [{**rows.begun(survey, talk, NOW), "begun_at": soon}])
    with db.writing(engine) as session:
        later = NOW + erasing.LATEST
        due = jobs.claim(session, later, timedelta(minutes=1), [erasing.JOB])
        erasing.forget(session, [erasing.rest(engine, job.payload, later) for job in due])
        assert conversations.find(session, ("webchat", "a")) == talk.id
    whose = {}
    with db.reading(engine) as session:
        for name in ("conversations", "complaints", "responses", "requests", "invitations"):
            column = metadata.tables[name].c.customer_id
            whose[name] = session.scalars(select(column).order_by(metadata.tables[name].c.id)).all()
        r = metadata.tables["responses"].c
        assert session.scalars(select(r.conversation_id).order_by(r.id)).all() == [None, talk.id]
        assert complaints.one(session, new).conversation_id == talk.id
        c = metadata.tables["customers"].c
        erased, fresh = session.execute(select(c.id, c.erased_at).order_by(c.id)).all()
    assert (erased.erased_at, fresh.erased_at) == (NOW, None)
    assert whose == {
        "conversations": [fresh.id],
        "complaints": [erased.id, fresh.id],
        "responses": [erased.id, fresh.id],
        "requests": [fresh.id],
        "invitations": [erased.id],
    }
