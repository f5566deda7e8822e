"""An option named by parts that others share: 工行的信用卡, beside 工商银行储蓄卡 and 招商银行信用卡."""

from functools import lru_cache

from nlp.wording.lexicon import load, pattern
from nlp.wording.options.aliases import called
from nlp.wording.options.cues import cues
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.words import Words

_LEFT = 1  # characters beside the parts that tell nothing


def shared(labels: tuple[str, ...], text: str) -> int | None:
    """The only option that all the parts named fit; None where anything else is said, or denied."""
    names, words = _parts(labels)
    if pattern("choices", "not").search(text):
        return None
    hits = [found[0] for found in words.finditer(text)]
    places = [names[hit] for hit in hits]
    telling = any(len(hit) > 1 for hit in hits) and all(len(fitting) > 1 for fitting in places)
    common = frozenset.intersection(*places) if telling else frozenset[int]()
    left = words.sub(" ", text) if len(common) == 1 else text
    told = core(PUNCTUATION.sub("", pattern("choices", "fill").sub("", left)))
    return next(iter(common)) if len(common) == 1 and len(told) <= _LEFT else None


def others_named(labels: tuple[str, ...], text: str, place: int) -> bool:
    """工行信用卡和招行信用卡: whether a part was named that does not fit the option found."""
    names, words = _parts(labels)
    return any(place not in names[found[0]] for found in words.finditer(text) if len(found[0]) > 1)


@lru_cache(maxsize=256)
def _parts(labels: tuple[str, ...]) -> tuple[dict[str, frozenset[int]], Words]:
    """What fits some of the options, be it one character (冰的大杯); nothing that fits them all."""
    found: dict[str, set[int]] = {}
    small = {*load("choices")["vague"], *cues()}
    characters = [(char, i) for i, label in enumerate(labels) for char in label if char >= "\u4e00"]
    for name, place in (*called(labels), *characters):
        if name not in small:
            found.setdefault(name, set()).add(place)
    names = {name: frozenset(places) for name, places in found.items() if len(places) < len(labels)}
    return names, Words(names)
