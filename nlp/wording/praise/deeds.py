"""What was done, where anyone hears how good it was: 盘子都舔干净了, 叫了三遍才应 (deeds.toml)."""

from collections.abc import Sequence
from functools import cache, lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.doubts import doubted_at, earlier
from nlp.wording.praise.told import Heard
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import normalise
from nlp.wording.text.topics import topics_in
from nlp.wording.words import Words

_LEVELS = {"worst": -2.0, "best": 2.0, "bad": -1.0, "good": 1.0}  # the plainest first
_GAP, _FAR = "~", 6  # characters that may stand in the place of the sign
_NOT = late(r"(?:[不没别未无非免防]|没有|不是|不会|并非|差点)(?:有|再|人|被|说|怎么|让我|给)?$")
_PLACE = late(r"[\w]")
_SAID, _SHORT = 2, 2  # the rank of words that say how it was; characters of 干净
_THINGS = frozenset({"quality"})  # 东西一样没少 speaks of no product
_ANY = "any"  # what tells the same in every trade
_LEFT = 1  # characters of a question that say nothing more: 您对这次…满意吗


@lru_cache(maxsize=256)
def trades_asked(question: str, family: str, *, topics: bool) -> frozenset[str]:
    """The trades whose deeds answer a question: those it names, all where it asks about everything."""
    trades = {name: trade for name, trade in load("deeds").items() if isinstance(trade, dict)}
    fitting = {name: trade for name, trade in trades.items() if family in trade.get("families", ("",))}
    said = normalise(question)
    named = frozenset(name for name in fitting if pattern_of(name).search(said))
    everything = not named and not topics and _asks_about_all(said)
    return frozenset(fitting) if everything else named | (fitting.keys() & {_ANY} if named else set())


@cache
def pattern_of(trade: str) -> Words:
    """The words by which a question is about that trade."""
    return Words(load("deeds")[trade]["asked"])


def _asks_about_all(question: str) -> bool:
    return len(_PLACE.findall(pattern("deeds", "general").sub("", question))) <= _LEFT


def with_deeds(heard: Sequence[Heard], trades: frozenset[str]) -> list[Heard]:
    """Each clause with the deed that it tells as a mark; what lies within those words counts no more."""
    return [_with_deed(each, trades) if trades else each for each in heard]


def _with_deed(each: Heard, trades: frozenset[str]) -> Heard:
    text = each.clause.text
    if each.clause.unreal or each.clause.link == "except" or earlier(text):
        return each
    found = deed_in(text, trades)
    if not found or _elsewhere(text, found) or any(_told_already(mark, found) for mark in each.marks):
        return each
    beside = tuple(mark for mark in each.marks if not _overlap(mark, found))
    # 快递随便谁都能拿走: the parcels belong to the deed, and are no other matter.
    topics = topics_in(text[: found.start]) - _THINGS & each.clause.topics
    doubts = doubted_at(text.replace(found.words, "·", 1))
    mark = found._replace(sure=not doubts)
    return each._replace(clause=each.clause._replace(topics=topics), marks=(*beside, mark))


def _elsewhere(text: str, deed: Mark) -> bool:
    """上次把我骂了一顿, 别家主动打伞."""
    return pattern("numbers", "elsewhere").search(text, 0, deed.start) is not None


def beside_deeds(marks: Sequence[Mark], clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses without the deeds told: 八年没 in 用了八年没坏 is no wait, 糊了 in 香迷糊了 no fault."""
    told = [mark.words for mark in marks if mark.deed or (mark.degree > 0 and len(mark.stem) > _SHORT)]
    return [clause._replace(text=_without(clause.text, told)) for clause in clauses]


def _without(text: str, words: Sequence[str]) -> str:
    for each in words:
        text = text.replace(each, "·")
    return text


def _overlap(one: Mark, other: Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _told_already(mark: Mark, deed: Mark) -> bool:
    """香迷糊了 is a saying of its own, and no 糊了."""
    return mark.rank == _SAID and len(mark.stem) > _SHORT and _overlap(mark, deed)


def deed_in(text: str, trades: frozenset[str]) -> Mark | None:
    """The plainest deed of those trades that a clause tells; the longest of its level."""
    for level, degree in _LEVELS.items():
        said = [words for trade in sorted(trades) for words in _told(text, trade, level)]
        if said:
            words = max(said, key=len)
            return Mark(degree, words, text.index(words), rank=1, deed=True)
    return None


def _told(text: str, trade: str, level: str) -> list[str]:
    begun, endings = _deeds(trade, level)
    if not begun.search(text):
        return []
    hits = [(place, head) for place in range(len(text)) for head in begun.at(text, place)]
    ends = [(start, _end(text, start + len(head), rest)) for start, head in hits for rest in endings[head]]
    return [text[start:end] for start, end in ends if end and not _NOT.search(text, 0, start)]


def _end(text: str, end: int, pieces: Sequence[str]) -> int:
    """Where a deed ends that goes on with these pieces; 0 where it does not, or 汤没洒."""
    for piece in pieces:
        place = text.find(piece, end, end + _FAR + len(piece))
        if place < 0 or _NOT.search(text, end, place):
            return 0
        end = place + len(piece)
    return end


@cache
def _deeds(trade: str, level: str) -> tuple[Words, dict[str, list[list[str]]]]:
    """How the deeds of a level begin, and what each beginning may go on with."""
    endings: dict[str, list[list[str]]] = {}
    for deed in load("deeds")[trade].get(level, ()):
        head, *rest = filter(None, deed.split(_GAP))
        endings.setdefault(head, []).append(rest)
    return Words(endings), endings
