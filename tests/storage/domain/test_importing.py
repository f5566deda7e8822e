"""Customers from a table: any order of columns, Chinese or English, each fault with its row and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storage.definitions import importing
from storage.domain.importing import FIELDS, Customer, Fault, Table, address, cell, harmless, ways

KNOWN = ways(importing())


def read(*rows):
    """What the table comes to: customers, and lists of faults."""
    return list(Table(KNOWN).read([row.split("|") for row in rows]))


def faults(*rows):
    """(row, column, kind) of each fault."""
    found = (each for each in read(*rows) if not isinstance(each, Customer))
    return [fault[:3] for some in found for fault in some]


HEAD = "姓名|渠道|联系方式"


@pytest.mark.parametrize(
    "head",
    [
        "姓名|渠道|联系方式|分组|类型|重点客户|门店",
        "name|channel|address|segment|kind|high value|门店",
        "NAME|Channel| Phone |Group|Type|VIP|门店",
        "客户名称＊|渠道：|手机号|客户分组|客户类型|大客户|门店".replace("＊", "*"),
    ],
)
def test_columns_are_known_by_many_names(head):
    (found,) = read(head, "张三|链接|13800000000|华东|供应商|是|城西")
    assert found[1:] == ("张三", "link", "13800000000", "华东", "supplier", True, {"门店": "城西"})


@pytest.mark.parametrize("said", ["邮件", "电子邮箱", "E-Mail", "email"])
def test_who_is_reached_by_mail_is_written_to_where_mail_is_sent_and_gets_a_link_where_not(said):
    row = "张三", said, "Zhang@QQ.example"
    (written_to,) = read(HEAD, "|".join(row))
    linked = next(Table(ways(importing(), off=["email"])).read([HEAD.split("|"), row]))
    assert written_to.place == ("email", "zhang@qq.example")
    assert linked.place == ("link", "zhang@qq.example")
    assert faults(HEAD, f"张三|{said}|13800000000") == [(2, "联系方式", "bad_address")]


@given(some.permutations(range(5)))
def test_columns_stand_in_any_order(order):
    head = ["姓名", "渠道", "联系方式", "分组", "备注"]
    row = ["张三", "Telegram", "123456", "华东", "老客户"]
    (found,) = read("|".join(head[at] for at in order), "|".join(row[at] for at in order))
    assert found.place == ("telegram", "123456")
    assert found.own == {"备注": "老客户"}


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("|链接|13800000000", (2, "姓名", "missing")),
        ("张三||13800000000", (2, "渠道", "missing")),
        ("张三|链接|", (2, "联系方式", "missing")),
        ("张三|QQ|12345", (2, "渠道", "unknown_channel")),
        ("张三|Telegram|@zhangsan", (2, "联系方式", "bad_address")),
        ("张三|链接|zhang@", (2, "联系方式", "bad_address")),
        ("张三|链接|138-0000-0000|多", (2, "", "too_many_cells")),
        ("张" * 101 + "|链接|13800000000", (2, "姓名", "too_long")),
    ],
)
def test_each_fault_has_its_row_and_column(row, wrong):
    assert faults(HEAD, row) == [wrong]


def test_a_row_may_have_several_faults():
    assert [kind for _, _, kind in faults(HEAD, "|QQ|")] == ["missing", "unknown_channel", "missing"]


def test_kind_and_value_are_checked():
    head = f"{HEAD}|类型|重点"
    assert faults(head, "张三|链接|12|外星人|也许") == [
        (2, "类型", "unknown_kind"),
        (2, "重点", "not_yes_no"),
    ]


def test_who_stands_there_twice_is_told_where_first():
    rows = [HEAD, "张三|链接|138 0000 0000", "", "李四|链接|13900000000", "张三|短信|13800000000"]
    *_, last = read(*rows)
    assert last == [Fault(5, "联系方式", "twice", "2")]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (["甲|乙", "1|2"], "no_head"),
        (["姓名|联系方式", "张三|1"], "no_column"),
        (["姓名|渠道|联系方式|手机", "张三|链接|1|2"], "column_twice"),
        (["姓名|渠道|联系方式|备注|备注", "张三|链接|12|2|3"], "column_twice"),
        ([HEAD], "empty"),
        (["", ""], "empty"),
        (["|".join([HEAD, *map(str, range(80))])], "too_many_columns"),
    ],
)
def test_what_is_wrong_with_the_whole_table(rows, kind):
    assert [fault[2] for fault in faults(*rows)] == [kind]


@pytest.mark.parametrize(
    ("told", "kept"),
    [(13800138000.0, "13800138000"), (None, ""), (" 张\n三 ", "张 三"), (3.5, "3.5"), (True, "True")],
)
def test_a_cell_is_text(told, kept):
    assert cell(told) == kept


@pytest.mark.parametrize(
    ("channel", "told", "kept"),
    [
        ("telegram", "１２３４５６", "123456"),
        ("telegram", "-100123456", ""),
        ("link", "+86 138 0000 0000", "+8613800000000"),
        ("link", "Zhang@Example.COM", "zhang@example.com"),
        ("link", "K-2024-甲", "K-2024-甲"),
        ("link", "甲", ""),
    ],
)
def test_the_same_address_is_kept_alike(channel, told, kept):
    assert address(channel, told) == kept


@given(some.lists(some.lists(some.text(max_size=8), max_size=8), max_size=12))
def test_any_table_comes_to_customers_or_faults(rows):
    for found in Table(KNOWN).read(rows):
        assert isinstance(found, Customer) or (found and all(isinstance(each, Fault) for each in found))


SIGNS = "=+-@\t\r\n＝＋－＠"


@given(some.text(alphabet=some.one_of(some.sampled_from(SIGNS + " '"), some.characters())))
def test_nothing_that_is_exported_begins_like_a_formula(text):
    assert not harmless(text).lstrip(" ").startswith(tuple(SIGNS))
    assert harmless(text).endswith(text)


def test_every_field_has_ways_to_write_it():
    assert set(importing()["columns"]) == set(FIELDS)
