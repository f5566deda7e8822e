"""Responses and complaints from tables of an older system: they count as if they had been here, and nobody is
told anything of them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from storage import complaints, db, events, hooks, importing, users
from storage.importing import RecordReading
from storage.tables import answers, customers, imports, outbox, responses
from storage.tables import complaints as table
from storage.tables import jobs as jobs_table
from tests.storage.conftest import NOW
from tests.storage.test_importing_records import PEOPLE, read, take

RESPONSES = """日期,渠道,客户编号,门店,备注,产品质量,交付与物流,delivery.comment,service,words,工号
2025-11-02,纸质,K1,三号店,展会,非常满意,4,路上破了,3 还行,,7
2025/11/3 14:05,电话,,,,5,满意,,,希望快一点,8
2025年11月4日,,K2,,,一般,,,,,9
""".encode()

OF = "responses/satisfaction"


@pytest.fixture
def known(engine: Engine, staff: int, survey: int) -> int:
    """Those whom the tables name; the member of staff who brings them in."""
    take(engine, "customers", PEOPLE, staff)
    return staff


def test_responses_count_as_if_they_had_been_given_here(engine: Engine, known: int) -> None:
    found = read(engine, OF, RESPONSES)
    assert (found["rows"], found["new"], found["known"], found["faults"]) == (3, 3, 0, [])
    assert found["unused"] == ["工号"]
    assert len(found["answers"]) == 5
    assert take(engine, OF, RESPONSES, known) == 3
    r, a = responses.c, answers.c
    with db.reading(engine) as session:
        first, second, third = session.execute(select(responses).order_by(r.id)).all()
        given = select(a.question, a.value, a.comment, a.score).where(a.response_id == first.id)
        told = [tuple(each) for each in session.execute(given.order_by(a.id))]
        due = session.scalars(select(jobs_table.c.key)).all()
        assert session.scalar(select(func.count()).select_from(outbox)) == 0
    assert told == [
        ("quality", "5", "", 100.0),
        ("delivery", "4", "路上破了", 80.0),
        ("service", "3", "还行", 60.0),
    ]
    assert first.satisfaction_index == pytest.approx((50 * 100 + 15 * 80 + 15 * 60) / 80)
    assert (first.place, first.note, first.anonymous, first.channel) == ("三号店", "展会", False, "paper")
    assert first.completed_at == datetime(2025, 11, 1, 16, tzinfo=UTC), "the beginning of its day in Shanghai"
    assert (second.anonymous, second.customer_id, second.channel) == (True, None, "phone")
    assert second.completed_at == datetime(2025, 11, 3, 6, 5, tzinfo=UTC)
    assert (third.segment, third.state, third.entered_by) == ("", "completed", known)
    assert len(due) == 3, due
    again = read(engine, OF, RESPONSES)
    assert (again["new"], again["known"]) == (1, 2), "who has a name is not taken twice"
    with db.reading(engine) as session:
        assert importing.taken_before(session, RESPONSES, OF)
        assert not importing.taken_before(session, RESPONSES + b"\n", OF)


COMPLAINTS = """投诉号,收到时间,答复时间,办结时间,状态,渠道,客户编号,投诉人,部门,种类,严重程度,结果,产品,内容,费用（元）,涉及安全
旧-1,2025-03-01 09:00,2025-03-02 10:00,2025-03-05 17:00,已办结,电话,K1,,售后部,投诉,严重,顾客接受答复,椅子,"椅子断了
还划了手",120.00,是
旧-2,2025-03-03,,2025-03-04,已撤回,来信,,王大爷,,,,,,声音太大,,
T261123-0007,2025-04-01,2025-04-01,2025-04-02,,,,,,建议,,,,多开几家店,,
""".encode()  # noqa: E501


def test_complaints_come_in_with_their_lives(engine: Engine, known: int) -> None:
    with db.writing(engine) as session:
        by = users.add(session, "admin", "管理员", "administrator", "correct horse battery", NOW)
        hooks.make(session, "https://example.com/hook", ["complaint", "customer"], by, NOW)
    found = read(engine, "complaints", COMPLAINTS)
    assert (found["rows"], found["new"], found["faults"]) == (3, 3, [])
    assert take(engine, "complaints", COMPLAINTS, known) == 3
    with db.reading(engine) as session:
        first, second, third = session.execute(select(table).order_by(table.c.id)).all()
        lives = [
            [each["trigger"] for each in events.of(session, "complaint", row.id)] for row in (first, second)
        ]
        named = session.scalar(select(customers.c.name).where(customers.c.id == second.customer_id))
        assert hooks.find(session) == [] or not any(each.events for each in hooks.find(session)), (
            "what was brought in is no news"
        )
        assert session.scalar(select(func.count()).select_from(outbox)) == 0
    assert lives == [
        ["receive", "acknowledge", "answer", "close", "import"],
        ["receive", "acknowledge", "withdraw", "import"],
    ]
    assert (first.number, first.state, first.severity, first.outcome) == (
        "旧-1",
        "closed",
        "serious",
        "accepted",
    )
    assert (first.story, first.cost, first.safety, first.department) == (
        "椅子断了\n还划了手",
        12000,
        True,
        "售后部",
    )
    assert first.received_at == datetime(2025, 3, 1, 1, tzinfo=UTC)
    assert first.first_answered_at == first.answered_at == datetime(2025, 3, 2, 2, tzinfo=UTC)
    assert (first.due_at, first.look_at, first.anonymous) == (None, None, False)
    assert (second.state, named, second.channel) == ("withdrawn", "王大爷", "letter")
    assert (third.kind, third.anonymous, third.channel, third.number) == (
        "suggestion",
        True,
        "other",
        "T261123-0007",
    )
    assert read(engine, "complaints", COMPLAINTS)["known"] == 3
    assert take(engine, "complaints", COMPLAINTS, known) == 3
    with db.writing(engine) as session:
        assert session.scalar(select(func.count()).select_from(table)) == 3, "what is there stays"
        day = datetime(2026, 11, 23, 2, tzinfo=UTC)
        (number,) = complaints.reserve(session, 1, day)
        assert number > "T261123-0007", "a number that came along is not given again"
        moved = complaints.move(session, first.id, "reopen", "staff", known, day)
        assert moved == "investigating"
        assert [each.events[0][1] for each in hooks.find(session)] == ["complaint.reopen"]


FAULTY = {
    OF: (
        "日期,产品质量,交付与物流,客户编号,渠道,门店\n明天,5,,,,\n2099-01-01,5,,,,\n2025-01-02,九,,,,\n2025-01-02,,,,,\n"
        "2025-01-02,5,,K9,,\n2025-01-02,5,,,信鸽,<b>\n,5,,,,\n",
        {
            *(
                (2, "not_day"),
                (3, "in_future"),
                (4, "unfit_answer"),
                (5, "no_answer"),
                (6, "no_such_customer"),
            ),
            *((7, "unknown_channel_here"), (7, "no_place"), (8, "missing")),
        },
    ),
    "complaints": (
        "投诉号,收到,结束,内容,状态,结果,种类,发生日期\n"
        "1,2025-03-05,2025-03-04,甲,,,,\n2,2025-03-05,2099-01-01,乙,,,,\n3,2025-03-05,2025-03-06,丙,随便什么,,,\n"
        "4,2025-03-05,2025-03-06,丁,,随便,,\n5,2025-03-05,2025-03-06,戊,,,什么,\n6,2025-03-05,2025-03-06,己,,,,2025-03-06\n"
        "7,,2025-03-06,庚,,,,\n8,2025-03-05,2025-03-06,,,,,\n8,2025-03-05,2025-03-06,辛,,,,\n9,2025-03-05,2025-03-06,壬,,,,昨天\n"
        "9,2025-03-05,2025-03-06,癸,,,,\n",
        {
            *(
                (2, "before_that"),
                (3, "in_future"),
                (4, "unknown_state"),
                (5, "unknown_here"),
                (6, "unfit_field"),
            ),
            *((7, "unfit_field"), (8, "missing"), (9, "missing"), (11, "unfit_field")),
        },
    ),
}


@pytest.mark.parametrize("subject", FAULTY)
def test_what_does_not_fit_is_told_by_row(engine: Engine, known: int, subject: str) -> None:
    sheet, faults = FAULTY[subject]
    found = read(engine, subject, sheet.encode())
    assert {(fault[0], fault[2]) for fault in found["faults"]} == faults


@pytest.mark.parametrize("survey_key", ["", "nothing"])
def test_of_no_survey_nothing_can_be_brought_in(engine: Engine, survey_key: str) -> None:
    with db.reading(engine) as session, pytest.raises(importing.Unreadable, match="no_survey"):
        RecordReading(session, f"responses/{survey_key}")


def test_complaints_that_have_not_ended_are_left_out_and_counted(engine: Engine, known: int) -> None:
    head = "投诉号,收到,结束,内容,状态\n"
    open_ones = "1,2025-03-05,,甲,调查中\n2,2025-03-05,,乙,investigating\n"
    sheet = f"{head}{open_ones}3,2025-03-05,2025-03-06,丙,已撤回\n".encode()
    found = read(engine, "complaints", sheet)
    assert (found["rows"], found["new"], found["left_out"], found["faulty"]) == (3, 1, 2, 0)
    assert take(engine, "complaints", sheet, known) == 1
    with db.writing(engine) as session:
        assert session.scalars(select(table.c.number)).all() == ["3"]
        kept = session.scalars(select(imports.c.found).order_by(imports.c.id.desc())).first()
        assert kept is not None
        assert kept["left_out"] == 2
        nothing = f"{head}{open_ones}".encode()
        key = importing.hand_in(session, None, known, "", nothing, NOW, "complaints")
        importing.note(session, key, read(engine, "complaints", nothing), NOW)
        assert not importing.take_up(session, key, NOW), "there is nothing to take"
    for state in ("", "随便"):
        found = read(engine, "complaints", f"{head}1,2025-03-05,,甲,{state}\n".encode())
        assert (found["faulty"], found["left_out"]) == (1, 0), state
