"""A mail of ours came back (RFC 3464): what that says of an invitation, and of the address."""

from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.conversations import leaving
from storage.domain.invitation import LIFE
from storage.tables import conversations, invitations, outbox

REASON: Final = "bounced"

_NOBODY: Final = ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1")
"""RFC 3463, RFC 7505: there is no such address, it is switched off, has moved, or its host takes no mail. All
else may be over tomorrow, or be about this mail, or about us: the address is there all the same."""

_NAMES: Final = {
    **dict.fromkeys(_NOBODY, "no_mailbox"),
    **dict.fromkeys(("5.2.2", "4.2.2"), "mailbox_full"),
    **dict.fromkeys(("5.2.3", "5.3.4"), "too_large"),
}
"""As the same is called where the server says it while it is sent; all else stands as it came."""


def bounced(session: Session, conversation_id: int, seq: int | None, status: str, at: datetime) -> None:
    """What was said under this number came back for good, with this status (RFC 3463): the invitation that it
    was, or the last one where nobody knows what it was, did not arrive. Where nobody is at the address,
    nothing more is sent there, unless they have written since."""
    i = invitations.c
    there = select(i.id, i.state).where(i.conversation_id == conversation_id, i.seq.is_not(None))
    said = there.where(i.seq == seq) if seq is not None else there.order_by(i.seq.desc()).limit(1)
    row = session.execute(said.with_for_update()).one_or_none()
    if row and "bounce" in LIFE.triggers(row.state):
        marked = {"state": LIFE.move(row.state, "bounce"), "reason": _named(status)}
        session.execute(update(invitations).where(i.id == row.id).values(marked))
    if status in _NOBODY:
        c = conversations.c
        place = session.execute(select(c.channel, c.address).where(c.id == conversation_id)).one()
        sent_at = _sent_at(session, conversation_id, seq) or at
        leaving.leave(session, (place.channel, place.address), min(sent_at, at), REASON)


def _sent_at(session: Session, conversation_id: int, seq: int | None) -> datetime | None:
    """When it went out, or the last that did."""
    o = outbox.c
    sent = select(o.sent_at).where(o.conversation_id == conversation_id, o.sent_at.is_not(None))
    said = sent.where(o.seq == seq) if seq is not None else sent.order_by(o.seq.desc()).limit(1)
    return session.scalar(said)


def _named(status: str) -> str:
    return _NAMES.get(status, "rejected" if status.startswith("5.7.") else status)
