"""How good or bad a clause sounds: 非常满意 2, 挺好 1, 一般 0, 不满意 -1, 太差了 -2.

A scale that asks for something else has its own words: 同意, 经常, 容易 … (``family``, see ladders.toml).
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.doubts import doubted_at, doubtful
from nlp.wording.praise.intensity import denied_here, stronger, with_after, with_lead
from nlp.wording.praise.vocabulary import Expression, balanced, expressions_in, masked, stems
from nlp.wording.text.normal import core
from nlp.wording.text.topics import topic_words
from nlp.wording.words import Found

_NEAR = 7  # characters over which a negation is heard
# nobody would say it's good, far from good; no doubt it's good is no such thing
_NOT_SO = late(
    r"\b(?:not(?! only)|no(?! doubt| question)|nobody|none|never|hardly|barely|nothing|cannot|dont)\b"
    r"|n't\b|\bfar from\b"
)
_TAIL = late(r"[的了吧啊呀哦呢呗嘛哈啦么嗯诶哟吖咯啰嗷喔噻哒滴嘞哩咧伐\s\W]*")
_LETTER = late("[a-z]")
_AS_EVER = late(
    r"(?:[要说想]|能?有)多(?P<how>\w{1,4}?)[就,，]{0,2}[要能]?有?多(?P=how)"
    r"|再\w{1,4}?(?:不过|没有)了?"
)
_OWN_VERDICT = late("^好$|..[高低多少快好大]$")  # 服务好|效率高
_OVERDONE = late(r"到(?!位|货)|得(?!劲|体|很|来|嘞|勒)")  # 好到想退货, 快得我都忘了: no plain praise


class Mark(NamedTuple):
    """A word of praise or blame. ``rank``: 2 says how it was, 1 only one side of it (慢, 贵), 0 its tone.

    ``deed``: whether it tells what was done (deeds.toml).
    """

    degree: float
    words: str
    start: int
    rank: int = 2
    sure: bool = True
    stem: str = ""
    deed: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.words)


@lru_cache(maxsize=64)  # one answer asks for the same clause several times
def marks_in(text: str, family: str = "") -> tuple[Mark, ...]:
    """Every word of praise or blame in a clause, in order."""
    whole = None if family else _whole(text)
    if whole:
        return (whole,)
    marks = list(_scan(masked(text, family), family))
    doubts = doubted_at(text) if marks else ()
    marks = [mark._replace(sure=mark.sure and not _doubted(mark, text, family, doubts)) for mark in marks]
    return _utmost(text, marks) if marks else ()


def _doubted(mark: Mark, text: str, family: str, doubts: tuple[Found | re.Match[str], ...]) -> bool:
    beside = any(found.start() < mark.start or found.end() > mark.end for found in doubts)
    return beside or doubtful(text, mark.start, mark.end, family, praise=mark.degree > 0)


def _utmost(text: str, marks: list[Mark]) -> tuple[Mark, ...]:
    """要多差有多差, 说多快就有多快: as far as it goes, said in one."""
    found = _AS_EVER.search(text)
    inside = [mark for mark in marks if found and found.start() <= mark.start < found.end()]
    if not found or not inside:
        return tuple(marks)
    last = inside[-1]
    degree = with_after(last.degree, "", 2 if last.stem and last.rank == 2 else 1)
    one = last._replace(degree=degree, words=found[0], start=found.start(), sure=last.rank > 0)
    return (
        *(mark for mark in marks if mark.end <= one.start),
        one,
        *(m for m in marks if m.start >= one.end),
    )


def _whole(text: str) -> Mark | None:
    """Words that count only as all that a clause says: 质量可以."""
    bare = core(topic_words().sub("", text)) or text
    data = load("degrees")
    for words, sure in ((data["whole"], True), (data["whole_unsure"], False)):
        for said in (text.strip(), bare):
            if said in words and said in text:
                return Mark(float(words[said]), said, text.index(said), 2, sure)
    return None


def _scan(text: str, family: str) -> Iterator[Mark]:
    end, very = 0, -1
    for found in expressions_in(text, family):
        led = very == found.start and not _OWN_VERDICT.search(found.stem)  # 好满意, 好贵
        mark = _emoji(found) if found.emoji else None
        if not found.emoji and (led or not _too_little(found, text)):
            mark = _word(found, text, family)
        if mark is None or (mark.degree > 0 and _wished(found)):
            very = found.end if found.stem == "好" else -1
            continue
        if led:
            degree = stronger(mark.degree, mark.rank)
            mark = mark._replace(degree=degree, words=f"好{mark.words}", start=very - 1)
        if not found.emoji:
            mark = _denied_afar(mark, text, end)
        end, very = mark.end, -1
        yield mark


def _denied_afar(mark: Mark, text: str, since: int) -> Mark:
    """没洗干净 and 没让我满意 are plain; with more between, a negation may be of something else."""
    start = max(since, mark.start - _NEAR)
    if _LETTER.match(mark.words):
        denied = bool(_NOT_SO.search(text, since, mark.start))
    else:
        denied = bool(pattern("degrees", "distant_not").search(text, start, mark.start))
    if not denied:
        return mark
    plain = mark.degree > 0 and mark.sure and _undone().search(text, start, mark.start)
    return mark._replace(degree=-abs(mark.degree), sure=bool(plain))


@cache
def _undone() -> re.Pattern[str]:
    data = load("degrees")
    return re.compile(rf"(?:{either(data['undone'])})(?:{either(data['undone_by'])})$")


def _wished(found: Expression) -> bool:
    """快一点, 再结实些: what is not there yet; 有点多了点 is."""
    after = found.after
    return after in load("degrees")["after_less"] and not after.startswith("了")


def _emoji(found: Expression) -> Mark:
    degree = load("degrees")["emoji"][found.emoji]
    repeated = len(found.words) > len(found.emoji)
    return Mark(degree * (2 if repeated else 1), found.words, found.start)


def _word(found: Expression, text: str, family: str) -> Mark:
    lead, stem, after = found.lead, found.stem, found.after
    base, rank, sure = stems(family)[stem]
    reach = 2 if family else rank  # there, praise is a hint only, but may point to the end
    if stem == "好" and lead.endswith("好"):
        lead = lead[:-1]
    degree, steady = with_lead(base, lead, reach)
    if after:
        degree = with_after(degree, after, reach)
    elif _OVERDONE.match(text, found.end):
        plain = balanced(family)
        degree, sure = (degree, False) if degree > 0 and not plain else (with_after(degree, "", reach), sure)
    if family and sure and rank == reach and lead:
        degree, steady = denied_here(degree, steady, base, lead, middle_best=balanced(family))
    return Mark(degree, found.words, found.start, rank, sure and steady, stem)


def _too_little(found: Expression, text: str) -> bool:
    """One character in the middle of a clause (好消息, 慢性), letters within a word (badge)."""
    if _LETTER.match(found.stem):
        return bool(_LETTER.match(text, found.end) or _LETTER.match(text[found.start - 1 : found.start]))
    bare = not found.lead and not found.after
    if not bare or len(found.stem) > 1 or _OVERDONE.match(text, found.end):
        return False
    return not _TAIL.fullmatch(text, found.end)
