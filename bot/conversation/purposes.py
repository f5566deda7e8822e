"""What else than a complaint a customer tells us: a suggestion, which goes to a department and is answered,
or praise, which is passed on to whom it praises. It is registered only when they say yes."""

import re
from collections.abc import Iterator

from bot.conversation import hearing
from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.turn import Turn, Wish
from nlp import grieves, laments, pleads, read_answer

_HEAD = 90  # characters at whose beginning it is said what it is
_FAR = 600  # characters of a letter within which it is said beside something else
LEAST = 2  # letters that tell something beside that
CLAUSE = re.compile(r"[，,。.；;!！~\n]+")
"""Where a clause ends."""
_BEGINS = re.compile(r"(?:^|[，,。.;；!！~\n])[^\w，,。.;；!！~\n]*(\w)")


_NO_WISH = ("question", "offtopic", "promises")
"""Wishes that in a suggestion are none: 建议装个雨棚，行吗？"""


def heard(turn: Turn, wish: Wish | None) -> Wish | None:
    """The wish that was heard, or the one to suggest or to praise something, where that is none of ours."""
    if meant := rather(turn):
        return meant
    if wish and wish.intent not in _NO_WISH and not _calls_to_account(turn, wish):
        return wish
    return named(turn) or demanded(turn) or grieved(turn) or wish


def rather(turn: Turn) -> Wish | None:
    """What it is called in place of something else: 我不是建议，是投诉."""
    if found := hearing.put(turn, "rather", turn.inbound.text[:_HEAD]):
        intent = next(kind for kind in ("complaint", *PURPOSES) if found[kind])
        return Wish(intent, turn.inbound.text.strip() if tells(found["rest"]) else "")
    return None


def demanded(turn: Turn) -> Wish | None:
    """Money asked for is no suggestion: 你们应该赔我500块."""
    words = turn.inbound.text.strip()
    return Wish("complaint", words) if hearing.put(turn, "demands", words[:_HEAD]) else None


def grieved(turn: Turn) -> Wish | None:
    """Several things that went wrong are one complaint, with all the words: 沙发塌了，另外客服态度差. One is,
    where it is put as a question: 沙发塌了，你们怎么赔我."""
    words = turn.inbound.text.strip()
    return Wish("complaint", words) if grieves(words) or pleads(words) else None


def opening(turn: Turn, wish: Wish | None) -> Wish | None:
    """The same where nothing is asked yet: what is told to be broken is a complaint. 床塌了 answers no
    question there. By mail that is only offered, for there it would be registered at once."""
    words = turn.inbound.text.strip()
    broken = not turn.mailed and laments(words)
    return heard(turn, wish) or (Wish("complaint", words) if broken else None)


def _calls_to_account(turn: Turn, wish: Wish) -> bool:
    """Whether what sounds like a call for a person, or asks how it stands, asks who answers for what went
    wrong: 椅子腿断了有没有人管."""
    if wish.intent not in ("human", "status"):
        return False
    asked = pleads(turn.inbound.text)
    return bool(asked) and all(each in asked for each in hearing.words(turn).because)


def of(turn: Turn, text: str, *, outright: bool = False) -> Wish | None:
    """The wish to suggest or to praise something in these words, in any clause of their beginning.

    `outright`: only where they say that they want to, for 3分，建议改进包装 is a remark.
    """
    found = next(_found(turn, text, _HEAD, outright=outright), None)
    if found is None:
        return None
    start, purpose, words = found
    return Wish(purpose, text if start or tells(words["rest"]) else "")


def place(turn: Turn, text: str) -> int:
    """Where in a long text a clause begins that says so outright; -1 where none does."""
    return next((start for start, _, _ in _found(turn, text, _FAR, outright=True)), -1)


