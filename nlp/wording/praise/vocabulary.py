"""The words of praise and blame, and of scales that ask for something else, ready to be found in a text."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import load
from nlp.wording.praise.intensity import lead_kinds, lead_words
from nlp.wording.text.topics import topic_names
from nlp.wording.words import Words

_BITTEREST = -2.0
_SOME = 0.5
LONG = 4  # characters of what is praise or blame anywhere, and yet of its own kind: 超出预期
_POLES = "|"
BALANCED = "size"  # the list of what may be too much or too little


@cache
def stems(family: str) -> dict[str, tuple[float, int, bool]]:
    """stem -> degree, rank, sure; on a scale of another family praise is only a hint, 一般 is its middle.

    A tone (😊, 还会来) is a hint too, but for the bitterest: 再也不来了.
    """
    data = load("degrees")
    meant = not family or family in load("speech")["praised"]  # 很好 where it was asked how clean
    stems = {word: (float(degree), 0, degree <= _BITTEREST) for word, degree in data["tone"].items()}
    stems |= {word: (float(degree), 1, not family) for word, degree in data["properties"].items()}
    for word, degree in data["words"].items():
        middling = abs(degree) < _SOME  # 还好 where frequency is asked: neither often nor seldom
        stems[word] = (0.0, 2, True) if family and middling else (float(degree), 1 if family else 2, meant)
    rank = 1 if family else 2
    stems |= {word: (float(degree), rank, False) for word, degree in data["unsure"].items()}
    own = own_stems(family)
    # 太薄 is 太 and 薄 where the levels say 薄.
    for word in [word for word in stems if _led(word, own)] if own else ():
        del stems[word]
    return stems | {word: (float(degree), 2, True) for word, degree in own.items()}


def _led(word: str, own: dict[str, float]) -> bool:
    return any(word[cut:] in own and word[:cut] in lead_kinds() for cut in range(1, len(word)))


@cache
def own_stems(family: str) -> dict[str, float]:
    """The words of a kind of scale: its list, or its ends: 冷淡|热情 (浅|深|size: the middle is best)."""
    if not family:
        return {}
    if _POLES not in family:
        return dict(load("ladders")[family])
    low, high, *best = family.split(_POLES)
    middle = {word: 0.0 for word, degree in load("ladders")[BALANCED].items() if not degree} if best else {}
    ends = {word: degree for word, degree in ((low, -1.0), (high, 1.0)) if word}
    return middle | ends | {f"有{word}": degree for word, degree in ends.items()}


def poles(low: str, high: str, *, balanced: bool) -> str:
    """The family of a scale that is known by the words of its ends alone."""
    return _POLES.join((low, high, BALANCED) if balanced else (low, high))


def balanced(family: str) -> bool:
    """Whether both ends of such a scale are bad: 太淡…太咸."""
    return family.endswith(BALANCED)


@cache
def families() -> tuple[str, ...]:
    """The kinds of scale that have words of their own."""
    return tuple(load("ladders"))


def families_of(statement: str) -> list[str]:
    """The kinds of scale with praise in a statement: 耐心 is one of warmth."""
    told = load("speech")["stated"]
    return [f for f in told if any(d > 0 and len(w) > 1 and w in statement for w, d in own_stems(f).items())]


def own_words(labels: tuple[str, ...], family: str) -> tuple[int, int]:
    """How many labels have a word of that kind of scale, and how much of them such words are."""
    praise = load("degrees")["words"].keys() | load("degrees")["whole"].keys()
    own = load("ladders")[family].keys() - {word for word in praise if len(word) < LONG}
    longest = [max((len(word) for word in own if word in label), default=0) for label in labels]
    return sum(map(bool, longest)), sum(longest)


class Expression(NamedTuple):
    """A word of praise or blame with the words before and behind it; or a face, said once or more."""

    start: int
    end: int
    words: str
    lead: str = ""
    stem: str = ""
    after: str = ""
    emoji: str = ""


_LEADS = 6  # words of degree and negation before one of praise
_LINKS = "的地 "


def expressions_in(text: str, family: str) -> Iterator[Expression]:
    """Every word of praise or blame with what stands around it, and every face, in order."""
    place, heads = 0, _heads(family)
    while place < len(text):
        if text[place] not in heads:
            place += 1
            continue
        found = _worded(text, place, family) or _face(text, place)
        if found:
            yield found
        place = found.end if found else place + 1


def _worded(text: str, start: int, family: str) -> Expression | None:
    stem_at = _stem_after(text, start, family, _LEADS)
    if stem_at is None:
        return None
    stem = stem_words(family).longest(text, stem_at)
    end = stem_at + len(stem)
    gap = end + text.startswith(" ", end)
    after = _after_words().longest(text, gap)
    last = gap + len(after) if after else end
    return Expression(start, last, text[start:last], text[start:stem_at], stem, after)


def _stem_after(text: str, place: int, family: str, leads: int) -> int | None:
    """Where the stem begins behind as few words of degree as may be."""
    if stem_words(family).longest(text, place):
        return place
    for lead in lead_words().at(text, place) if leads else ():
        end = place + len(lead)
        for start in (end + 1, end) if text[end : end + 1] and text[end] in _LINKS else (end,):
            found = _stem_after(text, start, family, leads - 1)
            if found is not None:
                return found
    return None


def _face(text: str, start: int) -> Expression | None:
    emoji = _faces().longest(text, start)
    if not emoji:
        return None
    end = start
    while text.startswith(emoji, end):
        end += len(emoji)
    return Expression(start, end, text[start:end], emoji=emoji)


@cache
def _heads(family: str) -> frozenset[str]:
    return frozenset(word[0] for word in (*lead_kinds(), *stems(family), *load("degrees")["emoji"]))


@cache
def stem_words(family: str) -> Words:
    """Every word of praise and blame that such a scale is answered in."""
    return Words(stems(family))


@cache
def _after_words() -> Words:
    data = load("degrees")
    return Words([*data["after"], *data["after_less"], *data["after_denied"]])


@cache
def _faces() -> Words:
    return Words(load("degrees")["emoji"])


@cache
def _mask(family: str) -> Words:
    """Names of matters, words like 好像, and the long words of praise and blame that hold such (再好不过)."""
    long = (stem for stem in stems(family) if len(stem) > 2)
    return Words((*load("degrees")["not_words"], *topic_names(), *long))


def masked(text: str, family: str) -> str:
    """The text with what is no praise or blame blanked, so that no 好 or 快 is heard in it."""
    kept = stems(family)
    return _mask(family).sub(lambda found: found[0] if found[0] in kept else "·" * len(found[0]), text)
