"""The page of what is kept of a customer, made of values alone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from storage import definitions
from storage.exporting.page import page

AT = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
TEMPLATE = "{{ organisation }} {{ at | moment }} {{ name }} {{ answer | said | join('/') }}"
ANSWER = {"label": "满意", "text": "满意", "comment": "", "reason": "送得快"}


def test_moments_are_those_of_the_place_and_nothing_is_said_twice() -> None:
    kept = {"at": AT, "name": "<b>", "answer": ANSWER}
    told = page(TEMPLATE, kept, definitions.texts("zh-CN"), "青禾", ZoneInfo("Asia/Shanghai"))
    assert told == "青禾 2026-11-24 04:30 &lt;b&gt; 满意/送得快"
