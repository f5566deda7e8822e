"""What leaves open whether praise or blame is meant: 比差评好一点, 满意的反义词, 去年满意, 方便面."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.intensity import lead_words
from nlp.wording.praise.vocabulary import stem_words
from nlp.wording.text.topics import topic_words
from nlp.wording.words import Found, Words

_NEAR = 8  # characters within which a comparison begins
_SHRUG = late(
    r"^要?说(?P<d>\w{1,4})吧(?!.*(?P=d))|说(?P<a>\w{1,4}?)[就便]是?(?P=a)|谁爱(?P<b>\w{1,4}?)谁|(?<![可喜])爱(?P<c>\w{1,3}?)不(?P=c)"
    r"|(?<![不没])(?P<e>[^\W\d动时是])不(?P=e)(?!不)"  # 挤不挤看运气
)
_EVEN = late("[还都更]")
_COUNTED = "frequency"


def doubted_at(text: str) -> tuple[Found | re.Match[str], ...]:
    """The words that leave open what a whole clause means: 反义词, 号称, 你说好就好, 领导满意."""
    return (
        *pattern("speech", "doubts").finditer(text),
        *_SHRUG.finditer(text),
        *(_felt_by_others().finditer(text) if pattern("speech", "who_else").search(text) else ()),
    )


def felt_by_others(text: str) -> bool:
    """老公满意: whether it is another who is content."""
    others = pattern("speech", "who_else").search(text)
    return others is not None and _felt_by_others().search(text) is not None


@cache
def _felt_by_others() -> re.Pattern[str]:
    speech = load("speech")
    who, felt, much = (either(speech[key]) for key in ("who_else", "felt", "felt_much"))
    return re.compile(rf"(?:{who})们?(?:{much})*(?:{felt})")


def doubtful(text: str, start: int, end: int, family: str, *, praise: bool) -> bool:
    """Whether the words right beside those from start to end leave open that they are meant."""
    return (
        _turned_by(text[max(0, start - _NEAR) : start])
        or pattern("speech", "doubt_after").match(text, end) is not None
        or _compared(text, start, end, family)
        or (family == _COUNTED and _left_undone().match(text, end) is not None)
        or (praise and not family and _goes_into(text, end))
    )


def _turned_by(before: str) -> bool:
    return before.endswith(_turning()) or before in load("speech")["misheard"]


@cache
def _turning() -> tuple[str, ...]:
    return tuple(load("speech")["doubt_before"])


def _compared(text: str, start: int, end: int, family: str) -> bool:
    """比差评好一点, 比蜗牛快点; 比垃圾还垃圾 is a way to say it outright."""
    if family in load("speech")["compared"]:
        return False
    found = _than().search(text, max(0, start - _NEAR), start) if "比" in text else None
    if not found or _EVEN.match(text, end):
        return False
    even = _EVEN.search(text, found.end(), end)
    return not (even and stem_words(family).search(text, found.end(), even.start()))


@cache
def _than() -> re.Pattern[str]:
    return re.compile("(?<![性价无对评没有好占相])比(?![较起如例分方赛])")


@cache
def _left_undone() -> re.Pattern[str]:
    """经常不用, 总是忘记用."""
    return re.compile(rf"(?:{either(load('speech')['left_undone'])})")


def _goes_into(text: str, end: int) -> bool:
    """Whether praise only begins another word (方便面) or a deed (喜欢玩手机); 热热情情 does not."""
    if not "\u4e00" <= text[end : end + 1] <= "\u9fff" or text[end] == text[end - 1]:
        return False
    known: tuple[Words, ...] = (pattern("speech", "goes_on"), lead_words(), stem_words(""), topic_words())
    return not any(words.match(text, end) for words in known)


@cache
def _earlier() -> re.Pattern[str]:
    """去年满意; not 去年买的很满意, 从去年到现在都满意."""
    speech = load("speech")
    done = rf"(?!.{{0,4}}(?:{either(speech['begun'])})[了到]?的(?![时那]))"
    return re.compile(rf"(?:{either(speech['earlier'])})(?!.*(?:{either(speech['since'])})){done}")


def earlier(text: str, later: str = "") -> bool:
    """Whether a clause tells of how it once was: 去年满意; 昨天还满意, where ``later`` goes on with 今天."""
    if pattern("speech", "earlier").search(text) and _earlier().search(text):
        return True
    turns = later and pattern("speech", "then_was").search(text) and pattern("speech", "now_is").search(later)
    return bool(turns) and not pattern("speech", "now_is").search(text)
