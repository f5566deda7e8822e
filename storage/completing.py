"""What completing a response brings with it, where it brings anything: one query tells for all of a batch."""

from collections.abc import Collection

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import Session

from storage import corrections, quotas
from storage.tables import answers, responses, survey_versions
from storage.tables import quotas as counted

_R, _A, _V = responses.c, answers.c, survey_versions.c
_CORRECTED = exists().where(_A.response_id == _R.id, _A.revision > 0)
_COUNTED = exists().where(counted.c.survey_id == _V.survey_id, _V.id == _R.version_id)
_CONCERNED = select(_R.id, _R.version_id, _CORRECTED.label("corrected"), _COUNTED.label("counted")).where(
    _R.id.in_(bindparam("ids", expanding=True)), or_(_CORRECTED, _COUNTED)
)


def settle(session: Session, response_ids: Collection[int], moved: quotas.Moved) -> None:
    """These have just been completed: where staff have corrected an answer, the index is that of the answers
    as they stand; quotas count them, together with what else `moved` in this transaction."""
    under = _under(session, response_ids) if response_ids else []
    new = quotas.completed(session, under) if under else quotas.NOTHING
    quotas.count(session, quotas.together((moved, new)))


def _under(session: Session, response_ids: Collection[int]) -> list[int]:
    """Those of a survey that has quotas. The index is counted anew where staff have corrected an answer."""
    concerned = session.execute(_CONCERNED, {"ids": list(response_ids)}).all()
    for row in concerned:
        if row.corrected:
            corrections.recount(session, row.id, row.version_id)
    return [row.id for row in concerned if row.counted]
