"""A mail, written: what is said in, bytes for a mail server out. Pure."""

from bot.mail.writing.mime import write
from bot.mail.writing.outgoing import Link, Mailbox, Outgoing, Question

__all__ = ["Link", "Mailbox", "Outgoing", "Question", "write"]
