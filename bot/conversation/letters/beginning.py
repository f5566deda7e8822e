"""A survey that is answered by replying: the answers are the yes to the notice that stood in the mail."""

import re
from typing import Final

from bot.conversation import hearing, inviting, surveying
from bot.conversation.closing import CLOSED
from bot.conversation.effects import Begin, Consent
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body
from bot.conversation.letters.doubting import unfit
from bot.conversation.letters.filing import attached
from bot.conversation.letters.listing import open_ones
from bot.conversation.letters.offering import as_begun
from bot.conversation.letters.parts import Numbers, cut
from bot.conversation.letters.recording import record
from bot.conversation.letters.replying import heard
from bot.conversation.letters.sure import sure_only
from bot.conversation.prompts import anonymous
from nlp import Reading, read_answer

_VALUE: Final = re.compile(r"[\d一二三四五六七八九十]{1,3}[。.!！]?")


def begun(turn: Letter) -> bool:
    """Whether the reply answers something of the survey on offer: then that is begun, and the answers kept.
    Where it does not, or says no, the talk goes on as everywhere."""
    context, before = turn.context, turn.talk
    read = bool(before.listed)  # who has not read the notice agrees to nothing
    if not read or not turn.offers or context.version_id is None or declines(turn):
        return False
    if _agrees(turn):
        return _awaited(turn)
    turn.talk = as_begun(turn)
    found = heard(turn)
    sure_only(turn, found)
    attached(turn, found, open_ones(turn.talk, context))
    if not any(each.outcome == "answer" for each in found.readings.values()):
        unfit(turn, found)
        turn.talk = before
        return False
    begun_as, turn.talk = turn.talk, before
    _begin(turn, begun_as.seed, begun_as.at)
    record(turn, found)
    return True


def came_round(turn: Letter) -> bool:
    """Whether who had said no answers the questions of the mail by number after all: that is a yes."""
    refused, survey, text = turn.talk, turn.context.survey, body(turn, turn.inbound.text)
    before, parts = cut(text, Numbers(range(1, len(refused.listed) + 1)))
    listed = survey is not None and set(refused.listed) <= {each.key for each in survey.questions}
    if not parts or not listed or read_answer("text", "", [], before).intent:
        return False
    turn.move("greet")
    if begun(turn):
        return True
    turn.talk = refused
    return False


def _awaited(turn: Letter) -> bool:
    """A yes without an answer agrees to nothing: what stands in the mail is agreed to by answers."""
    turn.unclear = "yes"
    turn.do(turn.open)
    return True


def bare(turn: Letter) -> bool:
    """Whether it is a value that may answer any of the questions: yes and no have no numbers in a mail."""
    if not turn.offers or not (_VALUE.fullmatch(turn.inbound.text.strip()) or hearing.heard(turn, "mere_no")):
        return False
    turn.puzzled()
    return True


def declines(turn: Letter) -> bool:
    """Whether it is a plain no to taking part, or a wish and no more. 不好, 没有 may answer a question."""
    reading = _yes_or_no(turn)
    no = reading.value is False and not hearing.beside(reading) and not hearing.heard(turn, "mere_no")
    put_so = any(hearing.heard_in_any(turn, key) for key in ("rather_not", "not_yet"))
    gone = reading.intent in ("unsubscribe", "refuse_consent", "wrong_person")
    return no or put_so or gone or hearing.words(turn).outcome == "intent"


def _agrees(turn: Letter) -> bool:
    """Whether it is a plain yes."""
    reading = _yes_or_no(turn)
    return (reading.value is True and not hearing.beside(reading)) or hearing.heard_in_any(turn, "begin")


def _yes_or_no(turn: Letter) -> Reading:
    return read_answer("yes_no", "", [], turn.inbound.text)  # without choices: 2 is a score, not the second


def _begin(turn: Letter, seed: int, at: int) -> None:
    context, nameless = turn.context, anonymous(turn.context)
    assert context.version_id is not None
    if turn.talk.state == "welcome":
        version = surveying.notice(turn)
        turn.do(Consent(version, given=True))
        turn.move("agree", consent=version)
    turn.do(Begin(context.version_id, nameless))
    kept = {"version_id": context.version_id, "start": "", "nameless": nameless, "listed": turn.talk.listed}
    kept["invitation"] = inviting.begun(turn, nameless)
    turn.move("ask", **{**CLOSED, **kept, "seed": seed, "at": at})
