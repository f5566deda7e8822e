"""Wishes that need a person."""

from bot.conversation import expected, requesting, resting, surveying
from bot.conversation.effects import CallOff, CallPerson
from bot.conversation.life import AGREED, IN_SURVEY
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import speaking
from nlp import alarm


def human(turn: Turn, _: Wish) -> None:
    """A person is called; not a policy's choice. Asking again while waiting calls nobody twice."""
    if turn.talk.state == "waiting":
        expected.tell(turn, "again")
        turn.ask()
        return
    turn.do(CallPerson("human"))
    expected.tell(turn, "called")
    _wait(turn)


def off(turn: Turn) -> None:
    """Nobody is needed after all: who waited goes on where they were. Who may be in danger is not told that
    nobody comes, for somebody does."""
    if turn.wanted("danger"):
        turn.say("waiting.still_called")
    else:
        turn.do(CallOff())
        turn.say("waiting.called_off")
    if turn.talk.state == "waiting":
        turn.wish = Wish("go_on")
    else:
        turn.ask()


def own_data(turn: Turn, wish: Wish) -> None:
    """Their own data, or to be forgotten; asked for before consent too, and after it was withdrawn. Only all
    can be registered: who wants a part erased is told so, and a person sees to it."""
    if wish.intent == "erase" and requesting.partly(turn):
        turn.say("request.part")
        human(turn, wish)
    else:
        requesting.wanted(turn, wish.intent)


def crisis(turn: Turn, _: Wish) -> None:
    """Someone may be in danger: where help is, a person, and no more questions. Not a policy's choice."""
    surveying.end(turn)
    turn.do(CallPerson("crisis"))
    turn.say("crisis")
    if turn.talk.state in AGREED:
        turn.move("call", guess=None)


def alarmed(turn: Turn) -> None:
    """They tell of a fire, of gas, of somebody who lies there: where help is, and a person at once, whatever
    else the message is. Then the talk goes on. Not a policy's choice. To what is told without a name nobody
    is led unasked: they are told how to ask."""
    if turn.inbound.kind not in ("text", "edit", "file") or not alarm(turn.inbound.text):
        return
    speaking.followed(turn)
    turn.alarmed = turn.aside = True
    turn.say("alarm")
    if turn.talk.unnamed or turn.talk.nameless:
        turn.say("alarm_unnamed")
    else:
        turn.do(CallPerson("urgent"))
        turn.say("alarm_called")


def paused(turn: Turn) -> None:
    """A survey asks nothing of who was told where help is: it waits for their word."""
    if turn.alarmed and turn.talk.state in IN_SURVEY and not turn.mailed:
        nobody = turn.talk.unnamed or turn.talk.nameless
        turn.move("rest" if nobody else "call", guess=None, fact="" if nobody else resting.why(turn))


def _wait(turn: Turn) -> None:
    """For a person; before consent the talk stays where it is."""
    if turn.talk.state in AGREED:
        turn.move("call", guess=None, fact=resting.why(turn))
    turn.ask()
