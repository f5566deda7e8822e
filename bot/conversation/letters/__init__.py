"""The talk by mail: one mail asks all open questions of a section, and one reply may answer any of them.

The states, the wishes and the law are those of every talk; what differs is how much is asked and read at
once (docs/adr/0030).
"""

from collections.abc import Callable, Mapping

from bot.conversation import amending, hearing, surveying
from bot.conversation.at_hand import looked_up
from bot.conversation.draft import PURPOSES
from bot.conversation.letter import Letter
from bot.conversation.letters import beginning, complaining, correcting, purposes, strangers, supplying
from bot.conversation.letters.composing import compose
from bot.conversation.letters.courtesy import polite, tells, thanks
from bot.conversation.letters.filing import filed, noted, refused
from bot.conversation.letters.forgetting import let_be
from bot.conversation.letters.listing import open_ones
from bot.conversation.letters.parts import Numbers, cut
from bot.conversation.letters.recording import record, unread
from bot.conversation.letters.replying import heard
from bot.conversation.letters.returning import taken_back
from bot.conversation.letters.revising import revised
from bot.conversation.life import IN_SURVEY
from bot.conversation.prompts import erased_first
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

__all__ = [
    "compose",
    "empty",
    "filed",
    "granted",
    "let_be",
    "noted",
    "pictured",
    "refused",
    "taken",
    "taken_back",
]


def taken(turn: Turn) -> bool:
    """Whether these words were taken as only a mail is: answers, a complaint, what a complaint lacked."""
    if not isinstance(turn, Letter) or looked_up(turn.talk):
        return False
    if turn.talk.draft is not None and erased_first(turn.talk):
        return False  # 确定 is said to that
    if supplying.open_facts(turn) and turn.talk.draft is None and polite(turn, turn.inbound.text):
        if turn.talk.state in IN_SURVEY and not thanks(turn, turn.inbound.text):  # 确认
            turn.ask_after("asking.back_to_it")
        return True  # 谢谢: nobody waits for a mail
    if supplying.said_to_facts(turn) and not beginning.declines(turn):
        if not purposes.beside_facts(turn):
            supplying.supplied(turn)
    elif turn.talk.state in _MAY_COMPLAIN and purposes.taken(turn):
        return True
    elif turn.talk.state in _MAY_COMPLAIN and complaining.complains(turn):
        if not (_answers_first(turn) and _as_there(turn)):
            complaining.begin(turn, turn.inbound.text)
    else:
        return _as_there(turn)
    return True


def _as_there(turn: Letter) -> bool:
    return turn.talk.state in _TAKEN and _TAKEN[turn.talk.state](turn)


def _answers_first(turn: Letter) -> bool:
    """Whether answers by their numbers stand before the complaint; a complaint may number its points too."""
    before, parts = cut(turn.inbound.text, Numbers(range(1, len(turn.talk.listed) + 1)))
    return bool(parts) and read_answer("text", "", [], before).intent != "complaint"


def pictured(turn: Turn) -> bool:
    """Whether a mail of files alone answers the questions that ask for them."""
    if not isinstance(turn, Letter) or not turn.talk.files or turn.talk.state not in IN_SURVEY:
        return False
    return surveying.at_hand(turn) and _replied(turn)


def _replied(turn: Letter) -> bool:
    """A survey is under way: whatever is said is said to it."""
    found = heard(turn)
    revised(turn, found, open_ones(turn.talk, turn.context))
    if turn.talk.amends:
        correcting.last_word(turn, found)
    record(turn, found)
    return True


def _at_rest(turn: Letter) -> bool:
    """Nothing is open: the survey of an invitation is answered, what was handed in is corrected, a complaint
    added to. Who only thanks waits for no mail."""
    if turn.context.invited:
        return beginning.begun(turn)
    done = amending.handed_in(turn)
    if done and correcting.corrected(turn):
        return True
    words, said = hearing.words(turn), turn.inbound.text.strip()
    if words.outcome == "answer" and not words.intent and tells(turn, said):
        return supplying.added(turn, said) or (done and correcting.added(turn))
    return polite(turn, said)


def _welcomed(turn: Letter) -> bool:
    """The survey on offer is answered; or else a stranger tells or asks something. Who thanks for it waits
    for no mail."""
    if turn.offers and turn.talk.listed and thanks(turn, turn.inbound.text):
        return True
    if beginning.begun(turn) or strangers.left_offered(turn) or strangers.thanked(turn):
        return True
    return strangers.offered(turn) or strangers.enquired(turn) or beginning.bare(turn)


def _left_in_peace(turn: Letter) -> bool:
    """Who wants nothing of us, and only thanks for it; or answers by number after all."""
    return polite(turn, turn.inbound.text) or beginning.came_round(turn)


_MAY_COMPLAIN = ("welcome", "declined", "menu", "story")
_TAKEN: Mapping[str, Callable[[Letter], bool]] = {
    **dict.fromkeys(IN_SURVEY, _replied),
    "welcome": _welcomed,
    "declined": _left_in_peace,
    "menu": _at_rest,
}
"""State -> what takes the words of a mail there, if it can."""


def granted(turn: Turn, wish: Wish) -> bool:
    """Whether this wish is granted in a way of its own by mail: a complaint is; what has nothing to do with
    the survey on offer is not clear."""
    if not isinstance(turn, Letter):
        return False
    if wish.intent == "complaint":
        complaining.begin(turn, wish.words)
        return True
    if wish.intent in PURPOSES and turn.talk.state in _MAY_COMPLAIN:
        purposes.said(turn, wish)
        return True
    if wish.intent == "offtopic" and turn.offers:
        turn.do(turn.open)
        return True
    return False


def empty(turn: Turn) -> bool:
    """Whether a reply to the survey has no words: then it is asked again, as what is not clear is."""
    if not isinstance(turn, Letter) or turn.talk.state not in IN_SURVEY or not surveying.at_hand(turn):
        return False
    unread(turn)
    return True
