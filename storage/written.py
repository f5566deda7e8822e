"""What customers wrote: which fields make up the text that is analysed, and where each stands in it.

Beside an answer and why it was low, or an open answer; a complaint's story. Every span that an analysis holds
is a position in the whole.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import hiding
from storage.tables import answers, complaints

Span = tuple[int, int]

SUBJECTS: Final = ("answer", "complaint")

_BETWEEN: Final = "\n"
_A, _C = answers.c, complaints.c


class Part(NamedTuple):
    """One field (comment, text, reason, story); `start` is where it begins in the whole."""

    field: str
    start: int
    text: str


def parts(session: Session, subject: str, subject_id: int) -> list[Part]:
    """Of this answer or complaint; none where nothing stands (any more)."""
    return parts_of(session, subject, [subject_id]).get(subject_id, [])


def parts_of(
    session: Session, subject: str, ids: Collection[int], hold: bool = False
) -> dict[int, list[Part]]:
    """Of many answers, or of many complaints; those that are not there, or not for who reads, are absent.
    Whoever changes or erases what is on `hold` waits until the commit."""
    if not ids:
        return {}
    query = _STORIES if subject == "complaint" else _GIVEN
    query = query.where(_KEYS[subject].in_(ids)).order_by(_KEYS[subject])
    if subject == "complaint":
        query = query.where(hiding.shown(session))
    rows = session.execute(query.with_for_update(read=True) if hold else query)
    return {row.id: story(row.story) if subject == "complaint" else answer(row) for row in rows}


_KEYS: Final = {"answer": _A.id, "complaint": _C.id}
_GIVEN: Final = select(_A.id, _A.kind, _A.text, _A.comment, _A.reason)
_STORIES: Final = select(_C.id, _C.story)


def answer(row: Any) -> list[Part]:
    """Of a row with an answer's kind, text, comment and reason."""
    said = ("comment", row.comment) if row.comment else ("text", row.text if row.kind == "text" else "")
    return _joined([said, ("reason", row.reason)])


def story(words: str) -> list[Part]:
    """Of a complaint with this story."""
    return _joined([("story", words)])


def _joined(fields: Iterable[tuple[str, str]]) -> list[Part]:
    found: list[Part] = []
    start = 0
    for field, text in fields:
        if text:
            found.append(Part(field, start, text))
            start += len(text) + len(_BETWEEN)
    return found


def whole(found: Iterable[Part]) -> str:
    """The text that is analysed."""
    return _BETWEEN.join(part.text for part in found)


def words(session: Session, subject: str, subject_id: int) -> str:
    """The text of this answer or complaint that is analysed; empty where nothing stands (any more)."""
    return whole(parts(session, subject, subject_id))


def wholes(session: Session, texts: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The whole of each of these (subject, subject_id); those that are not there are absent."""
    ids: dict[str, set[int]] = {}
    for subject, key in texts:
        ids.setdefault(subject, set()).add(key)
    return {
        (subject, key): whole(found)
        for subject, keys in ids.items()
        for key, found in parts_of(session, subject, keys).items()
    }


def held(session: Session, subject: str, ids: Collection[int]) -> Mapping[int, int]:
    """The digests of many, which stay so until the commit; those without words are absent."""
    found = parts_of(session, subject, ids, hold=True)
    return {key: digest(whole(fields)) for key, fields in found.items() if fields}


def digest(text: str) -> int:
    """A number by which to tell whether a text is still the same."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def within(part: Part, spans: Iterable[Span]) -> list[Span]:
    """What of these spans of the whole lies in this part, as positions in it."""
    end = part.start + len(part.text)
    cut = ((max(first, part.start), min(last, end)) for first, last in spans)
    return [(first - part.start, last - part.start) for first, last in cut if first < last]
