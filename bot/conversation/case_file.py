"""The case file (案卷) of a complaint is wished for, to be taken along outside: it is handed over in the same
talk, whenever that is asked (GB/T 19012 7.9)."""

from datetime import timedelta
from hashlib import blake2s
from typing import Final

from bot.conversation import cases, flatly, hearing
from bot.conversation.at_hand import AtHand, at_hand, looked_up
from bot.conversation.effects import Conceal
from bot.conversation.turn import Turn, Wish

_LONGEST = 300  # characters of a letter that asks for it
_SHORTLY: Final = timedelta(minutes=5)
"""It is long: who asks for it again and again finds it above."""

_OUTSIDE = ("refused", "referred")
"""States in which it is most likely to be taken outside."""


def wished(turn: Turn) -> Wish | None:
    """The wish for it. 给我一份记录 asks for all of one's own data where there is no complaint."""
    if len(turn.inbound.text) > _LONGEST:
        return None
    if not asks(turn, cases.number_out(flatly.said(turn))):
        return None
    known = turn.context.complaints or _unnamed(turn).key
    return Wish("case_file") if known or hearing.words(turn).intent != "export" else None


def asks(turn: Turn, words: str) -> bool:
    """Whether these words ask for it, and no more."""
    return hearing.put_in_any(turn, "case_file", words)


def handed_over(turn: Turn, _: Wish) -> None:
    """It; then what was open is asked again, in a mail not."""
    number = _wanted(turn)
    if not number and cases.number_in(turn.inbound.text):
        turn.say("case.unknown")
    elif not number:
        turn.say("status.unnamed" if turn.talk.cases else "status.none")
    else:
        tell(turn, number)
    if not turn.mailed or not number:
        turn.ask()


def tell(turn: Turn, number: str) -> None:
    """What passed between the customer and us: the same once in some minutes. Of several, how to ask
    for another one's."""
    here = _unnamed(turn)
    key = here.key if here.number == number else 0
    turn.own()
    whole = turn.wanted("case_file", f"{number} {key} {turn.context.texts.language}")
    if _given(turn, "" if key else blake2s(f"{number} {whole}".encode(), digest_size=8).hexdigest()):
        turn.say("case.file_given", **turn.context.called(number))
    else:
        turn.tell(whole)
    if key:
        turn.do(Conceal())
    elif len(turn.context.complaints) > 1 and not cases.number_in(turn.inbound.text):
        others = [each.number for each in turn.context.complaints if each.number != number]
        turn.say("case.other_file", number=others[0])


def _given(turn: Turn, mark: str) -> bool:
    """Whether it was given a short while ago, the same; else it is now. Of one without a name nothing is kept
    by which it could be found."""
    last, _, at = turn.talk.given.partition("/")
    if last == mark and at > (turn.now - _SHORTLY).isoformat():  # both in UTC
        return True
    turn.keep(given=f"{mark}/{turn.now.isoformat()}")
    return False


def _wanted(turn: Turn) -> str:
    """The number of the complaint: the one named, the one at hand, the one that was refused or went outside,
    else the one made last; empty where there is none of theirs."""
    here, own = at_hand(turn.talk), turn.context.complaints
    if named := cases.number_in(turn.inbound.text):
        return named if named in [_unnamed(turn).number, *(each.number for each in own)] else ""
    if _unnamed(turn).key:
        return here.number
    first = [each.number for each in own if each.number == here.number]
    outside = [each.number for each in own if each.state in _OUTSIDE]
    return next(iter((*first, *outside, *(each.number for each in own))), "")


def _unnamed(turn: Turn) -> AtHand:
    """The one without a name that is at hand, whose code was shown."""
    here = at_hand(turn.talk)
    at = turn.talk.state == "case" or looked_up(turn.talk)
    return here if at and here.key else AtHand("")
