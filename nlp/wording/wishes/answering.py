"""What sounds like a wish and is an answer: an option named 投诉; 说清楚了吗 - 没听清."""

from collections.abc import Callable
from functools import lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said
from nlp.wording.exact.giving import nothing_to_give
from nlp.wording.late import late
from nlp.wording.lexicon import pattern
from nlp.wording.options.mentions import names_one
from nlp.wording.phrases import bare
from nlp.wording.scores.ladder import Options, says_level
from nlp.wording.text.clauses import split
from nlp.wording.text.normal import normalise
from nlp.wording.wishes.asides import mentioned
from nlp.wording.wishes.asking import asks
from nlp.wording.wishes.missing import why
from nlp.wording.yes_no.question import question_of
from nlp.wording.yes_no.retold import tells

Read = Callable[[Asked, Said], Reading]  # the reader of the kind asked for

_OR_NOTHING = (None, "refuse_consent", "human", "offtopic")  # what 不想留 and 没有电话 sound like
_BY_THE_QUESTION = ("later", "cancel", "unsubscribe", "help", "language", "skip")  # 愿意吗 - 没时间 is a no
_CHOOSING = late(r"^(?:那|就)?我?(?:就|还是|想|要)?(?:选择?(?:的?是)?|要)[:,]?\s*(?=..)")
_THANKS = late(r"[\s,。.!~]*(?:谢谢|多谢|感谢|thanks?|thank you|thx)(?:你|您|了|啦|啊)*[\s。.!~]*$")
_LISTED = ("single", "multi", "ranking")


def is_answer(asked: Asked, plain: str) -> bool:
    """Whether a message is an answer, whatever it sounds like: a label, or 同前面写的 to an open question."""
    as_before = asked.kind == "text" and why(bare(plain)) == "same"
    number = asked.kind in ("phone", "order") and plain.isdecimal()  # 12315
    said = {bare(plain), bare(chosen(plain))} if asked.kind in _LISTED else {bare(plain)}
    return as_before or number or not said.isdisjoint(_labels(asked.options)) or names_option(asked, plain)


def chosen(plain: str) -> str:
    """我选取消，谢谢: what was chosen."""
    return _THANKS.sub("", _CHOOSING.sub("", plain))


@lru_cache(maxsize=256)
def _labels(options: Options) -> frozenset[str]:
    return frozenset(bare(normalise(label)) for _, label in options)


def names_option(asked: Asked, text: str) -> bool:
    """Whether it names an option in everyday words that may sound like a wish: 投诉, 开车, 便宜点."""
    if asked.kind == "scale":  # 不太会, 到时候再说
        return says_level(asked.options, text)
    if asked.kind not in _LISTED or not names_one(asked.options, asked.rules, text):
        return False
    aside = mentioned(text) if asks(text) else None
    return not aside or aside[0] != "question"


def instead(asked: Asked, read: Read, text: str, plain: str, intent: str | None) -> Reading | None:
    """The answer that a message gives in words of a wish; None where it is that wish."""
    of_matter = intent in _BY_THE_QUESTION and asked.kind == "yes_no" and _of_the_matter(asked, plain)
    if of_matter or _is_amount(asked, intent, plain):
        reading = read(asked, Said(text, plain, split(plain)))
        if reading.outcome == "answer" and reading.value is not None:
            return reading
    return none_given(asked, intent, text, plain)


def none_given(asked: Asked, intent: str | None, text: str, plain: str) -> Reading | None:
    """不留电话: not that they should not talk to us, but that there is no number."""
    return nothing_to_give(asked, Said(text, plain, ())) if intent in _OR_NOTHING else None


def _is_amount(asked: Asked, intent: str | None, plain: str) -> bool:
    """二百五 is one, where it was asked how much, and so is 315."""
    return asked.kind == "number" and intent is not None and (intent == "abuse" or plain.isdecimal())


def _of_the_matter(asked: Asked, plain: str) -> bool:
    """听明白了吗 - 没听清 is; but 不想答了 stays a wish."""
    of_the_survey = pattern("yes_no", "of_the_survey").search(plain)
    return not of_the_survey and tells(question_of(asked.text), plain)
