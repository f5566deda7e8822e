"""What a reply came to: the clear answers are kept and read back in short, the others asked again."""

from dataclasses import replace
from typing import Final

from bot.conversation import answering, hearing, surveying, understanding, way
from bot.conversation.effects import Answer, Reason
from bot.conversation.letter import Letter
from bot.conversation.letters.asides import seen
from bot.conversation.letters.courtesy import polite
from bot.conversation.letters.doubting import doubted, settled
from bot.conversation.letters.filing import attached
from bot.conversation.letters.listing import number_of, open_ones
from bot.conversation.letters.remarks import remark
from bot.conversation.letters.replying import Heard, guessed
from bot.conversation.letters.unclear import count
from bot.conversation.level import level
from bot.conversation.prompts import sheet, told
from nlp import Reading, read_answer

_WHY: Final = 2  # letters that say why: 太慢


def record(turn: Letter, heard: Heard) -> None:
    """Keep what is clear, note what is not, and go on to what is open then."""
    asked = open_ones(turn.talk, turn.context)
    shown = [each.place for each in asked]
    attached(turn, heard, asked)
    silent = _reason(turn, heard)
    kept = [place for place in heard.readings if _kept(turn, place, heard)]
    for place in set(heard.readings) - set(kept):
        doubted(turn, place, heard)
    for place in set(shown) - set(heard.readings):  # what was thought to be meant anew was not taken up
        if way.answered(turn.talk, turn.context, place):
            settled(turn, sheet(turn.talk, turn.context, place).question.key)
    if set(kept) & set(shown):
        _passed_over(turn, shown)
    if kept:
        _read_back(turn, kept)
        seen(turn, heard)
    if heard.wish and heard.wish.intent == "offtopic":
        heard.wish = None
    told = bool(kept) or not silent or bool(heard.wish)
    if not told and not turn.notes and polite(turn, heard.rest):
        return  # 收到，谢谢: nobody waits for a mail
    count(turn, clear=told and not turn.notes)
    _go_on(turn, heard, kept)


def unread(turn: Letter) -> None:
    """A reply without words: what is open is asked again."""
    count(turn, clear=False, why="empty")
    turn.do(turn.open)


def _reason(turn: Letter, heard: Heard) -> bool:
    """Why the score was low, where that was asked: under the number of its question, or under none. Whether
    nothing of the kind was said."""
    if turn.talk.state != "reason":
        return True
    place = turn.talk.about
    asked = sheet(turn.talk, turn.context, place)
    said = heard.words.get(place, "")
    if said and is_level(turn, said):
        return True  # it is put right
    said = said or ("" if heard.wish else heard.rest)
    heard.words.pop(place, None)
    heard.readings.pop(place, None)
    turn.move("ask")
    if not said or polite(turn, said) or not isinstance(read_answer("text", "", [], said).value, str):
        return True
    heard.rest = ""
    turn.do(Reason(asked.question.key, said))
    turn.say("reason.kept")
    return False


def is_level(turn: Letter, words: str) -> bool:
    """Whether a level was said where a reason was asked for, and nothing else."""
    whole = turn.inbound
    turn.inbound = whole._replace(text=words)
    found = level(turn)
    turn.inbound = whole
    return found is not None


def _kept(turn: Letter, place: int, heard: Heard) -> bool:
    """Keep the answer to the question there; False where it is none, or may not be refused."""
    reading, question = heard.readings[place], sheet(turn.talk, turn.context, place).question
    if reading.outcome != "answer":
        return False
    if question.required and reading.missing in ("refused", "skipped"):
        turn.notes[question.key] = turn.context.texts("chat.mail.required")
        return False
    if not question.reads and not reading.missing and not turn.talk.files:  # words are no photo
        return False
    guess = guessed(turn, place)
    text = guess.text if guess and reading.value == guess.value else heard.words[place]
    answering.keep(turn, place, replace(reading, comment=remark(turn, question, reading)), text)
    settled(turn, question.key)
    return True


def _passed_over(turn: Letter, shown: list[int]) -> None:
    """Who answers all but the last word has none: an open question that need not be answered is not asked
    again where every other one of its mail has an answer."""
    left = [place for place in shown if not way.answered(turn.talk, turn.context, place)]
    questions = {place: sheet(turn.talk, turn.context, place).question for place in left}
    if turn.notes or any(each.required or each.reads != "text" for each in questions.values()):
        return
    for place in questions:
        answering.keep(turn, place, Reading("answer", missing="skipped"), "")


def _read_back(turn: Letter, kept: list[int]) -> None:
    """What was recorded, by the numbers of the mail."""
    texts, lines = turn.context.texts, {}
    for place in kept:
        asked = sheet(turn.talk, turn.context, place)
        number = number_of(turn.talk, turn.context, place)
        answers = [each for each in turn.effects if isinstance(each, Answer)]
        value = next(each.value for each in reversed(answers) if each.question == asked.question.key)
        named = {"number": number, "item": asked.question.title}
        lines[number] = texts("chat.mail.noted_one", **named, told=told(asked, value, texts).strip())
    turn.answered = True
    turn.say("mail.noted", answers="\n".join(lines[number] for number in sorted(lines)))


def _go_on(turn: Letter, heard: Heard, kept: list[int]) -> None:
    """To the first question that is open, or the end; why the lowest score was so low is asked beside it."""
    tries, at = turn.talk.tries, way.next_open(turn.talk, turn.context)
    doubted = [place for place in heard.readings if place not in kept]
    if turn.talk.amends and doubted and at > max(way.way(turn.talk, turn.context)):
        at = doubted[0]  # it was not understood: it stays open
    turn.move("ask", at=at, guess=None)
    turn.wish = heard.wish
    lows = [place for place in kept if answering.low(turn, place) and not _told_why(turn, place, heard)]
    if answering.all_asked(turn):
        if lows:
            turn.say("mail.why")
        surveying.complete(turn)
    elif lows and not turn.wish and not turn.notes and _in_words(turn):
        turn.say("mail.why")
    elif lows and not turn.wish and not turn.notes:
        scores = turn.talk.scores
        lowest = min(lows, key=lambda at: scores[sheet(turn.talk, turn.context, at).question.key] or 0)
        turn.move("ask_why", about=lowest)
    turn.keep(tries=tries if turn.talk.version_id else 0)
    if not turn.wish:
        turn.do(turn.open)


def _in_words(turn: Letter) -> bool:
    """Whether only questions in words are open: there a reason would not be told from an answer."""
    return all(understanding.free(each.question) for each in open_ones(turn.talk, turn.context))


def _told_why(turn: Letter, place: int, heard: Heard) -> bool:
    """Whether more was said there than the level."""
    reading = heard.readings.get(place)
    if any(type(each) is Reason for each in turn.effects):
        return True
    return reading is not None and bool(hearing.told(reading, least=_WHY))
