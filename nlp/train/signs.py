"""The weights of cues and runs for intent, urgency and safety:  python -m nlp.train.signs DATA_FOLDER

Made of the sentences in nlp/train/service/*.txt, which were written for this, one a line: a letter for the
intent (complaint, request, question, suggestion, praise, other), N now, s soon or - routine, ! for danger or
a dot, and the sentence. Reviews of the data folder, as good as never urgent, teach what is no alarm.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from nlp.analysis.batch import Batch
from nlp.analysis.grams import grams
from nlp.analysis.lexicon import cues
from nlp.analysis.model import OURS, models
from nlp.analysis.polarity import moods
from nlp.analysis.signs import MOODS, found, mood_columns, names
from nlp.train.fitting import matrix
from nlp.train.texts import checking, letters, rows

INTENTS = {"C": "complaint", "R": "request", "Q": "inquiry", "S": "suggestion", "P": "praise", "O": "other"}
OUTPUTS = (*INTENTS.values(), "soon", "now", "unsafe")
_LINE = re.compile(r"([CRQSPO])([-sN])([.!]) (.*\S.*)")
LISTS = Path(__file__).parents[1] / "data" / "analysis"
"""Where ours lie."""
_SENTENCES = Path(__file__).parent / "service"
_REVIEWS = ("hotel", "chnsenticorp", "shopping", "takeaway", "restaurant_sentences", "jd_computer")
_REVIEWED = {"1": "praise", "-1": "complaint"}
_OF_EACH, _UNSAFE, _SAFE = 250, 700, 1500  # how many reviews of a set, and of the two kinds of shop comments
_REVIEW, _MEANT, _COMMENT = 0.1, 0.01, 0.03  # what their urgency, intent, safety count beside ours
_LONGEST = 200
_SEED = 3

BITS = 20
CUES, RUNS, FREEDOM, LEAST = 0.5, 3.0, 3.0, 2
"""What a cue and a run count for, how far weights may go, texts a run must be in to have one."""
KEPT = 16_000  # runs whose weights are kept

Floats = NDArray[np.float32]


class Lesson(NamedTuple):
    """A text, for each output whether it holds, and how much that counts (0: not known)."""

    text: str
    holds: NDArray[np.bool_]
    counts: Floats


class Model(NamedTuple):
    """``weights`` [columns of cues, then of runs; outputs], ``bias`` [outputs]."""

    weights: Floats
    bias: Floats


def sentences(folder: Path = _SENTENCES) -> Iterator[Lesson]:
    """Those written for this. ValueError, with file and line, for a line that is none."""
    for file in sorted(folder.glob("*.txt")):
        lines = enumerate(file.read_text("utf-8").split("\n"), 1)
        for number, line in ((number, line) for number, line in lines if line):
            yield Lesson(*_read(line, f"{file.name}:{number}"), np.ones(len(OUTPUTS), np.float32))


def _read(line: str, place: str) -> tuple[str, NDArray[np.bool_]]:
    found = _LINE.fullmatch(line)
    if not found:
        raise ValueError(f"{place}: not an intent, how urgent, whether unsafe, a space and a sentence")
    intent, urgency, unsafe, text = found.groups()
    return text, _holds(INTENTS[intent], "-sN".index(urgency), ".!".index(unsafe))


def _holds(intent: str, urgency: int, unsafe: int) -> NDArray[np.bool_]:
    return np.array([intent == name for name in INTENTS.values()] + [urgency > 0, urgency > 1, unsafe > 0])


def reviews(data: Path) -> Iterator[Lesson]:
    """Of shops: what is none of our signs, and what tells of unsafe food; none that is kept for checking."""
    chance, apart = random.Random(_SEED), checking(data)  # noqa: S311 - a sample, no secret
    intents = len(INTENTS)
    for name in _REVIEWS:
        for row in chance.sample(rows(data, name, "train"), _OF_EACH):
            intent = _REVIEWED.get(row["polarity"], "")
            counts = np.full(len(OUTPUTS), _REVIEW, np.float32)
            counts[:intents] = _MEANT * bool(intent)
            if letters(row["text"]) not in apart:
                yield Lesson(row["text"][:_LONGEST], _holds(intent, 0, 0), counts)
    comments = rows(data, "food_safety", "train")
    for said, most in ((True, _UNSAFE), (False, _SAFE)):
        kind = [row["text"] for row in comments if (row["unsafe"] == "1") is said]
        for text in chance.sample(kind, most):
            counts = np.zeros(len(OUTPUTS), np.float32)
            counts[-1] = _COMMENT
            if letters(text) not in apart:
                yield Lesson(text[:_LONGEST], _holds("", 0, said), counts)


def features(texts: Sequence[str], polarity: Floats) -> Any:
    """[texts, columns], sparse: cues, moods, then runs."""
    batch = Batch(texts)
    there = found(batch, cues().find(batch))
    known = sp.csr_matrix(np.hstack([there.whole, mood_columns(polarity)]) * np.float32(CUES))
    return sp.hstack([known, matrix(texts, BITS) * np.float32(RUNS)]).tocsr()


def polarities(texts: Sequence[str]) -> Floats:
    """[texts]: what our model makes of them."""
    batch = Batch(texts)
    return moods(batch, grams(batch), cues().find(batch), cues(), models()).polarity


def fit(known: Any, lessons: Sequence[Lesson]) -> Model:
    """One of the intents, and each of the others or not: least log loss with the weights' squares."""
    holds = np.stack([each.holds for each in lessons]).astype(np.float32)
    counts = np.stack([each.counts for each in lessons])
    columns = np.flatnonzero(np.bincount(known.indices, minlength=known.shape[1]) >= LEAST)
    chosen = known[:, columns].tocsr()
    across = chosen.T.tocsr()
    shape = (len(columns) + 1, len(OUTPUTS))
    one = slice(0, len(INTENTS))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        inner = flat.reshape(shape).astype(np.float32)
        logits = chosen @ inner[:-1] + inner[-1]
        chance = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))
        raised = np.exp(logits[:, one] - logits[:, one].max(axis=1, keepdims=True))
        chance[:, one] = raised / raised.sum(axis=1, keepdims=True)
        sure = np.where(holds > 0, chance, 1 - chance)
        sure[:, one] = np.where(holds[:, one] > 0, chance[:, one], 1)
        total = -float(np.sum(counts * np.log(np.maximum(sure, 1e-12)), dtype=np.float64))
        pull = (chance - holds) * counts
        slope = np.vstack([across @ pull + inner[:-1] / FREEDOM, pull.sum(axis=0)])
        return total + float(np.sum(inner[:-1] ** 2)) / (2 * FREEDOM), slope.ravel().astype(np.float64)

    best = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights = np.zeros((known.shape[1], len(OUTPUTS)), np.float32)
    weights[columns] = best.reshape(shape)[:-1]
    return Model(weights, best.reshape(shape)[-1].astype(np.float32))


