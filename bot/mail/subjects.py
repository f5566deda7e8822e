"""Subjects: what programs put before them, and answers that stand in nothing else."""

import re
from typing import Final, Literal

from bot.mail import tokens
from bot.mail.rules import rule

_LONGEST: Final = 500  # characters of a subject that are looked at
_LONGEST_ANSWER: Final = 40
_BEGINNING: Final = 100  # characters of a body in which it says what it is
_WORD: Final = "投诉"

_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(
    r"(?mi)^[> \t|*【\[]{0,30}(?:主\s{0,4}题|主旨|主題|标\s{0,4}题|subject)"
    r"[ \t|*】\]]{0,30}[:：|][ \t|*]{0,30}([^\n|]{1,300})"
)


def plain(subject: str) -> str:
    """A subject without our code and without doubled spaces."""
    return _SPACE.sub(" ", tokens.without_code(subject[:_LONGEST])).strip()


def outermost(subject: str) -> Literal["reply", "forward", ""]:
    """What the first prefix says: Re:, 回复:, 转发: …"""
    if rule("prefix", "reply").match(subject):
        return "reply"
    return "forward" if rule("prefix", "forward").match(subject) else ""


def bare(subject: str) -> str:
    """A subject without its prefixes."""
    while found := rule("prefix", "reply").match(subject) or rule("prefix", "forward").match(subject):
        subject = subject[found.end() :]
    return subject.strip()


def answer(subject: str, body: str, answering: bool) -> str:
    """The answer that the customer wrote into the subject; empty where the subject is still ours.

    subject: as ``plain`` gives it. body: all that the mail says. answering: whether the mail refers to one
    before it. What the quote gives as its subject is ours; so is, behind a prefix, all that does not read as
    an answer.
    """
    said = bare(subject)
    if not said or rule("subject", "nothing").search(said):
        return ""
    before = [bare(plain(quoted)) for quoted in _QUOTED.findall(body)]
    if any(_same(said, each) for each in before):
        return "" if said in before else _row(said)
    if before:
        return said
    if outermost(subject) or answering:
        return said if _reads_as_answer(said) else _row(said)
    return said


def complaint(subject: str, body: str) -> str:
    """What a subject of the customer's own says that calls it a complaint, as a head above the words of the
    body: 投诉：沙发塌了; empty for any other, where these begin by saying so themselves, and where they tell
    that nothing is wrong."""
    said = plain(subject)
    found = None if outermost(said) else rule("subject", "complaint").fullmatch(said)
    if found is None or _content(body[:_BEGINNING]):
        return ""
    word = found["word"] or _WORD
    if word.lower() in body[:_BEGINNING].lower():
        return ""
    rest = (found["rest"] or found["whom"] or found["whole"] or "").strip(" :：，,。.-—")
    return f"{word}{': ' if word.isascii() else '：'}{rest}" if rest else word


def _content(body: str) -> bool:
    """Whether the body tells that all is well, or only asks: 一切都好; but not 修好了又坏."""
    return bool(rule("subject", "content").search(body)) and not rule("subject", "trouble").search(body)


def _row(said: str) -> str:
    """The answers that were written behind our subject: 满意度问卷 5 4 4 3 5."""
    found = rule("subject", "row").search(said)
    return found[1].strip() if found else ""


def _same(one: str, other: str) -> bool:
    """Quotes shorten a long subject, and break it."""
    one, other = (_SPACE.sub("", each).rstrip("….").lower() for each in (one, other))
    return bool(other) and (one == other or (len(other) > 8 and one.startswith(other)))


def _reads_as_answer(said: str) -> bool:
    if len(said) > _LONGEST_ANSWER or rule("subject", "ours").search(said):
        return False
    return bool(rule("subject", "answer").search(said))
