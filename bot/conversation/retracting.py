"""A complaint is withdrawn by its customer (撤回, GB/T 19012 7.9): asked once, of several which one."""

from typing import Final

from bot.conversation import agreed, attending, cases, choosing, flatly, hearing, lately, standing, which
from bot.conversation.at_hand import ASKED, WITHDRAW, AtHand, at_hand, looked_up
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import known_now, noted, take
from bot.conversation.draft import PURPOSES
from bot.conversation.effects import Conceal, Decide
from bot.conversation.letters.courtesy import clauses
from bot.conversation.life import IN_SURVEY
from bot.conversation.outright import another
from bot.conversation.turn import Turn, Wish
from storage.domain.complaint import OPEN

_WHERE: Final = ("welcome", "declined", "menu", "waiting", "resting", "reopening", "case", *IN_SURVEY)
_POLITE: Final = ("thanks", "noted", "let_be", "never_mind", "goes_back")


def heard(turn: Turn) -> bool:
    """Whether the words ask for it; then it is asked whether that is meant. What is told beside it goes to
    staff. Of none that is open it is told where it stands."""
    if turn.talk.state not in _WHERE or asks(turn) or not _listening(turn):
        return False
    here, own = at_hand(turn.talk), _own(turn)
    unnamed = here.key != 0 and (turn.talk.state == "case" or looked_up(turn.talk))
    if not (own or unnamed) or (beside := _beside(turn)) is None:
        return False
    turn.own()
    if unnamed:
        _offered(turn, here, beside)
        return True
    agreed.by_going_on(turn)
    open_ones = [each for each in own if each.state in OPEN]
    known = _meant(turn, open_ones)
    if not open_ones:
        standing.unnamed(turn, _named(turn, own) or own[0])
        turn.ask()
    elif turn.talk.state == "declined":
        noted(turn, AtHand((known or open_ones[0]).number), flatly.said(turn))
        turn.ask()
    else:
        _offered(turn, AtHand(known.number if known else ""), beside if known else "")
    return True


def _listening(turn: Turn) -> bool:
    return turn.talk.state != "asking" or attending.listening(turn)


def _own(turn: Turn) -> list[ComplaintState]:
    return [each for each in turn.context.complaints if each.kind not in PURPOSES]


def _beside(turn: Turn) -> str | None:
    """What is told beside the wish; None where it is not wished for."""
    said, number = flatly.said(turn), cases.number_in(turn.inbound.text)
    words = choosing.without_number(turn, said)
    if number and not _retracts(turn, words):
        words = cases.number_out(said, turn.context.texts("chat.choice.complaint"))
    parts = [each.strip() for each in clauses(words)]
    if _retracts(turn, words):
        return ""
    if not any(_retracts(turn, each) for each in parts):
        return None
    more = [each for each in parts if not (_retracts(turn, each) or _polite(turn, each))]
    return said if more else ""


def _retracts(turn: Turn, words: str) -> bool:
    return hearing.put_in_any(turn, "retracts", words)


def _polite(turn: Turn, clause: str) -> bool:
    return any(hearing.put_in_any(turn, way, clause) for way in _POLITE)


def _named(turn: Turn, own: list[ComplaintState]) -> ComplaintState | None:
    return next((each for each in own if each.number in lately.named(turn)), None)


def _meant(turn: Turn, open_ones: list[ComplaintState]) -> ComplaintState | None:
    """The one named or at hand, else the only one; None: they are asked which."""
    here, last = at_hand(turn.talk), lately.verdict(turn)
    if place := which.placed(turn, flatly.said(turn), [each.number for each in open_ones]):
        return lately.own(turn, place)
    named = _named(turn, open_ones)
    at = [each for each in open_ones if turn.talk.state == "case" and each.number == here.number]
    asked = [each for each in open_ones if each.number == last]
    return named or next(iter((*at, *asked, *(open_ones if len(open_ones) == 1 else ()))), None)


