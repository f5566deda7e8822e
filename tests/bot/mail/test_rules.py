"""The patterns that tell what is no reply: a mail that was made to be slow must not make them slow."""

from functools import partial

import pytest

from bot.mail.rules import lists, rule
from tests.effort import cost

RULES = [(table, key) for table, patterns in lists().items() for key in patterns]
BITS = (" ", "\n", "-", "- ", "a", "a@", "<", "发件人：", "from: a\n", "收件人", "【", "自动", "re: ", "退订")


@pytest.mark.parametrize(("table", "key"), RULES)
def test_a_pattern_takes_its_time_once_over_a_text(table: str, key: str) -> None:
    pattern = rule(table, key)
    for bit in BITS:
        text = bit * (6000 // len(bit))
        assert cost(partial(pattern.search, text))[1] < 100, bit
