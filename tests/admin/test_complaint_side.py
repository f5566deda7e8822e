"""Which text stands on the page of a complaint is a matter of what it is and of who reads."""

import pytest

from admin import complaint_side as side
from storage import definitions
from storage.complaints import Complaint

PLAIN = Complaint(*[None] * len(Complaint._fields))._replace(kind="complaint", anonymous=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "state", "key"),
    [
        ("complaint", "answered", "close_hint_unheard"),
        ("complaint", "referred", "close_hint_unheard"),
        ("complaint", "accepted", "close_hint"),
        ("complaint", "measures", "close_hint"),
        ("complaint", "verified", "close_hint"),
        ("suggestion", "answered", "close_hint_suggestion"),
        ("praise", "answered", "close_hint"),
    ],
)
def test_who_closes_reads_what_that_needs(kind: str, state: str, key: str) -> None:
    found = side.close_hint(PLAIN._replace(kind=kind, state=state))
    assert found == f"page.complaints.{key}"
    assert definitions.texts("zh-CN").has(found)


@pytest.mark.parametrize(
    ("complaint", "writes", "able", "key"),
    [
        ({"conversation_id": 1}, True, ["answer"], "no_entries"),
        ({"anonymous": True}, True, ["answer"], "no_entries_anonymous"),
        ({}, True, ["answer"], "no_entries_kept"),
        ({"conversation_id": 1}, True, ["note"], "no_entries_note"),
        ({"anonymous": True}, True, [], "no_entries_note"),
        ({"conversation_id": 1}, False, ["answer"], "no_entries_read"),
    ],
)
def test_where_nothing_is_written_stands_what_its_reader_can_do(
    complaint: dict[str, object], writes: bool, able: list[str], key: str
) -> None:
    found = side.no_entries(PLAIN._replace(**complaint), writes, able)
    assert found == f"page.complaints.{key}"
    assert definitions.texts("zh-CN").has(f"{found}.title")