def _found(turn: Turn, text: str, reach: int, *, outright: bool) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Where a clause begins that says so, within this many characters, as what, and how it is put."""
    for start in _starts(text[:reach]):
        for purpose in PURPOSES:
            found = hearing.put(turn, purpose, text[start : start + _HEAD])
            if found and not (outright and not _wanted(turn, found)):
                yield start, purpose, found


def _starts(text: str) -> Iterator[int]:
    """Where the clauses begin, without signs and emoji before them."""
    for found in _BEGINS.finditer(text):
        yield found.start(1)


def _wanted(turn: Turn, found: re.Match[str]) -> bool:
    told = found.groupdict()
    done = told.get("done") is not None or bool(told.get("own"))
    return done or hearing.put(turn, "of_own_accord", told.get("lead") or "-") is not None


def tells(words: str | None) -> bool:
    """Whether the words say something."""
    return sum(map(str.isalpha, words or "")) >= LEAST


def named(turn: Turn, *, outright: bool = False) -> Wish | None:
    """The wish to make a suggestion or to praise somebody, with the words where they do so. An inquiry is
    none: a person answers it at once."""
    return of(turn, turn.inbound.text.strip(), outright=outright)


def other(turn: Turn) -> Wish | None:
    """The wish for something of another kind than what is begun, which is told to its end first. What is
    suggested in a complaint that is being told belongs to it."""
    draft = turn.talk.draft
    if draft is None:
        return None
    if meant := rather(turn):
        return meant if meant.intent != (draft.purpose or "complaint") else None
    if not draft.purpose:
        asked = not draft.story or turn.talk.state == "facts"
        return _begun_as(turn) if asked else None
    wish = named(turn)
    return wish if wish and wish.intent != draft.purpose else None


def _begun_as(turn: Turn) -> Wish | None:
    """What is begun by its name while it is asked what happened: 我有个建议; 我有个建议：装个雨棚;
    我要表扬小李. 但建议你们换供应商，床塌了 tells what happened."""
    text = turn.inbound.text.strip()
    for start, purpose, found in _found(turn, text, _HEAD, outright=True):
        rest = found["rest"]
        head = text[start : start + _HEAD].removesuffix(rest).rstrip()
        only = not start and purpose == "praise" and not CLAUSE.search(rest) and found["rest"] != text
        if not tells(rest) or head.endswith((":", "：")) or only:
            return Wish(purpose, text if start or tells(rest) else "")
    return None


def section(draft: Draft | None) -> str:
    """The section of `chat` that has the words for what is being told."""
    return "purpose" if draft is not None and draft.purpose else "complaint"


def declined(turn: Turn) -> bool:
    """Whether what is on offer is not to be registered: 不用了, 算了, 先不登记."""
    no = hearing.no_complaint(turn) or hearing.heard_in_any(turn, "let_drop")
    label = [("not_needed", turn.context.texts("chat.choice.not_needed"))]
    named_no = hearing.named(turn.inbound.text, label) or hearing.heard_in_any(turn, "hold")
    return bool(no or named_no) or hearing.yes_or_no(turn) is False


def agreed(turn: Turn) -> bool:
    """Whether it is to be registered: 登记, 好的, 是的."""
    return yes(turn, turn.inbound.text)


def yes(turn: Turn, words: str) -> bool:
    """Whether these words say so, each clause of them, and no more: 好的，登记; 是建议，请登记."""
    parted = list(filter(None, map(str.strip, CLAUSE.split(words))))
    told = [each for each in parted if not hearing.put_in_any(turn, "thanks", each)]
    return bool(told) and all(_yes(turn, each) for each in told)


def _yes(turn: Turn, clause: str) -> bool:
    texts = turn.context.texts
    labels = [(key, texts(f"chat.choice.{key}")) for key in ("register", "submit")]
    if hearing.named(clause, labels):
        return True
    for name in (*(label for _, label in labels), *(texts(f"notice.kind.{each}") for each in PURPOSES)):
        clause = clause.removesuffix(name)
    reading = read_answer("yes_no", "", [], clause)
    return reading.value is True and not reading.comment and not reading.intent
