"""A letter as it is looked at to tell its kind: what several rules ask for, worked out once."""

from functools import cached_property
from typing import Final

from bot.mail import subjects
from bot.mail.letter import Letter
from bot.mail.reply.html import lines_of_html

_LONGEST: Final = 100_000  # characters of a body that are searched


class Seen:
    """said: the reply alone. quoted: whether a quote stood below or around it."""

    def __init__(self, letter: Letter, said: str, quoted: bool) -> None:
        self.letter, self.said, self.quoted = letter, said, quoted

    @cached_property
    def subject(self) -> str:
        return subjects.plain(self.letter.headers["Subject"])

    @cached_property
    def sender(self) -> str:
        return self.letter.headers["From"] or self.letter.headers["Sender"]

    @cached_property
    def answers(self) -> bool:
        """Whether its subject says that it answers a mail."""
        return subjects.outermost(self.subject) == "reply"

    @cached_property
    def forwards(self) -> bool:
        return subjects.outermost(self.subject) == "forward"

    @cached_property
    def unsent(self) -> bool:
        """Whether it came with the null sender, as only robots do (RFC 5321, 4.5.5; RFC 3834, 3.3): Postfix
        hands it to programs as MAILER-DAEMON."""
        return self.letter.headers["Return-Path"].replace(" ", "").lower() in ("<>", "<mailer-daemon>")

    @cached_property
    def body(self) -> str:
        """All that it says, quotes and all, as plain text."""
        if self.letter.plain is not None and self.letter.plain.strip():
            return self.letter.plain[:_LONGEST]
        lines = lines_of_html((self.letter.html or "")[:_LONGEST])
        return "\n".join(line.text for line in lines if not line.blank)
