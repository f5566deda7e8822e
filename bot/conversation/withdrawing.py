"""Whether consent is withdrawn: only plain words do that at once; what may mean less is asked about."""

from bot.conversation import hearing, understanding
from bot.conversation.prompts import sheet
from bot.conversation.turn import Turn, Wish

_ANY_WORDS = ("menu", "reason", "waiting", "resting", "story", "facts")
"""Where 不同意 answers nothing that is asked, besides a question of the survey."""


def plain(turn: Turn) -> bool:
    """Whether the words withdraw and say no more: 撤回同意, 退订, in any language."""
    return hearing.heard_in_any(turn, "withdraws")


def wondered(turn: Turn) -> bool:
    """Whether it was asked what that is."""
    return hearing.heard_in_any(turn, "withdrawal_asked")


def disagreed(turn: Turn) -> Wish | None:
    """The wish in 不同意, said where it is no answer. As the answer in free words it may be about anything:
    that is asked."""
    state = turn.talk.state
    if (state != "asking" and state not in _ANY_WORDS) or not hearing.heard_in_any(turn, "disagrees"):
        return None
    if state == "asking":
        question = sheet(turn.talk, turn.context, turn.talk.at).question
        if understanding.free(question):
            return Wish("leave")
        if understanding.read(turn, question, turn.inbound.text).outcome == "answer":
            return None
    return Wish("refuse_consent")
