"""The way through a survey: begin, go on, go back, stop, complete."""

from zlib import crc32

from bot.conversation import closing, inviting, way
from bot.conversation.closing import CLOSED
from bot.conversation.effects import Begin, Consent, SetAside
from bot.conversation.prompts import anonymous, done
from bot.conversation.sheets import sheets
from bot.conversation.turn import Turn
from storage.domain.survey import Survey


def notice(turn: Turn) -> str:
    """The version of the privacy notice that what is on offer needs consent to."""
    survey = turn.context.survey
    return (survey and survey.notice_version) or turn.context.policy.notice_version


def agreed(turn: Turn) -> bool:
    """Whether the customer has agreed to a privacy notice that holds now: the organisation's, or that of what
    is on offer. Asked where something begins; what is under way goes on under the one it began with."""
    return turn.talk.consent in (notice(turn), turn.context.policy.notice_version)


def invited(turn: Turn) -> bool:
    """Whether the customer followed a link to a survey that they are not in and have not completed; whom it
    invites by name is asked once more."""
    talk, context = turn.talk, turn.context
    named = context.survey is not None and context.survey.key == turn.inbound.start
    fresh = (named and not completed(turn)) or (context.invited and turn.inbound.start)
    return bool(fresh) and not talk.version_id and not talk.draft


def completed(turn: Turn) -> bool:
    """Whether the customer has completed what is on offer, in whatever version."""
    return done(turn.talk, turn.context)


def begin(turn: Turn) -> None:
    """A new response. Where another privacy notice holds than the one agreed to, consent is asked first."""
    if turn.context.survey is None or turn.context.version_id is None:
        turn.ask_after("asking.none")
    elif turn.context.gone:
        turn.ask()  # another one is on offer: they have not chosen that
    elif turn.talk.consent != notice(turn):
        turn.move("greet", consent="")
        turn.say("consent.renewed")
        turn.ask()
    else:
        survey = turn.context.survey
        nameless = anonymous(turn.context)
        if nameless and not any(type(each) is Consent for each in turn.effects):
            turn.say("consent.nameless")
        turn.do(Begin(turn.context.version_id, nameless))
        begun = {"version_id": turn.context.version_id, "start": "", "nameless": nameless}
        begun["listed"] = _numbered(turn, survey)
        begun["invitation"] = inviting.begun(turn, nameless)
        if survey.random:
            begun["seed"] = turn.talk.seed or lot(turn)
        turn.move("ask", **{**CLOSED, **begun})
        turn.keep(at=way.next_open(turn.talk, turn.context))
        turn.ask()


def _numbered(turn: Turn, survey: Survey) -> tuple[str, ...]:
    """The numbers that the questions had in the mail that offered the survey; none, if that was another."""
    known = {question.key for question in survey.questions}
    return turn.talk.listed if turn.mailed and known.issuperset(turn.talk.listed) else ()


_LOTS = 1000  # orders drawn from: enough for chance, few enough for steps to be remembered


def lot(turn: Turn) -> int:
    """What decides the order of the questions for this customer, this time."""
    turn.own()
    return crc32(f"{turn.inbound.address} {turn.inbound.external_id}".encode()) % _LOTS + 1


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


WHY = "why"
"""`Talk.fact` while the talk rests, or a person is waited for, and it was asked why a score is low."""


def go_on(turn: Turn) -> None:
    """The open question, from wherever the talk was; with all answered, the end."""
    survey, talk = turn.context.survey, turn.talk
    if survey is None or turn.context.version_id != talk.version_id:
        lose(turn)
    elif talk.fact == WHY and talk.about < len(survey.questions):
        turn.move("ask", guess=None)
        turn.move("ask_why", fact="")
        turn.ask()
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
    """All questions were asked: the index, and thanks. What was handed in before is so still."""
    if turn.talk.amends:
        turn.move("finish", **{**CLOSED, "listed": turn.talk.listed})
        turn.say("amend.done")
        return
    finish, text = closing.finished(turn)
    turn.do(finish)
    inviting.returned(turn)
    done = dict.fromkeys((*turn.talk.done, turn.talk.version_id))
    kept = {"nameless": turn.talk.nameless, "listed": turn.talk.listed}
    turn.move("finish", **{**CLOSED, "done": tuple(done), **kept})
    turn.tell(text)


def end(turn: Turn) -> None:
    """Close the open response, if there is one; what was answered stays, and what was handed in is so."""
    if turn.talk.version_id and not turn.talk.amends:
        turn.do(closing.stopped(turn))
    if turn.talk.version_id:
        turn.keep(**CLOSED)


def stop(turn: Turn) -> None:
    """The customer has had enough; what was answered stays."""
    end(turn)
    turn.move("stop")
    turn.ask_after("asking.stopped")


def back(turn: Turn) -> None:
    """The question before; from a reason or a guess, the question they are about."""
    at = way.before(turn.talk, turn.context)
    if at < 0:
        turn.ask_after("asking.first")
    else:
        turn.move("ask", at=at, guess=None)
        turn.ask()


def restart(turn: Turn) -> None:
    """From the first question; answers given before are replaced as they are given again."""
    talk = turn.talk
    if turn.context.survey is None or turn.context.version_id != talk.version_id:
        lose(turn)
        return
    if talk.scores:
        turn.do(SetAside(tuple(talk.scores)))
    kept = {"version_id": talk.version_id, "seed": talk.seed, "nameless": talk.nameless}
    kept["invitation"] = talk.invitation
    turn.move("ask", **{**CLOSED, **kept})
    turn.keep(at=way.next_open(turn.talk, turn.context))
    turn.ask()
