"""A complaint is taken: story, facts, summary (GB/T 19012 7.2); a suggestion or praise by its story alone.
Its facts are told by `stating`, it is handed in by `registering`."""

from dataclasses import replace

from bot.conversation import purposes, registering, surveying
from bot.conversation.draft import FACTS, Draft
from bot.conversation.finding import facts_in
from bot.conversation.turn import Turn


def begin(turn: Turn, words: str, purpose: str = "") -> None:
    """A new complaint, or the one begun before. `words` are what of the story was told with the wish. What is
    begun for another `purpose` is told to its end first, unless it is a complaint after all."""
    draft = turn.talk.draft
    if draft is not None and draft.purpose != purpose:
        meant = purposes.rather(turn)
        changes = not purpose or (meant is not None and meant.intent == purpose)
        become(turn, words, purpose) if changes else unfinished(turn)
        return
    if draft is None and not surveying.agreed(turn):
        renew(turn, words, purpose)
        return
    if draft is None:
        turn.move("complain", draft=begun(turn, purpose), cases=turn.talk.cases + 1)
        if not words:
            turn.ask()
    if words:
        told(turn, words)
    elif draft is not None:
        resume(turn)


def become(turn: Turn, words: str = "", purpose: str = "") -> None:
    """What was taken for a suggestion or praise is a complaint after all, or the other way round."""
    draft = turn.talk.draft or Draft()
    known = as_other(draft, purpose, words) if purpose else as_complaint(turn, draft, words)
    turn.keep(draft=known, cases=turn.talk.cases + 1)
    resume(turn)


def as_other(draft: Draft, purpose: str, words: str = "") -> Draft:
    """The draft as that of a suggestion, or of praise, with these words too: nothing is asked of it."""
    return replace(draft.told(words, {}), purpose=purpose)


def as_complaint(turn: Turn, draft: Draft, words: str = "") -> Draft:
    """The draft as that of a complaint, with these words too: what it was begun as, its facts are read from
    all that was told."""
    if not draft.purpose:
        return more(turn, draft, words)
    whole = f"{draft.story}\n{words}".strip()
    return replace(draft, purpose="", story=whole, **facts_in(whole, turn.context.texts))


def unfinished(turn: Turn) -> None:
    """Something else is begun, and comes first."""
    turn.say("purpose.first")
    resume(turn)


def begun(turn: Turn, purpose: str = "") -> Draft:
    """The draft of the complaint, begun with this message where there is none."""
    return turn.talk.draft or Draft(begun=turn.inbound.at.isoformat(), purpose=purpose)


def renew(turn: Turn, words: str, purpose: str = "") -> None:
    """Another privacy notice holds than the one agreed to: it is shown before anything begins."""
    draft = more(turn, begun(turn, purpose), words)
    turn.move("greet", consent="", draft=draft, cases=turn.talk.cases + 1)
    turn.say("consent.renewed")
    turn.ask()


def told(turn: Turn, words: str) -> None:
    """More of the story, and the facts that can be read from it."""
    draft = turn.talk.draft or Draft()
    first = not draft.story
    if first and not tells(words):
        needed(turn)
        return
    turn.keep(draft=more(turn, draft, words))
    if not (first and draft.purpose):
        turn.say("story.kept" if first else "story.added")
    inquire(turn)


def more(turn: Turn, draft: Draft, words: str) -> Draft:
    """The draft with these words, and the facts that can be read from them in a complaint."""
    return draft.told(words, {} if draft.purpose else facts_in(words, turn.context.texts))


def needed(turn: Turn) -> None:
    """Without a story nothing is registered."""
    other = turn.talk.draft is not None and turn.talk.draft.purpose
    turn.ask_after("purpose.needed" if other else "story.needed")


def noted(turn: Turn, words: str) -> None:
    """More of the story before consent, which it waits for."""
    turn.keep(draft=more(turn, begun(turn), words))
    turn.ask_after("consent.noted")


def tells(words: str) -> bool:
    """Whether the words can tell what happened: a number or a sign alone can't."""
    return any(each.isalpha() and not each.isnumeric() for each in words)


def skip_story(turn: Turn) -> None:
    """There is no complaint without a story; nothing to add to it is fine."""
    if turn.talk.draft and turn.talk.draft.story:
        inquire(turn)
    else:
        needed(turn)


def inquire(turn: Turn) -> None:
    """The next fact that is missing, else the summary."""
    missing = turn.talk.draft.missing if turn.talk.draft else ""
    if missing:
        turn.move("inquire", fact=missing)
    else:
        turn.move("sum_up", fact="")
    turn.ask()


def resume(turn: Turn) -> None:
    """Back to the complaint that was begun."""
    if turn.talk.draft and turn.talk.draft.story:
        inquire(turn)
    elif turn.talk.state == "story":
        turn.ask()
    else:
        turn.move("complain")
        turn.ask()


def back(turn: Turn) -> None:
    """The step before: the fact before this one, or the story; from there it is to drop the complaint."""
    state, fact = turn.talk.state, turn.talk.fact
    if state == "correcting":
        inquire(turn)
        return
    earlier = FACTS[: FACTS.index(fact)] if state == "facts" else FACTS
    if turn.talk.draft and turn.talk.draft.purpose:
        earlier = ()
    if state == "story":
        registering.drop(turn)
    elif earlier:
        turn.move("inquire", fact=earlier[-1])
        turn.ask()
    else:
        turn.move("complain", fact="")
        turn.ask()
