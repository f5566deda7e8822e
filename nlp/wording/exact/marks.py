"""A mark out of ten or a hundred in other words than a number: 满分, 一分不给; and 满分100给90."""

import re

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.giving import recorded
from nlp.wording.exact.measures import Amount
from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.scores.bases import without_base
from nlp.wording.scores.heard import scores_in

_TURNS = late(r"想[给打]|可惜|但是?|不过|就是|只是|可是")
OFF = late(r"(?:扣|差|少|减)(?:了|掉|去|你们?|您)?\s*$")
_LINE = late(r"\s*分?(?:就|才|没|不|达|到|够|能|可以|上)*(?:及格|合格|达标|过关|过线)")


def short_of_a_line(amount: Amount, text: str) -> bool:
    """59，差一分及格: how far from passing, and neither the mark nor off the highest."""
    return bool(_LINE.match(text, amount.end) and OFF.search(text, 0, amount.start))


def _own_mark(asked: Asked, text: str) -> str:
    """The text without what the mark is out of, unless that is all that was said."""
    base, left = without_base(text)
    own = base is not None and base.value == asked.rules["range"][1]
    return left if own and any(map(str.isnumeric, left)) else text


def without_share(asked: Asked, text: str) -> tuple[str, str]:
    """The text without what the mark is out of, and that, where it is put behind it: 85 out of 100."""
    found = _SHARE.search(text)
    if found and _base(found) == asked.rules["range"][1]:
        return text[: found.start("of")] + text[found.end("of") :], found["of"].strip()
    return _own_mark(asked, text), ""


def of_another(asked: Asked, said: Said, text: str) -> Reading | None:
    """9 out of 10, where it is asked out of a hundred, may be 90."""
    found, high = _SHARE.search(text), asked.rules["range"][1]
    if found is None or _base(found) not in _SCALES or _base(found) >= high:
        return None
    mark = float(found["mark"]) * high / _base(found)
    return ask(said, round(mark) if mark <= high else None, found[0])


def _base(share: re.Match[str]) -> float:
    return float(_BASES.get(share["base"]) or share["base"])


_SCALES = (5, 10)
_BASES = {"five": 5, "ten": 10, "hundred": 100}
_SHARE = late(
    r"(?<![\d./])(?P<mark>\d+(?:\.\d+)?)(?P<of>(?: ?分? ?/ ?| (?:points? )?(?:out )?of (?:an? )?)"
    r"(?P<base>\d{1,3}|five|ten|hundred)(?: ?分| (?:points?|marks?))?)(?![\d./])"
)


_MARKS = re.compile("分|marks|score")


def full_marks(asked: Asked, said: Said) -> Reading | None:
    """满分 is the highest, 一分不给 the lowest; 想给满分，可惜慢了 asks."""
    scores = [score for clause in said.clauses for score in scores_in(clause.text)]
    if len(scores) != 1 or scores[0].kind != "share" or not _MARKS.search(scores[0].words):
        return None
    share, words, doubt = scores[0].value, (scores[0].words,), scores[0].doubt
    if share not in (0, 1):
        return None
    low, high = (int(bound) if bound == int(bound) else bound for bound in asked.rules["range"])
    value = high if share else low
    if doubt or pattern("numbers", "meant_before").search(said.text) or _TURNS.search(said.text):
        return ask(said, None if doubt == "denied" else value, *words)
    return recorded(said, "number", value, words)
