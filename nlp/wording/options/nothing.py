"""That none of the options is meant, in the customer's own words: 没啥不舒服的, 好好的没事, 以上都没发生."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import SHORT, either, load
from nlp.wording.text.normal import PUNCTUATION, core

_NOT = late(
    "^(?:一[个样项]|哪[个样]|啥|什么|完全|根本|压根|全)?[也都]?(?:从来?)?[也都]?"
    "(?:没有|尚未|还没|不会|不太|不怎么|[不没未无])(?=..)"
)
_DENYING = "没无未都从还以"


def says_none(text: str, asked: int = 0) -> bool:
    """Whether all that was said is that there is nothing, clause by clause; but where the good was asked
    (1), 都挺好 is all of it.
    """
    words = load("choices")["none"]
    if text.rstrip("。.!~ ") in words or core(text) in words:
        return True
    clauses = [core(clause) for clause in PUNCTUATION.split(text)]
    told = [clause for clause in clauses if clause]
    if not told or asked > 0:
        return False
    return all(clause in words or _nothing().fullmatch(clause) for clause in told)


def is_none(label: str, question: str = "") -> bool:
    """Whether an option says that none of the others fits: 以上都没有, 没有养过, 无异常; or denies what the
    question asks for (有哪些过敏 - 无过敏).
    """
    denied = label.lstrip("从来都没有无未不会")
    if len(denied) > 1 and denied != label and denied in question:
        return True
    if label in load("choices")["exclusive"]:
        return True
    said = _nothing().fullmatch(label) or _never().fullmatch(label)
    return said is not None and label[0] in _DENYING


def outside(text: str) -> bool:
    """都不是，路过看见的: the first clause turns all of them down."""
    first = PUNCTUATION.split(text.strip(), maxsplit=1)[0]
    return not {first, core(first)}.isdisjoint(load("choices")["outside"])


def undenied(words: str) -> str:
    """What is denied: 了解 in 一个都不了解; empty where nothing is."""
    rest = _NOT.sub("", words)
    return rest.replace("过", "").rstrip("的了") if rest != words else ""


@cache
def _never() -> re.Pattern[str]:
    """没有养过, 从未参加"""
    lists = load("choices")
    done = either({*lists["tried"], *lists["happened"]})
    return re.compile(f"(?:都|从来?|还)(?:没有?|未)(?:{done})过?|(?:没有?|未)(?:{done})过")


@cache
def _nothing() -> re.Pattern[str]:
    """没啥 + 不舒服 + 的; 身体 + 好着呢; 以上 + 都没 + 发生."""
    lists = load("choices")
    no, fault, well, about, happened = (
        either(lists[name]) for name in ("no_such", "fault", "well", "about", "happened")
    )
    return re.compile(
        rf"{SHORT}(?:{about}|{well})*(?:(?:{no})(?:{fault})(?:的(?:地方)?|了)?|(?:{well})+"
        rf"|(?:都|一样都|一样也|一个都|一个也|啥也|啥都|什么都|什么也)(?:没有?|木有|冇)(?:{happened})过?)(?:{well})*"
    )
