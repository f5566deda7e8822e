"""Messages put as a question: what costs it, what a word means, which end of the ladder is the good one."""

import re
from functools import cache

from nlp.wording.asked import Asked
from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.phrases import bare
from nlp.wording.praise.degrees import marks_in
from nlp.wording.scores.heard import scores_in

_SHORT = 20  # characters up to which a message may be a question
_TERM = 12  # characters of 什么叫推诿
_RATED = ("scale", "nps")
# 含不含, 贵不贵; 能返现不; 是送的还是要钱
_EITHER_WAY = late(
    r"([^\W\da-z_])[不没]\1(?!\1)|[能会有送可包含去来行成][^,，]{0,8}不$|是[^,，]{1,8}还是[^,，]{1,8}"
)


def asks(text: str) -> bool:
    """Whether a short message is put as a question, other than in blame (什么态度) or doubt (你说呢)."""
    plain = pattern("wishes", "rhetorical").sub("", text)
    ending = plain.rstrip(" ?!,.啊呀")
    asking = (
        pattern("wishes", "interrogative").search(plain)
        or ending.endswith(tuple(load("wishes")["questioning"]))
        or _EITHER_WAY.search(ending)
    )
    return len(text) <= _SHORT and bool(asking) and not marks_in(plain)


def asks_back(text: str, message: str) -> bool:
    """Whether a clause beside an answer is a question of its own: 满意。对了，套餐含不含电视？"""
    if text == message or not asks(text):
        return False
    before, _, after = message.partition(text) if text else ("", "", "")
    if not bare(before).isalnum() and not bare(after).isalnum():
        return False
    put = bare(before).endswith(tuple(load("wishes")["request_lead"])) or after.startswith("?")
    return put and not scores_in(text)


def asks_meaning(text: str, asked: Asked) -> bool:
    """Whether a whole message asks what a word means (什么叫推诿), or which level is which (几分算好)."""
    plain = bare(text)
    if len(plain) > _TERM or asked.kind == "text":
        return False
    term = plain.startswith(tuple(load("wishes")["meaning_of"]))
    rated = asked.kind in _RATED and pattern("wishes", "ladder_which").search(plain)
    return term or (bool(rated) and _of_the_ladder().search(plain) is not None)


@cache
def _of_the_ladder() -> re.Pattern[str]:
    which, is_, good = (either(load("wishes")[f"ladder_{part}"]) for part in ("which", "is", "good"))
    return re.compile(rf"(?<![十好])(?:{which})(?:{is_}){{1,2}}(?:{good})[啊呀呢吗]?$")
