"""What fits a customer's file; when two spellings are one address; what of it is shown."""

import pytest

from storage.domain.customer import CONTACTS, KINDS, masked, plain, wrong


@pytest.mark.parametrize(
    ("kind", "text", "is_plain"),
    [
        ("phone", "138 1234-5678", "13812345678"),
        ("phone", "+86 13812345678", "13812345678"),
        ("phone", "008613812345678", "13812345678"),
        ("phone", "(021) 6512-3456", "02165123456"),
        ("phone", "+1 415 555 0100", "14155550100"),
        ("phone", "86123456", "86123456"),
        ("phone", "12", ""),
        ("phone", "１３８", ""),
        ("phone", "打给我", ""),
        ("phone", "1" * 21, ""),
        ("fax", "021-65123456", "02165123456"),
        ("email", " Li@Example.CN ", "li@example.cn"),
        ("email", "a@b", ""),
        ("email", "a b@example.cn", ""),
        ("email", "@example.cn", ""),
        ("wechat", " Wx_Li 77", "wx_li77"),
        ("wechat", "  ", ""),
        ("post", "上海市 某路\n1号", "上海市某路1号"),
    ],
)
def test_two_spellings_of_an_address_have_this_in_common(kind: str, text: str, is_plain: str) -> None:
    assert plain(kind, text) == is_plain


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("phone", "138 1234 5678", "138****5678"),
        ("phone", "6512345", "6****"),
        ("email", "wang@example.cn", "w****@example.cn"),
        ("wechat", "wx_li", "w****"),
        ("post", "上海市某路1号", "上****"),
        ("phone", "", ""),
    ],
)
def test_of_an_address_is_shown_what_serves_to_ask_back(kind: str, text: str, shown: str) -> None:
    assert masked(kind, text) == shown


def test_every_kind_of_contact_is_told_and_masked() -> None:
    for kind in CONTACTS:
        assert plain(kind, "") == ""
        assert "1234567" not in masked(kind, "91234567890")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, {}),
        ({"name": ""}, {"name": "nobody"}),
        ({"name": "", "number": "7"}, {}),
        ({"name": "长" * 101, "note": "长" * 4001}, {"name": "too_long", "note": "too_long"}),
        ({"kind": "friend"}, {"kind": "unknown_choice"}),
        ({"own": {"门店": "长" * 201}}, {"own": "too_much"}),
        ({"own": {str(n): "1" for n in range(41)}}, {"own": "too_much"}),
    ],
)
def test_what_does_not_fit_is_said_by_field(told: dict[str, object], found: dict[str, str]) -> None:
    empty = {"name": "李四", "number": "", "kind": KINDS[0], "segment": "", "note": "", "own": {}}
    assert wrong({**empty, **told}) == found
