"""The middle said by both ends: 不难也不简单, 谈不上多满意但也不能说不满意, 时快时慢."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.praise.vocabulary import stems
from nlp.wording.text.clauses import Clause

_READ = 60  # characters from the end in which it is looked for
_BY_TURNS = late(
    r"(?P<at>有时候?|有的|有|时|一会儿?)(?P<one>\w{1,3}?),?(?P=at)(?P<other>\w{1,3}?)(?=\W|$|[的了吧])"
)
_UNSAID = late(
    r"[说谈讲]不[上好](?:来|是|有多|到底)*(?P<which>\w)\w{0,3}?(?:还是)?不(?P<what>(?P=which)\w{0,3}?)[的了吧啊呢]*\W*$"
)  # 说不上来满不满意
_LONGEST = 4  # characters of the words denied


def neither(clauses: Sequence[Clause], family: str) -> str:
    """The words that deny a good and a bad end, or tell of both by turns; else empty."""
    text = ",".join(clause.text for clause in clauses)[-_READ:]
    unsaid = _UNSAID.search(text)
    if unsaid and _side(unsaid["what"], family):
        return unsaid[0]
    turns = _BY_TURNS.search(text)
    if turns and _side(turns["one"], family) * _side(turns["other"], family) < 0:
        return turns[0]
    if sum(map(text.count, load("degrees")["neither_not"])) < 2:  # a pattern costs more than a glance
        return ""
    denied = list(_denials().finditer(text))
    return next((text[a.start() : b.end()] for a, b in pairwise(denied) if _ends(a, b, family)), "")


def _ends(a: re.Match[str], b: re.Match[str], family: str) -> bool:
    """Whether two denials are close, and of opposite ends."""
    one, other = (_side(found[found.lastgroup or 0], family) for found in (a, b))
    return b.start() - a.end() <= 1 and one * other < 0


def _side(word: str, family: str) -> int:
    """1 for praise, -1 for blame, 0 for a word of neither."""
    if word.startswith("不") and word not in stems(family):
        return -_side(word[1:], family)
    degree = stems(family).get(word, (0.0, 0, False))[0]
    return (degree > 0) - (degree < 0)


@cache
def _denials() -> re.Pattern[str]:
    data = load("degrees")
    link, no, much = (f"(?:{either(data[key])})" for key in ("neither_links", "neither_not", "neither_much"))
    word = rf"[^\W\d]{{1,{_LONGEST}}}?"
    end = r"(?=\W|$|[的了吧啊呀呢]|[但却可也又说]|不|没|谈|算|到哪)"
    return re.compile(
        rf"{link}?(?:要说|说)(?P<said>{word})[吧呢嘛]?,?[也又都]?{no}{much}?(?:(?P=said)|{end})"
        rf"|{link}?(?P<granted>{word})倒[是也]?不(?P=granted)"
        rf"|{link}?(?P<far>{word})不到哪里?儿?去"
        rf"|{link}?{no}{much}?(?P<denied>{word})(?:到哪里?儿?去|{end})"
    )
