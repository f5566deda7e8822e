"""Which matter a text praises or blames, in which words.

A matter is told by its seeds; its mood by words that tell both (太贵), else by an opinion beside it
(味道不错), by the one in the clause that follows (客服，真的一言难尽), or by the mood of the words around it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from nlp.analysis.clauses import Clause, clauses
from nlp.analysis.leaning import Leaning, leaning
from nlp.analysis.seeds import OPINION, Found
from nlp.analysis.taxonomy import Taxonomy
from nlp.analysis.told import ENOUGH, Mood, Told, blended, told

Matter = tuple[str, float, tuple[int, int]]
"""A category's key, how it is spoken of (-1 to 1), and the words that say so."""

_SAYS = 0.3  # a mood below this in size says nothing
_PLAIN = 0.3  # weight and mood together from which on a matter is told without a telling word
_TAUGHT = 0.25  # what corrections alone must weigh to tell a matter
_DOUBTED = 0.1  # a matter of less weight, seeds and corrections together, is dropped
_SUREST = 2.5  # more weight than this says no more
_MOST, _MOST_OF_ONE = 24, 3


def categories(text: str, mood: Mood, taxonomy: Taxonomy, found: Sequence[Found]) -> list[Matter]:
    """The matters of a folded text, best first: most plainly told. One may stand there several times, with
    other words or another mood. ``found``: the taxonomy's words in it."""
    if not taxonomy.taught and all(word.category == OPINION for word in found):
        return []
    said = _joined(_carried(text, found, mood))
    if taxonomy.taught:
        said = _corrected(text, said, mood, leaning(taxonomy))
    plain = [each for each in said if each.judged or each.weight * abs(each.polarity) >= _PLAIN]
    return _best(plain or _plainest(said), taxonomy)


def _carried(text: str, found: Sequence[Found], mood: Mood) -> list[Told]:
    """What each clause says; a matter that is only named is judged by the clause that follows."""
    every: list[Told] = []
    waiting: list[Told] = []
    for clause, words in _by_clause(clauses(text), found):
        said = told(text, clause, words, mood) if words else []
        if not said and waiting and not clause.first:
            _judge(waiting, text, clause, words, mood)
            waiting = []
        elif said or clause.first:
            waiting = [each for each in said if not each.judged]
        every += said
    return every


def _judge(waiting: Iterable[Told], text: str, clause: Clause, words: Sequence[Found], mood: Mood) -> None:
    """Of what was named before: what this clause says."""
    around = mood(clause.start, clause.end)
    polarity = blended(text, clause, words, around) if words else around
    if abs(polarity) >= _SAYS:
        for each in waiting:
            each.polarity, each.end, each.judged = polarity, clause.end, bool(words)


def _by_clause(parts: Sequence[Clause], found: Sequence[Found]) -> Iterator[tuple[Clause, list[Found]]]:
    """Each clause with the words that begin in it; both in order."""
    place = 0
    for clause in parts:
        words = []
        while place < len(found) and found[place].start < clause.end:
            words.append(found[place])
            place += 1
        yield clause, words


def _joined(said: Iterable[Told]) -> list[Told]:
    """Neighbours that say the same of the same matter are one."""
    joined: list[Told] = []
    for each in said:
        last = joined[-1] if joined else None
        if last and last.category == each.category and last.polarity * each.polarity > 0:
            last.weight += each.weight
            last.polarity = max(last.polarity, each.polarity, key=abs)
            last.end, last.judged = each.end, last.judged or each.judged
        else:
            joined.append(each)
    return joined


def _corrected(text: str, said: Sequence[Told], mood: Mood, lean: Leaning) -> list[Told]:
    """Weighed anew by what was taught; and what the text tells by that alone, in its most telling clause."""
    *gains, none = lean.of(text)
    for each in said:
        each.weight = min(each.weight, _SUREST) + gains[each.category]
    kept = [each for each in said if each.weight >= max(none, _DOUBTED)]
    likeliest = max(range(len(gains)), key=gains.__getitem__)
    if gains[likeliest] > max([none, _TAUGHT, *(each.weight for each in kept)]):
        kept += _alone(text, likeliest, gains[likeliest], mood, lean)
    return kept


def _alone(text: str, category: int, weight: float, mood: Mood, lean: Leaning) -> Iterator[Told]:
    """What no seed tells, in the clause that tells it most."""
    parts = clauses(text)
    if parts:
        best = max(parts, key=lambda clause: lean.of(text[clause.start : clause.end])[category])
        yield Told(category, weight, mood(best.start, best.end), best.start, best.end, judged=True)


def _plainest(said: Sequence[Told]) -> list[Told]:
    """Of matters that are only named, the one that most is said of."""
    return [max(said, key=_plainness)] if said else []


def _plainness(each: Told) -> float:
    return min(each.weight, _SUREST) * (ENOUGH + abs(each.polarity))


def _best(said: Iterable[Told], taxonomy: Taxonomy) -> list[Matter]:
    left: dict[int, int] = defaultdict(lambda: _MOST_OF_ONE)
    best: list[Matter] = []
    for each in sorted(said, key=_plainness, reverse=True)[: 2 * _MOST]:
        if left[each.category] and len(best) < _MOST:
            left[each.category] -= 1
            key = taxonomy.categories[each.category].key
            best.append((key, round(each.polarity, 3), (each.start, each.end)))
    return best
