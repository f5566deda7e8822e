"""A fact of a complaint is told, or put right in its summary (GB/T 19012 7.2)."""

from dataclasses import replace

from bot.conversation.complaining import inquire
from bot.conversation.draft import FACTS, Draft
from bot.conversation.finding import contrast, correction, facts_in, kinds
from bot.conversation.turn import Turn


def captioned(turn: Turn, words: str) -> None:
    """The words under a photo are more of the story; the fact that is open stays so, unless they tell it."""
    facts, fact = facts_in(words, turn.context.texts), turn.talk.fact
    turn.keep(draft=(turn.talk.draft or Draft()).told(words, facts))
    turn.say("story.added")
    if fact in facts:
        inquire(turn)
    else:
        turn.ask()


def fill(turn: Turn, told: str) -> None:
    """The fact that was asked for, with others told beside it; empty: the customer could not say."""
    draft, fact = turn.talk.draft or Draft(), turn.talk.fact
    fits = kinds(told, turn.context.texts)
    if fits and fact not in fits:
        misplaced(turn, draft, told, fits[-1])
        return
    if fact == "order_number" and not any(map(str.isdigit, told)):
        draft, told = draft.told(told, {}), ""  # no number, but words that must not be lost
    found = {name: words for name, words in facts_in(told, turn.context.texts).items() if name in draft.open}
    turn.keep(draft=replace(draft, **{**found, fact: told}))
    inquire(turn)


def misplaced(turn: Turn, draft: Draft, told: str, fits: str) -> None:
    """A date is no product: it is kept where it belongs, if that is open, and the fact asked for again."""
    texts = turn.context.texts
    if fits in FACTS and not getattr(draft, fits):
        turn.keep(draft=replace(draft, **{fits: told}))
        turn.ask_after("fact.placed", told=told, name=texts(f"chat.fact_name.{fits}"))
    else:
        turn.say("fact.not_it", told=told, name=texts(f"chat.fact_name.{turn.talk.fact}"))
        turn.puzzled()


def correct(turn: Turn) -> None:
    """What of the summary is to be corrected is asked; in a suggestion it can only be what was told."""
    turn.move("complain" if turn.talk.draft and turn.talk.draft.purpose else "correct")
    turn.ask()


def corrected(turn: Turn, words: str) -> bool:
    """Whether the words correct a fact of the summary; then it is corrected."""
    texts, asked = turn.context.texts, turn.talk.state == "correcting"
    found = contrast(words, texts, turn.talk.draft) or correction(words, texts, sure=asked)
    fits = kinds(words, texts)
    if found is None and len(fits) == 1 and fits[0] in FACTS:
        found = fits[0], words
    if found is None:
        return False
    turn.move("inquire", fact=found[0])
    fill(turn, found[1])
    return True
