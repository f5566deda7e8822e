"""A row of the outbox as the mail that it is sent as, and as that mail was once it has been."""

from sqlalchemy.orm import Session

from bot.mail.writing import Outgoing
from bot.mail.writing.plain import plain
from bot.mailing.composing import composed
from bot.mailing.letterhead import Letterhead, letterhead
from bot.message import Outbound
from storage import correspondence, definitions, outbox
from storage.outbox import Said
from storage.settings import Settings


def mail(session: Session, outbound: Outbound, row: Said, letterhead: Letterhead, language: str) -> Outgoing:
    """What this row says, in the customer's language, else in this one."""
    known = correspondence.before(session, row.conversation_id, row.seq)
    texts = definitions.texts(outbound.language or known.language or language)
    return composed(outbound, row, known, letterhead, texts)


def text(session: Session, conversation_id: int, seq: int | None, settings: Settings) -> str:
    """The text of our mail with this number in the conversation, without one of the last; empty where there
    is none."""
    row = outbox.recall(session, conversation_id, seq)
    if row is None:
        return ""
    return plain(mail(session, Outbound.load(row.payload), row, letterhead(settings), settings.language))
