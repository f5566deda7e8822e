"""What is read from the words of the demo's customers, as the worker reads it, and what staff made of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

import nlp
from storage import analyses, follow_ups, written
from storage.domain import rules
from storage.queries.follow_ups import FollowUp, listing

FRESH = timedelta(days=7)
"""What is older has been seen to."""


def read(session: Session, subject: str, at: Mapping[int, datetime]) -> list[follow_ups.Signalled]:
    """Read these texts, each at its moment; those that signal something urgent or unsafe."""
    found = written.parts_of(session, subject, list(at))
    texts = {key: written.whole(parts) for key, parts in found.items() if parts}
    rows = [
        analyses.row(subject, key, text, one, at[key], nlp.signature(text))
        for (key, text), one in zip(texts.items(), nlp.analyse(list(texts.values())), strict=True)
    ]
    analyses.keep(session, rows)
    return [each for row in rows for each in _signalled(row)]


def _signalled(row: analyses.Analysis) -> list[follow_ups.Signalled]:
    signals = rules.of_text(row["urgency"], row["safety"])
    whose = row["subject"], row["subject_id"]
    return [follow_ups.Signalled(*whose, signal, row["digest"], row["at"]) for signal in signals]


def follow_up(
    session: Session, found: Sequence[follow_ups.Signalled], notes: Sequence[str], handler: int, now: datetime
) -> None:
    """Nobody is called for made-up customers; what they signal is opened here, so that there is something to
    see: fresh ones wait, older ones were seen to by the handler, who left one of the notes."""
    for each in sorted(found, key=lambda one: one.at):
        follow_ups.open_(session, each, anonymous=False, wanted=True)
    for number, open_one in enumerate(_old(session, now)):
        at = open_one.at + timedelta(hours=2)
        follow_ups.end(session, open_one.id, "done", notes[number % len(notes)], handler, at)


def _old(session: Session, now: datetime) -> list[FollowUp]:
    return [one for one in listing(session, "open", limit=1000) if one.at < now - FRESH]
