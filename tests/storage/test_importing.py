"""A table handed in: whatever its encoding and delimiter, and what becomes of the customers in it."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from sqlalchemy import select

from storage import conversations, db, events, importing, invitations, rounds
from storage.importing.handing_in import content
from storage.importing.rows import decoded, delimiter, rows
from storage.tables import customers, imports
from tests.storage.conftest import NOW
from tests.storage.rounds import planned

TEXT = """姓名,渠道,联系方式,备注
"张三,店长",链接,13800000000,"说\""好\"""
李四,链接,13900000000,"两
行"
""".replace("\n", "\r\n")
ROWS = [
    ["姓名", "渠道", "联系方式", "备注"],
    ["张三,店长", "链接", "13800000000", '说"好"'],
    ["李四", "链接", "13900000000", "两\r\n行"],
]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_is_read_in_any_encoding_and_with_any_delimiter(encoding, between):
    text = TEXT if between == "," else TEXT.replace(",", between).replace(f"张三{between}店长", "张三,店长")
    assert list(rows(text.encode(encoding))) == ROWS


def test_a_workbook_keeps_its_row_numbers():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(ROWS):
            sheet.write_row(at * 2, 0, row)
        sheet.write_number(6, 2, 13800138000)
    found = list(rows(made.getvalue()))
    assert found[0] == ROWS[0]
    assert found[2][0] == "张三,店长"
    assert found[6][2] == 13800138000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"GIF89a" + bytes(300), "binary"),
        (b"\x80\xff" * 9, "encoding"),
        (b"PK\x03\x04", "broken"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "broken"),
        (("甲,乙\n" + '"' + "丙," * 90_000).encode(), "quotes"),
    ],
)
def test_what_is_no_table_says_why(given, why):
    with pytest.raises(importing.Unreadable) as refused:
        list(rows(given))
    assert refused.value.why == why


def test_the_delimiter_inside_quotes_does_not_count():
    assert delimiter('"a;b;c;d",e\n') == ","
    assert decoded(b"") == ""


def handed_in(engine, round_id, text):
    with db.writing(engine) as session:
        return importing.hand_in(session, round_id, None, "a.csv", text.encode(), NOW)


def looked_at(engine, key):
    """What reading it found."""
    with db.reading(engine) as session:
        reading = importing.Reading()
        for chunk in reading.chunks(rows(content(session, key))):
            reading.compare(session, chunk)
    with db.writing(engine) as session:
        importing.note(session, key, reading.found(), NOW)
    return reading.found()


def taken(engine, round_id, text):
    key = handed_in(engine, round_id, text)
    looked_at(engine, key)
    with db.writing(engine) as session:
        assert importing.take_up(session, key, NOW)
    with db.writing(engine) as session:
        return importing.take(session, key, NOW)


def test_who_is_known_is_brought_up_to_date_and_keeps_what_the_table_does_not_say(engine, survey):
    first, second = planned(engine), planned(engine)
    head = "姓名,渠道,联系方式"
    assert (
        taken(engine, first, f"{head},分组,类型,重点,门店\n张三,链接,13800000000,华东,供应商,是,城西\n") == 1
    )
    assert taken(engine, second, f"{head}\n张三丰,链接,138 0000 0000\n李四,链接,13900000000\n") == 2
    with db.reading(engine) as session:
        found = session.execute(select(customers).order_by(customers.c.id)).all()
        assert [(row.name, row.segment, row.kind, row.high_value, row.own) for row in found] == [
            ("张三丰", "华东", "supplier", True, {"门店": "城西"}),
            ("李四", "", "external", False, None),
        ]
        assert invitations.tally(session, [first, second]) == {first: {"planned": 1}, second: {"planned": 2}}


def test_who_has_talked_with_us_before_is_the_same_customer(engine, survey):
    with db.writing(engine) as session:
        talk = conversations.load(session, [("telegram", "123456")], NOW)["telegram", "123456"]
    of = planned(engine)
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,Telegram,123456\n李四,Telegram,654321\n")
    found = looked_at(engine, key)
    assert (found["new"], found["known"]) == (1, 1)
    with db.writing(engine) as session:
        importing.take_up(session, key, NOW)
        importing.take(session, key, NOW)
        assert session.scalar(select(customers.c.name).where(customers.c.id == talk.customer_id)) == "张三"


