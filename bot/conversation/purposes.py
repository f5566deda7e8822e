"""What else than a complaint a customer tells us: a suggestion, which goes to a department and is answered,
or praise, which is passed on to whom it praises. It is registered only when they say yes."""

import re
from collections.abc import Iterator, Sequence

from bot.conversation import hearing
from bot.conversation.draft import PURPOSES, Draft
from bot.conversation.turn import Turn, Wish
from nlp import Reading, grieves, read_answer

_HEAD = 90  # characters at whose beginning it is said what it is
_LEAST = 2  # letters that tell something beside that
_STORY = 4  # characters of a clause that may tell what happened
_CLAUSE = re.compile(r"[，,。.；;!！~\n]+")
_BEGINS = re.compile(r"(?:^|[，,。.;；!！~\n])[^\w，,。.;；!！~\n]*(\w)")


_NO_WISH = ("question", "offtopic", "promises")
"""Wishes that in a suggestion are none: 建议装个雨棚，行吗？"""


def heard(turn: Turn, wish: Wish | None) -> Wish | None:
    """The wish that was heard, or the one to suggest or to praise something, where that is none of ours."""
    if meant := rather(turn):
        return meant
    if wish and wish.intent not in _NO_WISH:
        return wish
    return named(turn) or demanded(turn) or grieved(turn) or wish


def rather(turn: Turn) -> Wish | None:
    """What it is called in place of something else: 我不是建议，是投诉."""
    if found := hearing.put(turn, "rather", turn.inbound.text[:_HEAD]):
        intent = next(kind for kind in ("complaint", *PURPOSES) if found[kind])
        return Wish(intent, turn.inbound.text.strip() if _tells(found["rest"]) else "")
    return None


def demanded(turn: Turn) -> Wish | None:
    """Money asked for is no suggestion: 你们应该赔我500块."""
    words = turn.inbound.text.strip()
    return Wish("complaint", words) if hearing.put(turn, "demands", words[:_HEAD]) else None


def grieved(turn: Turn) -> Wish | None:
    """Several things that went wrong are one complaint, with all the words: 沙发塌了，另外客服态度差."""
    words = turn.inbound.text.strip()
    return Wish("complaint", words) if grieves(words) else None


def of(turn: Turn, text: str, *, outright: bool = False) -> Wish | None:
    """The wish to suggest or to praise something in these words, in any clause of their beginning.

    `outright`: only where they say that they want to, for 3分，建议改进包装 is a remark.
    """
    for start in _starts(text[:_HEAD]):
        for purpose in PURPOSES:
            found = hearing.put(turn, purpose, text[start : start + _HEAD])
            if found and not (outright and not _wanted(turn, found)):
                return Wish(purpose, text if start or _tells(found["rest"]) else "")
    return None


def _starts(text: str) -> Iterator[int]:
    """Where the clauses begin, without signs and emoji before them."""
    for found in _BEGINS.finditer(text):
        yield found.start(1)


def _wanted(turn: Turn, found: re.Match[str]) -> bool:
    told = found.groupdict()
    done = told.get("done") is not None or bool(told.get("own"))
    return done or hearing.put(turn, "of_own_accord", told.get("lead") or "-") is not None


def _tells(words: str | None) -> bool:
    return sum(map(str.isalpha, words or "")) >= _LEAST


def named(turn: Turn, *, outright: bool = False) -> Wish | None:
    """The wish to make a suggestion or to praise somebody, with the words where they do so. An inquiry is
    none: a person answers it at once."""
    return of(turn, turn.inbound.text.strip(), outright=outright)


def beside(turn: Turn, because: Sequence[str]) -> Wish | None:
    """The same said outright beside an answer that rests on these words, or on no others than its own."""
    if meant := rather(turn):
        return meant
    return named(turn, outright=True) or (demanded(turn) if not because else None)


def aside(turn: Turn, reading: Reading) -> Wish | None:
    """The wish beside an answer. What went wrong and is told in the same breath is the story of a complaint:
    插座漏电，我要投诉, but not 2分，我要投诉."""
    wish = hearing.aside(reading)
    if wish is None or wish.intent != "complaint" or wish.words:
        return wish
    text = turn.inbound.text.strip()
    return wish._replace(words=text) if any(_story(each, reading) for each in _CLAUSE.split(text)) else wish


def _story(clause: str, reading: Reading) -> bool:
    """Whether it says more than the level and the wish."""
    within = [each for each in reading.because if each in clause]
    left = clause
    for each in within:
        left = left.replace(each, "")
    scored = any(map(str.isnumeric, "".join(within)))
    return not scored and len(clause.strip()) >= _STORY and sum(map(str.isalpha, left)) >= _LEAST


def instead(turn: Turn, reading: Reading) -> Wish | None:
    """The same, where the words that the answer rests on are said of it: 给你们点个赞 is no level. What is
    only guessed beside it is none either: 我有两个建议：1.… 2.…"""
    wish = beside(turn, reading.because)
    if wish is None or not wish.words or reading.outcome == "ask":
        return wish
    clauses = filter(None, map(str.strip, _CLAUSE.split(turn.inbound.text)))
    others = [each for each in clauses if not (rather(turn) or of(turn, each, outright=True))]
    return None if any(word in each for each in others for word in reading.because) else wish


def other(turn: Turn) -> Wish | None:
    """The wish for something of another kind than what is begun, which is told to its end first. What is
    suggested in a complaint that is being told belongs to it."""
    draft = turn.talk.draft
    if draft is None:
        return None
    if meant := rather(turn):
        return meant if meant.intent != (draft.purpose or "complaint") else None
    wish = None if draft.story and not draft.purpose else named(turn)
    return wish if wish and wish.intent != draft.purpose else None


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
    parted = list(filter(None, map(str.strip, _CLAUSE.split(words))))
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
