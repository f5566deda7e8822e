"""What was handed in is corrected in a reply: 物流改成2分, or a last word is added (docs/adr/0029)."""

from bot.conversation import amending, understanding, way
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import polite, tells
from bot.conversation.letters.parts import Numbers, cut
from bot.conversation.letters.recording import record
from bot.conversation.letters.replying import Heard, heard
from bot.conversation.letters.revising import explicit, revised


def corrected(turn: Letter) -> bool:
    """Whether the reply gives new answers to questions, by their numbers or put right by their matter, and
    says nothing else: a list of what went wrong is none."""
    before, numbers = turn.talk, range(1, len(turn.talk.listed) + 1)
    by_number = bool(cut(turn.inbound.text, Numbers(numbers))[1])
    if before.nameless or not (by_number or amending.wished(turn)) or not amending.take_up(turn):
        return False
    found = heard(turn) if by_number else Heard()
    revised(turn, found, [])
    if (found.rest and not polite(turn, found.rest)) or not found.readings or not _plain(turn, found):
        turn.talk = before
        return False
    record(turn, found)
    return True


def _plain(turn: Letter, found: Heard) -> bool:
    """Whether each is plainly an answer, unless words are asked for."""
    survey = turn.context.survey
    return survey is not None and all(
        each.outcome == "answer"
        and (understanding.free(survey.questions[place]) or explicit(survey.questions[place], each))
        for place, each in found.readings.items()
    )


def added(turn: Letter) -> bool:
    """Whether the reply says what the last word was not said in when the survey ended: then it is now."""
    before, found = turn.talk, Heard()
    if before.nameless or not tells(turn, turn.inbound.text) or not amending.take_up(turn):
        return False
    if last_word(turn, found):
        record(turn, found)
        return True
    turn.talk = before
    return False


def last_word(turn: Letter, found: Heard) -> bool:
    """Whether nothing else is heard, and one question in free words has been passed over: then the words are
    said to it."""
    words, given = turn.inbound.text.strip(), turn.wanted("handed_in").answers
    if any(each.outcome == "answer" or each.guess is not None for each in found.readings.values()):
        return False
    asked = [(place, each) for place, each in way.asked(turn.talk, turn.context) if each.reads == "text"]
    left = [
        (place, each) for place, each in asked if each.key in given and given[each.key].missing == "skipped"
    ]
    if len(left) != 1 or not tells(turn, words):
        return False
    ((place, question),) = left
    reading = understanding.read(turn, question, words)
    if not isinstance(reading.value, str) or reading.intent:
        return False
    found.readings, found.words, found.rest = {place: reading}, {place: words}, ""
    return True
