"""What a fact comes to on such a scale: 等了三个钟头 where it was asked how fast, 吃了两大碗 how tasty."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import Mark
from nlp.wording.praise.doubts import earlier
from nlp.wording.praise.told import Heard
from nlp.wording.scores.ladder import Ladder
from nlp.wording.words import Words

_LEVELS = {"top": 2.0, "good": 1.0, "fair": 0.0, "poor": -1.0, "worst": -2.0}
_NOT = late("[不没别未](?:有|曾|会|是|用)?(?:人|啥|什么|多少|多大|怎么|咋|太)?$")
_SOME = r"(?:[\d一二两俩三仨四五六七八九十百千几半好数]+[来多]?)"
_PLACE = late(r"(n|m|\\?\*)(个?)")
_PLACES = {"n": _SOME, "m": rf"(?!一(?!百)|1(?!\d)|半){_SOME}", "*": r"[^,。;]{0,6}?"}


def with_facts(heard: list[Heard], ladder: Ladder) -> list[Heard]:
    """Each clause with its fact as a word of the scale; what lies within those words counts no more."""
    kind = _kind(ladder)
    return [_with_fact(each, kind) for each in heard] if kind else heard


def _kind(ladder: Ladder) -> str:
    """The list of facts for a scale: by its family, or by the words that its levels are made of."""
    facts = load("ladder_facts")
    if ladder.family in facts:
        return ladder.family
    ends = (ladder.labels[0], ladder.labels[-1]) if ladder.labels else ()
    named = (kind for kind, said in facts.items() if ends and "labels" in said)
    return next((k for k in named if all(any(w in end for w in facts[k]["labels"]) for end in ends)), "")


def _with_fact(each: Heard, kind: str) -> Heard:
    text = each.clause.text
    found = next((fact for level in _LEVELS if (fact := _found(text, kind, level))), None)
    if not found or each.clause.link == "except" or (_supposed(each) and not _supposing(found.words)):
        return each
    plain = (mark.degree for mark in each.marks if mark.sure and mark.rank == found.rank)
    if any(degree * found.degree >= found.degree**2 > 0 for degree in plain):
        return each  # 比想象的差远了: how far is told as well
    beside = [mark for mark in each.marks if mark.end <= found.start or mark.start >= found.end]
    return each._replace(marks=(*beside, found))


def _supposed(each: Heard) -> bool:
    return each.clause.unreal or earlier(each.clause.text)


def _supposing(words: str) -> bool:
    """除非倒闭, 比别家便宜: what sounds supposed or compared belongs to the fact itself."""
    return any(pattern("speech", key).search(words) for key in ("unreal", "if"))


def _found(text: str, kind: str, level: str) -> Mark | None:
    words, shapes = _facts(kind, level)
    found = shapes.search(text) or words.search(text)
    if not found or _NOT.search(text, 0, found.start()):
        return None
    return Mark(_LEVELS[level], found[0], found.start(), stem=found[0])


@cache
def _facts(kind: str, level: str) -> tuple[Words, re.Pattern[str]]:
    """The facts of one level; n is any number or some, m more than one, * a few characters."""
    said = load("ladder_facts")[kind].get(level, ())
    shapes = [each for each in said if _PLACE.search(each)]
    one_of = _PLACE.sub(lambda found: _PLACES[found[1][-1]] + ("个?" if found[2] else ""), either(shapes))
    return Words(each for each in said if each not in shapes), re.compile(one_of)