def save(model: Model, models: Path, lists: Path) -> None:
    """Weights of cues as lines that can be read, those of runs in int8."""
    columns = [*names(), *MOODS]
    rows = [_row(weights * CUES) for weights in model.weights[: len(columns)]]
    said = [(name, row) for name, row in zip(columns, rows, strict=True) if any(row)]
    lines = [f"{json.dumps(name)} = {json.dumps(row)}" for name, row in said]
    head = [_HEADING, f"outputs = {json.dumps(OUTPUTS)}", f"bias = {json.dumps(_row(model.bias))}"]
    text = "\n".join([*head, "", "[weights]", *lines, ""])
    (lists / "signs.toml").write_text(text, "utf-8")
    runs = model.weights[len(columns) :] * RUNS
    scale = np.float32(np.abs(runs).max() / 127)
    small = np.rint(runs / scale).astype(np.int8)
    buckets = np.sort(np.argsort(-np.abs(runs).max(axis=1), kind="stable")[:KEPT]).astype(np.uint32)
    np.savez_compressed(models / "signs.npz", bits=BITS, buckets=buckets, runs=small[buckets], scale=scale)


def _row(weights: Floats) -> list[float]:
    return [round(float(weight), 2) for weight in weights]


_HEADING = (
    "# 各类线索各算几分，由 nlp/train/signs.py 学得：每行依次对应 outputs；not 被否定，if 只是设想，mood 语气"
)


def main(data: Path, models: Path = OURS, lists: Path = LISTS) -> None:
    """Make the weights anew."""
    lessons = [*sentences(), *reviews(data)]
    texts = [each.text for each in lessons]
    save(fit(features(texts, polarities(texts)), lessons), models, lists)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m nlp.train.signs", description=__doc__)
    parser.add_argument("data", type=Path)
    main(**vars(parser.parse_args()))
