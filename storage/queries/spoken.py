"""What customers wrote in their responses, of each that which says most: a line of it for a list."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from storage import written
from storage.domain import quoting
from storage.tables import analyses, answers

_A, _N = answers.c, analyses.c


class Voice(NamedTuple):
    """`words` without what tells who somebody is; `polarity` -1 to 1, None while they have not been read.
    `alarming`: something in them cannot wait, or somebody may be in danger."""

    words: str
    polarity: float | None
    alarming: bool


def voices(session: Session, response_ids: Collection[int]) -> dict[int, Voice]:
    """By response: the worst alarm first, then the plainest mood; who wrote nothing is absent."""
    said = session.execute(_said(response_ids)).all() if response_ids else []
    read = {row.subject_id: row for row in session.execute(_read([each.id for each in said]))} if said else {}
    found: dict[int, Voice] = {}
    for row in said:
        voice, known = _voice(row, read.get(row.id)), found.get(row.response_id)
        if known is None or _weight(voice) > _weight(known):
            found[row.response_id] = voice
    return found


def _said(response_ids: Collection[int]) -> Any:
    query = select(_A.id, _A.response_id, _A.kind, _A.text, _A.comment, _A.reason)
    said = or_(and_(_A.kind == "text", _A.text != ""), _A.comment != "", _A.reason != "")
    return query.where(_A.response_id.in_(response_ids), said).order_by(_A.id)


def _read(answer_ids: Collection[int]) -> Any:
    query = select(_N.subject_id, _N.polarity, _N.personal, _N.urgency, _N.safety)
    return query.where(_N.subject == "answer", _N.subject_id.in_(answer_ids))


def _weight(voice: Voice) -> tuple[bool, float]:
    return voice.alarming, abs(voice.polarity or 0.0)


def _voice(row: Row[Any], read: Row[Any] | None) -> Voice:
    words = written.whole(written.answer(row))
    if read is None:
        return Voice(words, None, False)
    personal = [(start, end) for _, start, end in read.personal or ()]
    return Voice(quoting.masked(words, personal), read.polarity, bool(read.safety) or read.urgency == "now")
