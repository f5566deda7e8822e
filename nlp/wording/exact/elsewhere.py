"""Another way to be reached, in place of a telephone number: 加微信吧, 发邮件就行."""

import re
from functools import cache

from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import PUNCTUATION


def another_way(kind: str, text: str) -> bool:
    """Whether an answer to a question of that kind names one, and nothing else."""
    return kind == "phone" and _way().fullmatch(PUNCTUATION.sub("", text)) is not None


@cache
def _way() -> re.Pattern[str]:
    """With words before the way or behind it; 微信 alone says too little."""
    words = load("phone")["words"]
    way, before, behind = (
        either(words[name]) for name in ("elsewhere", "elsewhere_before", "elsewhere_behind")
    )
    led = rf"(?:{before})++\s*(?:{way})"
    followed = rf"(?:{before})*+\s*(?:{way})\s*(?={behind})"
    return re.compile(rf"(?:{led}|{followed})(?:\s*(?:{behind}))*+")
