"""A complaint that is made in so many words, with what it is about: 我要投诉你们; 投诉：沙发塌了."""

from functools import cache

from nlp.wording.lexicon import load, pattern
from nlp.wording.phrases import bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.text.clauses import split
from nlp.wording.text.normal import normalise, says_nothing
from nlp.wording.wishes.wish import Wish

_LONGEST = 500  # characters that are looked through


def complained(written: str, text: str, message: str) -> Wish | None:
    """The wish of a clause, ``written`` in normal form and ``text`` without punctuation, of a message."""
    complaining = _bare("complaining")
    if headed := _headed(written):
        return headed
    if text in _bare("complaint_alone") and _tops(text, message):
        return Wish("complaint", written)
    if text.startswith((*complaining, *_bare("complaining_of"))):
        return _with_matter(written)
    return _behind(written) if text.endswith(complaining) else None


def _headed(written: str) -> Wish | None:
    """投诉：沙发塌了; 另外投诉：送货太慢; but 投诉：满意 rates it."""
    head, colon, rest = written.partition(":")
    said = bare(head)
    word = max((each for each in _bare("complaint_alone") if said.endswith(each)), key=len, default="")
    if not colon or not word or says_nothing(rest) or (marks_in(rest) and not _goes_wrong(rest)):
        return None
    before = said.removesuffix(word)
    return Wish("complaint", head, rest) if not before or before in _words("complaint_led") else None


def _tops(text: str, message: str) -> bool:
    """Whether it stands above what went wrong: 投诉，沙发塌了; but no answer to what is rated: 投诉，满意."""
    plain = bare(message)
    rest = plain.removeprefix(text)
    return rest != plain and _goes_wrong(rest)


def _with_matter(written: str) -> Wish:
    """我要投诉你们 is no more than that; 我要投诉沙发坏了 tells what happened."""
    leads = sorted((*_words("complaining"), *_words("complaining_of")), key=len, reverse=True)
    lead = next((each for each in leads if written.startswith(each)), "")
    rest = written.removeprefix(lead)
    return Wish("complaint", lead, rest) if lead and _goes_wrong(rest) else Wish("complaint", written)


def _behind(written: str) -> Wish:
    """What stands before 我要投诉 may be an answer: 2分我要投诉."""
    words = next((each for each in _words("complaining") if written.endswith(each)), "")
    return Wish("complaint", words or written, written.removesuffix(words) if words else "")


def _goes_wrong(text: str) -> bool:
    """Whether it tells of something that went wrong, and not only of whom."""
    dark = any(mark.degree < 0 for mark in marks_in(text))
    return dark or bool(
        pattern("speech", "failure").search(text) or pattern("wishes", "goes_wrong").search(text)
    )


def grieves(text: str) -> bool:
    """Whether a message, as written, tells of several things that went wrong, and of nothing good: 沙发塌了，
    另外客服态度差."""
    plain = normalise(text)[:_LONGEST]
    if not pattern("wishes", "adds_up").search(plain):
        return False
    clauses = [clause.text for clause in split(plain)]
    marks = [mark.degree for each in clauses for mark in marks_in(each)]
    return sum(map(_goes_wrong, clauses)) > 1 and not any(degree > 0 for degree in marks)


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("wishes")[key])


@cache
def _bare(key: str) -> tuple[str, ...]:
    return tuple(map(bare, _words(key)))
