"""Mails in: fetched from a mailbox (IMAP) or handed over by a mail server (LMTP), kept as they are, taken."""

from bot.mailbox.running import run

__all__ = ["run"]
