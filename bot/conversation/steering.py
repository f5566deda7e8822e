"""What is said where a fact of a complaint is asked for, and is none: that it is to be handed in now, when it
is answered, or that what was told last was wrong."""

from dataclasses import replace

from bot.conversation import hearing
from bot.conversation.complaining import inquire
from bot.conversation.draft import FACTS, Draft
from bot.conversation.finding import kinds
from bot.conversation.turn import Turn


def heard(turn: Turn) -> bool:
    """Whether the words are that; then it is done."""
    if hearing.heard_in_any(turn, "submits"):
        _summed(turn)
    elif hearing.heard_in_any(turn, "when_answered"):
        turn.ask_after("summary.next")
    else:
        return _misspoken(turn, turn.inbound.text)
    return True


def _summed(turn: Turn) -> None:
    """The summary at once: what was not told yet is left open."""
    draft = turn.talk.draft or Draft()
    turn.keep(draft=replace(draft, **dict.fromkeys(draft.open, "")))
    inquire(turn)


def _misspoken(turn: Turn, words: str) -> bool:
    """Whether they put right what was told before the fact that is asked for: 我说错了，是床. Then it stands
    in the place of what was told last; what fits another fact that was told, in that one's; where none was
    told yet, it is the one asked for."""
    found, draft = hearing.put(turn, "slip", words), turn.talk.draft or Draft()
    if found is None or not found["sure"] or turn.talk.fact not in FACTS:
        return False
    told, rest = draft.known, found["rest"].strip()
    before = [fact for fact in FACTS[: FACTS.index(turn.talk.fact)] if fact in told]
    fits = [fact for fact in kinds(rest, turn.context.texts) if fact in told]
    fact = next(iter((*fits, *reversed(before))), turn.talk.fact)
    turn.keep(draft=replace(draft, **{fact: rest}))
    inquire(turn)
    return True
