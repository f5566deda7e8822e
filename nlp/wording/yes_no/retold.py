"""What a clause tells of a yes/no question: in the question's verb, in other words, or in praise."""

import re
from dataclasses import replace
from functools import cache

from nlp.wording.lexicon import either, load, pattern
from nlp.wording.praise.degrees import marks_in
from nlp.wording.wishes.missing import why
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.question import A_NOT_A, Question

_NEAR = 10  # characters before a verb in which a negation is heard
_AFTER = 5  # and behind it
_GOOD, _BAD = 0.9, -0.7
_SHORT = 8  # characters of a clause that is all answer
_UNREACHED = re.compile(r"不[了上到成好完掉动清通]|没[成好完]")
_DENIED = re.compile("[不没].?$")  # 不会不来
_MOCKED = re.compile(r"([^\W\d]{1,2})(?:什么|啥|个?毛线?|个?屁|个?鬼)\1")
_THEN = re.compile("[就才便]")


def spoken(question: Question, text: str) -> Vote | None:
    """Told in other words, in the question's verb, or in praise where that was asked."""
    if question.trouble and not question.negative and (found := pattern("yes_no", "trouble_no").search(text)):
        return Vote(False, found[0])
    if mocked := _MOCKED.search(text):
        return Vote(question.negative, mocked[0])  # 行啥行
    vote = _supposed(question, text) or _told(question, text) or _by_verb(question, text)
    vote = vote or _by_echo(question, text)
    return replace(vote, truth=vote.truth != question.negative) if vote else _by_praise(question, text)


def tells(question: Question, text: str) -> bool:
    """Whether it speaks of what the question is about, beyond a yes or no."""
    return (_told(question, text) or _by_verb(question, text)) is not None


def _supposed(question: Question, text: str) -> Vote | None:
    """要是解决了我还会生气吗: the contrary is the case."""
    would = pattern("speech", "if").match(text) if not question.future else None
    found = pattern("yes_no", "counterfactual").search(text, would.end()) if would else None
    verb = question.verbs.search(text, 0, found.start()) if found else None
    return Vote(_negations(text[: verb.start()]) % 2 == 1, text, final=True) if verb else None


def _told(question: Question, text: str) -> Vote | None:
    free = question.recurs or not (question.future or question.trouble)
    if free and (found := _again().search(text)) and not _negations(text[: found.start()]):
        return Vote(question.recurs, found[0], final=not question.recurs)
    for truth, words in reversed(question.told):
        found = words.search(text)
        before = text[: found.start()] if found else ""
        if found and not (_negations(before) if truth else _DENIED.search(before)):
            return None if truth and _hearsay(question, text) else Vote(truth, found[0])
    return None


def _hearsay(question: Question, text: str) -> bool:
    """说是解决了: what others say of it proves nothing."""
    return not question.future and pattern("yes_no", "reported").search(text) is not None


@cache
def _again() -> re.Pattern[str]:
    return re.compile(either((*load("yes_no")["again"], *load("yes_no")["recurs"])))


def _by_verb(question: Question, text: str) -> Vote | None:
    unreached = question.unreached.search(text)
    if unreached:
        return Vote(False, unreached[0])
    found = question.verbs.search(text)
    if not found or A_NOT_A.search(text):
        return None
    before, after = text[: found.start()], text[found.end() :]
    count = _negations(before) + _undone(after)
    if count == 0 and _hearsay(question, text):
        return None
    conditional = question.future and pattern("yes_no", "condition").search(before) is not None
    sure = count < 2 and not conditional and not after.startswith(("得不", "的不"))
    return Vote(count != 1, _around(text, found), sure and not _otherwise(question, text, found.end(), count))


def _by_echo(question: Question, text: str) -> Vote | None:
    """不取消, 是业主: nothing but the question's own words, or their negation."""
    before, after = _around_echo()
    start = before.match(text)
    front = start[0] if start else ""
    left = after.sub("", text[len(front) :])
    denied = len(pattern("yes_no", "not").findall(front))
    return Vote(denied != 1, text, sure=denied < 2) if question.echoed(left) else None


@cache
def _around_echo() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before the words taken up, and behind them."""
    lists = load("yes_no")
    before = either((*lists["not"], *lists["leads"], *"有是会在要想从嗯", "看见", "有人", "没人"))
    return re.compile(rf"(?:{before}|\W)*+"), re.compile(rf"(?:{either(lists['particles'])}|\W)+$")


def _around(text: str, verb: re.Match[str]) -> str:
    """The words it rests on: a short clause whole, of a long one what stands around the verb."""
    return text if len(text) <= _SHORT else text[max(0, verb.start() - 4) : verb.end() + 2]


def _undone(after: str) -> int:
    """联系不上, 解决个屁"""
    unreached, void = _UNREACHED.match(after), pattern("yes_no", "void").search(after[:_AFTER])
    return bool(unreached) + bool(void)


def _otherwise(question: Question, text: str, end: int, count: int) -> bool:
    """有的专业有的不专业: the verb comes again and says the other thing."""
    again = question.verbs.finditer(text, end)
    return any(_negations(text[: found.start()][-2 * _NEAR :]) % 2 != count % 2 for found in again)


def _negations(before: str) -> int:
    """没花钱就解决了: what was not is told before the 就, and reaches no further."""
    before = _THEN.split(before)[-1]
    near = pattern("yes_no", "not_negations").sub("·", before)[-_NEAR:]
    return len(pattern("yes_no", "not").findall(near))


def _by_praise(question: Question, text: str) -> Vote | None:
    """方便吗 — 挺好的: praise answers a question that is itself one of praise."""
    marks = marks_in(text) if question.praise and not why(text) else []  # 没用过 is no 没用
    degrees = [mark.degree for mark in marks]
    if not degrees or (max(degrees) > _BAD and min(degrees) < _GOOD):
        return None
    return Vote(degrees[0] > 0, marks[0].words, sure=all(mark.sure for mark in marks))
