"""What a mail that is about to be sent stands on: to whom it goes, and what was written before it."""

from typing import Final, NamedTuple

from sqlalchemy import LargeBinary, bindparam, func, select, type_coerce
from sqlalchemy.orm import Session

from storage.tables import conversations, customers, mails, messages, outbox

_HEAD: Final = 32_768
"""Bytes of a mail in which its header stands."""
_MOST: Final = 20


class Sent(NamedTuple):
    """A mail of ours, by its Message-ID; `subject` as it was given, `seq` its number in the conversation."""

    message_id: str
    subject: str
    seq: int


class Correspondence(NamedTuple):
    """`heard` is the beginning of the customer's last mail, as it came, `heard_as` its number in the
    conversation; `sent` are ours, the latest first."""

    customer_id: int
    name: str
    language: str
    heard: bytes
    heard_as: int
    sent: tuple[Sent, ...]


def before(session: Session, conversation_id: int, seq: int) -> Correspondence:
    """What was written in this conversation before what is said there under this number: by its numbers, not
    by the clocks of two servers."""
    c = conversations.c
    whose = select(c.customer_id, customers.c.name, c.language).join_from(conversations, customers)
    customer = session.execute(whose.where(c.id == conversation_id)).one()
    here = {"here": conversation_id, "before": seq}
    heard = session.execute(_HEARD, here).first()
    sent = session.execute(_SENT, here)
    return Correspondence(
        customer.customer_id,
        customer.name,
        customer.language,
        heard.head if heard else b"",
        heard.seq if heard else 0,
        tuple(Sent(row.external_id, row.payload.get("subject", ""), row.seq) for row in sent),
    )


_HEARD = (
    select(type_coerce(func.substr(mails.c.raw, 1, _HEAD), LargeBinary).label("head"), messages.c.seq)
    .join_from(messages, mails, mails.c.key == messages.c.external_id)
    .where(
        messages.c.conversation_id == bindparam("here", type_=messages.c.id.type),
        messages.c.seq < bindparam("before", type_=messages.c.seq.type),
    )
    .where(mails.c.raw.is_not(None))
    .order_by(messages.c.seq.desc())
    .limit(1)
)
"""By the message that it became: the mail itself is settled later, maybe after the answer is sent."""

_SENT = (
    select(outbox.c.external_id, outbox.c.payload, outbox.c.seq)
    .where(
        outbox.c.conversation_id == bindparam("here", type_=outbox.c.id.type),
        outbox.c.seq < bindparam("before", type_=outbox.c.seq.type),
    )
    .where(outbox.c.state == "sent", outbox.c.external_id.is_not(None))
    .order_by(outbox.c.seq.desc())
    .limit(_MOST)
)
