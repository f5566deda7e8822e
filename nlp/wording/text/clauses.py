"""A text as its clauses: what each is about and how it is joined to the one before."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in
from nlp.wording.text.topics import topic_names, topic_words, topics_in

# A space parts clauses only beside Chinese ("物流慢 其他挺好"), a dot not in a number.
_STOPS = r"[,，。;；!！?？、…\n]+|(?<!\d)[.~]+|[.~]+(?!\d)|(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])"


_TELLS = re.compile(r"[\d了没不太]")


_SHORT = 5  # characters of 哦不是, 不对不对


@dataclass(frozen=True, slots=True)
class Clause:
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
    return re.compile(f"({either(speech['not_joint'])})|({joints})")


@cache
def _all_others() -> re.Pattern[str]:
    words = either(load("speech")["except"])
    return re.compile(rf"^({words})([^,，。]+?)(都|全)(?!\1)")


def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a normalised text, in order; none is empty."""
    clauses: list[Clause] = []
    for sentence in re.split(_STOPS, text):
        for piece in _pieces(sentence or ""):
            clauses.append(_clause(piece, clauses))
    return tuple(clauses)


def _pieces(sentence: str) -> list[str]:
    """Cut before every joint, so that 挺好就是物流慢 is two clauses."""
    starts = [0]
    excepted = _all_others().match(sentence)
    if excepted:
        starts.append(excepted.start(3))
    starts += [found.start() for found in _joints().finditer(sentence) if found[2] and found.start()]
    starts += _turns(sentence)
    starts = sorted(set(starts))
    pieces = [sentence[a:b].strip() for a, b in zip(starts, [*starts[1:], len(sentence)], strict=True)]
    return _joined([piece for piece in pieces if piece])


def _turns(sentence: str) -> list[int]:
    """Where the next matter begins once something was said of the one before: 质量好|物流差."""
    names = [found.start() for found in topic_words().finditer(sentence)]
    return [b for a, b in pairwise(names) if marks_in(sentence[a:b]) or scores_in(sentence[a:b])]


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
    found = _joining().match(piece)
    return (str(found.lastgroup), piece[found.end() :]) if found else ("", piece)


@cache
def _joining() -> re.Pattern[str]:
    speech = load("speech")
    return re.compile(
        "|".join(f"(?P<{link}>{either(speech[link])})" for link in ("except", "but", "reservation"))
    )


def _clause(piece: str, earlier: list[Clause]) -> Clause:
    link, said = _link(piece)
    before = earlier[-1] if earlier else None
    rest = any(word in said for word in load("speech")["rest"])
    if before and before.link == "except" and not link:
        rest = True
    topics = frozenset() if rest else topics_in(said)
    # "物流嘛，有点慢": what only names a matter is about the next clause, but for what sums up.
    if pattern("speech", "verdict").search(said):
        before = None
    # "质量5分，不对，4分": what is taken back and what comes in its place are about the same.
    goes_on = before and (says_only_topic(before.text) or _takes_back(before.text) or _takes_back(said))
    if before and not rest and not topics and goes_on:
        topics = before.topics
    return Clause(said, link, rest, _unreal(said, earlier), topics)


def _unreal(said: str, earlier: list[Clause]) -> bool:
    """Whether a clause tells of a wish, of others, of before, or of what would follow: 如果好，我就给5分."""
    follows = _then().match(said) and any(_supposes(clause.text) for clause in earlier)
    told = pattern("speech", "unreal").search(said) or _of_others().search(said)
    return bool(follows or told) or _supposes(said)


def _supposes(text: str) -> bool:
    """如果…, 满意的话; but 质量的话 only names the matter."""
    return pattern("speech", "if").search(_as_for().sub("", text) if "的话" in text else text) is not None


@cache
def _of_others() -> re.Pattern[str]:
    return re.compile(f"(?:{either(load('speech')['others'])})(?:{either(load('speech')['says'])})")


@cache
def _as_for() -> re.Pattern[str]:
    return re.compile(rf"(?:{either((*topic_names(), *load('speech')['as_for']))})的话")


@cache
def _then() -> re.Pattern[str]:
    return re.compile(rf"我?们?(?:{either(load('speech')['then'])})")


def _takes_back(text: str) -> bool:
    """不对, 哦不是: nothing but that."""
    return len(text) <= _SHORT and pattern("numbers", "corrects").search(text) is not None


def says_only_topic(text: str) -> bool:
    """Whether a clause names a matter and says nothing of it; 送货晚了1小时 does."""
    if len(text) > 8 or _TELLS.search(text):
        return False
    return not marks_in(text) and not scores_in(text)
