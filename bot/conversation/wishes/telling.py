"""Wishes that are answered by telling something."""

from collections.abc import Callable

from bot.conversation import attending, awaited, numbered, standing, staying, verdicts
from bot.conversation.at_hand import at_hand, looked_up
from bot.conversation.letter import Letter
from bot.conversation.prompts import own_sheet
from bot.conversation.turn import Turn, Wish


def told(key: str) -> Callable[[Turn, Wish], None]:
    """The wish is answered by a text."""

    def tell(turn: Turn, _: Wish) -> None:
        turn.ask_after(f"wish.{key}")

    return tell


def help_(turn: Turn, _: Wish) -> None:
    """What can be done here, and what can be said at any time. Who writes ？？？ again and again is not
    helped by reading it again: that counts as not understood, and ends with a person."""
    text = turn.inbound.text.strip()
    baffled = bool(text) and not any(map(str.isalnum, text))
    if baffled and turn.talk.tries:
        turn.puzzled()
        return
    _help(turn)
    turn.keep(tries=int(baffled))


def _help(turn: Turn) -> None:
    texts, state = turn.context.texts, turn.talk.state
    hint = own_sheet(turn.talk, turn.context).question.hint if state == "asking" else ""
    here = "" if isinstance(turn, Letter) and turn.told else texts(f"chat.help.{state}")
    turn.tell("\n".join(filter(None, (hint, here, texts("chat.help.any")))))
    turn.ask()


def status(turn: Turn, _: Wish) -> None:
    """Where each complaint of the customer stands, or how one is made. Where nothing else is open, what waits
    for the customer is asked. Of one without a name that is at hand, where that stands."""
    here = at_hand(turn.talk)
    if here.key and (turn.talk.state == "case" or looked_up(turn.talk)):
        numbered.unnamed(turn, here.key)
        return
    steps = turn.wanted("steps") if turn.context.complaints else {}
    for each in turn.context.complaints:
        standing.told(turn, each, steps.get(each.number, ()))
    if turn.talk.draft is not None:
        turn.say("status.begun")
    elif not turn.context.complaints:
        turn.say("status.unnamed" if turn.talk.cases else "status.none")
    if turn.talk.state == "menu" and (known := attending.waiting(turn)):
        verdicts.offer(turn, known)
    elif turn.talk.state == "menu" and (known := awaited.waiting(turn)):
        awaited.offer(turn, known)
    elif turn.talk.state == "menu" and (known := staying.waiting(turn)):
        staying.offer(turn, known)
    else:
        turn.ask()


def promises(turn: Turn, _: Wish) -> None:
    """What the organisation promises (GB/T 19010 4.2)."""
    if turn.context.promises:
        turn.say("promises.list", promises="\n".join(f"· {each}" for each in turn.context.promises))
    else:
        turn.say("promises.none")
    turn.ask()
