"""Whether consent is withdrawn: only plain words do that at once; what may mean less is asked about."""

from bot.conversation import hearing, understanding
from bot.conversation.at_hand import ASKED
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish

_ANY_WORDS = ("menu", "reason", "waiting", "resting", "story", "facts")
"""Where 不同意 answers nothing that is asked, besides a question of the survey."""


def plain(turn: Turn) -> bool:
    """Whether the words withdraw and say no more: 撤回同意, 退订, in any language. 不同意 may be said to an
    answer of ours that waits for it."""
    return hearing.heard_in_any(turn, "withdraws") and not (_answers(turn) and _disagrees(turn))


def wondered(turn: Turn) -> bool:
    """Whether it was asked what that is."""
    return hearing.heard_in_any(turn, "withdrawal_asked")


def disagreed(turn: Turn) -> Wish | None:
    """The wish in 不同意, said where it is no answer. As the answer in free words it may be about anything:
    that is asked."""
    state = turn.talk.state
    if (state != "asking" and state not in _ANY_WORDS) or not _disagrees(turn):
        return None
    if state == "asking":
        question = sheet(turn.talk, turn.context, turn.talk.at).question
        if understanding.free(question):
            return Wish("leave")
        if understanding.read(turn, question, turn.inbound.text).outcome == "answer":
            return None
    return Wish("refuse_consent")


def _disagrees(turn: Turn) -> bool:
    return hearing.heard_in_any(turn, "disagrees")


def _answers(turn: Turn) -> bool:
    """Whether an answer of ours waits for what the customer says to it."""
    return any(each.state in ASKED for each in turn.context.complaints)
