"""What is told of a question in the words of its field: 还在路上 to 收到了吗, 准点起飞的 to 有没有延误."""

import re
from functools import cache

from nlp.wording.late import late
from nlp.wording.lexicon import either, load, pattern
from nlp.wording.words import Found, Words
from nlp.wording.yes_no.assent import Vote
from nlp.wording.yes_no.denial import NOT_UN, hearsay, negations, voided
from nlp.wording.yes_no.question import Question
from nlp.wording.yes_no.verbs import A_NOT_A

_DENIED = late(
    "[不没](?:觉得|感觉|怎么|那么|什么|可能|.)?$|有$|[怎咋]么?(?:可能|会)$|哪[能会]$"
)  # 不会不来, 看有没有时间
_STILL_NOT = late("(?:[也都却]|还是|照样)[不没]")
_GONE = late(r"[^\W\d]{0,2}(?:没有?了|不见了|消失了?)$")
_THEN = late("[就才便]")
_RIGHT_BEFORE = late(
    "(?:[不没未无冇]|没有|没啥|没什么|没怎么|不怎么|毫无|没任何|[没不]太|[没不][闻听看见发感][到见现觉]|[闻听看感]不[到见出])$"
)


def told(question: Question, text: str) -> Vote | None:
    """What a clause tells, to the letter of the question: a no where any field has one.

    Fields that disagree tell nothing for sure: the words were about one of them only.
    """
    whether = A_NOT_A.search(text)
    if whether and text[whether.start() - 1 : whether.start()] != "有":  # 有人没人
        return None
    if back := _back(question, text):
        return back
    votes = [vote for field in question.told if (vote := _in_field(question, text, *field))]
    votes = [vote for vote in votes if not any(_outworded(vote, other) for other in votes)]
    first = next((vote for vote in votes if not vote.truth), votes[0] if votes else None)
    agreed = len({vote.truth for vote in votes}) < 2
    return first if agreed or first is None else first._replace(sure=False)


def _outworded(vote: Vote, other: Vote) -> bool:
    """烫 by 烫得没法下嘴"""
    return vote.words != other.words and vote.words in other.words


def _back(question: Question, text: str) -> Vote | None:
    """修好了吗 - 没两天又坏了"""
    mended = not question.trouble and pattern("yes_no", "mended").search(question.text)
    if not question.recurs and (question.future or not mended):
        return None
    found = _again().search(text)
    if not found or negations(text[: found.start()]):
        return None
    return Vote(question.recurs, found[0], final=not question.recurs, at=found.start())


@cache
def _again() -> re.Pattern[str]:
    return re.compile(either((*load("yes_no")["again"], *load("yes_no")["recurs"])))


def _in_field(question: Question, text: str, yes: Words, no: Words) -> Vote | None:
    """By the words of one field, those for no first; none that is part of a word for the other."""
    found_no, found_yes = no.search(text), yes.search(text)
    for truth, found, other in ((False, found_no, found_yes), (True, found_yes, found_no)):
        if not found or _within(found, other) or (not truth and _asked_itself(question, found)):
            continue
        if vote := _by_word(question, text, found, truth=truth):
            return vote
    return None


def _asked_itself(question: Question, found: Found) -> bool:
    """夸大 to 有没有夸大: what was asked for is no no, unless it was to be mended or minded."""
    against = any(pattern("yes_no", name).search(question.text) for name in ("mended", "minded"))
    return found[0] in question.text and not against


def _within(found: Found, other: Found | None) -> bool:
    """失灵 is no 灵, 不转圈了 no 不转."""
    wider = other is not None and len(other[0]) > len(found[0])
    return other is not None and wider and other.start() <= found.start() and found.end() <= other.end()


def _by_word(question: Question, text: str, found: Found, *, truth: bool) -> Vote | None:
    before, after = text[: found.start()], text[found.end() :]
    if vote := _not_un(truth, text, found):
        return vote
    if found[0][0] not in "一没不" and _GONE.match(after):
        return Vote(not truth, text[found.start() :], at=found.start())  # 滴答声没了
    if truth and voided(after):
        return Vote(negations(before) % 2 == 1, text, at=found.start())  # 准时个鬼
    if not (negations(before) if truth else _DENIED.search(before)):
        if hearsay(question, text) if truth else voided(after):
            return None  # 不买才怪
        return Vote(truth, found[0], sure=not (truth and _turned(question, after)), at=found.start())
    right = _RIGHT_BEFORE.search(before) if truth else None
    return Vote(False, right[0] + found[0], at=right.start()) if right else None  # 没味儿


def _not_un(truth: bool, text: str, found: Found) -> Vote | None:
    """为啥不来, 哪能不坏: said of the 来 and the 坏, though 不来 may be the word found."""
    within = found[0].startswith("不")
    if not NOT_UN.search(text[: found.start() + within]):
        return None
    return Vote(truth != within, text, final=True)


def _turned(question: Question, after: str) -> bool:
    """有空也不去, 有空就去: what was granted is taken back, or made a condition."""
    return bool(_STILL_NOT.match(after)) or (question.future and _THEN.match(after) is not None)
