"""The questions of a mail, as they are written into it."""

from dataclasses import replace

from bot.conversation.letter import Letter
from bot.conversation.letters.listing import number_of, open_ones
from bot.conversation.letters.replying import guessed
from bot.conversation.letters.unclear import ASKED_AGAIN
from bot.conversation.prompts import REMEDIES, sheet
from bot.conversation.prompts.survey import named
from bot.conversation.sheets import marked, wanted
from bot.conversation.way import known
from bot.message import Asked, Choice
from storage.domain.question import Question
from storage.domain.rules import acts

_NEEDS_NO_HINT = frozenset(("scale", "nps", "single", "yes_no", "text"))


def asks(turn: Letter) -> tuple[Asked, ...]:
    """All open questions of the section; first why a score was low, where that is asked. What was not clear
    too often is asked no more."""
    asked = [_of(turn, each.number, each.place) for each in open_ones(turn.talk, turn.context)]
    asked[:1] = [replace(each, text=_head(turn) + each.text) for each in asked[:1]]
    if turn.talk.tries > ASKED_AGAIN:
        unclear = {marked(turn.talk.version_id, key) for key in turn.notes}
        asked = [each for each in asked if each.of not in unclear] if turn.notes else []
    return (*_reason(turn), *asked)


def _head(turn: Letter) -> str:
    """What the section opens with."""
    return sheet(turn.talk, turn.context, turn.talk.at).head


def _of(turn: Letter, number: int, place: int) -> Asked:
    asked, survey = sheet(turn.talk, turn.context, place), turn.context.survey
    question = asked.question.told(known(turn.talk, survey)) if survey else asked.question
    choices = tuple(Choice(key, label, question.icons.get(key, "")) for key, label in question.choices)
    many = question.kind in ("multi", "ranking")
    return Asked(number, asked.mark, question.text, choices, many, _hint(turn, place, question))


def _hint(turn: Letter, place: int, question: Question) -> str:
    """Why it is asked again; else what an answer has to be."""
    texts, guess = turn.context.texts, guessed(turn, place)
    if question.key in turn.notes:
        return turn.notes[question.key]
    if guess:
        return texts("chat.mail.guess", guess=named(sheet(turn.talk, turn.context, place), guess, texts))
    if question.kind in _NEEDS_NO_HINT:
        return ""
    if question.accept:
        return texts(f"chat.mail.attach_{question.accept}")
    return wanted(question, texts).rstrip("：: ")


def _reason(turn: Letter) -> tuple[Asked, ...]:
    """Under the number of the question that it is about."""
    talk, texts = turn.talk, turn.context.texts
    if talk.state != "reason":
        return ()
    asked = sheet(talk, turn.context, talk.about)
    offers = "offer_complaint" in acts(("low_score",), turn.context.policy)
    text = texts("chat.reason.ask", item=asked.question.title)
    hint = texts("chat.mail.reason_or_complaint" if offers else "chat.mail.reason_free")
    return (Asked(number_of(talk, turn.context, talk.about), f"{asked.mark}.reason", text, hint=hint),)


def facts(turn: Letter) -> tuple[Asked, ...]:
    """Those of a complaint that is registered."""
    texts = turn.context.texts
    return tuple(
        Asked(
            number,
            f"fact.{turn.talk.cases}.{fact}",
            texts(f"chat.fact.{fact}"),
            tuple(Choice(key, texts(f"chat.choice.{key}")) for key in REMEDIES) if fact == "remedy" else (),
        )
        for number, fact in turn.facts.items()
    )
