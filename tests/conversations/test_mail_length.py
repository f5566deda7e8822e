"""Mails of very many short lines, which hold nobody else up."""

import pytest

from tests.conversations.mails import MailLine, Writer
from tests.effort import cost


@pytest.mark.parametrize("line", ["好的，嗯", "还没好", "谢谢"])
def test_what_is_said_to_an_answer_in_thousands_of_lines(line: str) -> None:
    """They were read a line at a time: a minute of everybody's time for one mail."""
    door = MailLine(None)
    customer = Writer(door).writes("投诉：柜子门板裂了一道口子，昨天送来的").writes("登记")
    door.handles(door.complaints[-1].number, "answer")
    _, yards = cost(lambda: customer.writes(f"{line}\n" * 6000))
    assert yards < 400
