"""A talk goes on in another conversation, on another channel: whoever has its code is its customer."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage import codes, merging
from storage.conversations.staff import notify
from storage.tables import codes as code_rows
from storage.tables import complaints, conversations, invitations, requests, responses

LASTS: Final = timedelta(hours=1)
_KIND: Final = "talk"
_NO_CODE: Final = 0
_COMES_BACK: Final = ("email",)
"""Where a reply takes the talk back: nobody has to be told that it goes on elsewhere."""
_GOES_ALONG: Final = (complaints, requests)
"""What is answered in the conversation where the customer is now."""


class Left(NamedTuple):
    """A conversation that its customer would go on with elsewhere, locked, by the code of this id (0: it
    needs none)."""

    code_id: int
    id: int
    channel: str
    customer_id: int
    response_id: int | None
    talk: str
    seq: int
    language: str
    place: str
    waiting_since: datetime | None
    waiting_for: str
    held_by: int | None
    left_at: datetime | None


def give(session: Session, conversation_id: int, now: datetime) -> str:
    """A code for this conversation, for an hour, in the place of the one before."""
    c = code_rows.c
    session.execute(delete(code_rows).where(c.conversation_id == conversation_id, c.kind == _KIND))
    return codes.make(session, _KIND, now, conversation_id=conversation_id, lives=LASTS)


def find(
    session: Session,
    code: str,
    asking: tuple[str, str],
    preview: bool,
    now: datetime,
    *,
    word: bool = False,
) -> Left | codes.Wait | None:
    """The conversation that this code, typed at `asking` (channel, address), leads to. What staff try out and
    what customers say are two worlds. It may be a `word` (`codes.find`)."""
    found = codes.find(session, _KIND, code, ":".join(asking), now, word=word)
    if not isinstance(found, codes.Found):
        return found
    return _locked(session, found.id, found.conversation_id, preview)


def gone_on(session: Session, conversation_id: int) -> Left | None:
    """The conversation in which this one goes on, which needs no code; None where it did not go elsewhere."""
    c = conversations.c
    row = session.execute(select(c.moved_to, c.preview).where(c.id == conversation_id)).one()
    return _locked(session, _NO_CODE, row.moved_to, row.preview) if row.moved_to else None


def _locked(session: Session, code_id: int, conversation_id: int | None, preview: bool) -> Left | None:
    c = conversations.c
    columns = (c[name] for name in Left._fields if name != "code_id")
    query = select(*columns).where(c.id == conversation_id, c.preview.is_(preview))
    row = session.execute(query.with_for_update(of=conversations, key_share=True)).one_or_none()
    return Left(code_id, *row) if row else None


def came_by(session: Session, code: str, conversation_id: int) -> bool:
    """Whether it was this code that brought the talk here: its link was opened once more."""
    left, c = codes.spent(session, _KIND, code), conversations.c
    query = select(c.id).where(c.id == left, c.moved_to == conversation_id)
    return left is not None and session.scalar(query) is not None


def move(session: Session, left: Left, to: int, talk: str, now: datetime) -> int:
    """Go on in the conversation `to`, which is locked; `talk` is what stays where they were. Returns the
    customer that they are now. Raises LookupError where the code has just been used."""
    if left.code_id != _NO_CODE and not codes.use(session, left.code_id, now):
        raise LookupError("the code has just been used")
    _leave(session, left, to, talk)
    _go_along(session, left, to)
    _settle(session, left, to)
    customer = session.scalars(select(conversations.c.customer_id).where(conversations.c.id == to)).one()
    if left.left_at is None and left.channel not in _COMES_BACK:
        notify(session, left.id, "notice.moved", now)
    return merging.merge(session, customer, left.customer_id)


def _leave(session: Session, left: Left, to: int, talk: str) -> None:
    """Nothing is open there any more, and nobody waits or speaks there. What had moved there before goes on
    with it: `moved_to` always names the place where the talk is now."""
    nothing = {
        "response_id": None,
        "waiting_since": None,
        "waiting_for": "",
        "held_by": None,
        "resume_at": None,
    }
    c = conversations.c
    session.execute(update(conversations).where(c.id == left.id).values(talk=talk, moved_to=to, **nothing))
    session.execute(update(conversations).where(c.moved_to == left.id).values(moved_to=to))


def _settle(session: Session, left: Left, to: int) -> None:
    here = update(conversations).where(conversations.c.id == to)
    session.execute(here.values(held_by=left.held_by, place=left.place, moved_to=None))


def _go_along(session: Session, left: Left, to: int) -> None:
    for table in _GOES_ALONG:
        its = update(table).where(table.c.conversation_id == left.id)
        session.execute(its.values(conversation_id=to))
    i = invitations.c
    arrived = (i.conversation_id == left.id) & (i.state != "issued")  # else its number there tells its fate
    session.execute(update(invitations).where(arrived).values(conversation_id=to))
    if left.response_id is not None:
        its = update(responses).where(responses.c.id == left.response_id)
        session.execute(its.values(conversation_id=to))
