"""Names of people in a text, told by what stands beside them: a title (王经理, 张伟医生) or words that
introduce them (我叫李雷).

Surnames, given names, titles are data: nlp/data/analysis/personal.toml.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import rjieba

from nlp.wording.lexicon import either, load

PEOPLE = frozenset(("nr", "nrt", "nrfg"))
"""jieba's tags for people."""

HAN = r"\u4e00-\u9fff"
"""Chinese characters, within brackets of a pattern."""


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand in a folded text."""
    if _forms().title.search(text):
        for found in _forms().titled.finditer(text):
            if not (found["whole"] and _is_word(found["whole"])):
                yield found.span()
    yield from (found.span("own") for found in _forms().introduced.finditer(text))


def _is_word(name: str) -> bool:
    """Whether what looks like a surname and a given name is another word: 周三, 卫生, 金融."""
    (first, *more) = rjieba.tag(name, hmm=False)
    return (not more and first[1] not in PEOPLE) or name in load("personal", "analysis")["not_people"]


class _Forms(NamedTuple):
    """``title``: without any, no text holds what ``titled`` finds."""

    title: re.Pattern[str]
    titled: re.Pattern[str]
    introduced: re.Pattern[str]


@cache
def _forms() -> _Forms:
    lists = load("personal", "analysis")
    surname = "".join(dict.fromkeys("".join(lists["surnames"])))
    given = "".join(dict.fromkeys("".join(lists["given"])))
    short, doubtful = lists["short_titles"], lists["doubtful"]
    sure = "".join(sign for sign in surname if sign not in doubtful)
    doubles = either(lists["doubles"])
    not_thanks = "(?!(?<=[感谢多致])谢)(?!谢谢)"
    family = (
        rf"{not_thanks}(?:{doubles}|[{sure}]|(?<![{HAN}])[{doubtful}]|(?<=[姓叫们位谢])(?!施工)[{doubtful}])"
    )
    long_titles = either(title for title in lists["titles"] if title not in short)
    breaks = lists["title_breaks"]
    ends = surname + doubtful + "".join(double[-1] for double in lists["doubles"])
    after = (f"{title}(?<=[a-z{ends}{given}]{title})" for title in lists["titles"])
    full = f"(?:{either(lists['doubles'])}|[{surname}])"
    return _Forms(
        re.compile("|".join([*after, "先生", "女士", "小姐", *(f"{sign}.{{1,2}}太" for sign in "嘅位姓")])),
        re.compile(
            rf"[小老大阿]?{family}(?:{long_titles}|[{short}](?![{breaks}]))"
            rf"|(?<=[嘅位姓]){full}太|{not_thanks}{full}[{HAN}]{{1,2}}(?:先生|女士|小姐)"
            rf"|(?P<whole>{family}[{given}]{{1,2}})(?:{long_titles})"
            r"|(?<![a-z])[a-z]{2,12}(?:老师|先生|女士|小姐|经理)"
        ),
        re.compile(
            rf"(?:{either(lists['introductions'])})(?:是|为|:| )?[「“\"]?(?P<own>"
            rf"(?:{either(lists['doubles'])}|[{sure}])[{HAN}]{{1,2}}(?![{HAN}])|{full}[{given}]{{1,2}}(?![{HAN}])"
            rf"|{full}[{given}]{{2}}(?=[{HAN}]))"
        ),
    )
