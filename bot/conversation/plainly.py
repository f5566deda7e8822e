"""Wishes that are put the same in every state, in words that mean nothing else."""

from bot.conversation import case_file, hearing, resting, tongues, withdrawing
from bot.conversation.at_hand import ASKED, BROKE, MORE, WAITS, at_hand, looked_up
from bot.conversation.turn import Turn, Wish

_OF_IT = (*ASKED, MORE, BROKE, WAITS)
"""What is asked of a complaint at hand -> what is asked back goes to staff."""


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
    if hearing.heard(turn, "status_asked") or _when(turn):
        return Wish("status")
    return case_file.wished(turn)


def _when(turn: Turn) -> bool:
    """Whether it is asked by when a complaint that is registered is answered: 那什么时候答复我啊. In the
    summary of another one that is asked of it."""
    talk, here = turn.talk, at_hand(turn.talk)
    of_it = talk.state == "case" and here.asked in _OF_IT and not here.key
    summed = talk.state == "summary" and not (talk.draft and talk.draft.purpose)
    unnamed = here.key and (talk.state == "case" or looked_up(talk))
    if of_it or summed or not (turn.context.complaints or unnamed):
        return False
    return hearing.heard_in_any(turn, "when_answered")
