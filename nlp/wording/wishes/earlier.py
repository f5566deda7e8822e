"""Where a message is about a question answered before: its numbers are no answer to this one."""

import re
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.words import Words

_NEAR = 40  # characters between the answer spoken of and what should become of it
_N = r"[\d一二两三四五六七八九十]{1,2}"
_SCORE = rf"(?:{_N}(?: ?[分颗星])?|[很较太挺不非常比特别十分]*满意|一般)的?"


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a message begins that changes an earlier answer, and how one that may also be a story."""
    data = load("wishes")
    question = (
        rf"(?:{either(data['earlier_question'])}|第\s*[\d一二两三四五六七八九十]+\s*(?:道?题|个问题|道|问))"
    )
    loose, chosen, changed = (either(data[key]) for key in ("earlier", "chosen", "changed"))
    opening = rf"(?:{either(data['openings'])}|{either(data['before_earlier'])}|\W)*+"
    mend = either(data["mend"])
    sure = rf"{opening}{question}.{{0,{_NEAR}}}?(?:{chosen}|{changed})|{opening}(?:{mend}).{{0,4}}?{question}"
    before, given = either(data["question_before"]), either(data["given_before"])
    sure += rf"|{opening}(?:不对\W*)?(?:{before})\W?(?:{given}){_SCORE}\W*$"
    return re.compile(sure), re.compile(rf"{opening}(?:{loose}).{{0,{_NEAR}}}?(?:{chosen})")


@cache
def _names() -> Words:
    """What any such message holds, but for 第三题: with it the forms are worth compiling."""
    return Words((*load("wishes")["earlier_question"], *load("wishes")["earlier"]))


def about_earlier(text: str, *, story: bool) -> str:
    """The words, where a message begins with an earlier answer and goes on to change it; else empty. In a
    ``story`` only where it names the question."""
    if "第" not in text and not _names().search(text):
        return ""
    sure, loose = _forms()
    found = sure.match(text) or (None if story else loose.match(text))
    return found[0] if found else ""
