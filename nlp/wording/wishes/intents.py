"""What a customer may want in the middle of any question: a person, to stop, to complain …

A wish counts as the whole message, or as a clause that is an order of its own ("2分，我要投诉"); a story in
which the word merely occurs ("我打客服电话没人接") is none. Words of someone in danger count anywhere.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from nlp.wording.asked import Asked
from nlp.wording.lexicon import load, pattern
from nlp.wording.phrases import Phrases, bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import says_nothing
from nlp.wording.wishes.asides import mentioned
from nlp.wording.words import Words

_SHORT = 20  # characters up to which a message is no story
_TAILS = 8  # places in a clause where an order may begin: more is no message, and time stays bounded
_STOPPING = ("cancel", "later", "skip")


@dataclass(frozen=True, slots=True)
class Wish:
    """``intent`` and the words of a clause that it rests on; ``rest``: what else the clause says."""

    intent: str
    words: str
    rest: str = ""


@cache
def _phrases() -> Phrases:
    data = load("wishes")
    return Phrases(data, data["wishes"])


def whole_wish(text: str, asked: Asked) -> str | None:
    """The intent of a message that is nothing but a wish."""
    found = _heard(text)
    return found[0] if found and not _asked_for(asked, found[0], text) else None


_INNER = re.compile(r"[,，。;；!！?？\n]+(?=\s*\w)")
_PAST = ("了", "过", "过了")
_DONE = ("取消了", "退了")
_STILL = re.compile("[转哪]")  # 转人工了, 死哪去了


@lru_cache(maxsize=64)  # the message, and its only clause
def _heard(text: str) -> tuple[str, bool] | None:
    """What a clause asks for. Words that merely meet across a comma, or tell of what was done (客服说解决了),
    ask for nothing."""
    plain = bare(text)
    if plain in _words("no_wish"):
        return None
    found = _phrases().saying(plain) if _INNER.search(text) else _phrases().heard(plain)
    told = found and found[0] == "human" and plain.endswith(_PAST) and not _STILL.search(plain)
    return None if told or plain.endswith(_DONE) else found


_EMPTY = re.compile(r"^(?:[我不没别想要再愿会有还]|希望|打算)+|[了吧啊呢的吗\s\W]+$")
_CHOSEN = ("single", "multi", "ranking")
_ENDING = 5  # characters behind the verb of a question: 您愿意继续|参加吗?


_DAY = re.compile("[周拜期号]|[今明后]天")


def _asked_for(asked: Asked, intent: str, text: str) -> bool:
    """Whether an option, or a yes/no question, is just that: 您会继续使用吗 - 继续; 您看得懂吗 - 看不懂."""
    if asked.kind == "date" and intent == "later":  # 周三没空 puts off no survey
        return bool(_DAY.search(text) and pattern("exact", "not_that").search(text))
    if asked.kind in _CHOSEN:
        return any(_shares(bare(label), bare(text)) for _, label in asked.options)
    if asked.kind != "yes_no":
        return False
    if intent == "status" and not pattern("wishes", "wonders").search(text):
        return True
    if intent in _STOPPING and any(word in asked.text for word in _words("willing")):
        return text.endswith(_words("unwilling"))
    verb = _EMPTY.sub("", bare(text))
    forms = {
        verb,
        verb.replace("不", "得"),
        verb.replace("不", ""),
        verb.replace("没", ""),
    }  # 看不懂: 看得懂吗
    places = [(asked.text.rfind(form), form) for form in forms if len(form) > 1]
    return any(at >= 0 and len(asked.text) - at - len(form) <= _ENDING for at, form in places)


def _shares(label: str, text: str) -> bool:
    """An option named 客服人员 is meant by 客服, one named T. 价格 by T."""
    return text in label if len(text) > 1 else label.lower().startswith(text) and text.isascii()


@cache
def _rank() -> dict[str, int]:
    """Which of two wishes is heard: the one that stands first in the list."""
    return {intent: place for place, intent in enumerate(load("wishes")["combos"])}


def first(wishes: Iterable[Wish]) -> Wish | None:
    """The weightiest wish."""
    return min(wishes, key=lambda wish: _rank().get(wish.intent, len(_rank())), default=None)


def clause_wish(clause: Clause, message: str, asked: Asked, *, story: bool) -> Wish | None:
    """The wish of one clause among others; in a story only one that is put as an order."""
    text = bare(clause.text)
    complaining = _words("complaining")
    if text.startswith((*complaining, *_words("complaining_of"))) or text.endswith(complaining):
        return _complaint(clause.text, text)
    found = _heard(clause.text)
    if not found:
        alone = story or len(clause.text) == len(message)
        return _tail(clause.text) or (None if alone else _request(clause.text))
    intent, ordered = found
    if _asked_for(asked, intent, clause.text):
        return None
    counts = ordered and (not story or intent in _words("in_stories"))
    return Wish(intent, clause.text) if counts or (len(message) <= _SHORT and not story) else None


def _request(text: str) -> Wish | None:
    """What else is wanted, put at length beside an answer: 满意，再寄一份发票行吗."""
    aside = mentioned(text)
    if not aside or aside[0] not in _words("beside") or marks_in(text) or scores_in(text):
        return None
    put = aside[0] != "question" or text.endswith(_words("asking_end")) or text.startswith(_words("asking"))
    return Wish(aside[0], text) if put else None


def _complaint(written: str, text: str) -> Wish:
    """What stands before 我要投诉 may be an answer: 2分我要投诉."""
    words = next((w for w in _words("complaining") if text.endswith(w) and written.endswith(w)), "")
    return Wish("complaint", words or written, written.removesuffix(words) if words else "")


def _tail(text: str) -> Wish | None:
    """A wish behind something else, without a comma: 太差了给我转人工, 2分转人工, 问卷太长了不做了."""
    for order in islice(pattern("wishes", "orders").finditer(text), _TAILS):
        before, words = text[: order.start()].rstrip(), text[order.start() :]
        found = _heard(words) if before else None
        if found and not before.endswith(_words("before_not")) and _says(before, found[0]):
            tired = found[0] in _STOPPING and _tires(before)
            return Wish(found[0], text if tired else words, "" if tired else before)
    return None


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load("wishes")[key])


def _says(text: str, intent: str) -> bool:
    """Whether words before an order say something of their own: a score, praise or blame, why one stops."""
    tires = intent in _STOPPING and _tires(text)
    return bool(tires or scores_in(text) or marks_in(text) or says_nothing(text))


def _tires(text: str) -> bool:
    return any(word in text for word in _words("tires"))


def mends_itself(wish: Wish | None, place: int) -> bool:
    """4分，打错了，3分: what was said before in the same message is taken back, no earlier answer."""
    return wish is not None and wish.intent == "edit" and place > 0


@cache
def _oaths() -> Words:
    return Words(load("wishes")["oaths"])


def without_oaths(text: str) -> str:
    """他妈的 and its like colour what is said and mean nothing themselves; alone they stay."""
    return _oaths().sub("", text).strip() or text


@cache
def _swearing() -> Words:
    return Words(load("wishes")["mention"]["abuse"])


def swears(text: str) -> bool:
    """Whether the customer swears at somebody while saying something."""
    return _swearing().search(text) is not None


def promised(text: str) -> Wish | None:
    """说好三天答复的，人呢: what sounds like a call for a person asks for what was promised."""
    aside = mentioned(text)
    return Wish("promises", aside[1]) if aside and aside[0] == "promises" else None
