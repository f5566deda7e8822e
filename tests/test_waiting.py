"""Whatever the customers' door has a person called for, the staff's door has a word for."""

from typing import get_args, get_type_hints

import pytest

from bot.conversation.effects import CallPerson
from storage import definitions


@pytest.mark.parametrize("why", [*get_args(get_type_hints(CallPerson)["why"]), "reply", "parked"])
def test_staff_read_why_a_customer_waits(why: str) -> None:
    assert definitions.texts().has(f"page.talks.waits.{why}")
