"""The words of a text that tell what it is about: frequent here, rare elsewhere."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import rjieba

from nlp.analysis.batch import END, Batch
from nlp.analysis.names import PEOPLE
from nlp.analysis.taxonomy import Taxonomy
from nlp.wording.lexicon import load

_WORD = re.compile(r"(?=.*[\u3400-\u9fffa-z])[\u3400-\u9fffa-z0-9.+-]{2,20}")
_WORDS_READ = 3000  # what a story is about stands in its first thousands of words
_MOST = 5  # of a text
_FREQUENT = 3  # so often in general use that it is cut out of whatever it stands in


def keywords(
    batch: Batch, taxonomy: Taxonomy, personal: Sequence[Sequence[tuple[str, int, int]]]
) -> list[list[str]]:
    """Of each text, the words of two characters and more with the highest TF-IDF, best first: no stop words,
    no people's names, nothing of what is ``personal`` (kind, start, end)."""
    codes = batch.codes.copy()
    for begin, spans in zip(batch.starts.tolist(), personal, strict=False):
        for _, start, end in spans:
            codes[begin + start : begin + end] = ord(" ")
    cut = _cutter(taxonomy).cut(codes.tobytes().decode("utf-32-le"), hmm=False)
    own, found, start = _own(taxonomy), [], 0
    for _ in range(len(batch)):
        end = cut.index(END, start)
        found.append(_best(cut[start:end], own))
        start = end + 1
    return found


def words(text: str) -> list[str]:
    """The words of a folded text but for stop words and single characters."""
    cut = rjieba.cut(text, hmm=False)[:_WORDS_READ]
    return [word for word in cut if len(word) > 1 and word not in stops()]


@cache
def stops() -> frozenset[str]:
    """Words that tell nothing of what a text is about."""
    return frozenset(load("keywords", "analysis")["stops"])


def rarity(word: str) -> float:
    """The inverse document frequency in jieba's table."""
    return _idf().get(word, _rare())


def _best(cut: Sequence[str], own: frozenset[str]) -> list[str]:
    """The first that are words, and no names: only they are looked at, for tagging is slow."""
    idf, rare = _idf(), _rare()
    counts = Counter([word for word in cut[:_WORDS_READ] if len(word) > 1])
    worth = {word: count * idf.get(word, rare) for word, count in counts.items() if word not in stops()}
    told: list[str] = []
    for word in sorted(worth, key=worth.__getitem__, reverse=True):
        if word in own or _telling(word):
            told.append(word)
            if len(told) == _MOST:
                break
    return told


@lru_cache(maxsize=20_000)
def _telling(word: str) -> bool:
    """Whether it is a word, and nobody's name."""
    if not _WORD.fullmatch(word):
        return False
    return all(tag not in PEOPLE for _, tag in rjieba.tag(word, hmm=False))


@lru_cache(maxsize=2)
def _cutter(taxonomy: Taxonomy) -> rjieba.Jieba:
    """jieba's dictionary and the words that the organisation shows: 送货上门 stays one."""
    cutter = rjieba.Jieba()
    for word in _own(taxonomy):
        cutter.add_word(word, _FREQUENT, "n")
    return cutter


@lru_cache(maxsize=8)
def _own(taxonomy: Taxonomy) -> frozenset[str]:
    seeds = Batch([seed for category in taxonomy.categories for seed in category.seeds])
    words = {seeds.folded(place) for place in range(len(seeds))}
    return frozenset(word for word in words if _WORD.fullmatch(word))


@cache
def _idf() -> dict[str, float]:
    """jieba's own table, read without jieba: importing that takes a second."""
    jieba = find_spec("jieba")
    folder = Path(jieba.origin).parent if jieba and jieba.origin else Path()
    told = (folder / "analyse" / "idf.txt").read_text("utf-8").split()
    return dict(zip(told[::2], map(float, told[1::2]), strict=True))


@cache
def _rare() -> float:
    """For every word that is not in the table."""
    return median(_idf().values())
