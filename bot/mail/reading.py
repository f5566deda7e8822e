"""A mail, read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.mail import addresses, body, kinds, pictures, tokens
from bot.mail.headers import Headers
from bot.mail.mail import Mail, Piece
from bot.mail.reply import Cut, cut


def read(raw: bytes, ours: Sequence[str] = ()) -> Mail:
    """What this mail says. Every sequence of bytes is read as far as it goes; never raises.

    ours: texts of the mail that it answers, where they are known: what else stands among their lines was
    typed there, though the program marks neither."""
    letter = body.letter(raw)
    reply = cut(letter.plain, letter.html, ours)
    told = kinds.tell(letter, reply.text, bool(reply.cut))
    headers = letter.headers
    return Mail(
        kind=told.kind,
        text=told.text,
        pieces=_pieces(told.text, reply),
        token=tokens.find(letter),
        attachments=letter.attachments,
        reason=told.reason,
        subject=headers["subject"],
        sender=next(iter(addresses.named(headers.raw("from")) or addresses.bare(headers["sender"])), ""),
        recipients=_recipients(headers),
        message_id=next(iter(addresses.identifiers(headers["message-id"])), ""),
        in_reply_to=next(iter(addresses.identifiers(headers["in-reply-to"])), ""),
        references=addresses.identifiers(headers["references"]),
        date=_date(headers["date"]),
        flags=letter.flags
        | ({"unsure"} if reply.unsure else set())
        | ({"list"} if kinds.through_list(letter) else set()),
        failures=told.failures,
        evidence=pictures.evidence(letter),
    )


def _pieces(text: str, reply: Cut) -> tuple[Piece, ...]:
    """What counts as said may have stood in the subject, under no quoted line."""
    if text == reply.text:
        return reply.pieces
    return (Piece(None, text),) if text else ()


def _recipients(headers: Headers) -> tuple[str, ...]:
    written = [*headers.all("to"), *headers.all("cc")]
    return tuple(dict.fromkeys(one for value in written for one in addresses.bare(value)))


def _date(written: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(written[:100])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
