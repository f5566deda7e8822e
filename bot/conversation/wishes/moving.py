"""Wishes that lead somewhere else in the talk."""

from bot.conversation import (
    amending,
    complaining,
    passing,
    registering,
    resting,
    revisiting,
    stating,
    surveying,
)
from bot.conversation.answering import onward, record
from bot.conversation.draft import PURPOSES
from bot.conversation.life import IN_COMPLAINT, IN_SURVEY
from bot.conversation.prompts import sheet
from bot.conversation.purposes import section
from bot.conversation.turn import Turn, Wish
from nlp import Reading


def complaint(turn: Turn, wish: Wish) -> None:
    """The story is asked for, or taken where it was told already; so is a suggestion, and praise."""
    purpose = wish.intent if wish.intent in PURPOSES else ""
    draft = turn.talk.draft
    if turn.talk.state not in IN_COMPLAINT or (draft is not None and draft.purpose != purpose):
        complaining.begin(turn, wish.words, purpose)
    elif wish.words:
        complaining.told(turn, wish.words)
    else:
        turn.ask()


def menu(turn: Turn, _: Wish) -> None:
    """What was begun can be gone on with from there; what was handed in is left as it stands."""
    if turn.talk.amends:
        surveying.end(turn)
    turn.move("rest", guess=None)
    turn.ask()


def later(turn: Turn, _: Wish) -> None:
    """Nothing is lost: the talk rests until a time, and a word is enough to go on before it."""
    if turn.talk.version_id or turn.talk.draft:
        resting.rest(turn)
    else:
        turn.move("rest", guess=None)
        turn.ask_after("wish.nothing_open")


def later_first(turn: Turn, _: Wish) -> None:
    """Before consent nothing is kept, and nobody is asked again: who comes back, does."""
    turn.say("later.before_consent")


def elsewhere(turn: Turn, _: Wish) -> None:
    """On another channel: with a code."""
    passing.give(turn)


def elsewhere_first(turn: Turn, _: Wish) -> None:
    """Before consent there is nothing to go on with: there they begin like here."""
    turn.ask_after("passing.nothing")


def cancel(turn: Turn, wish: Wish) -> None:
    """The complaint is dropped, or else the survey stopped; what was answered stays."""
    if turn.talk.state in IN_COMPLAINT:
        registering.drop(turn)
    elif turn.talk.version_id:
        surveying.stop(turn)
    else:
        later(turn, wish)


def survey(turn: Turn, wish: Wish) -> None:
    """The one begun, else the one on offer."""
    if turn.talk.state in IN_COMPLAINT:
        turn.ask_after(f"{section(turn.talk.draft)}.unfinished")
    elif turn.talk.version_id or turn.talk.draft:
        go_on(turn, wish)
    else:
        turn.move("rest")
        surveying.begin(turn)


def go_on(turn: Turn, _: Wish) -> None:
    """Where the talk was before it was interrupted: the complaint first, then the survey."""
    if turn.talk.state in (*IN_SURVEY, *IN_COMPLAINT):
        turn.ask()
        return
    ended = turn.talk.state == "menu" and turn.context.survey is not None
    turn.move("rest")
    if turn.talk.draft:
        complaining.resume(turn)
    elif turn.talk.version_id:
        surveying.go_on(turn)
    elif ended:
        turn.ask_after("asking.ended")
    else:
        turn.ask()


_NOTHING_TO_SKIP = {"summary": "summary.skip", "menu": "menu.skip"}


def skip(turn: Turn, wish: Wish) -> None:
    """A question that need not be answered, a reason, a fact is passed over; else it is said why not."""
    state = turn.talk.state
    if state in ("asking", "confirming"):
        _skip_question(turn)
    elif state == "reason":
        surveying.go_on(turn)
    elif state == "facts":
        stating.fill(turn, "")
    elif state == "story":
        complaining.skip_story(turn)
    elif state == "summary" and section(turn.talk.draft) == "purpose":
        registering.drop(turn)
    elif state == "correcting":
        complaining.inquire(turn)
    elif state in _NOTHING_TO_SKIP:
        turn.ask_after(_NOTHING_TO_SKIP[state])
    else:
        go_on(turn, wish)


def _skip_question(turn: Turn) -> None:
    """One that was answered before keeps its answer."""
    question = sheet(turn.talk, turn.context, turn.talk.at).question
    if question.key in turn.talk.scores:
        onward(turn)
        surveying.go_on(turn)
    elif question.required:
        turn.say("asking.required")
        turn.move("ask", guess=None)
        turn.ask()
    else:
        record(turn, Reading("answer", missing="skipped"), text=turn.inbound.text)
        surveying.go_on(turn)


def back(turn: Turn, wish: Wish) -> None:
    """One step back, in the survey or in the complaint."""
    if turn.talk.state in IN_SURVEY:
        surveying.back(turn)
    elif turn.talk.state in IN_COMPLAINT:
        complaining.back(turn)
    elif turn.talk.state == "menu" and not turn.talk.version_id and not turn.talk.draft:
        turn.ask_after("menu.back")
    else:
        go_on(turn, wish)


def edit(turn: Turn, wish: Wish) -> None:
    """Correct the summary; elsewhere, go back. A complaint is not dropped by it."""
    if turn.talk.state == "summary":
        stating.correct(turn)
    elif turn.talk.state == "story":
        turn.ask_after(f"{section(turn.talk.draft)}.unfinished")
    elif amending.handed_in(turn):
        amending.begin(turn)
    elif revisiting.of_open(turn):
        turn.ask()
    elif not amending.midway(turn):
        back(turn, wish)


def restart(turn: Turn, wish: Wish) -> None:
    """From the first question, asked first where something was answered; elsewhere, begin or go on."""
    if turn.talk.amends:
        amending.choose(turn)
    elif turn.talk.state in IN_SURVEY and turn.talk.scores:
        turn.move("offer_restart", guess=None)
        turn.ask()
    elif turn.talk.state in IN_SURVEY:
        surveying.restart(turn)
    elif turn.talk.state in IN_COMPLAINT:
        turn.ask()
    else:
        survey(turn, wish)
