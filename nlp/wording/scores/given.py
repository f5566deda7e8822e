"""The scores that an answer gives: not those of last time, of others, denied or taken back."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nlp.wording.asked import Said
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.scores.bases import without_base
from nlp.wording.scores.heard import gives_number, scores_in
from nlp.wording.scores.score import Score, out_of
from nlp.wording.text.clauses import Clause

Places = Callable[[str], int | None]


class Given(NamedTuple):
    """A score in its clause, which begins at ``at`` in the whole text; ``meant``: 本来想给5分."""

    clause: Clause
    score: Score
    at: int
    meant: bool = False

    @property
    def start(self) -> int:
        return self.at + self.score.start

    @property
    def end(self) -> int:
        return self.start + len(self.score.words)


def given_in(said: Said, place: Places) -> list[Given]:
    """Every score, in order; ``place`` finds the level that a clause names by its place in the list."""
    given: list[Given] = []
    # 如果满分5分 supposes nothing.
    based = gives_number(said.text) and any(without_base(clause.text)[0] for clause in said.clauses)
    end = 0
    for clause in said.clauses:
        at = max(said.text.find(clause.text, end), 0)
        end = at + len(clause.text)
        given += [
            Given(clause, score, at) for score in _in_clause(clause, place) if based or _real(clause, score)
        ]
        given += [Given(clause, score, at, meant=True) for score in _meant(clause)]
    return _here(_out_of(given), said.clauses)


def _in_clause(clause: Clause, place: Places) -> list[Score]:
    scores = scores_in(clause.text)
    at = None if scores else place(clause.text)
    return scores if at is None else [Score(float(at), clause.text, kind="place")]


def _real(clause: Clause, score: Score) -> bool:
    """Not of a wish or of before, unless what is now follows: 以前9分现在也就6分."""
    if _would_be().search(clause.text, 0, score.start):
        return False
    return not clause.unreal or bool(_now().search(clause.text, 0, score.start))


@cache
def _would_be() -> re.Pattern[str]:
    """早点来就, 退了款才能: what follows is not given."""
    data = load("numbers")
    would, then, only = (either(data[key]) for key in ("would_if", "would_then", "would_only"))
    return re.compile(rf"(?:(?:{would}).{{0,10}}?(?:{then})|{only})[给打有得到]{{0,2}}$")


@cache
def _now() -> re.Pattern[str]:
    return re.compile(rf"..(?:{either(load('numbers')['now'])})")


def _meant(clause: Clause) -> list[Score]:
    """The score that would have been, from which something is taken: 本来想给5分."""
    if not pattern("numbers", "meant_before").search(clause.text):
        return []
    scores = scores_in(clause.text)
    scores = [s for s in scores if not _now().search(clause.text, 0, s.start)]
    return [s._replace(doubt="") for s in scores if s.kind in ("points", "stars") or not s.words[0].isdigit()]


def _out_of(given: list[Given]) -> list[Given]:
    """满分10分，我给7分: what it is out of was said in a clause before."""
    base = next((each.score.base for each in given if each.score.kind == "base"), None)
    others = [each for each in given if each.score.kind != "base"]
    if base is None or not any(each.score.kind != "delta" for each in others):
        return given
    return [each._replace(score=out_of(each.score, base)) for each in others]


def _here(given: list[Given], clauses: Sequence[Clause]) -> list[Given]:
    """Without 上次给的 and 隔壁的; where there is nothing else, those are in doubt."""
    led = 1  # 让我打 + 打7
    here = [each for each in given if not _elsewhere().search(each.clause.text, 0, each.score.start + led)]
    here = [each for each in here if not (each is not here[-1] and _then(each, clauses))]
    if any(not each.meant for each in here):
        return here
    return [each._replace(score=each.score._replace(doubt="vague")) for each in given]


def _then(given: Given, clauses: Sequence[Clause]) -> bool:
    """昨天8分，今天2分: what was then is not what is now."""
    if not pattern("speech", "then_was").search(given.clause.text):
        return False
    later = clauses[clauses.index(given.clause) + 1 :]
    return any(pattern("speech", "now_is").search(clause.text) for clause in later)


@cache
def _elsewhere() -> re.Pattern[str]:
    """Not this time, not this shop, not oneself; but 会推荐给朋友, and 做设计的朋友我给9."""
    data = load("numbers")
    elsewhere = rf"(?:{either(data['elsewhere'])})(?!.*(?:{either(data['now'])}))"
    return re.compile(rf"{elsewhere}|(?<!给)(?:{either(data['others'])})(?!.*我)")


def settled(said: Said, given: Sequence[Given]) -> list[Given]:
    """Without what was denied (不是4分，是3分) or taken back (4分，不对，3分)."""
    kept = [each for each in given if each.score.doubt != "denied"] or list(given)
    if any(_either(said.text, a, b) for a, b in pairwise(given)):
        return list(given)
    kept = [each for each in kept if not _aside(each.score)] or kept
    if kept and _made_up(said.text, kept):
        return kept[-1:]
    for i in range(len(kept) - 1, 0, -1):
        if _taken_back(said.text, kept[i - 1], kept[i]):
            return kept[i:]
    return kept


def _aside(score: Score) -> bool:
    """高分 beside 七分, 88 beside 4分, 一二三四五 beside 选四."""
    return any(score.words in load("numbers")[key] for key in ("about", "slang", "counting"))


def _made_up(text: str, given: Sequence[Given]) -> bool:
    """比8多点，9吧: what was vague is settled by the last."""
    *before, last = given
    vague = bool(before) and all(each.score.doubt == "vague" for each in before)
    return vague and not last.score.doubt and bool(_for_good().match(text, last.end))


def _either(text: str, before: Given, after: Given) -> bool:
    """不是3就是4."""
    between = text[before.end : after.start] + after.score.words
    return before.score.doubt == "denied" and between.lstrip("分星级,，").startswith("就")


def _taken_back(text: str, before: Given, after: Given) -> bool:
    between = text[before.end : after.start]
    if after.score.kind == "delta":
        return False
    if pattern("numbers", "decides").search(text, before.end, after.end):
        return True
    if pattern("numbers", "corrects").search(between) or _no().search(between):
        return True
    return bool(_turned().search(between)) and bool(_for_good().match(text, after.end))


@cache
def _no() -> re.Pattern[str]:
    return re.compile(r"(?:^|\W)(?:不|不行|错|no)\W")


@cache
def _turned() -> re.Pattern[str]:
    return re.compile(rf"\W(?:我|嗯|呃|额|那|\W)*(?:{either(load('numbers')['settles'])})")


@cache
def _for_good() -> re.Pattern[str]:
    return re.compile(rf"(?:{either(load('numbers')['settled'])})(?![吗?])")
