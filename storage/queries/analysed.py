"""What was found in a text, as the pages show it: the model's word, and where staff judged otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import judgements, written
from storage.domain import judging
from storage.tables import analyses, users
from storage.tables import judgements as judged
from storage.written import Part, Span

_J, _N = judged.c, analyses.c


class Matter(NamedTuple):
    """A category that is spoken of from `start` to `end`; both 0: staff say so, and name no words."""

    category: str
    polarity: float
    start: int
    end: int


class By(NamedTuple):
    """Who judged a field, when, and what the model had `said`, as in `storage.judgements`."""

    name: str
    at: datetime
    said: Any


@dataclass(frozen=True, slots=True)
class Analysed:
    """As `nlp.analyse` gives it; `judged` by field. `mark` tells whether it has changed since."""

    polarity: float
    confidence: float
    intent: str
    urgency: str
    safety: bool
    emotion: str
    offensive: float
    sarcastic: bool
    keywords: list[str]
    categories: list[Matter]
    evidence: list[Span]
    personal: list[tuple[str, int, int]]
    model: str
    at: datetime
    mark: str
    judged: dict[str, By] = field(default_factory=dict)

    @property
    def mood(self) -> str:
        """Positive, neutral or negative."""
        return judging.mood(self.polarity)


_SAME: Final = (
    *("polarity", "confidence", "intent", "urgency", "safety", "emotion", "offensive", "sarcastic"),
    *("keywords", "model", "at"),
)


def of(
    session: Session, subject: str, ids: Collection[int], parts: Mapping[int, list[Part]] | None = None
) -> dict[int, Analysed]:
    """Of these answers or complaints; what was not analysed yet is absent. `parts`: of `storage.written`,
    where they are known."""
    if not ids:
        return {}
    texts = written.parts_of(session, subject, ids) if parts is None else parts
    here = select(analyses).where(_N.subject == subject, _N.subject_id.in_(ids))
    by = _judged(session, subject, ids)
    return {
        row["subject_id"]: _analysed(row, texts.get(row["subject_id"], []), by.get(row["subject_id"], {}))
        for row in session.execute(here).mappings()
    }


def _analysed(row: Mapping[Any, Any], parts: list[Part], by: dict[str, By]) -> Analysed:
    return Analysed(
        **{name: row[name] for name in _SAME},
        categories=[Matter(*each) for each in row["categories"] or ()],
        evidence=[(start, end) for start, end in row["evidence"] or ()],
        personal=[(kind, start, end) for kind, start, end in row["personal"] or ()],
        mark=judgements.mark(row["revision"], written.digest(written.whole(parts))),
        judged=by,
    )


def _judged(session: Session, subject: str, ids: Collection[int]) -> dict[int, dict[str, By]]:
    query = select(_J.subject_id, _J.field, users.c.name, _J.at, _J.said).join_from(judged, users)
    found: dict[int, dict[str, By]] = {}
    for row in session.execute(query.where(_J.subject == subject, _J.subject_id.in_(ids)).order_by(_J.id)):
        found.setdefault(row.subject_id, {})[row.field] = By(row.name, row.at, row.said)
    return found
