"""A survey is answered: the question, the guess at an answer, why a score was low."""

from dataclasses import replace

from bot.conversation.context import Context
from bot.conversation.effects import Say
from bot.conversation.guess import Guess
from bot.conversation.prompts.choosing import choice, shortened
from bot.conversation.sheets import Sheet, said, sheets
from bot.conversation.talk import Talk
from bot.conversation.way import asked, known, way
from bot.message import Choice
from storage.domain.locale import Texts
from storage.domain.rules import acts


def sheet(talk: Talk, context: Context, position: int) -> Sheet:
    """The question at this position of the survey that the talk is in."""
    found = sheets(context)
    if found is None:
        raise ValueError(f"no survey is open in state {talk.state!r}")
    return found.all[position]


def question(talk: Talk, context: Context) -> Say:
    return own_sheet(talk, context).say(talk.tries)


def own_sheet(talk: Talk, context: Context) -> Sheet:
    """The open question as this customer is asked it: where it stands on their way, and what it takes up."""
    one, survey = sheet(talk, context, talk.at), context.survey
    if survey is None or (survey.straight and not one.question.computed):
        return one
    places = way(talk, context)
    index = places.index(talk.at) if talk.at in places else 0
    opens = index == 0 or sheet(talk, context, places[index - 1]).section != one.section
    told = one.question.told(known(talk, survey))
    return said(one, told, context.texts, opens=opens, progress=(index + 1, len(places)))


def confirming(talk: Talk, context: Context) -> Say:
    asked = sheet(talk, context, talk.at)
    guess = talk.guess or Guess(None, "")
    read_last = asked.question.key not in talk.scores and asked.question.key not in talk.ahead
    key = "ask" if read_last else "ask_of"
    told = named(asked, guess, context.texts)
    text = context.texts(f"chat.confirm.{key}", item=asked.question.title, guess=told)
    return choice(context.texts, talk.tries, text, f"{asked.mark}.confirm.{guess.keys}", ("yes", "no"))


def named(asked: Sheet, guess: Guess, texts: Texts) -> str:
    """The guess as the customer would call it: 4 分（满意）, or the label of what was picked."""
    label = asked.kind.label(asked.question, guess.value)
    key = str(guess.value)
    if asked.question.reads not in ("scale", "nps") or not key.isdecimal():
        return texts("chat.confirm.quoted", label=label)
    return texts("chat.confirm.points" if label == key else "chat.confirm.level", key=key, label=label)


def told(asked: Sheet, value: object, texts: Texts) -> str:
    """A recorded value in short: 4 分, or the label of what was picked."""
    if value is None:
        return texts("chat.asking.noted_none")
    if asked.question.reads in ("scale", "nps") and str(value).isdecimal():
        return texts("chat.confirm.points", key=value)
    return texts("chat.confirm.quoted", label=shortened(asked.kind.label(asked.question, value)))


def reason(talk: Talk, context: Context) -> Say:
    asked = sheet(talk, context, talk.about)
    text = context.texts("chat.reason.ask", item=asked.question.title)
    offered = ("complaint",) if "offer_complaint" in acts(("low_score",), context.policy) else ()
    return choice(context.texts, talk.tries, text, f"{asked.mark}.reason", (*offered, "skip"))


def restarting(talk: Talk, context: Context) -> Say:
    """Whether the answers given are to be set aside."""
    text = context.texts("chat.restarting.ask")
    return choice(context.texts, talk.tries, text, "restarting", ("yes", "no"))


NOTHING = "keep_all"
"""Chosen where no answer of what was handed in is to be corrected after all."""


def amending(talk: Talk, context: Context) -> Say:
    """Which answer of what was handed in is to be corrected."""
    texts, questions = context.texts, [each for _, each in asked(talk, context)]
    mark = f"{talk.version_id}.amending"
    asks = choice(texts, talk.tries, texts("chat.amend.which"), mark, (NOTHING,))
    titled = tuple(Choice(each.key, each.title) for each in questions)
    return Say(replace(asks.outbound, choices=(*titled, *asks.outbound.choices)))
