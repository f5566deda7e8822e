"""The way through a survey: begin, go on, go back, stop, complete."""

from typing import Any

from bot.conversation.effects import Begin, Finish
from bot.conversation.sheets import sheets
from bot.conversation.talk import Talk
from bot.conversation.turn import Turn
from storage.domain import satisfaction

CLOSED: dict[str, Any] = {
    "version_id": 0,
    "at": 0,
    "front": 0,
    "about": 0,
    "scores": {},
    "guess": None,
    "ahead": {},
}
"""How a talk stands that is in no survey."""


def notice(turn: Turn) -> str:
    """The version of the privacy notice that what is on offer needs consent to."""
    survey = turn.context.survey
    return (survey and survey.notice_version) or turn.context.policy.notice_version


def invited(turn: Turn) -> bool:
    """Whether the customer followed a link to a survey that they are not in and have not completed."""
    talk, context = turn.talk, turn.context
    named = context.survey is not None and context.survey.key == turn.inbound.start
    return named and not talk.version_id and not talk.draft and context.version_id not in talk.done


def begin(turn: Turn) -> None:
    """A new response. Where another privacy notice holds than the one agreed to, consent is asked first."""
    if turn.context.survey is None or turn.context.version_id is None:
        turn.ask_after("asking.none")
    elif turn.talk.consent != notice(turn):
        turn.move("greet")
        turn.ask()
    else:
        turn.do(Begin(turn.context.version_id))
        turn.move("ask", **{**CLOSED, "version_id": turn.context.version_id, "start": ""})
        turn.ask()


def at_hand(turn: Turn) -> bool:
    """Whether the survey that the talk is in, and the question open in it, are in the context."""
    found, talk = sheets(turn.context), turn.talk
    position = talk.about if talk.state == "reason" else talk.at
    return found is not None and turn.context.version_id == talk.version_id and position < len(found.all)


def lose(turn: Turn) -> None:
    """The survey can't be gone on with: it is ended without loss, and the talk goes on."""
    end(turn)
    turn.move("stop")
    turn.ask_after("asking.gone")


def go_on(turn: Turn) -> None:
    """The open question, from wherever the talk was; with all answered, the end."""
    survey, talk = turn.context.survey, turn.talk
    if survey is None or turn.context.version_id != talk.version_id:
        lose(turn)
    elif talk.at >= len(survey.questions):
        complete(turn)
        turn.ask()
    else:
        turn.move("ask", guess=None)
        anticipate(turn)
        turn.ask()


def anticipate(turn: Turn) -> None:
    """What was said of the open question before its turn is offered, to be confirmed."""
    survey, talk = turn.context.survey, turn.talk
    if talk.ahead and survey and talk.at < len(survey.questions):
        guess = talk.ahead.get(survey.questions[talk.at].key)
        if guess:
            turn.move("doubt", guess=guess)


def complete(turn: Turn) -> None:
    """All questions were asked: the index, and thanks."""
    survey = turn.context.survey
    weights = survey.weights if survey else {}
    turn.do(Finish("completed", satisfaction.index(turn.talk.scores, weights)))
    done = dict.fromkeys((*turn.talk.done, turn.talk.version_id))
    turn.move("finish", **{**CLOSED, "done": tuple(done)})
    turn.tell(survey.closing if survey and survey.closing else turn.context.texts("chat.asking.thanks"))


def end(turn: Turn) -> None:
    """Close the open response, if there is one; what was answered stays."""
    if turn.talk.version_id:
        turn.do(Finish("stopped"))
        turn.keep(**CLOSED)


def stop(turn: Turn) -> None:
    """The customer has had enough; what was answered stays."""
    end(turn)
    turn.move("stop")
    turn.ask_after("asking.stopped")


def back(turn: Turn) -> None:
    """The question before; from a reason or a guess, the question they are about."""
    at = before(turn.talk)
    if at < 0:
        turn.ask_after("asking.first")
    else:
        turn.move("ask", at=at, guess=None)
        turn.ask()


def before(talk: Talk) -> int:
    """Where the question before stands; -1 where there is none."""
    return {"reason": talk.about, "confirming": talk.at}.get(talk.state, talk.at - 1)


def restart(turn: Turn) -> None:
    """From the first question; answers given before are replaced as they are given again."""
    turn.move("ask", at=0, front=0, guess=None, ahead={})
    turn.ask()
