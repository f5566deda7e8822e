"""An answer that is nothing but the question's own words, taken up or denied: 不取消, 漏过一次, 昨天入的."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import SHORT, either, load
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.denial import steady
from nlp.wording.yes_no.question import Question

_HEAD = late(r"([^\W\d])(?:过|了|完|着|到|给)(?!过|[吗没]?$)")  # 漏过水吗 turns on 漏
_LAST = late(r"([^\W\d])([^\W\d])?[了过]?(?:吗|么|没有?)$")  # 入库了吗 on 入, 给全了吗 on 全 as well
_CONSENT = late(r"(?:同意|愿意|希望|允许|可以|能否|要不要|需要)([^\W\d]+)")  # 同意转院吗 - 转吧
_BEFORE_THEN = late("^((?:[也都还]|根本)?没.{1,3})就")  # 没试就走了
_EMPTY = frozenset("有是会能没不要想在了过着的得到好还可以吗您你我们也都很就被把给让和跟与上下来去么呢")
_UNABLE = late("不[了到成上动完]|[个啥]?屁|没[成完好到]")
_OVER = late("[还没]在|正在|在$")


def echo(question: Question, text: str) -> Vote | None:
    """What the question's own words say, where all else in the clause is known to change nothing."""
    if text.isascii():
        return None  # it is taken up by characters, not by letters
    text = _BEFORE_THEN.sub(r"\1\n", text).split("\n")[0]
    before, after = _around()
    found = before.match(text)
    front = found[0] if found else ""
    rest = text[len(front) :]
    denied = len(_denials().findall(steady(front)))
    if question.echoed(after.sub("", rest)):
        return Vote(denied != 1, text, sure=denied < 2, at=len(front))
    head = _taken_up(question, rest)
    if not head and front and (head := _taken_up(question, front[-1] + rest)):
        front, rest = front[:-1], front[-1] + rest  # 倒了 to 倒水了吗: no 倒 of 倒是
        denied = len(_denials().findall(steady(front)))
    left = rest[len(head) :] if head else "?"
    if not head or not _tail().fullmatch(left) or _OVER.search(front):
        return None
    denied += _UNABLE.match(left) is not None
    return Vote(denied != 1, text, sure=denied < 2, at=len(front))


def _taken_up(question: Question, rest: str) -> str:
    """The beginning that was the question's own: 漏 of 漏过水吗, 看到 of 看到了说明吗."""
    last, consent = _LAST.search(question.text), _CONSENT.search(question.text)
    heads = {*_HEAD.findall(question.text), question.predicate[:2], question.predicate[:1]}
    heads |= set(last.groups("") if last else ()) | set(consent[1] if consent else "")
    heads -= _EMPTY
    fitting = [head for head in heads if head and rest.startswith(head) and not head.startswith(("不", "没"))]
    return max(fitting, key=len, default="")


@cache
def _denials() -> re.Pattern[str]:
    return re.compile(either(load("yes_no")["not"]))


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before the words taken up, and behind them."""
    lists = load("yes_no")
    own = ("看见", "有人", "没人", "可以", "他们", "我们", "刚", "刚刚", "早就", "全", "全部", "全都")
    before = either(
        (*lists["not"], *lists["leads"], *lists["staff"], *lists["by_now"], *"有是会能在要想从嗯他", *own)
    )
    return re.compile(rf"(?:{before}|提前[^\W\d]{{0,3}}|昨[天晚]|前天|上个?[周月]|\W)*+"), re.compile(
        rf"(?:{either(lists['particles'])}|\W)++$"
    )


@cache
def _tail() -> re.Pattern[str]:
    """Aspect, counts and particles: 过一次, 了半小时, 不了了, 着呢."""
    lists = load("yes_no")
    count = rf"[\d一二两三四五六七八九十几半好多]+个?(?:{either((*lists['measures'], *lists['minutes']))})"
    return re.compile(
        rf"{SHORT}(?:[过了着到完的]|多了|{count}|{_UNABLE.pattern}|{either(lists['particles'])}|\W)+|"
    )
