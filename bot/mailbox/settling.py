"""What came of mails, written in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from bot.mail import tokens
from bot.mailbox.inbounds import CHANNEL
from bot.mailbox.judging import Judged
from storage import conversations, invitations, mails
from storage.mails import Settled
from storage.texts import storable

LONGEST: Final = 4_000
"""Characters of a mail that staff see of it."""

_STATES: Final = {"note": "noted", "hold": "held", "bounce": "noted"}


def settle(session: Session, done: Sequence[Judged], now: datetime) -> None:
    """Write what came of each that was judged, and handed in where it is to be."""
    mails.settle(session, [_settled(session, judged) for judged in done])
    for judged in done:
        if judged.verdict.does == "bounce" and judged.talk:
            seq = tokens.number(judged.row.raw, judged.token)
            invitations.bounced(session, judged.talk.id, seq, judged.verdict.reason, now)


def _settled(session: Session, judged: Judged) -> Settled:
    row, mail, verdict = judged.row, judged.mail, judged.verdict
    kind, talk = mail.kind if mail else "", judged.talk.id if judged.talk else None
    if judged.parked:
        return Settled(row.id, "parked", kind, judged.parked, talk, *_shown(judged))
    state = _STATES.get(verdict.does, "taken")
    if state == "taken":
        talk = conversations.find(session, (CHANNEL, verdict.address))
    shown = _shown(judged) if state == "held" else ("", "")
    reason = "bounce" if verdict.does == "bounce" else verdict.reason
    return Settled(row.id, state, kind, reason, talk, *shown, judged.words)


def _shown(judged: Judged) -> tuple[str, str]:
    if judged.mail is None:
        return "", ""
    return storable(judged.mail.subject[:200])[0], storable(judged.mail.text[:LONGEST])[0]
