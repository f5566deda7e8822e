"""What a clause says of which matter, by the words found in it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlp.analysis.clauses import Clause
from nlp.analysis.seeds import OPINION, Found
from nlp.analysis.turning import turned

Mood = Callable[[int, int], float]
"""The polarity, -1 to 1, of the words between two places of the text."""

ENOUGH = 0.4
"""Weight of the words of a matter, from which on it is told."""

_OWN = 0.75  # how far the mood of a telling word goes before that of its surroundings
_NAMED = 0.5  # what a matter weighs that is only named, beside one that is judged


@dataclass(slots=True)
class Told:
    """What a clause, or a part of it, says of one category; ``judged``: by a word, not by the mood around it
    alone."""

    category: int
    weight: float
    polarity: float
    start: int
    end: int
    judged: bool


def told(text: str, clause: Clause, words: Sequence[Found], mood: Mood) -> list[Told]:
    """A clause parted between its matters: 价格贵|质量差."""
    said: list[Told] = []
    runs = _runs(_chosen(words))
    shared = _shared(runs)
    starts = [clause.start, *[run[0].start for _, run in runs[1:]], clause.end]
    for place, (category, run) in enumerate(runs):
        weight = _weight([word.weight for word in run if word.category == category])
        if weight < ENOUGH:
            continue
        start, end = starts[place], max(starts[place + 1], *[word.end for word in run])
        telling = [word for word in run if word.mood] or shared
        if telling:
            polarity = blended(text, clause, telling, mood(start, end))
            said.append(Told(category, weight, polarity, start, end, True))
        else:
            polarity = mood(clause.start, clause.end)
            said.append(Told(category, weight * _NAMED, polarity, start, end, False))
    return said


def _weight(weights: list[float]) -> float:
    """More than three words say no more."""
    return sum(weights if len(weights) <= 3 else sorted(weights)[-3:])


def blended(text: str, clause: Clause, telling: Iterable[Found], around: float) -> float:
    """The mood of telling words where they stand, and a little of the mood around them."""
    own = sum([turned(text, clause, word) for word in telling])
    return _OWN * max(-1.0, min(1.0, own)) + (1 - _OWN) * around


def _runs(words: Iterable[Found]) -> list[tuple[int, list[Found]]]:
    """Neighbouring words of one category; an opinion belongs to what stands before it, or else behind."""
    runs: list[tuple[int, list[Found]]] = []
    early: list[Found] = []
    for word in words:
        if word.category == OPINION:
            (runs[-1][1] if runs else early).append(word)
        elif runs and runs[-1][0] == word.category:
            runs[-1][1].append(word)
        else:
            runs.append((word.category, [*early, word]))
            early = []
    return runs


def _shared(runs: Sequence[tuple[int, list[Found]]]) -> list[Found]:
    """The opinion that all share: 味道和环境都不错. None where any but the last has a mood of its own."""
    if len(runs) < 2 or any(word.mood for _, run in runs[:-1] for word in run):
        return []
    return [word for word in runs[-1][1] if word.category == OPINION]


def _chosen(words: Sequence[Found]) -> Sequence[Found]:
    """One meaning a word. What is an opinion as well (慢) tells its own matter only where no other is named
    (货到得慢); else it tells what the clause's other words tell, or what is surest."""
    if len(words) == 1 or len({word.start for word in words}) == len(words):
        return words
    weights: dict[int, float] = defaultdict(float)
    meanings: dict[int, list[Found]] = defaultdict(list)
    for word in words:
        weights[word.category] += word.weight
        meanings[word.start].append(word)
    named = any(len(each) == 1 and each[0].category != OPINION for each in meanings.values())
    return [_meant(each, weights, named=named) if each[1:] else each[0] for each in meanings.values()]


def _meant(meanings: Sequence[Found], weights: dict[int, float], *, named: bool) -> Found:
    """Of several words that begin at one place, the one that is meant; ``named``: beside another matter."""
    opinion = (
        named and all(word.mood for word in meanings) and OPINION in {word.category for word in meanings}
    )
    return max(
        meanings,
        key=lambda word: (
            (word.category == OPINION) == opinion,
            word.mood != 0,
            weights[word.category],
            word.end,
        ),
    )
