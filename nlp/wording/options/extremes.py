"""Options that are prices or amounts, named by how they compare: 最便宜的, 中档的."""

from functools import lru_cache

from nlp.wording.late import late
from nlp.wording.lexicon import load
from nlp.wording.scores.ladder import Options
from nlp.wording.text.normal import core, normalise

_NUMBER = late(r"\d+(?:\.\d+)?")
_SIZES = "小中大"
_A_SIZE = late(f"([{_SIZES}])(?:一?点|号|个|款)?(?:的|那个|那种)?(?:就[行好够]了?)?")
_PRICE = late(r"\d+(?:\.\d+)?(?=元|块|¥|/月)")


def extreme(options: Options, text: str) -> int | None:
    """The place of the smallest, the largest or the middle one, of the labels with a number."""
    lists = load("choices")
    said = [core(text), text.strip(" .!。~")]
    for name, part in (("smallest", 0.0), ("medium", 0.5), ("largest", 1.0)):
        if any(form in lists[name] for form in said):
            ranked = _by_number(options)
            at = part * (len(ranked) - 1)
            return ranked[int(at)] if ranked and at == int(at) else None
    return _sized(options, said)


def _sized(options: Options, said: list[str]) -> int | None:
    """大的, 小: of the labels that begin with a size (小份, 中份, 大份)."""
    labels = [normalise(label) for _, label in options]
    words = {size[1] for text in said if (size := _A_SIZE.fullmatch(text))}
    found = [i for i, label in enumerate(labels) if words & {label[:1]}]
    several = len({label[:1] for label in labels} & set(_SIZES)) > 1
    return found[0] if len(found) == 1 and several else None


@lru_cache(maxsize=256)
def _by_number(options: Options) -> tuple[int, ...]:
    """The places from the lowest number to the highest; empty where they cannot be compared."""
    labels = [normalise(label) for _, label in options]
    numbers = [_PRICE.findall(label) or _NUMBER.findall(label) for label in labels]
    values = {place: float(each[0]) for place, each in enumerate(numbers) if len(each) == 1}
    if any(len(each) > 1 for each in numbers) or len(set(values.values())) < len(values):
        return ()
    return tuple(sorted(values, key=values.__getitem__)) if len(values) > 1 else ()
