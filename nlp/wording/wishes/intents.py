"""What a customer may want in the middle of any question: a person, to stop, to complain …

A wish counts as the whole message, or as a clause that is an order of its own ("2分，我要投诉"); a story in
which the word merely occurs ("我打客服电话没人接") is none. Words of someone in danger count anywhere.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain, islice

from nlp.wording.asked import Asked
from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.phrases import Phrases, bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import says_nothing
from nlp.wording.text.topics import topic_words
from nlp.wording.wishes.asides import mentioned
from nlp.wording.wishes.asked_for import asked_for
from nlp.wording.wishes.asking import asks, asks_back, asks_meaning
from nlp.wording.wishes.complained import complained
from nlp.wording.wishes.earlier import about_earlier
from nlp.wording.wishes.wish import Wish
from nlp.wording.words import Words

_SHORT = 20  # characters up to which a message is no story
_TAILS = 8  # places in a clause where an order may begin: more is no message, and time stays bounded
_TOLD_BESIDE = ("later", "help")
_DEEDS = ("改天", "等到", "再说", "答", "答了", "问", "意思", "怎么弄", "这题", "帮助")
_STOPPING = ("cancel", "later", "skip")


@cache
def _phrases() -> Phrases:
    data = load("wishes")
    return Phrases(data, data["wishes"])


def whole_wish(text: str, asked: Asked) -> str | None:
    """The intent of a message that is nothing but a wish."""
    found = _heard(text)
    if found:
        return None if asked_for(asked, found[0], text) else found[0]
    if len(text) <= _SHORT and pattern("wishes", "complaint_things").search(text) and _asked_of_it(text):
        return "question"
    return "help" if asks_meaning(text, asked) else None


_INNER = late(r"[,，。;；!！?？\n]+(?=\s*\w)")
_PAST = ("了", "过", "过了")
_DONE = ("取消了", "退了")
_HAD = late(r"[换叫找派请喊来联系][了过]\w(?<![了过]吧)")  # 换了经理
_STILL = late("[转哪]")  # 转人工了, 死哪去了


@lru_cache(maxsize=64)  # the message, and its only clause
def _heard(text: str) -> tuple[str, bool] | None:
    """What a clause asks for. Words that merely meet across a comma, or tell of what was done (客服说解决了),
    ask for nothing."""
    plain = bare(text)
    if plain in _words("no_wish") or plain.startswith(_words("once")) or _retold(plain):
        return None
    found = _phrases().saying(plain) if _INNER.search(text) else _phrases().heard(plain)
    past = plain.endswith(_PAST) and not _STILL.search(plain)
    told = found and found[0] == "human" and (past or _HAD.search(plain))
    if found and found[0] == "complaint":
        return _asked_of_it(plain) or found
    return None if told or plain.endswith(_DONE) else found


def _asked_of_it(text: str) -> tuple[str, bool] | None:
    """你们收到我的投诉了吗 asks how it stands; 请问投诉找谁 how to complain."""
    if pattern("wishes", "asks_of_received").search(text):
        return "status", False
    return ("question", False) if pattern("wishes", "asks_of_complaining").search(text) else None


_SPEAKS = tuple("话说清明一下几两个")  # 让客服说话 is no 客服说…


def _retold(text: str) -> bool:
    """客服说今天给我打电话."""
    found = pattern("wishes", "told_saying").search(text)
    return found is not None and found.end() < len(text) and not text.startswith(_SPEAKS, found.end())


@cache
def _rank() -> dict[str, int]:
    """Which of two wishes is heard: the one that stands first in the list."""
    return {intent: place for place, intent in enumerate(load("wishes")["combos"])}


def first(wishes: Iterable[Wish]) -> Wish | None:
    """The weightiest wish."""
    return min(wishes, key=lambda wish: _rank().get(wish.intent, len(_rank())), default=None)


def clause_wish(clause: Clause, message: str, asked: Asked, *, story: bool) -> Wish | None:
    """The wish of one clause among others; in a story only one that is put as an order."""
    text, beside = bare(clause.text), len(clause.text) < len(message)
    if beside and about_earlier(clause.text, story=True):
        return Wish("edit", clause.text)
    if text.startswith(_words("once")) or (beside and _says_little(text, message)):
        return None
    if wish := complained(clause.text, text, message):
        return wish
    if text in _words("closing") and pattern("wishes", "closing_with").search(message):
        return Wish("cancel", clause.text)
    found = _heard(clause.text)
    if not found:
        wish = _tail(clause.text) or (_request(clause.text, message) if beside and not story else None)
        own = wish and wish.intent == "question" and asked_for(asked, "question", text)  # 解决了吗？没有
        return None if own else wish
    intent, ordered = found
    told = beside and asked.kind != "text" and intent in _TOLD_BESIDE and not _puts_off(clause.text)
    counts = (ordered and intent in _words("in_stories")) if story else (ordered or len(message) <= _SHORT)
    return Wish(intent, clause.text) if counts and not told and not asked_for(asked, intent, text) else None


def _says_little(text: str, message: str) -> bool:
    """A mere exclamation beside something else (靠，这么好吃), or the name of what is rated: 客服，满意."""
    if text in _words("exclaims"):
        return not says_nothing(message)
    if topic_words().longest(text, 0) != text and text not in load("wishes")["words"]["人工"]:
        return False
    said = message[message.find(text) + len(text) :][:_SHORT].lstrip(" ,:\n")
    return bool(scores_in(said) or marks_in(said))


@cache
def _deeds() -> Words:
    words = load("wishes")["words"]
    return Words(chain.from_iterable(words[name] for name in _DEEDS))


def _puts_off(text: str) -> bool:
    """Whether it says what is wanted, too: 在开会，晚点答; 开车去的 may be part of a story."""
    return _deeds().search(text) is not None


def _request(text: str, message: str) -> Wish | None:
    """What else is wanted, put at length beside an answer: 满意，再寄一份发票行吗."""
    aside = mentioned(text) or (("question", text) if asks_back(text, message) else None)
    if not aside or aside[0] not in _words("beside") or marks_in(text) or scores_in(text):
        return None
    asking = text.endswith(_words("asking_end")) or text.startswith(_words("asking")) or asks(text)
    put = asking or aside[0] not in _words("put_as_question")
    return Wish(aside[0], text) if put else None


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


def mends_itself(wish: Wish | None, before: Iterable[str]) -> bool:
    """4分，打错了，3分: what was said ``before`` in the same message is taken back, no earlier answer; but
    等等，打错了 takes back an earlier one."""
    if wish is None or wish.intent != "edit" or about_earlier(wish.words, story=True):
        return False
    return not all(says_nothing(text) or bare(text) in _words("before_earlier") for text in before)


def pauses(wish: Wish, message: str) -> bool:
    """Whether it is only a pause for thought before more is said: 没有，等下，晚了十分钟."""
    text = bare(wish.words)
    return text in _words("hesitates") and not bare(message).endswith(text)


def promised(text: str) -> Wish | None:
    """说好三天答复的，人呢: what sounds like a call for a person asks for what was promised."""
    aside = mentioned(text)
    return Wish("promises", aside[1]) if aside and aside[0] == "promises" else None
