"""A complaint is handed in, or dropped; then the talk goes on (GB/T 19012 7.3, 7.4)."""

from datetime import datetime

from bot.conversation import surveying
from bot.conversation.context import Context
from bot.conversation.draft import Draft
from bot.conversation.effects import CallPerson, Complain, Conceal
from bot.conversation.moments import by
from bot.conversation.purposes import section
from bot.conversation.turn import Turn
from storage.domain.deadline import NEXT, due


def register(turn: Turn) -> None:
    """Hand it in. Number, what happens next and by when are said at once.

    Should there be no number, nothing is lost: a person is called, and it can be handed in again.
    """
    draft, context = turn.talk.draft, turn.context
    if draft is None or not context.number:
        turn.do(CallPerson("human"))
        turn.ask_after("complaint.no_number")
        return
    due_at = first_due(context, turn.now)
    turn.do(complain(draft, context.number, due_at))
    turn.move("register", draft=None, unnamed=False)
    said = f"purpose.registered_{draft.purpose}" if draft.purpose else "complaint.registered"
    turn.say(said, number=context.number, due=by(due_at, context))
    close(turn)


def register_anonymous(turn: Turn) -> None:
    """Hand it in without a name. Number and code are shown this once: they alone lead back to it."""
    draft, context = turn.talk.draft, turn.context
    if draft is None or not (context.number and context.code):
        register(turn)  # without a number: it says so
        return
    due_at = first_due(context, turn.now)
    handed_in = complain(draft, context.number, due_at)
    turn.do(handed_in._replace(anonymous=True, code=context.code))
    turn.move("register", draft=None, unnamed=False)
    told = {"number": context.number, "code": context.code}
    turn.say(f"{section(draft)}.registered_anonymous", **told, due=by(due_at, context))
    turn.do(Conceal(datetime.fromisoformat(draft.begun) if draft.begun else None))
    close(turn)


def first_due(context: Context, now: datetime) -> datetime:
    """When the first answer to a complaint is due that is received and acknowledged now."""
    return due(context.policy.limits[NEXT["acknowledged"]], context.calendar, now)


def complain(draft: Draft, number: str, due_at: datetime) -> Complain:
    """What is registered."""
    return Complain(
        number,
        draft.story,
        draft.product or "",
        draft.order_number or "",
        draft.occurred or "",
        draft.remedy or "",
        due_at,
        kind=draft.purpose or "complaint",
    )


def drop(turn: Turn) -> None:
    """The customer would rather not complain, or have it registered; what they said stays in the talk."""
    said = f"{section(turn.talk.draft)}.dropped"
    turn.move("drop", draft=None, fact="", unnamed=False)
    turn.say(said)
    close(turn)


def close(turn: Turn) -> None:
    """Back to the survey, where there is one, else the menu."""
    if turn.talk.version_id:
        turn.say("asking.back_to_it")
        surveying.go_on(turn)
    else:
        turn.ask()
