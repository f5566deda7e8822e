"""Words that say that it is not solved: 你们根本没有解决我的问题; 不行，还是坏的; not solved at all."""

from typing import Final

from bot.conversation import hearing
from bot.conversation.letters.courtesy import clauses
from bot.conversation.turn import Turn

_WAYS: Final = ("unsolved", "reopen", "breaks_again")
_OUTRIGHT: Final = ("unsolved", "reopen")
_TELLS: Final = 6
"""Letters of a single clause that tells what went wrong: 修完第二天又塌; but 又坏了."""
_NO: Final = ("refuses", "flatly_no")


def put(turn: Turn, words: str) -> bool:
    """Whether the words as a whole say so."""
    return any(hearing.put_in_any(turn, way, words) for way in _WAYS)


def says(turn: Turn, words: str) -> bool:
    """Whether they say so, or one of their clauses does, and none that it is solved."""
    parts = [each.strip() for each in clauses(words)]
    solved = any(hearing.put_in_any(turn, "solves", each) for each in parts)
    return put(turn, words) or (not solved and any(put(turn, each) for each in parts))


def reopens(turn: Turn, words: str) -> bool:
    """Whether they, or one of their clauses, ask for it to be taken up again: 还是没弄好，麻烦重新处理."""
    parts = [words, *(each.strip() for each in clauses(words))]
    return any(hearing.put_in_any(turn, "reopen", each) for each in parts)


def outright(turn: Turn, words: str) -> bool:
    """Whether they say that nothing was solved. 还是老样子 only tells how it is: what was promised may be
    still to come."""
    parts = [words, *(each.strip() for each in clauses(words))]
    told = [each for each in parts if any(hearing.put_in_any(turn, way, each) for way in _OUTRIGHT)]
    return any(not hearing.put_in_any(turn, "breaks_again", each) for each in told) and says(turn, words)


def beside(turn: Turn, words: str) -> str:
    """The words, where a clause of them tells more than that: 还没有解决！桌子还是坏的; 修完第二天又塌."""
    parts = [each.strip() for each in clauses(words)]
    more = [each for each in parts if not (_merely(turn, each) or _no(turn, each))]
    plain = len(parts) < 2 and sum(map(str.isalpha, words)) < _TELLS
    return words if more and not plain else ""


def _merely(turn: Turn, clause: str) -> bool:
    """Whether a clause says so of nothing in particular, or asks for it to be taken up again."""
    return any(hearing.put_in_any(turn, way, clause) for way in ("merely_unsolved", "reopen"))


def _no(turn: Turn, clause: str) -> bool:
    courtesy = hearing.put_in_any(turn, "thanks", clause) or hearing.put_in_any(turn, "noted", clause)
    return courtesy or any(hearing.put_in_any(turn, way, clause) for way in _NO)
