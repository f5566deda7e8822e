"""A message as it is kept, a row, a line of the transcript, a file; and as it came, from what was kept."""

from sqlalchemy.orm import Session

from bot.conversation.picked import Picked
from bot.message import Attachment, Inbound
from bot.turn import Turn
from storage import files
from storage.conversations import Line
from storage.messages import Message, Parked


def recorded(
    session: Session, turn: Turn, inbound: Inbound, text: str, choice: Picked | None
) -> tuple[Message, Line]:
    """The message as a row and as a line of the transcript, under the next number."""
    seq = turn.heard
    file = _keep_file(session, turn.conversation.id, inbound) if inbound.attachment else None
    row: Message = {
        "channel": inbound.channel,
        "external_id": inbound.external_id,
        "conversation_id": turn.conversation.id,
        "seq": seq,
        "kind": inbound.kind,
        "text": text,
        "choice": choice,
        "file_id": file[0] if file else None,
        "raw": inbound.raw,
        "received_at": inbound.at,
    }
    return row, Line(seq, "customer", text, inbound.at, "taken", choice, file)


def shown(inbound: Inbound, line: Line, turn: Turn) -> tuple[Line, ...]:
    """Who opens the talk has said nothing yet."""
    return tuple(turn.lines) if inbound.kind == "open" else (line, *turn.lines)


def as_it_came(session: Session, parked: Parked) -> Inbound:
    """The message that was kept aside, as its channel handed it in."""
    choice = parked.choice or {}
    return Inbound(
        parked.channel,
        parked.address,
        parked.external_id,
        parked.kind,  # type: ignore[arg-type]
        parked.received_at,
        parked.text,
        tuple(choice.get("keys", ())),
        choice.get("of", ""),
        _attachment(session, parked.file_id),
    )


def _keep_file(session: Session, conversation_id: int, inbound: Inbound) -> tuple[int, str, str, int]:
    sent = inbound.attachment
    assert sent is not None
    known = conversation_id, sent.name, sent.kind
    if sent.remote:
        key = files.await_(session, *known, sent.remote, sent.size, inbound.at)
    else:
        key = files.keep(session, *known, sent.content, inbound.at)
    return key, sent.name, sent.kind, sent.size or len(sent.content)


def _attachment(session: Session, file_id: int | None) -> Attachment | None:
    file = files.content(session, file_id) if file_id is not None else None
    return Attachment(file.name, file.kind, file.content) if file else None
