"""What staff's corrections teach a taxonomy: which runs of characters stand where a category was meant.

A learned taxonomy is a value like any other. Naive Bayes beside the seeds, not in place of them: with 21
categories of computers, four seeds each, F1 is .59, and .59, .62 and .66 with 100, 400 and 2400 corrections;
with ten of cars .69, and .70, .74 and .76.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import log

from nlp.analysis.batch import Batch
from nlp.analysis.leaning import ALWAYS, runs
from nlp.analysis.personal import blanked
from nlp.analysis.taxonomy import Taxonomy

_LEAST = 2  # texts in which a run must stand
_SMOOTH = 0.2
_PLAIN = 0.3  # a weight below this in size is left out
_MOST = 20_000  # runs kept: those in most texts


def learned(taxonomy: Taxonomy, corrections: Iterable[tuple[str, str]]) -> Taxonomy:
    """This taxonomy, taught anew by (text, category key); a text of several is there as often.

    Texts are as written; of a text that tells of none the key is "". Keys that are not in the taxonomy teach
    nothing: the organisation may have changed it since. Names, numbers and addresses are not learned from.
    """
    keys = {"", *(category.key for category in taxonomy.categories)}
    meant: dict[str, set[str]] = defaultdict(set)
    for text, key in corrections:
        if key in keys:
            meant[text].add(key)
    return replace(taxonomy, taught=_taught(meant))


def _taught(meant: Mapping[str, Iterable[str]]) -> dict[str, dict[str, float]]:
    """Sum of a run -> category -> the log of how much likelier it stands in its texts than in others;
    under ALWAYS how frequent each is. The category "" is that of texts that tell of none. Of no texts: {}."""
    if not meant:
        return {}
    batch = Batch(list(meant))
    texts, everywhere, standing = Counter[str](), Counter[str](), Counter[str]()
    within: dict[str, Counter[str]] = defaultdict(Counter)
    for place, keys in enumerate(meant.values()):
        here = set(runs(blanked(batch.folded(place))))
        standing.update(here)
        for key in keys:
            texts[key] += 1
            for run in here:
                within[run][key] += 1
                everywhere[run] += 1
    kept = sorted((-n, run) for run, n in everywhere.items() if standing[run] >= _LEAST)[:_MOST]
    weights = {run: _weights(within[run], -n, texts) for n, run in kept}
    told = {run: each for run, each in weights.items() if each}
    every = texts.total() + len(texts)
    return told | {ALWAYS: {key: round(log((n + 1) / every), 2) for key, n in texts.items()}}


def _weights(counts: Mapping[str, int], everywhere: int, texts: Counter[str]) -> dict[str, float]:
    told: dict[str, float] = {}
    for key, of_key in sorted(texts.items()):
        of_others = texts.total() - of_key
        here = (counts.get(key, 0) + _SMOOTH) / (of_key + 2 * _SMOOTH)
        elsewhere = (everywhere - counts.get(key, 0) + _SMOOTH) / (of_others + 2 * _SMOOTH)
        weight = round(log(here / elsewhere), 2)
        if abs(weight) >= _PLAIN:
            told[key] = weight
    return told
