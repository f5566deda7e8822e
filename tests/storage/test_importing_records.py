"""Customers, their contacts and orders from a table: faults are told first, then all is taken, or nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from storage import db, importing
from storage.customers import contacting
from storage.importing import RecordReading, records
from storage.tables import customer_contacts, customers, imports, orders
from tests.storage.conftest import NOW

PEOPLE = """客户编号,姓名,类型,重点客户,电话,门店,备注
K1,王小明,外部,是,13812345678,三号店,老顾客
K2,李小红,供应商,否,,,
,赵无号,,,,,
""".encode()


def read(engine: Engine, subject: str, content: bytes) -> importing.Found:
    with db.reading(engine) as session:
        reading = RecordReading(session, subject)
        for chunk in reading.chunks(importing.rows(content)):
            reading.compare(session, chunk)
    return reading.found()


def take(engine: Engine, subject: str, content: bytes, staff: int) -> int:
    with db.writing(engine) as session:
        key = importing.hand_in(session, None, staff, "表.csv", content, NOW, subject)
        importing.note(session, key, read(engine, subject, content), NOW)
        assert importing.take_up(session, key, NOW)
        return importing.take_records(session, key, NOW)


def test_customers_are_made_and_brought_up_to_date(engine: Engine, staff: int) -> None:
    found = read(engine, "customers", PEOPLE)
    assert (found["rows"], found["new"], found["known"], found["faulty"]) == (3, 3, 0, 0)
    assert found["own"] == ["门店"]
    with db.reading(engine) as session:
        assert session.scalars(select(customers.c.id)).all() == [], "it was only looked at"
    assert take(engine, "customers", PEOPLE, staff) == 3
    k = customers.c
    with db.reading(engine) as session:
        rows = session.execute(
            select(k.number, k.name, k.kind, k.high_value, k.own, k.note).order_by(k.id)
        ).all()
        (contact,) = session.execute(select(customer_contacts)).all()
        assert contact.digest == contacting.digest("phone", "138 1234 5678")
    assert tuple(rows[0]) == ("K1", "王小明", "external", True, {"门店": "三号店"}, "老顾客")
    assert tuple(rows[1][:4]) == ("K2", "李小红", "supplier", False)
    again = "编号,姓名,电话,重点,门店\nK1,王大明,13812345678,,四号店\nK3,新来的,,是,\n".encode()
    found = read(engine, "customers", again)
    assert (found["new"], found["known"]) == (1, 1)
    assert take(engine, "customers", again, staff) == 2
    with db.reading(engine) as session:
        rows = session.execute(
            select(k.number, k.name, k.high_value, k.note, k.revision).order_by(k.id)
        ).all()
        assert tuple(rows[0]) == ("K1", "王大明", True, "老顾客", 2), "what the table leaves open stays"
        assert (len(rows), len(session.execute(select(customer_contacts)).all())) == (4, 1)


def test_orders_are_kept_once_for_customers_who_are_known(engine: Engine, staff: int) -> None:
    take(engine, "customers", PEOPLE, staff)
    table = "客户编号,订单号,产品,日期\nK1,D1,椅子,2026/11/2\nK1,D1,桌子,\nK2,D2,,2026年3月4日\n".encode()
    assert take(engine, "orders", table, staff) == 3
    found = read(engine, "orders", table)
    assert (found["new"], found["known"]) == (0, 3)
    assert take(engine, "orders", table, staff) == 3
    o = orders.c
    with db.reading(engine) as session:
        rows = session.execute(select(o.number, o.product, o.ordered_on).order_by(o.id)).all()
    assert [tuple(row) for row in rows] == [
        ("D1", "椅子", date(2026, 11, 2)),
        ("D1", "桌子", None),
        ("D2", "", date(2026, 3, 4)),
    ]


def test_contacts_are_kept_once_however_they_are_written(engine: Engine, staff: int) -> None:
    take(engine, "customers", PEOPLE, staff)
    table = (
        "客户编号,类型,联系方式,说明\n"
        "K1,手机,+86 138-1234-5678,家里\nK1,邮箱,Wang@Example.cn,\nK2,微信,li_xh,工作\n"
        "K2,微信,LI_XH,\nK2,传真,,\n"
    ).encode()
    found = read(engine, "contacts", table)
    assert (found["new"], found["known"], found["left_out"], found["faulty"]) == (2, 2, 1, 0)
    for _ in range(2):
        assert take(engine, "contacts", table, staff) == 4
    k, c = customers.c, customer_contacts.c
    with db.reading(engine) as session:
        query = select(k.number, c.customer_id, c.kind, c.label).join(customers, k.id == c.customer_id)
        rows = session.execute(query.order_by(c.id)).all()
        told = {text["text"] for row in rows for text in contacting.told(session, row.customer_id)}
    assert [(row.number, row.kind, row.label) for row in rows] == [
        ("K1", "phone", ""),
        ("K1", "email", ""),
        ("K2", "wechat", "工作"),
    ]
    assert told == {"13812345678", "Wang@Example.cn", "li_xh"}


FAULTY = {
    "customers": (
        "编号,姓名,类型,重点,电话\nK1,甲,朋友,也许,一二三\nK2,乙,,,\nK2,丙,,,\n,,外部,,\nK4,丁,,,,多\nK5,"
        + "长" * 101,
        {
            *((2, "unknown_kind"), (2, "not_yes_no"), (2, "no_address"), (4, "twice_number"), (5, "missing")),
            *((6, "too_many_cells"), (7, "too_long")),
        },
    ),
    "contacts": (
        "客户编号,类型,联系方式,说明\nK1,电话,一二三,\nK9,电话,110,\nK1,信鸽,灰的,\n,电话,120,\nK1,,119,\n"
        "K1,邮箱,a@example.cn," + "长" * 201,
        {
            *((2, "no_address"), (3, "no_such_customer"), (4, "unknown_contact"), (5, "missing")),
            *((6, "missing"), (7, "too_long")),
        },
    ),
    "orders": (
        "客户编号,订单号,日期\nK1,D1,明天\nK9,D2,\n,D3,\nK1,,\n",
        {(2, "not_day"), (3, "no_such_customer"), (4, "missing"), (5, "missing")},
    ),
}


@pytest.mark.parametrize("subject", FAULTY)
def test_with_a_fault_nothing_is_taken(engine: Engine, staff: int, subject: str) -> None:
    written, faults = FAULTY[subject]
    if subject != "customers":
        take(engine, "customers", PEOPLE, staff)
    found = read(engine, subject, written.encode())
    assert {(fault[0], fault[2]) for fault in found["faults"]} == faults
    assert found["faulty"] == len({row for row, _ in faults})
    with db.writing(engine) as session:
        key = importing.hand_in(session, None, staff, "", written.encode(), NOW, subject)
        importing.note(session, key, found, NOW)
        assert not importing.take_up(session, key, NOW)
        assert session.scalar(select(imports.c.content).where(imports.c.id == key)) == b""


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("甲,乙\n1,2\n", "no_head"),
        ("类型,分组\n外部,华东\n", "no_column"),
        ("姓名,名称\n甲,乙\n", "column_twice"),
        ("姓名,编号\n", "empty"),
        ("", "empty"),
    ],
)
def test_a_head_that_can_be_none_is_told(engine: Engine, written: str, kind: str) -> None:
    found = read(engine, "customers", written.encode())
    assert found["kinds"] == {kind: 1}


def test_a_number_that_two_have_is_nobodys(engine: Engine, staff: int) -> None:
    take(engine, "customers", PEOPLE, staff)
    with db.writing(engine) as session:
        session.execute(customers.update().where(customers.c.number == "K2").values(number="K1"))
    found = read(engine, "orders", "客户编号,订单号\nK1,D1\n".encode())
    assert found["kinds"] == {"several": 1}


def test_what_changed_since_it_was_read_refuses_all_of_it(engine: Engine, staff: int) -> None:
    take(engine, "customers", PEOPLE, staff)
    table = "客户编号,订单号\nK1,D1\nK2,D2\n".encode()
    with db.writing(engine) as session:
        key = importing.hand_in(session, None, staff, "", table, NOW, "orders")
        importing.note(session, key, read(engine, "orders", table), NOW)
        session.execute(customers.update().where(customers.c.number == "K2").values(number=""))
        assert importing.take_up(session, key, NOW + timedelta(seconds=1))
        with pytest.raises(ValueError, match="faults"):
            importing.take_records(session, key, NOW)
        assert session.scalar(select(orders.c.id)) is None


SAME = "number,name,reference\nK1,甲,#12\nK1,乙,#15\n".encode()


@pytest.mark.parametrize("at_once", [1, 1000])
def test_two_of_one_number_are_told_apart_by_their_references(
    engine: Engine, staff: int, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(records, "CHUNK", at_once)
    assert take(engine, "customers", SAME, staff) == 2
    again = read(engine, "customers", SAME)
    assert (again["new"], again["known"], again["faulty"]) == (0, 2, 0)
    table = b"customer_reference,number\n#15,D1\n"
    assert take(engine, "orders", table, staff) == 1
    assert read(engine, "orders", "客户编号,订单号\nK1,D1\n".encode())["kinds"] == {"several": 1}
    k = customers.c
    with db.writing(engine) as session:
        whose = select(k.name).join(orders, orders.c.customer_id == k.id)
        assert session.scalars(whose).all() == ["乙"]
        session.execute(customers.update().where(k.name == "乙").values(erased_at=NOW))
    assert read(engine, "orders", table)["kinds"] == {"no_such_customer": 1}


def test_whose_number_another_has_here_is_not_taken_for_them(engine: Engine, staff: int) -> None:
    take(engine, "customers", PEOPLE, staff)
    found = read(engine, "customers", SAME)
    assert (found["kinds"], found["new"]) == ({"several": 2}, 0)


def test_who_has_gone_on_in_another_file_is_left_out(engine: Engine, staff: int) -> None:
    table = "name,number,reference,merged_into\n甲,K1,K1,\n乙,K1,K1,1\n".encode()
    found = read(engine, "customers", table)
    assert (found["new"], found["known"], found["left_out"], found["faulty"]) == (1, 0, 1, 0)
    assert take(engine, "customers", table, staff) == 1
