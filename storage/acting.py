"""What a text signals is acted upon (`storage.domain.rules`): once, where it is kept, and while it is fresh.

Of texts without a name nothing leads to a conversation, and of when they were written the day alone is told.
Nobody is called for what was tried out, is made up or came in from elsewhere.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from storage import definitions, follow_ups
from storage.conversations import calling, locking
from storage.days import day
from storage.domain import rules
from storage.tables import answers, complaints, customers, responses


class Noticed(NamedTuple):
    """A text in which something was found now, at `at`; `digest` as in `storage.written`."""

    subject_id: int
    urgency: str
    unsafe: bool
    digest: int | None
    at: datetime

    @property
    def signals(self) -> tuple[str, ...]:
        """The worst first."""
        return rules.of_text(self.urgency, self.unsafe)


def hold(session: Session, texts: Mapping[str, Collection[int]]) -> None:
    """Hold the conversations of these alarming texts, by subject: their people may be called, once the texts
    themselves are held."""
    spoken = [row for subject, ids in texts.items() for row in _spoken(session, subject, ids)]
    ids = {row.conversation_id for row in spoken if not row.anonymous and row.conversation_id is not None}
    if ids:
        locking.lock(session, ids)


def act(session: Session, subject: str, found: Iterable[Noticed]) -> None:
    """Do what the policy wants for what these texts signal, unless it was done for the same words before."""
    alarming = {each.subject_id: each for each in found if each.digest is not None and each.signals}
    called: dict[int, str] = {}
    moments = []
    for row in _spoken(session, subject, alarming):
        noticed = alarming[row.id]
        new = [each for each in noticed.signals if _notes(session, subject, row, noticed, each)]
        calls = [each for each in new if "call_person" in rules.acts([each], definitions.policy())]
        if calls and row.conversation_id is not None and not row.anonymous:
            called.setdefault(row.conversation_id, calls[0])
            moments.append(noticed.at)
    if called:
        calling.call(session, called, max(moments))


def _notes(session: Session, subject: str, row: Row[Any], noticed: Noticed, signal: str) -> bool:
    """Whether this was new; nothing is, that is older than what is acted upon."""
    policy = definitions.policy()
    wanted = rules.acts([signal], policy)
    if not wanted or row.at < noticed.at - timedelta(days=policy.fresh):
        return False
    moment = day(noticed.at) if row.anonymous else noticed.at
    signalled = follow_ups.Signalled(subject, row.id, signal, noticed.digest or 0, moment)
    return follow_ups.open_(session, signalled, row.anonymous, "follow_up" in wanted)


def _spoken(session: Session, subject: str, ids: Collection[int] | Mapping[int, Any]) -> list[Row[Any]]:
    """Those of these texts that customers themselves told us, in the order of their ids: id, conversation_id,
    anonymous, at; or that staff typed in for them. What came in from elsewhere has a customer and no
    conversation."""
    if not ids:
        return []
    query, whose = _SUBJECTS[subject]
    key = (complaints if subject == "complaint" else answers).c.id
    query = query.join(customers, customers.c.id == whose.c.customer_id, isouter=True)
    told = whose.c.anonymous | whose.c.conversation_id.is_not(None)
    if subject == "answer":
        told |= responses.c.entered_by.is_not(None)
    live = (~whose.c.preview, customers.c.demo.is_not(True), customers.c.erased_at.is_(None), told)
    return list(session.execute(query.where(key.in_(ids), *live).order_by(key)).all())


_K, _R = complaints.c, responses.c
_SUBJECTS: Final[dict[str, tuple[Any, Any]]] = {
    "complaint": (
        select(_K.id, _K.conversation_id, _K.anonymous, _K.received_at.label("at")).select_from(complaints),
        complaints,
    ),
    "answer": (
        select(answers.c.id, _R.conversation_id, _R.anonymous, answers.c.answered_at.label("at")).join_from(
            answers, responses
        ),
        responses,
    ),
}
"""How a subject's text is found, and the table that says whose it is."""
