"""What sounds like a wish and is what the question asks for: 您会继续使用吗 - 继续; an option named 客服."""

import re
from functools import cache

from nlp.wording.asked import Asked
from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.options.choices import choices_of
from nlp.wording.options.mentions import tokens
from nlp.wording.phrases import bare
from nlp.wording.words import Words

_STOPPING = ("cancel", "later", "skip")  # 愿意参加吗 - 没空
_EMPTY = late(r"^(?:[我不没别想要再愿会有还]|希望|打算)+|[了吧啊呢的吗\s\W]+$")
_CHOSEN = ("single", "multi", "ranking")
_SEVERAL = ("multi", "ranking")
_ENDING = 5  # characters behind the verb of a question: 您愿意继续|参加吗?
_DAY = late("[周拜期号]|[今明后]天")


def asked_for(asked: Asked, intent: str, text: str) -> bool:
    """Whether an option, or a yes/no question, is just that: 您会继续使用吗 - 继续; 您看得懂吗 - 看不懂."""
    if asked.kind == "date" and intent == "later":
        return _names_day(asked, text)
    if intent == "later" and _is_the_matter(asked, text):
        return True
    if asked.kind == "ranking" and intent == "question" and _places(asked, text):
        return True
    if asked.kind in _CHOSEN:
        return _counts(asked, text) or any(_shares(bare(label), bare(text)) for _, label in asked.options)
    return asked.kind == "yes_no" and _answers(asked, intent, text)


def _names_day(asked: Asked, text: str) -> bool:
    """周三没空 puts off no survey, and neither does 明天吧, where it was asked which day suits."""
    to_come = any(word in asked.text for word in load("date")["tense"]["future"])
    only = to_come and not _deeds().search(text)
    return bool(_DAY.search(text) and (only or pattern("exact", "not_that").search(text)))


@cache
def _deeds() -> Words:
    """再说, 再填: what shall be done on that day."""
    return Words((*load("wishes")["words"]["再说"], *load("wishes")["words"]["答"]))


def _answers(asked: Asked, intent: str, text: str) -> bool:
    """Whether what sounds like a wish says yes or no: 处理了吗 - 还没处理; 您看得懂吗 - 看不懂."""
    if intent == "status" and not pattern("wishes", "wonders").search(text):
        return True
    if intent in _STOPPING and any(word in asked.text for word in load("wishes")["willing"]):
        return text.endswith(tuple(load("wishes")["unwilling"]))
    if intent == "skip" and "过" in asked.text and bare(text).startswith("过"):  # 通过了没有 - 过了
        return True
    verb = _EMPTY.sub("", bare(text))
    forms = {
        verb,
        verb.replace("不", "得"),
        verb.replace("不", ""),
        verb.replace("没", ""),
    }  # 看不懂: 看得懂吗
    places = [(asked.text.rfind(form), form) for form in forms if len(form) > 1]
    return any(at >= 0 and len(asked.text) - at - len(form) <= _ENDING for at, form in places)


def _is_the_matter(asked: Asked, text: str) -> bool:
    """Whether the question is about what would put it off: 信号好吗 - 没信号; 周几有空 - 最近都没空."""
    words = load("wishes")
    of_signal = any(word in text for word in words["signal"])
    free = asked.kind in _CHOSEN and text.endswith(tuple(words["unwilling"]))
    about = (*(words["signal_asked"] if of_signal else ()), *(words["free_time"] if free else ()))
    return any(word in asked.text for word in about)


def _places(asked: Asked, text: str) -> bool:
    """医生好不好次之: what is put in order."""
    told = tokens(choices_of(asked.options, asked.rules), text)
    return any(token.named for token in told)


def _counts(asked: Asked, text: str) -> bool:
    """Whether digits may be options, one after another: 12345 is the hotline's number, too."""
    return asked.kind in _SEVERAL and text.isdecimal() and int(max(text)) <= len(asked.options)


def _shares(label: str, text: str) -> bool:
    """An option named 客服人员 is meant by 客服, one named T. 价格 by T, 不用处理 by 算了别处理了."""
    refused = _refused(text)
    if refused and refused == _refused(label):
        return True
    return text in label if len(text) > 1 else label.lower().startswith(text) and text.isascii()


def _refused(text: str) -> str:
    """What is not wanted: 不用联系我了 and 无需联系 are both 联系; empty where nothing is refused."""
    found = _refusal().search(text)
    return found[1] if found else ""


@cache
def _refusal() -> re.Pattern[str]:
    no, end = (either(load("wishes")[key]) for key in ("refusing", "refusing_end"))
    return re.compile(rf"(?:{no}){{1,2}}[再被]?(\w{{2,4}}?)(?:{end})*$")
