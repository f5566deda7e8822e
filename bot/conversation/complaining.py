"""A complaint is taken: story, facts, summary, number (GB/T 19012 7.2 to 7.4). Then the talk goes on."""

from dataclasses import replace
from datetime import datetime

from bot.conversation import surveying
from bot.conversation.context import Context
from bot.conversation.draft import FACTS, Draft
from bot.conversation.effects import CallPerson, Complain
from bot.conversation.finding import facts_in
from bot.conversation.moments import by
from bot.conversation.turn import Turn
from storage.domain.deadline import NEXT, Deadline, due


def begin(turn: Turn, words: str) -> None:
    """A new complaint, or the one begun before. `words` are what of the story was told with the wish."""
    draft = turn.talk.draft
    if draft is None:
        turn.move("complain", draft=Draft(), cases=turn.talk.cases + 1)
        if not words:
            turn.ask()
    if words:
        told(turn, words)
    elif draft is not None:
        resume(turn)


def told(turn: Turn, words: str) -> None:
    """More of the story, and the facts that can be read from it."""
    draft = turn.talk.draft or Draft()
    first = not draft.story
    turn.keep(draft=draft.told(words, facts_in(words, turn.context.texts)))
    turn.say("story.kept" if first else "story.added")
    inquire(turn)


def fill(turn: Turn, told: str) -> None:
    """The fact that was asked for; empty: the customer would not or could not say."""
    turn.keep(draft=replace(turn.talk.draft or Draft(), **{turn.talk.fact: told}))
    inquire(turn)


def skip_story(turn: Turn) -> None:
    """There is no complaint without a story; nothing to add to it is fine."""
    if turn.talk.draft and turn.talk.draft.story:
        inquire(turn)
    else:
        turn.ask_after("story.needed")


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
    else:
        turn.move("complain")
        turn.ask()


def back(turn: Turn) -> None:
    """The step before: the fact before this one, or the story; from there it is to drop the complaint."""
    state, fact = turn.talk.state, turn.talk.fact
    earlier = FACTS[: FACTS.index(fact)] if state == "facts" else FACTS
    if state == "story":
        drop(turn)
    elif earlier:
        turn.move("inquire", fact=earlier[-1])
        turn.ask()
    else:
        turn.move("complain", fact="")
        turn.ask()


def register(turn: Turn) -> None:
    """Hand it in. Number, what happens next and by when are said at once.

    Should there be no number, nothing is lost: a person is called, and it can be handed in again.
    """
    draft, context = turn.talk.draft, turn.context
    if draft is None or not context.number:
        turn.do(CallPerson("human"))
        turn.ask_after("complaint.no_number")
        return
    deadline = first_due(context, turn.now)
    turn.do(complain(draft, context.number, deadline))
    turn.move("register", draft=None)
    turn.say("complaint.registered", number=context.number, due=by(deadline.due_at, context))
    close(turn)


def first_due(context: Context, now: datetime) -> Deadline:
    """What is due first of a complaint that is received and acknowledged now."""
    kind = NEXT["acknowledged"]
    return Deadline(kind, due(context.policy.limits[kind], context.calendar, now))


def complain(draft: Draft, number: str, deadline: Deadline) -> Complain:
    """What is registered."""
    return Complain(
        number,
        draft.story,
        draft.product or "",
        draft.order_number or "",
        draft.occurred or "",
        draft.remedy or "",
        deadline.due_at,
        deadline.kind,
    )


def drop(turn: Turn) -> None:
    """The customer would rather not complain."""
    turn.move("drop", draft=None, fact="")
    turn.say("complaint.dropped")
    close(turn)


def close(turn: Turn) -> None:
    """Back to the survey, where there is one, else the menu."""
    if turn.talk.version_id:
        turn.say("asking.back_to_it")
        surveying.go_on(turn)
    else:
        turn.ask()
