"""What the worker does with each kind of job: `find` outside of any transaction, then `keep`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

import nlp
from admin import inspecting, naming, rereading
from storage import (
    analyses,
    complaint_months,
    concealing,
    db,
    erasing,
    expiring,
    response_months,
    search,
    written,
)
from storage import inspecting as storage_inspecting
from storage.conversations import asking_again


class Kind(NamedTuple):
    """What a kind of job does: `find` reads and computes a row (None: nothing to keep), `keep` writes, and
    `give_up` notes by the payload that it failed for good."""

    find: Callable[[Engine, dict[str, Any], datetime], Any]
    keep: Callable[[Session, list[Any]], None]
    give_up: Callable[[Session, dict[str, Any]], None] | None = None


def analyse(engine: Engine, payload: dict[str, Any], now: datetime) -> rereading.Portion | None:
    """What a customer wrote; payload: subject (answer, complaint), subject_id. Keeping it acts upon what is
    urgent or unsafe."""
    subject, subject_id = payload["subject"], payload["subject_id"]
    with db.reading(engine) as session:
        words = written.words(session, subject, subject_id)
        taxonomy = naming.in_force(session)
    if not words:
        return None
    (found,) = nlp.analyse([words], taxonomy=taxonomy)
    signature = nlp.signature(words) if subject == "complaint" else None
    row = analyses.row(subject, subject_id, words, found, now, signature)
    return rereading.Portion([row], None, now)


Again = tuple[asking_again.Outage, datetime, int]
"""An outage, now, the conversation after which it goes on."""


def outage(_: Engine, payload: dict[str, Any], now: datetime) -> Again:
    """An outage in quiet hours, which are over now, or with more customers than are asked at a time."""
    over, after = asking_again.outage_of(payload)
    return over, now, after


def ask_again(session: Session, outages: Sequence[Again]) -> None:
    """Ask those again who were not to be disturbed, or whose turn it is."""
    for again in outages:
        asking_again.ask_again(session, *again)


KINDS: dict[str, Kind] = {
    asking_again.JOB: Kind(outage, ask_again),
    concealing.JOB: Kind(concealing.rest, concealing.hide),
    erasing.JOB: Kind(erasing.rest, erasing.forget),
    storage_inspecting.JOB: Kind(inspecting.inspect, storage_inspecting.keep, storage_inspecting.give_up),
    expiring.JOB: Kind(expiring.expired, expiring.expire),
    "analyse": Kind(analyse, rereading.keep),
    rereading.JOB: Kind(rereading.read, rereading.keep),
    complaint_months.JOB: Kind(complaint_months.find, complaint_months.keep),
    response_months.JOB: Kind(response_months.find, response_months.keep),
    search.JOB: Kind(search.next_batch, search.keep),
    search.compacting.JOB: Kind(search.compacting.step, search.compacting.merge),
}
"""Kind of job -> what it does, in the order in which that is kept: what locks conversations before what locks
what was told in them. Kinds with one `keep` are kept together, in the place of the first of them."""

SLOW = frozenset({storage_inspecting.JOB})
"""What waits for something outside of this machine."""
