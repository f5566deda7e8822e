"""A text as its clauses: what each is about and how it is joined to the one before."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.praise.intensity import lead_kinds
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.topics import topic_names, topic_words, topics_in, without_yardsticks
from nlp.wording.words import Words

# A space parts clauses only beside Chinese ("物流慢 其他挺好"), but none in 第 315 号, a dot not in a number.
_STOPS = late(
    r"[,，。;；!！?？、…\n]+|(?<!\d)[.~]+|[.~]+(?!\d)|(?P<blank>(?<![\s第])[^\S\n]+(?!\s|[号號](?![码碼])))"
)


_TELLS = late(r"[\d了没不太]")


# 除物流外, 除了价格以外: the same as 除了价格; no 删除 and no 除外卖.
_OUTSIDE = late(
    r"(?<![清消解拆删免去排开扣])除(?:了|去|开)?([^,，。;；\s除]{1,10}?)(?:以外|之外|外)(?![卖面观包地国套婆孙语部形围壳送])"
)
_SHORT = 6  # characters of 哦不是, 刚才打错了


class Clause(NamedTuple):
    """``link``: "" | but | reservation | except; ``rest``: on 其他; ``unreal``: wish or comparison."""

    text: str
    link: str = ""
    rest: bool = False
    unreal: bool = False
    topics: frozenset[str] = frozenset()


@cache
def _joints() -> re.Pattern[str]:
    speech = load("speech")
    joints = either([*speech["but"], *speech["reservation"], *speech["except"], *speech["rest"]])
    no_joint = rf"{either(speech['not_joint'])}|再\w{{1,4}}?不过(?=[了的啦哈]*(?:\W|$))"  # 再清楚不过了
    return re.compile(f"({no_joint})|({joints})")


@cache
def _all_others() -> re.Pattern[str]:
    words = either(load("speech")["except"])
    return re.compile(rf"^({words})([^,，。]+?)(都|全)(?!\1)")


def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a normalised text, in order; none is empty."""
    clauses: list[Clause] = []
    supposed = False
    for sentence in _sentences(_OUTSIDE.sub(r"除了\1", text) if "除" in text else text):
        for piece in _pieces(sentence):
            clauses.append(_clause(piece, clauses[-1] if clauses else None, supposed=supposed))
            supposed = supposed or _supposes(clauses[-1].text)
    return tuple(clauses)


def _sentences(text: str) -> Iterator[str]:
    """Parted at stops and at spaces, but for "very 不满意"."""
    start = 0
    for stop in _STOPS.finditer(text):
        said = text[start : stop.start()]
        if not stop["blank"] or _parts(said, text[max(0, stop.start() - 1) : stop.end() + 1]):
            yield said
            start = stop.end()
    yield text[start:]


def _parts(said: str, blank: str) -> bool:
    """Whether a blank, given with the characters around it, ends what was said."""
    chinese = any("\u4e00" <= char <= "\u9fff" for char in blank)
    return chinese and not all(word in lead_kinds() for word in said.split() or ("",))


def _pieces(sentence: str) -> list[str]:
    """Cut before every joint, so that 挺好就是物流慢 is two clauses."""
    starts = [0]
    excepted = _all_others().match(sentence) if "除" in sentence else None
    if excepted:
        starts.append(excepted.start(3))
    starts += [found.start() for found in _joints().finditer(sentence) if found[2] and found.start()]
    starts += _turns(sentence)
    starts += _hopes(sentence)
    starts += _nows(sentence)
    starts = sorted(set(starts))
    pieces = [sentence[a:b].strip() for a, b in zip(starts, [*starts[1:], len(sentence)], strict=True)]
    return _joined([piece for piece in pieces if piece])


def _turns(sentence: str) -> list[int]:
    """Where the next matter begins once something was said of the one before: 质量好|物流差."""
    names = [found.start() for found in topic_words().finditer(sentence)]
    return [b for a, b in pairwise(names) if marks_in(sentence[a:b]) or scores_in(sentence[a:b])]


def _hopes(sentence: str) -> list[int]:
    """Where a wish begins once something was said: 很满意|希望继续努力."""
    places = [found.start() for found in pattern("speech", "hopes").finditer(sentence)]
    return [place for place in places if place and marks_in(sentence[:place])]


def _nows(sentence: str) -> list[int]:
    """Where what is now begins once it was said how it used to be: 以前很好|现在很差."""
    if not pattern("speech", "unreal").search(sentence):
        return []
    places = [found.start() for found in pattern("speech", "now_is").finditer(sentence)]
    return [place for place in places if place and marks_in(sentence[:place])]


def _joined(pieces: list[str]) -> list[str]:
    """A joint with nothing after it belongs to what follows: 但 + 其他挺好."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _link(joined[-1])[1] == "":
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _link(piece: str) -> tuple[str, str]:
    """How a piece is joined, and what it says without the joint."""
    found = ((link, pattern("speech", link).match(piece)) for link in ("except", "but", "reservation"))
    joint = next(((link, piece[words.end() :]) for link, words in found if words), None)
    return joint if joint and not _no_joint().match(piece) else ("", piece)


@cache
def _no_joint() -> Words:
    """不过如此, 不过分."""
    return Words(word for word in load("speech")["not_joint"] if word.startswith("不过"))


def _clause(piece: str, before: Clause | None, *, supposed: bool) -> Clause:
    """``supposed``: whether any clause before it was an if."""
    link, said = _link(piece)
    rest = any(word in said for word in load("speech")["rest"])
    if before and before.link == "except" and not link:
        rest = True
    topics = frozenset() if rest else topics_in(without_yardsticks(said))
    # "物流嘛，有点慢": what only names a matter is about the next clause, but for what sums up.
    if pattern("speech", "verdict").search(said):
        before = None
    # "质量5分，不对，4分": what is taken back and what comes in its place are about the same.
    goes_on = before and (says_only_topic(before.text) or takes_back(before.text) or takes_back(said))
    if before and not rest and not topics and goes_on:
        topics = before.topics
    return Clause(said, link, rest, _unreal(said, supposed=supposed), topics)


def _unreal(said: str, *, supposed: bool) -> bool:
    """Whether a clause tells of a wish, of others, of before, or of what would follow: 如果好，我就给5分."""
    follows = supposed and _then().match(said)
    told = pattern("speech", "unreal").search(said) or _told_by_others(said)
    return bool(follows or told) or _supposes(said)


def _supposes(text: str) -> bool:
    """如果…, 满意的话; but 质量的话 only names the matter."""
    return pattern("speech", "if").search(_as_for().sub("", text) if "的话" in text else text) is not None


def _told_by_others(said: str) -> bool:
    others = pattern("speech", "others").search(said)
    return others is not None and _of_others().search(said) is not None


@cache
def _of_others() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('speech')['others'])}) ?(?:{either(load('speech')['says'])})")


@cache
def _as_for() -> re.Pattern[str]:
    return re.compile(rf"(?:{either((*topic_names(), *load('speech')['as_for']))})的话")


@cache
def _then() -> re.Pattern[str]:
    return re.compile(rf"我?们?(?:{either(load('speech')['then'])})")


def takes_back(text: str) -> bool:
    """不对, 哦不是, 刚才打错了: nothing but that; 打错 in a story tells of something else."""
    return len(text) <= _SHORT and pattern("numbers", "corrects").search(text) is not None


def says_only_topic(text: str) -> bool:
    """Whether a clause names a matter and says nothing of it; 送货晚了1小时 does."""
    if len(text) > 8 or _TELLS.search(text):
        return False
    return not marks_in(text) and not scores_in(text)
