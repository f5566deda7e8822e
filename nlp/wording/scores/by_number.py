"""A level said by its number, and what speaks against taking it."""

import re
from dataclasses import replace
from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.options.choices import Choices, choices_of
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.contrary import contradicted
from nlp.wording.scores.given import Given, counted, given_in, settled
from nlp.wording.scores.hedges import doubt_of
from nlp.wording.scores.ladder import Ladder
from nlp.wording.scores.numbering import names_of, rungs_of
from nlp.wording.scores.rungs import Rungs
from nlp.wording.scores.score import Score
from nlp.wording.text.clauses import Clause
from nlp.wording.text.normal import PUNCTUATION, core
from nlp.wording.text.numerals import number, numeral
from nlp.wording.text.topics import asked_topics

_MIDDLE = "中间那个"
_AGAIN = re.compile(r"(?:选?([a-z]))(?:\s*选?\1)+")  # 选d选d
_SECOND_LAST = re.compile(r"^(倒数第[二三四2-4])$")  # 倒数第一 alone is blame
_FULL = 5  # stars that stand for the best
_PLACES = 7  # levels up to which 第二个 and B are spoken of as places in a list


def by_number(asked: Asked, ladder: Ladder, said: Said) -> Reading | None:
    """The level whose number or label was said; None where no score was given."""
    choices = choices_of(asked.options, asked.rules)
    label = choices.exact(said.text)
    if label is None:
        label = names_of(asked.options).get(PUNCTUATION.sub("", core(said.text)))
    if label is not None and not said.text.isdecimal():
        return answer(said, asked.options[label][0], said.text)
    rungs = rungs_of(asked.options, falling=ladder.reversed)
    given, to_the_point = _to_the_point(asked, said, given_in(said, lambda text: _place(choices, text)))
    scores = counted(settled(said, given), rungs.top)
    if not scores:
        scores, to_the_point = _measured(rungs, said), True
    if pattern("numbers", "asks_number").search(said.text):
        return ask(said, None, *(score.words for score in scores))
    return _landed(asked, ladder, said, rungs, scores, sure=to_the_point) if scores else None


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
    if contradicted(asked, ladder, said, place, words):
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
    """及格 of a hundred is sixty, and of fewer levels nobody knows what."""
    sure = rungs.hundred and score.words in load("numbers")["passes"]
    return replace(score, doubt="") if sure else score


def _place(choices: Choices, text: str) -> int | None:
    """第二个, B: where few levels stand in a list, and the clause is nothing but that."""
    bare = core(text)
    if len(choices.options) > _PLACES or not bare:
        return None
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        return choices.whole(bare)
    if bare in load("numbers")["place_middle"]:
        return choices.place(_MIDDLE, whole=True)
    again = _AGAIN.fullmatch(bare)
    if again:
        return choices.whole(again[1])
    counted = _from_end().sub("倒数第", _place_words().sub("", bare)) if len(bare) > 2 else bare
    return choices.place(_SECOND_LAST.sub(r"\1个", counted), whole=True)


@cache
def _place_words() -> re.Pattern[str]:
    """正数第二个, 第二个选项."""
    data = load("numbers")
    return re.compile(
        rf"^(?:{either(data['place_from_top'])})的?(?=第)"
        rf"|^(?:{either(data['place_lead'])})(?=第|倒数|最后)|(?<=[个项级条])(?:{either(data['place_tail'])})$"
    )


@cache
def _from_end() -> re.Pattern[str]:
    return re.compile(rf"^(?:{either(load('numbers')['place_from_end'])})的?第")


def _to_the_point(asked: Asked, said: Said, given: list[Given]) -> tuple[list[Given], bool]:
    """The scores of what was asked, and whether they surely are: 质量5分，物流3分; 除了物流都5分."""
    about = asked_topics(asked.text)
    on = [each for each in given if each.clause.topics & about or each.meant]
    if any(not each.meant for each in on):
        return on, True
    apart = [clause for clause in said.clauses if clause.topics & about]
    if any(clause.link == "except" for clause in apart):
        return given, False
    whole = [each for each in given if _of_all(each.clause, about) and not (apart and each.clause.rest)]
    return (whole, True) if whole else (given, False)


def _of_all(clause: Clause, about: frozenset[str]) -> bool:
    """A clause that names no matter; to who asks about all of it, 这服务 and 你家东西 are the whole."""
    return not clause.topics or (not about and pattern("numbers", "as_whole").search(clause.text) is not None)


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
