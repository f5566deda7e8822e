"""What denies: 没, 不 before a verb, 不上, 个屁 behind it; and 听说 before it, which proves nothing."""

from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.yes_no.question import Question

NEAR = 10  # characters before a verb in which a negation is heard
_NEAR_IN_LETTERS = 30
_AFTER = 5  # and behind it
_UNREACHED = late(r"不[了上到成好完掉动清通]|没[成好完]")
_NOT_EVEN = late("[都也]没(?:有|说|一|个|见)?")  # 连句对不起都没有
NOT_UN = late(
    "(?:没有?|没啥|没什么|不会|不可能|不能|不得|哪[能有会]|怎么?[会能]|怎么可能|岂能|为什么|为啥|干[嘛吗]|[傻呆疯][子瓜]才|鬼才|谁会|谁能)不$"
)  # 不会不来, 为啥不来
_THEN = late("[就才便]")
_QUICK = "很挺太真特好蛮飞尽赶更最么凉爽愉痛勤轻畅超贼老够得较算"  # 很快解决了, 凉快多了
_SOON = late(rf"[^\W\d]{{0,5}}(?<![{_QUICK}])快要?(?![递捷速点得就])[^\W\d]{{1,4}}了$")
_ONCE_DONE = late("等.{1,8}了?(?:再|才|我)|能.{1,6}早就?.{1,4}了")  # 等好了再说, 能好早好了


def negations(before: str) -> int:
    """没花钱就解决了: what was not is told before the 就, and reaches no further."""
    before = _THEN.split(before)[-1]
    reach = _NEAR_IN_LETTERS if before.isascii() else NEAR
    near = pattern("yes_no", "not_negations").sub("·", before)[-reach:]
    return len(pattern("yes_no", "not").findall(near))


def undone(after: str) -> int:
    """联系不上, 解决个屁"""
    unreached = _UNREACHED.match(after) or _NOT_EVEN.match(after)
    return bool(unreached) + voided(after)


def voided(after: str) -> bool:
    """解决个屁, 不买才怪"""
    return pattern("yes_no", "void").search(after[:_AFTER]) is not None


def steady(text: str) -> str:
    """Without words that only sound unsure: 怎么可能, 应该算."""
    return pattern("yes_no", "never").sub("·", text)


def hearsay(question: Question, text: str) -> bool:
    """说是解决了: what others say of it proves nothing."""
    return not question.future and pattern("yes_no", "reported").search(steady(text)) is not None


def not_yet(question: Question, text: str) -> bool:
    """快解决了, 解决了就好了, I don't think it's solved: the word for yes, and it is none."""
    wished = question.verbs.match(text)
    if wished and text.startswith("了就好", wished.end()):
        return True
    near = any(sign.match(text) for sign in (_SOON, _ONCE_DONE))
    return near or pattern("yes_no", "not_yet").search(text) is not None
