"""The words of praise and blame, and of scales that ask for something else, ready to be found in a text."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nlp.wording.lexicon import load
from nlp.wording.praise.intensity import lead_kinds, lead_words
from nlp.wording.text.topics import topic_names
from nlp.wording.words import Words

_BITTEREST = -2.0


@cache
def stems(family: str) -> dict[str, tuple[float, int, bool]]:
    """stem -> degree, rank, sure; on a scale of another family praise is only a hint, 一般 is its middle.

    A tone (😊, 还会来) is a hint too, but for the bitterest: 再也不来了.
    """
    data = load("degrees")
    stems = {word: (float(degree), 0, degree <= _BITTEREST) for word, degree in data["tone"].items()}
    stems |= {word: (float(degree), 1, not family) for word, degree in data["properties"].items()}
    for word, degree in data["words"].items():
        stems[word] = (float(degree), 2 if not family or not degree else 1, not family or not degree)
    rank = 1 if family else 2
    stems |= {word: (float(degree), rank, False) for word, degree in data["unsure"].items()}
    own = load("ladders")[family] if family else {}
    return stems | {word: (float(degree), 2, True) for word, degree in own.items()}


@cache
def families() -> tuple[str, ...]:
    """The kinds of scale that have words of their own."""
    return tuple(load("ladders"))


def own_words(labels: tuple[str, ...], family: str) -> tuple[int, int]:
    """How many labels have a word of that kind of scale, and how much of them such words are."""
    own = load("ladders")[family].keys() - load("degrees")["words"].keys() - load("degrees")["whole"].keys()
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
    stem = _stem_words(family).longest(text, stem_at)
    end = stem_at + len(stem)
    gap = end + text.startswith(" ", end)
    after = _after_words().longest(text, gap)
    last = gap + len(after) if after else end
    return Expression(start, last, text[start:last], text[start:stem_at], stem, after)


def _stem_after(text: str, place: int, family: str, leads: int) -> int | None:
    """Where the stem begins behind as few words of degree as may be."""
    if _stem_words(family).longest(text, place):
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
def _stem_words(family: str) -> Words:
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
