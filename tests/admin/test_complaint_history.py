"""What is news to whoever saved too late."""

import pytest

from admin import complaint_history as history


def step(trigger: str, *changed: str) -> dict[str, object]:
    return {"trigger": trigger, "changed": list(changed)}


@pytest.mark.parametrize(
    ("since", "raised"),
    [
        ([step("add", "型号")], 1),
        ([step("stayed"), step("rate")], 2),
        ([step("came_back"), step("reopen")], 2),
        ([step("resume"), step("add"), step("answer")], 2),
        ([step("amend", "型号"), step("link"), step("escalate")], 1),
    ],
)
def test_each_step_that_raises_the_revision_counts(since: list[dict[str, object]], raised: int) -> None:
    before = [step(each) for each in ("receive", "acknowledge", "assess", "add", "answer")]
    assert history.news([*before, *since], 7 + raised, 7) == since
