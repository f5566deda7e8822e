"""What speaks of another matter than the question: another person, another time, another thing.

Such a clause tells something, but not what was asked: 盆底裂了 to 盖子裂了吗, 我同事去的 to 您去了吗.
"""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.text.normal import PUNCTUATION
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.question import Question

_ONCE = late("过|曾")
_DATE = late("[去前今明]年|[上下这本]个?[次回周月批季]")  # 参加过去年的年会吗: of that year alone
_DONE = late(r"[了过完好到成]?[了过][吗没么]|有没有|是否[^会愿能想]|[过完到][^\W\d]+[吗没么]$")
_OFTEN = late("经常|总是?|老是|每次|一直|常常?|天天")
_SELDOM = late("[一两]次|[一两]回|[一两]趟")
_MINE = late("我(?![们家])")
_OWNER = late("[您你](?:家)?的?")
_NAME = late("[\u4e00-\u9fff]{2,5}")
_CLAUSE = late("[太得了着过被把给比让叫打一有]")  # a reason, no bare name: 字太小没看
_OTHER = late(r"[^\W\d]?[过了]?(?:别的|其他|另外|另一|隔壁)")
_OBJECT = late(r"[^\W\d]?过([\u4e00-\u9fff]{2,3})")
_THEN = late("[就才便]")
_ANY = late("有没有|有无|是否有|出现|发现|遇到")
_DOING = late(r"([^\W\d做干用弄搞觉感显])得$")


def aside(question: Question, text: str, vote: Vote, *, praise: bool = False) -> bool:
    """Whether a clause that votes is of another person, time, thing or frequency."""
    head = text[: vote.at]
    a_part = question.trouble and vote.truth and _ANY.search(question.text)  # 壶嘴磕掉一块: broken
    after = text[vote.at + 1 :] if vote.truth else ""
    return (
        _to_another_thing(question, after)
        or _of_another(question, head)
        or _at_another_time(question, head)
        or _only_wished(question, head)
        or _seldom(question, text)
        or (praise and _otherwise_good(question, head))
        or (not a_part and _of_another_thing(question, head, praise=praise))
    )


def _of_another(question: Question, head: str) -> bool:
    """我同事去的; 我打过 where the pet was asked about; 我自己试的 where the master was to do it."""
    if _OTHER.match(head):
        return True  # 另一双挤脚
    asked = pattern("yes_no", "others").search(question.text)
    named = pattern("yes_no", "others").search(head)
    if named and "我" not in head[named.end() :]:  # 我爸带我来过
        return named[0] not in question.text
    return asked is not None and _OWNER.search(question.text) is not None and bool(_MINE.fullmatch(head))


def _at_another_time(question: Question, head: str) -> bool:
    """上次没给, 装的时候挺吵"""
    dates, asked = _DATE.findall(head), _DATE.findall(question.text)
    if asked and dates:
        return not set(dates) & set(asked)
    named = pattern("yes_no", "other_times").search(head)
    return named is not None and named[0] not in question.text and not _ONCE.search(question.text)


def _only_wished(question: Question, head: str) -> bool:
    """今年想去 says nothing of 去过吗."""
    wished = head.endswith(("想", "打算", "要"))
    return (
        wished
        and not question.future
        and _DONE.search(question.text) is not None
        and "想" not in question.text
    )


def _seldom(question: Question, text: str) -> bool:
    """坏过一回 is not 经常坏."""
    often = _OFTEN.search(question.text) is not None
    return often and _SELDOM.search(text) is not None and _OFTEN.search(text) is None


def _otherwise_good(question: Question, head: str) -> bool:
    """拍得不错 says nothing of 迟到了吗."""
    doing = _DOING.search(head)
    return doing is not None and doing[1] not in question.text


def _of_another_thing(question: Question, head: str, *, praise: bool) -> bool:
    """盆底裂了, 化妆师迟到了: what stands before the telling words is a name that was not asked about."""
    head = _THEN.split(head)[-1]
    left = _known(staff=not praise).sub("", PUNCTUATION.sub("", head))
    if _CLAUSE.search(head) or not _NAME.fullmatch(left):
        return False
    return _foreign(question, left)


@cache
def _known(*, staff: bool) -> re.Pattern[str]:
    """What may stand before it and names nothing else; of praise, staff are another matter."""
    lists = load("yes_no")
    names = ["leads", "hedges", "not", "besides", "yes", "no", "particles", "before", "by_now"]
    names += ["staff"] if staff else []
    words = {word for name in names for word in lists[name] if len(word) > 1}
    return re.compile(either(words | set(lists["besides"])))


def _foreign(question: Question, name: str) -> bool:
    """Whether most of a name was not in the question: 湿度计 is no 温度计."""
    return 3 * sum(char in question.text for char in name) <= 2 * len(name)


def _to_another_thing(question: Question, after: str) -> bool:
    """做过肠镜 to 做过胃镜吗, 骂过别的学员 to 骂过您吗: done, yet to something else."""
    if _OTHER.match(after):
        return True
    found = _OBJECT.fullmatch(after)
    left = _known(staff=True).sub("", found[1]) if found else ""
    return len(left) == len(found[1]) and _foreign(question, left) if found else False