def test_nothing_is_taken_twice_or_with_faults(engine, survey):
    of = planned(engine)
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,链接,\n")
    assert looked_at(engine, key)["kinds"] == {"missing": 1}
    with db.writing(engine) as session:
        assert not importing.take_up(session, key, NOW)
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,链接,12\n")
    looked_at(engine, key)
    with db.writing(engine) as session:
        assert importing.take_up(session, key, NOW)
        assert not importing.take_up(session, key, NOW)  # somebody else is at it
    with db.reading(engine) as session:
        assert invitations.tally(session, [of]) == {of: {}}


def test_who_begins_again_on_what_is_being_taken_takes_nothing_and_breaks_nothing(engine, survey):
    of = planned(engine)
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,链接,12\n")
    looked_at(engine, key)
    for at in (NOW, NOW + importing.GIVEN_UP + timedelta(seconds=1)):
        with db.writing(engine) as session:
            assert importing.take_up(session, key, at)
    counts = []
    for _ in range(2):
        with db.writing(engine) as session:
            counts.append(importing.take(session, key, NOW))
    with db.writing(engine) as session:
        importing.refuse(session, key, "interrupted", NOW)
    with db.reading(engine) as session:
        assert importing.one(session, key).state == "taken"
        taken_events = [each["trigger"] for each in events.of(session, "round", of)]
    assert (counts, taken_events.count("import")) == ([1, 0], 1)


def test_a_round_that_has_been_started_takes_nobody_more(engine, survey):
    of = planned(engine)
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,链接,12\n")
    looked_at(engine, key)
    with db.writing(engine) as session:
        assert importing.take_up(session, key, NOW)
        rounds.move(session, of, "start", NOW)
    with db.writing(engine) as session:
        assert importing.take(session, key, NOW) == 0
    with db.reading(engine) as session:
        table = importing.one(session, key)
        assert (table.state, table.found) == ("refused", {"unreadable": "started"})
        assert content(session, key) == b""
        assert invitations.tally(session, [of]) == {of: {}}


def test_the_content_goes_when_it_is_not_needed_any_more(engine, survey):
    of = planned(engine)
    taken(engine, of, "姓名,渠道,联系方式\n张三,链接,12\n")
    key = handed_in(engine, of, "姓名,渠道,联系方式\n张三,链接,\n")
    looked_at(engine, key)
    with db.reading(engine) as session:
        assert set(session.scalars(select(imports.c.content))) == {b""}
        assert rounds.one(session, of).state == "draft"


def test_a_table_is_no_longer_than_can_be_taken_while_customers_wait():
    text = "\n".join(["姓名,渠道,联系方式", *(f"甲,链接,{10_000_000 + n}" for n in range(100_001))])
    reading = importing.Reading()
    for _ in reading.chunks(rows(text.encode())):
        pass
    found = reading.found()
    assert (found["rows"], found["kinds"]) == (100_000, {"too_many_rows": 1})


def test_every_kind_of_fault_in_a_long_table(engine, survey):
    of, good = planned(engine), 3000
    wrong = [
        ",链接,99",
        "甲,QQ,1",
        "乙,Telegram,@x",
        f"{'丙' * 200},链接,77",
        "丁,链接,10000001",
        "戊,链接,88,多",
    ]
    text = "\n".join(["姓名,渠道,联系方式", *(f"张{n},链接,{10_000_000 + n}" for n in range(good)), *wrong])
    found = looked_at(engine, handed_in(engine, of, text))
    assert (found["rows"], found["new"], found["faulty"]) == (good + len(wrong), good, len(wrong))
    assert set(found["kinds"]) == {
        "missing",
        "unknown_channel",
        "bad_address",
        "too_long",
        "twice",
        "too_many_cells",
    }
    assert found["faults"][0][:3] == [good + 2, "姓名", "missing"]
