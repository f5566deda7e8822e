"""A level said by its number, and what speaks against taking it."""

import re

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.lexicon import load, pattern
from nlp.wording.options.choices import choices_of
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.bands import banded
from nlp.wording.scores.contrary import contradicted
from nlp.wording.scores.deltas import counted
from nlp.wording.scores.given import Given, given_in, settled
from nlp.wording.scores.heard import COMPARES
from nlp.wording.scores.hedges import doubt_of
from nlp.wording.scores.ladder import Ladder
from nlp.wording.scores.numbering import names_of, rungs_of
from nlp.wording.scores.places import PLACES, beyond_places, place_of
from nlp.wording.scores.pointed import to_the_point
from nlp.wording.scores.rungs import Rungs
from nlp.wording.scores.score import Score
from nlp.wording.scores.steps import by_the_middle, stepped
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.text.numerals import number, numeral

_WORD = 2  # characters of more than a filler
_TEN, _PASS = 10, 0.6  # 不及格 of ten may be any of many
_FULL = 5  # stars that stand for the best


def by_number(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    """The level whose number or label was said; None where no score was given."""
    choices = choices_of(asked.options, asked.rules)
    label = choices.exact(said.text)
    if label is None:
        label = names_of(asked.options).get(PUNCTUATION.sub("", core(said.text)))
    if label is not None and not said.text.isdecimal() and not COMPARES.search(said.text):
        return answer(said, asked.options[label][0], said.text)
    rungs = rungs_of(asked.options, falling=ladder.reversed)
    part = banded(rungs, said.text) or stepped(ladder, said.text) or by_the_middle(ladder, said.text)
    if part:
        return answer(said, asked.options[part[0]][0], part[1])
    given, sure = to_the_point(asked, said, given_in(said, lambda text: place_of(choices, text)))
    given = [each for each in given if not _passes(each, ladder)]
    if len(asked.options) <= PLACES:  # of ten levels, 八成会 is the eighth
        given = [each for each in given if not _in_a_word(each, ladder.family)]
    scores = counted(settled(said, given), rungs.top, reasoned=_reasoned(said, given))
    if not scores:
        scores, sure = _measured(rungs, said), True
    if _rates(said, scores):
        return None
    if pattern("numbers", "asks_number").search(said.text):
        return ask(said, None, *(score.words for score in scores))
    if not scores:
        beyond = beyond_places(said, len(asked.options))
        return ask(said, None, beyond, rungs.limits) if beyond else None
    return _landed(asked, ladder, said, rungs, scores, sure=sure)


def _reasoned(said: Said, given: list[Given]) -> bool:
    """Whether more was said than the points: 扣1分，来晚了; 扣一分怕他骄傲."""
    left = said.text
    for each in given:
        left = left.replace(each.score.words, "", 1)
    return len(said.clauses) > 1 or len(core(left)) > _WORD


def _rates(said: Said, scores: list[Score]) -> bool:
    """准时率只有82%，不满意: the share is of something else, and what it is worth is said in words."""
    if not scores or not all(score.words.endswith("%") and score.start for score in scores):
        return False
    apart = [clause for clause in said.clauses if "%" not in clause.text]
    return any(mark.rank == 2 and mark.sure for clause in apart for mark in marks_in(clause.text))


def _passes(given: Given, ladder: Ladder) -> bool:
    """没及格 where a level is 不及格 or 不合格 is that level, and no number."""
    words = given.score.words
    named = [label for label in ladder.labels if "格" in label]
    denied = marks_in(words)[:1] and marks_in(words)[0].degree < 0
    said_so = any(words[-2:] in label for label in named)
    return words in load("numbers")["passes"] and bool(named) and bool(denied or not said_so)


def _in_a_word(given: Given, family: str) -> bool:
    """八成会 and 一次都不会 are words of a scale, no numbers."""
    words = given.score.words
    marks = marks_in(given.clause.text, family) if family else ()
    return any(words in mark.stem and len(mark.stem) > len(words) for mark in marks)


def _landed(
    asked: Asked, ladder: Ladder, said: Said, rungs: Rungs, scores: list[Score], *, sure: bool
) -> Reading:
    """The one level that all scores mean; asked back where they differ, are in doubt or contradicted."""
    words = tuple(dict.fromkeys(score.words for score in scores))
    scores = [_passed(score, rungs) for score in scores]
    landed = [rungs.land(score) for score in scores]
    place, _ = landed[-1]
    if place is None:
        return _not_a_level(asked, rungs, said, scores[-1], words)
    one = len({at for at, _ in landed}) == 1 and not any(score.doubt for score in scores)
    key, label = asked.options[place]
    steady = all(steady for _, steady in landed) or _praised(ladder, said, scores[-1], place)
    if not (sure and one and steady):
        return ask(said, key, *words)
    conditional = pattern("numbers", "conditions").search(said.text)
    if conditional or contradicted(asked, ladder, said, place, words):
        return ask(said, key, *words)
    return _numbered(said, key, words, label)


def _praised(ladder: Ladder, said: Said, score: Score, place: int) -> bool:
    """五星好评 is the best of few levels in whichever order."""
    if ladder.degrees is None or len(ladder.degrees) > _FULL or (score.value, score.kind) != (_FULL, "stars"):
        return False
    marks = [mark for clause in said.clauses for mark in marks_in(clause.text, ladder.family)]
    best = ladder.degrees[place] == max(ladder.degrees)
    return best and bool(marks) and all(mark.degree > 0 and mark.rank == 2 for mark in marks)


def _passed(score: Score, rungs: Rungs) -> Score:
    """及格 is sixty of a hundred and six of ten; of fewer levels, nobody knows what."""
    tens = rungs.top == _TEN and score.value == _PASS
    sure = (rungs.hundred or tens) and score.words in load("numbers")["passes"]
    return score._replace(doubt="") if sure else score


def _measured(rungs: Rungs, said: Said) -> list[Score]:
    """3天 where the levels are 1天内, 2-3天, 4-7天."""
    if not rungs.bands or not rungs.unit:
        return []
    counted = re.compile(rf"(?<![\d.第])({numeral()})\s*{rungs.unit}")
    hits = [(clause.text, hit) for clause in said.clauses for hit in counted.finditer(clause.text)]
    known = [(text, hit, value) for text, hit in hits if (value := number(hit[1])) is not None]
    return [Score(v, hit[0], 0, "measure", doubt_of(text, *hit.span())) for text, hit, v in known]


def _not_a_level(asked: Asked, rungs: Rungs, said: Said, score: Score, words: tuple[str, ...]) -> Reading:
    """6 of 5, or 4.5: name the range, offer the level that may be meant."""
    place = rungs.guess(score)
    return ask(said, None if place is None else asked.options[place][0], *words, rungs.limits)


def _numbered(said: Said, key: str, words: tuple[str, ...], label: str) -> Reading:
    """4分满意 says no more than 4分."""
    spoken = (*words, *(mark.words for clause in said.clauses for mark in marks_in(clause.text)))
    same = all(word in words or word in label for word in spoken)
    return answer(said, key, *dict.fromkeys(spoken if same else words))