def _offered(turn: Turn, here: AtHand, beside: str) -> None:
    if beside:
        noted(turn, here, beside)
    _ask(turn, here)


def _ask(turn: Turn, here: AtHand) -> None:
    cases.at_hand_now(turn, here.fact(WITHDRAW))
    _conceal(turn, here)
    turn.ask()


def _conceal(turn: Turn, here: AtHand) -> None:
    if here.key:
        turn.do(Conceal())


def asks(turn: Turn) -> bool:
    """Whether that is open, in the state `case` or of one without a name that was looked up."""
    at = turn.talk.state == "case" or looked_up(turn.talk)
    return at and at_hand(turn.talk).asked == WITHDRAW


def text(turn: Turn) -> None:
    """Which one; yes or no; or a wish. What else is told goes to staff, and it is asked again. Another
    matter is none of this one, and what they say to our answer is said to that."""
    here, reading = at_hand(turn.talk), hearing.words(turn)
    key = hearing.picked(turn, turn.open) or cases.number_in(turn.inbound.text)
    key = key or (which.said(turn) if here.number else which.one(turn))
    if key == "all":
        _all_withdrawn(turn)
    elif key or reading.missing == "none":
        picked(turn, (key or "keep_it",))
    elif another(turn) and not here.key:
        turn.wish = Wish("complaint", turn.inbound.text.strip())
    elif here.number and _decided(turn, here):
        return
    elif reading.intent not in (None, "complaint"):
        turn.wish = hearing.wish(reading)
    elif here.number and isinstance(reading.value, str):
        noted(turn, here, turn.inbound.text.strip())
        _conceal(turn, here)
        turn.ask()
    else:
        turn.puzzled()


def _decided(turn: Turn, here: AtHand) -> bool:
    """Whether they say to our answer that they accept it, or do not; then that is taken."""
    known = known_now(turn, here)
    if known is None or known.state not in ASKED:
        return False
    key, words = choosing.put(turn, known.state, last=False)
    if key:
        take(turn, here, key, words)
    return bool(key)


def _all_withdrawn(turn: Turn) -> None:
    """Each one that is open; they were asked which."""
    turn.own()
    for each in _own(turn):
        if each.state in OPEN:
            turn.do(Decide(each.number, "withdraw"))
            turn.say("case.withdrawn", **turn.context.called(each.number))
    turn.wish = Wish("go_on")


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """It is withdrawn, or it goes on; or that is the one."""
    here = at_hand(turn.talk)
    open_ones = [each.number for each in _own(turn) if each.state in OPEN]
    if keys == ("keep_it",):
        _kept(turn, here)
    elif len(keys) == 1 and keys[0] in open_ones:
        _ask(turn, AtHand(keys[0]))
    elif keys == ("withdraw_it",) and here.number:
        _withdrawn(turn, here)
    else:
        turn.puzzled()


def _kept(turn: Turn, here: AtHand) -> None:
    if here.key:
        _conceal(turn, here)
        cases.opened(turn, here.fact())
        return
    if here.number:
        turn.say("case.not_withdrawn", **turn.context.called(here.number))
    turn.wish = Wish("go_on")


def _withdrawn(turn: Turn, here: AtHand) -> None:
    """As it stands now: what has ended meanwhile is told as it stands."""
    turn.own()
    known: ComplaintState | None = lately.own(turn, here.number)
    if here.key:
        known = turn.wanted("unnamed", str(here.key))
    if known is not None and known.state not in OPEN:
        standing.unnamed(turn, known)
    else:
        turn.do(Decide(here.number, "withdraw", here.key))
        key = "withdrawn_unnamed" if here.key else "withdrawn"
        turn.say(f"case.{key}", **turn.context.called(here.number))
    if here.key:
        _conceal(turn, here)
        _left(turn)
    else:
        turn.wish = Wish("go_on")


def _left(turn: Turn) -> None:
    if looked_up(turn.talk):
        cases.left(turn)
    else:
        turn.wish = Wish("go_on")
