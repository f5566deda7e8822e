"""What a clause says in the question's own verb: 没解决, 解决个屁, 一个解决了一个没有."""

import re

from nlp.wording.late import late
from nlp.wording.lexicon import load, pattern
from nlp.wording.words import Found
from nlp.wording.yes_no.assent import DOUBLED, Vote
from nlp.wording.yes_no.denial import NEAR, NOT_UN, hearsay, negations, undone
from nlp.wording.yes_no.question import Question
from nlp.wording.yes_no.verbs import A_NOT_A

_SHORT = 8  # characters of a clause that is all answer
_ASKED_BACK = late(
    "了?没有?[啊呢呀]*$|[干做]什么|干啥|做啥|.{0,3}(?:多少钱|几点|多久)"
)  # 收到没有啊, 录音干什么用
_THERE = late("有没有|有无|是否有|有[^过]{1,8}吗$")
_LEFT_OUT = late("[个些件样][也还]?没有?$")
_CARELESS = late("(?:乱|瞎|胡|随便|随手|胡乱)$")
_NEEDED = late("需要|要不要|用不用")
_WAY = late("是(.{1,8})的[吗么]$")


def by_verb(question: Question, text: str) -> Vote | None:
    """What the verb says, repeated, denied, or not reached (看不懂)."""
    unreached = question.unreached.search(text)
    if unreached:
        return Vote(False, unreached[0])
    text = _without_others(question, text)
    found = question.verbs.search(text)
    if not found or A_NOT_A.search(text) or _ASKED_BACK.match(text, found.end()):
        return None
    before, after = text[: found.start() + found[0].startswith("有")], text[found.end() :]  # 哪有说
    count = negations(before) + undone(after)
    if count == 0 and hearsay(question, text):
        return None
    if NOT_UN.search(before) and not question.negative:
        lukewarm = DOUBLED.search(text) is not None  # 没有不愿意
        return Vote(True, text, sure=not lukewarm, final=not lukewarm)
    meant = count < 2 and not _conditional(question, before, after)
    meant = meant and not (count == 0 and _otherwise_done(question, before, found[0] + after))
    meant = meant and (count > 0 or not _only_named(question, found[0], after))
    meant = meant and not _mixed(question, text, found.end(), count)
    return Vote(count != 1, _around(text, found), meant, at=found.start())


def _only_named(question: Question, verb: str, after: str) -> bool:
    """有救生衣吗 - 救生衣太旧: the thing is named, not said to be there."""
    asked = _THERE.search(question.text) is not None and not question.trouble
    done = (verb[-1] + after[:1]).endswith(("了", "过", "着")) or verb[-1] in "了过着"
    return asked and not done and len(verb) > 1 and verb not in load("yes_no")["verbs"]


def _conditional(question: Question, before: str, after: str) -> bool:
    """修好了才来, 谁买, 说得不清楚: not plainly said."""
    on_terms = question.future and pattern("yes_no", "condition").search(before) is not None
    return on_terms or before.endswith("谁") or after.startswith(("得不", "的不"))


def _otherwise_done(question: Question, before: str, after: str) -> bool:
    """乱放; 需要上门吗 - 来过了; 门票是网上买的吗 - 现场买的: done, yet not as asked."""
    over = _NEEDED.search(question.text) and "过" in after[:3]
    return bool(over or _CARELESS.search(before)) or _elsewhere(question, before, after)


def _elsewhere(question: Question, before: str, after: str) -> bool:
    """门票是网上买的吗 - 现场买的: the same was done, yet in another way."""
    way = _WAY.search(question.text)
    said = before.lstrip("我们是就都也在")
    return way is not None and "的" in after and len(said) > 1 and said not in way[1]


def _without_others(question: Question, text: str) -> str:
    """The text without words that only hold a verb of one character: 不好用 is no 用."""

    def kept(found: Found) -> str:
        return found[0] if question.verbs.fullmatch(found[0]) else "·" * len(found[0])

    return pattern("yes_no", "other_words").sub(kept, text)


def _around(text: str, verb: re.Match[str]) -> str:
    """The words it rests on: a short clause whole, of a long one what stands around the verb."""
    return text if len(text) <= _SHORT else text[max(0, verb.start() - 4) : verb.end() + 2]


def _mixed(question: Question, text: str, end: int, count: int) -> bool:
    """有的专业有的不专业: the verb comes again and says the other thing."""
    if _LEFT_OUT.search(text, end) and negations(text[:end]) == 0:
        return True  # 一个解决了一个没有
    again = question.verbs.finditer(text, end)
    return any(negations(text[: found.start()][-2 * NEAR :]) % 2 != count % 2 for found in again)
