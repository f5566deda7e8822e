"""What was said in a conversation, as its customer may take it with them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from storage import concealing, readable
from storage.conversations import Line, transcript

Row = dict[str, Any]


def spoken(session: Session, conversation_id: int, to_staff: bool) -> list[Row]:
    """Every line, with what could be chosen and what was; `to_staff` without what is told without a name."""
    said = list(_lines(session, conversation_id))
    shown = readable.lines(session, conversation_id, said) if to_staff else said
    labels: dict[str, dict[str, str]] = {}
    told = []
    for line in shown:
        payload = line.payload or {}
        offered = {key: label for key, label, *_ in payload.get("choices", ())}
        if offered and payload.get("of"):
            labels[payload["of"]] = offered
        known = labels.get(payload.get("of", ""), {})
        told.append(
            {
                "at": line.at,
                "by": line.side,
                "text": line.text,
                "choices": list(offered.values()),
                "chosen": [known.get(key, key) for key in payload.get("keys", ())],
                "file": line.file[1] if line.file else "",
            }
        )
    return told


def told_before(session: Session, conversation_id: int, to_staff: bool) -> datetime | None:
    """From when on nothing is told of what came; None: all is."""
    return concealing.withheld_since(session, conversation_id) if to_staff else None


def _lines(session: Session, conversation_id: int) -> Iterator[Line]:
    after = 0
    while lines := transcript(session, conversation_id, after):
        yield from lines
        after = lines[-1].seq
