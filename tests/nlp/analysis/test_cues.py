"""Words found in a batch: each where it stands, and whether it counts there."""

import random

import numpy as np
import pytest

from nlp.analysis.batch import Batch
from nlp.analysis.cues import Cues
from nlp.analysis.lexicon import cues
from nlp.analysis.scope import DENIED, UNREAL, Scope
from tests.seeds import some_seed


def told(known: Cues, *texts: str) -> set[tuple[int, str, str]]:
    """(which text, the cue, the words)"""
    batch = Batch(texts)
    hits = known.find(batch)
    rows = zip(*(column.tolist() for column in hits), strict=True)
    return {(text, known.names[cue], batch.plain[start:end]) for cue, start, end, text in rows}


def test_a_word_is_found_in_every_text_and_inside_of_others():
    known = Cues({"good": ["满意"], "bad": ["不满意", "慢"]})
    assert told(known, "满意", "不满意", "") == {
        (0, "good", "满意"),
        (1, "good", "满意"),
        (1, "bad", "不满意"),
    }


def test_a_word_may_tell_two_things():
    assert told(Cues({"a": ["急"], "b": ["急"]}), "急") == {(0, "a", "急"), (0, "b", "急")}


def test_letters_inside_of_longer_words_are_not_found():
    assert told(Cues({"curse": ["sb"]}), "USB线坏了", "你个SB") == {(1, "curse", "sb")}


def test_no_words_find_nothing():
    assert told(Cues({}), "什么都没有") == set()


@pytest.mark.parametrize(("rounds", "size"), [(60, 5), (6, 400)], ids=["few", "many"])
def test_the_same_as_looking_for_each_word(rounds: int, size: int):
    seed = some_seed()
    chance = random.Random(seed)
    for _ in range(rounds):
        texts = ["".join(chance.choices("甲乙丙1😀 ", k=chance.randint(0, 24))) for _ in range(size)]
        lists = {
            name: [
                *("".join(chance.choices("甲乙丙1😀", k=chance.randint(1, 5))) for _ in range(6)),
                *(text for text in texts[:5] if len(text) > 15),
            ]
            for name in "xyz"
        }
        known, batch = Cues(lists), Batch(texts)
        hits = known.find(batch)
        places = (hits.cues, hits.texts, hits.starts - batch.starts[hits.texts], hits.ends - hits.starts)
        found = sorted(zip(*(column.tolist() for column in places), strict=True))
        looked = sorted(
            (known.index(name), text, at, len(word))
            for name, words in lists.items()
            for word in set(words)
            for text, written in enumerate(texts)
            for at in range(len(written))
            if written.startswith(word, at)
        )
        assert found == looked, f"seed {seed}"
        assert np.all(np.diff(hits.starts) >= 0), f"seed {seed}"


@pytest.mark.parametrize(
    ("text", "cue", "stand"),
    [
        ("有人受伤", "harm.severe", 0),
        ("没有人受伤", "harm.severe", DENIED),
        ("并没有受伤", "harm.severe", DENIED),
        ("没有，他受伤了", "harm.severe", 0),
        ("万一着火怎么办", "hazard.fire", UNREAL),
        ("万一吧。后来着火了", "hazard.fire", 0),
        ("消防演习里说起火要弯腰", "hazard.fire", UNREAL),
        ("不过起火了", "hazard.fire", 0),
    ],
)
def test_whether_a_word_counts(text: str, cue: str, stand: int):
    batch = Batch([text])
    hits, stands = Scope(cues()).counted(batch, cues().find(batch))
    assert stands[hits.cues == cues().index(cue)].tolist()[:1] == [stand]


@pytest.mark.parametrize("text", ["笑死我了", "生意火爆", "空气炸锅很好用", "气炸了", "嗓子冒烟"])
def test_idioms_hide_their_words(text: str):
    batch = Batch([text])
    hits, _ = Scope(cues()).counted(batch, cues().find(batch))
    found = [cues().names[cue] for cue in hits.cues]
    dangers = [name for name in found if name.startswith(("harm.severe", "harm.dying", "hazard.fire"))]
    assert dangers == []
