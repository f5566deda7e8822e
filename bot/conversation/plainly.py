"""Wishes that are put the same in every state, in words that mean nothing else."""

from bot.conversation import case_file, hearing, resting, tongues, withdrawing
from bot.conversation.turn import Turn, Wish


def wished(turn: Turn) -> Wish | None:
    """A wish that is put the same in every state, once there is something to put off or to disagree with."""
    if wish := outright(turn):
        return wish
    return Wish("later") if resting.wanted(turn) else withdrawing.disagreed(turn)


def outright(turn: Turn) -> Wish | None:
    """A wish that is put the same in every state, from the first word on."""
    if hearing.heard(turn, "elsewhere"):
        return Wish("elsewhere")
    if tongues.unwanted(turn.inbound.text, turn.context.tongues):
        return Wish("language")
    if hearing.heard(turn, "status_asked"):
        return Wish("status")
    return case_file.wished(turn)
