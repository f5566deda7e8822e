"""Whether naming an option with praise or with blame chooses it: 质量不行 answers what was bad."""

from functools import cache, lru_cache
from typing import NamedTuple

from nlp.wording.lexicon import load, pattern
from nlp.wording.options.mentions import Token
from nlp.wording.praise.degrees import Mark, marks_in
from nlp.wording.text.normal import PUNCTUATION

_PRAISE = 0.3
_BESIDE = 4  # characters of 都, 的, 我觉得 beside the praise


class Leaning(NamedTuple):
    """What naming an option with praise or blame means: -1 chosen for being bad, 1 for being good, 0 neither.

    ``asked``: the same for the question; ``lacking``: it asks what to add.
    """

    labels: tuple[str, ...]
    wants: tuple[int, ...]
    asked: int = 0
    lacking: bool = False


@cache
def _asked_for() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(load("choices")["bad_asked"]), tuple(load("choices")["good_asked"])


@lru_cache(maxsize=256)
def leaning_of(question: str, labels: tuple[str, ...]) -> Leaning:
    """物流慢 is chosen for being bad, 价格实惠 for being good; 质量 for what the question asks."""
    asked = _asked(question)
    lacking = pattern("choices", "adding").search(question) is not None
    return Leaning(labels, tuple(_wanted(label) or asked for label in labels), asked, lacking)


def _wanted(label: str) -> int:
    """加快配送 is chosen by 送得慢."""
    return -1 if label.startswith(tuple(load("choices")["changing"])) else _tone(label)


def _asked(question: str) -> int:
    bad, good = _asked_for()
    return -1 if any(word in question for word in bad) else int(any(word in question for word in good))


def all_is_well(question: str, text: str) -> bool:
    """哪些方面要改进 - 都挺好的: nothing but praise where faults were asked for; 好的, 嗯嗯, 666 only nod."""
    if not pattern("choices", "nods").sub("", PUNCTUATION.sub("", text)):
        return False
    marks = marks_in(text) if _asked(question) < 0 else ()
    said = "".join(text[mark.start : mark.end] for mark in marks)
    beside = len(PUNCTUATION.sub("", text)) - len(said)
    return bool(marks) and all(mark.degree > _PRAISE for mark in marks) and beside <= _BESIDE


def _tone(label: str) -> int:
    signs = {(mark.degree > 0) - (mark.degree < 0) for mark in marks_in(label)}
    return signs.pop() if len(signs) == 1 else 0


def judged(part: list[Token], text: str, end: int, leaning: Leaning) -> tuple[list[Token], set[int]]:
    """Put aside what is praised where blame was asked, and the other way round; a 不 that blames is spent.

    ``part`` ends at ``end`` of the text.
    """
    places = {place for token in part if token.named for place in token.options}
    excepted = any(token.kind in ("except", "but_for") for token in part)  # 除了价格都满意
    if excepted or not any(leaning.wants[i] for i in places):
        return part, set()
    start = part[0].start
    marks, verdict = _verdict(_without_names(part, text[start:end], leaning), text[start:end])
    aside = {i for i in places if verdict and leaning.wants[i] == -verdict}
    spans = [(start + mark.start, start + mark.end) for mark in marks]
    told = [t for t in part if t.kind not in ("not", "none") or not any(a <= t.start < b for a, b in spans)]
    return told, aside


def _without_names(part: list[Token], text: str, leaning: Leaning) -> str:
    """The text without the names of options, but for those that judge by themselves."""
    start = part[0].start
    for token in part:
        if token.kind in ("option", "number") and not _judges(token, leaning):
            a, name = token.start - start, token.words.rstrip("不没")  # 空调不行, beside an option 空调不凉
            text = text[:a] + "·" * len(name) + text[a + len(name) :]
    return pattern("choices", "enough").sub(lambda found: "·" * len(found[0]), text)


def _verdict(blank: str, text: str) -> tuple[tuple[Mark, ...], int]:
    """The words of praise or blame, and what they come to: 1 praise alone, -1 blame alone, 0 both or none."""
    marks = marks_in(blank) or marks_in(blank.strip("· "))  # 一般 counts as all that is said
    so_so = [mark for mark in marks if mark.words.endswith(tuple(load("choices")["so_so"]))]
    if not marks:
        return marks, int(pattern("choices", "praised").search(text) is not None)
    if all(mark.degree >= 0 and mark not in so_so for mark in marks):
        return marks, 1
    return marks, -1 if all(mark.degree < 0 or mark in so_so for mark in marks) else 0


def _judges(token: Token, leaning: Leaning) -> bool:
    """贵 for 价格: a name that is itself blame, and no part of the label; or 舒服 beside 床不舒服."""
    marks = marks_in(token.words) if token.named else ()
    shown = any(token.words in leaning.labels[place] for place in token.options)
    changing = tuple(load("choices")["changing"])  # 便宜点 is a wish beside 降低价格
    blamed = all(leaning.wants[i] < 0 and not leaning.labels[i].startswith(changing) for i in token.options)
    return any(
        (mark.degree > 0 and blamed and (shown or mark.words == token.words))
        or (mark.degree < 0 and not shown)
        for mark in marks
    )
