"""What denies: 没, 不 before a verb, 不上, 个屁 behind it; and 听说 before it, which proves nothing."""

from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.yes_no.question import Question

NEAR = 10  # characters before a verb in which a negation is heard
_AFTER = 5  # and behind it
_UNREACHED = late(r"不[了上到成好完掉动清通]|没[成好完]")
_NOT_EVEN = late("[都也]没(?:有|说|一|个|见)?")  # 连句对不起都没有
NOT_UN = late(
    "(?:没有?|没啥|没什么|不会|不可能|不能|不得|哪[能有会]|怎么?[会能]|怎么可能|岂能|为什么|为啥|干[嘛吗])不$"
)  # 不会不来, 为啥不来
_THEN = late("[就才便]")


def negations(before: str) -> int:
    """没花钱就解决了: what was not is told before the 就, and reaches no further."""
    before = _THEN.split(before)[-1]
    near = pattern("yes_no", "not_negations").sub("·", before)[-NEAR:]
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
