"""What a free text says: mood, intent, keywords, personal data. For the worker: the models load for seconds.

First form: the mood is SnowNLP's, which was trained on shopping reviews; other kinds of text fare worse.
"""

import math
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any, Literal

from nlp.wording.lexicon import pattern
from nlp.wording.text.normal import normalise

Intent = Literal["complaint", "suggestion", "praise", "inquiry", "request", "other"]

MODEL = "snownlp-0.12.3"
_LIMIT = 1000  # characters analysed of one text
_KEYWORDS = 5
_UNKNOWN = ""  # stands in the IDF table for every word that is not in it
_NEUTRAL = 1 / 3
_SURE = 1 - 1e-12

# SnowNLP adds up the log-odds of words as if each stood alone, so nearly every text comes out extreme.
# Divided by this times the root of the number of words, log loss on 1000 reviews of four kinds falls from .65
# to .42 and the calibration error from .10 to .05.
_DAMPING = 0.8

_RUN = re.compile(r"(.)\1{5,}", re.DOTALL)
_SPOKEN = re.compile(r"[\u3400-\u9fffa-z]")
_PERSONAL = {
    "id": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "phone": re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    "email": re.compile(r"(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One text. ``polarity`` -1..1, under 1/3 in size is neutral, 0 for nothing said; ``confidence`` 0..1;
    ``personal``: (phone | id | email, start, end) in the text as given; ``model``: what found it."""

    polarity: float
    confidence: float
    intent: Intent
    keywords: list[str]
    personal: list[tuple[str, int, int]]
    model: str = MODEL


def warm(cache_folder: Path | None = None) -> None:
    """Load the models (seconds), so that the first text is quick; jieba's cache goes to ``cache_folder``."""
    _jieba(cache_folder or _private_folder())
    _analysis("预热")


def analyse(texts: Sequence[str], *, taxonomy: object = None, tier: str = "fast") -> list[Analysis]:
    """One Analysis a text, in order; never raises for any text.

    ValueError for a tier or a taxonomy: there is only the fast tier, and categories are not read yet.
    """
    if tier != "fast":
        raise ValueError(f"no tier {tier!r}: there is only 'fast'")
    if taxonomy is not None:
        raise ValueError("categories are not read yet: leave out taxonomy")
    return [_analysis(text) for text in texts]


def _analysis(text: str) -> Analysis:
    plain = _RUN.sub(lambda run: run[1] * 5, normalise(text, _LIMIT))  # jieba is quadratic on a run
    personal = list(_personal(text))
    if not _SPOKEN.search(plain):
        return Analysis(0.0, 0.0, "other", [], personal)
    polarity = _polarity(plain)
    return Analysis(polarity, (1 + abs(polarity)) / 2, _intent(plain, polarity), _keywords(plain), personal)


def _polarity(text: str) -> float:
    """2 P(positive) - 1, damped."""
    classifier = _sentiment().classifier
    words = classifier.handle(text)
    if not words:
        return 0.0
    likelier, p = classifier.classifier.classify(words)
    p = min(p if likelier == "pos" else 1 - p, _SURE)
    odds = math.log(max(p, 1 - _SURE) / (1 - p))
    return math.tanh(odds / 2 / max(1.0, _DAMPING * math.sqrt(len(words))))


def _intent(text: str, polarity: float) -> Intent:
    intents: list[Intent] = ["complaint", "request", "suggestion", "inquiry"]
    for intent in intents:
        if pattern("intent", intent, "analysis").search(text):
            return intent
    praised = polarity > _NEUTRAL and pattern("intent", "praise", "analysis").search(text)
    return "praise" if praised else "other"


def _keywords(text: str) -> list[str]:
    """The words of two characters and more that are frequent here and rare elsewhere (TF-IDF), best first."""
    words = Counter(
        word for word in _jieba(_private_folder()).cut(text) if len(word) > 1 and _SPOKEN.search(word)
    )
    idf = _idf()
    rare = idf[_UNKNOWN]
    return sorted(words, key=lambda word: -words[word] * idf.get(word, rare))[:_KEYWORDS]


@cache
def _idf() -> dict[str, float]:
    """jieba's table and its median; read here, for importing jieba.analyse also loads a tagger (150 MB)."""
    table = Path(_jieba(_private_folder()).__file__).parent / "analyse" / "idf.txt"
    rows = map(str.split, table.read_text("utf-8").splitlines())
    idf = {word: float(weight) for word, weight in rows}
    return idf | {_UNKNOWN: median(idf.values())}


def _personal(text: str) -> Iterator[tuple[str, int, int]]:
    found = [(kind, m.start(), m.end()) for kind, form in _PERSONAL.items() for m in form.finditer(text)]
    return iter(sorted(found, key=lambda span: span[1]))


@cache
def _sentiment() -> ModuleType:
    from snownlp import sentiment  # noqa: PLC0415 - two seconds and 400 MB: only for the worker

    module: ModuleType = sentiment
    return module


@cache
def _private_folder() -> Path:
    """A folder of this user alone: jieba unmarshals its cache, so nobody else may write there."""
    folder = Path(tempfile.gettempdir()) / f"manyi-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    folder.mkdir(mode=0o700, exist_ok=True)
    stat = folder.stat()
    mine = not hasattr(os, "getuid") or (stat.st_uid == os.getuid() and not stat.st_mode & 0o022)
    return folder if mine else Path(tempfile.mkdtemp(prefix="manyi-"))


def _jieba(folder: Path) -> Any:
    """jieba with its dictionary loaded, once, its cache in the folder."""
    import jieba  # noqa: PLC0415 - a second, and only for the worker

    if not jieba.dt.initialized:
        jieba.setLogLevel("WARNING")
        jieba.dt.tmp_dir = str(folder)
        jieba.initialize()
    return jieba
