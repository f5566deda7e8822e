"""Which passwords are refused, and that long ones of one's own are not."""

import pytest

from storage import definitions
from storage.domain.password import too_common
from storage.users import SHORTEST

COMMON = definitions.common_passwords()


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "Password123",
        "!Password123!",
        "ｐａｓｓｗｏｒｄ１２３",
        "aaaaaaaaaaaa",
        "abababababab",
        "9876543210",
        "89012345678",
        "abcdefghijkl",
        "zhangsan123",
        "Zhangsan2026"[:12],
    ],
)
def test_what_anybody_tries_first_is_refused(password: str) -> None:
    assert too_common(password, "zhangsan", COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "今天晚上吃红烧肉配米饭",
        "zhangsan eats dumplings",
        "tr0ub4dor&3x",
        "13579 and 2468",
    ],
)
def test_one_of_one_s_own_is_taken(password: str) -> None:
    assert not too_common(password, "zhangsan", COMMON)


def test_the_list_holds_nothing_that_length_refuses_already() -> None:
    assert all(len(each) >= SHORTEST and each == each.casefold() for each in COMMON)
