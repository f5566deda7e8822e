"""Wishes that need a person."""

from bot.conversation import surveying
from bot.conversation.effects import CallPerson
from bot.conversation.life import AGREED
from bot.conversation.turn import Turn, Wish


def human(turn: Turn, wish: Wish) -> None:
    """A person is called; not a policy's choice. Asking again while waiting calls nobody twice."""
    key = {"erase": "data", "export": "data"}.get(wish.intent, "called")
    if turn.talk.state == "waiting" and key == "called":
        turn.ask_after("waiting.called_before")
        return
    turn.do(CallPerson("human"))
    turn.say(f"waiting.{key}")
    _wait(turn)


def crisis(turn: Turn, _: Wish) -> None:
    """Someone may be in danger: where help is, a person, and no more questions. Not a policy's choice."""
    surveying.end(turn)
    turn.do(CallPerson("crisis"))
    turn.say("crisis")
    if turn.talk.state in AGREED:
        turn.move("call", guess=None)


def _wait(turn: Turn) -> None:
    """For a person; before consent the talk stays where it is."""
    if turn.talk.state in AGREED:
        turn.move("call", guess=None)
    turn.ask()
