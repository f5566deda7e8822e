"""What is not clear in a reply: asked again in one mail, at most twice; then there are the web link and a
person."""

from typing import Final

from bot.conversation.effects import CallPerson
from bot.conversation.letter import Letter
from storage.domain.rules import acts

ASKED_AGAIN: Final = 2


def count(turn: Letter, *, clear: bool, why: str = "again") -> None:
    """How many replies to the survey in a row were not clear. `why` is said above what is asked again."""
    turn.keep(tries=0 if clear else turn.talk.tries + 1)
    if turn.talk.tries > ASKED_AGAIN:
        turn.tell(given_up(turn))
    elif not clear:
        turn.unclear = why


def given_up(turn: Letter, of: str = "") -> str:
    """A person is called, once, and it is said who sees to it."""
    first = turn.talk.tries == ASKED_AGAIN + 1
    key = f"chat.mail.{of}_" if of else "chat.mail."
    if first and "call_person" in acts(("not_understood",), turn.context.policy):
        turn.do(CallPerson("misunderstood"))
        return turn.context.texts(f"{key}person")
    return turn.context.texts(f"{key}still")
