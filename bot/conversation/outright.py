"""What customers with a complaint say outright: that they complain of another matter; what they demand."""

from bot.conversation import flatly, hearing, purposes
from bot.conversation.letters.courtesy import clauses
from bot.conversation.turn import Turn


def another(turn: Turn) -> bool:
    """Whether they say that they complain: 再投诉一个; 我要投诉另一件. 我要继续投诉 is said of the one there
    is."""
    words = flatly.said(turn)
    return any(hearing.put_in_any(turn, "another", each.strip()) for each in (words, *clauses(words)))


def demands(turn: Turn) -> bool:
    """Whether they ask for money, or what is as good: 你们应该赔我运费."""
    return purposes.demanded(turn) is not None
