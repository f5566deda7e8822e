"""Old and new values of an answer, kept aside when it changes. They may be personal: erasing empties them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage.tables import changes

COMPARED = ("value", "label", "score", "text", "comment", "reason", "missing")
KEPT = (*COMPARED, "because")


def keep(
    session: Session,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    actor: str,
    at: datetime,
    user_id: int | None = None,
) -> None:
    """Keep what the answer `old`, a row, was, and what it is from now on; nothing where that is the same.

    `actor` is customer or staff; `user_id` says which member of staff.
    """
    if all(old[name] == new[name] for name in COMPARED):
        return
    change = {
        "entity": "answer",
        "entity_id": old["id"],
        "field": old["question"],
        "old": {name: old[name] for name in KEPT},
        "new": {name: new[name] for name in KEPT},
        "actor": actor,
        "user_id": user_id,
        "at": at,
    }
    session.execute(insert(changes), [change])
