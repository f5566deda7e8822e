"""What is suggested, praised or complained of beside an answer to a question, or in its place."""

from collections.abc import Sequence

from bot.conversation import hearing, purposes
from bot.conversation.turn import Turn, Wish
from nlp import Reading

_STORY = 4  # characters of a clause that may tell what happened


def told(turn: Turn, because: Sequence[str]) -> Wish | None:
    """What is said outright beside an answer that rests on these words, or on no others than its own."""
    if meant := purposes.rather(turn):
        return meant
    return purposes.named(turn, outright=True) or (purposes.demanded(turn) if not because else None)


def along(turn: Turn, reading: Reading) -> Wish | None:
    """The same beside what was understood as the answer."""
    return None if _of_what_is_asked(turn, reading) else told(turn, reading.because)


def aside(turn: Turn, reading: Reading) -> Wish | None:
    """The wish beside an answer. What went wrong and is told in the same breath is the story of a complaint:
    插座漏电，我要投诉, but not 2分，我要投诉."""
    wish = hearing.aside(reading)
    if wish is None or wish.intent != "complaint" or wish.words:
        return wish
    text = turn.inbound.text.strip()
    return (
        wish._replace(words=text)
        if any(_story(each, reading) for each in purposes.CLAUSE.split(text))
        else wish
    )


def _story(clause: str, reading: Reading) -> bool:
    """Whether it says more than the level and the wish."""
    within = [each for each in reading.because if each in clause]
    left = clause
    for each in within:
        left = left.replace(each, "")
    scored = any(map(str.isnumeric, "".join(within)))
    return not scored and len(clause.strip()) >= _STORY and sum(map(str.isalpha, left)) >= purposes.LEAST


def instead(turn: Turn, reading: Reading) -> Wish | None:
    """The same, where the words that the answer rests on are said of it: 给你们点个赞 is no level. What is
    only guessed beside it is none either: 我有两个建议：1.… 2.…"""
    wish = told(turn, reading.because)
    if wish is None or not wish.words or reading.outcome == "ask":
        return None if _of_what_is_asked(turn, reading) else wish
    clauses = filter(None, map(str.strip, purposes.CLAUSE.split(turn.inbound.text)))
    others = [
        each for each in clauses if not (purposes.rather(turn) or purposes.of(turn, each, outright=True))
    ]
    level = any(word in each for each in others for word in reading.because)
    return None if level or _of_what_is_asked(turn, reading) else wish


def _of_what_is_asked(turn: Turn, reading: Reading) -> bool:
    """Whether what is praised is nothing but what the question is about: 质量值得表扬."""
    left = turn.inbound.text
    for each in reading.because:
        left = left.replace(each, "")
    left, asked = "".join(filter(str.isalnum, left)), turn.open.outbound.text
    return any(len(each) >= purposes.LEAST and each in asked for each in (left, left[1:]))  # 质量; 给质量
