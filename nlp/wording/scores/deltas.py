"""Points taken off or added: 扣1分 from 本来5分 is a sum, alone it is from full marks."""

import re
from collections.abc import Sequence
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.scores.given import Given
from nlp.wording.scores.score import Score


@cache
def _regrets() -> re.Pattern[str]:
    """10……还是扣1分吧."""
    return re.compile(rf"(?:{either(load('numbers')['regrets'])})")


def _full(score: Score, top: float) -> bool:
    return score.value == (1 if score.kind == "share" else top)


def counted(given: Sequence[Given], top: float, *, reasoned: bool) -> list[Score]:
    """扣1分 from 本来5分 is a sum, beside a lower score nothing new; alone it is from full marks, and surely
    so where more was said (``reasoned``: 扣1分，来晚了)."""
    plain = [each.score for each in given if each.score.kind != "delta" and not each.meant]
    less = [each for each in given if each.score.kind == "delta"]
    by = sum(each.score.value for each in less)
    added = by > 0 and given[0].score.kind != "delta"
    if not less or (plain and not added and not (by < 0 and _full(plain[-1], top))):
        return plain
    words = " ".join(each.score.words for each in given)
    before = [each for each in given if each.meant]
    if before and not plain:
        return [before[-1].score._replace(value=before[-1].score.value + by, words=words)]
    clause = less[0].clause.text  # 5分扣两分
    sum_said = plain[-1].words in clause or bool(_regrets().search(clause)) if plain else reasoned
    start = plain[-1].value if plain and plain[-1].kind != "share" else top
    return [Score(start + by, words, doubt="" if sum_said and by < 0 else "vague")]
