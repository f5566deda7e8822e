"""What a reply says to the questions of the survey: by number, between the quoted lines, or in a sentence."""

import re
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.conversation import hearing, understanding
from bot.conversation.guess import Guess
from bot.conversation.letter import Letter
from bot.conversation.letters.courtesy import body, polite, tells
from bot.conversation.letters.heads import headed
from bot.conversation.letters.listing import Open, numbers, open_ones
from bot.conversation.letters.parts import Numbers, cut
from bot.conversation.letters.quoted import named, question_of
from bot.conversation.turn import Wish
from nlp import Reading, read_answer

_AT_ONCE = frozenset(("crisis", "complaint", "human", "erase", "export"))
_BREAK = re.compile(r"\n+|[，,;；。!！]+")


@dataclass(slots=True)
class Heard:
    """By position: the `words` said to a question, and how they are read. `rest` is what was said to none of
    them, `below` the paragraphs of it under the last answer, `wish` what is wanted besides. `numbered`: the
    words are said by number, or below quoted lines."""

    words: dict[int, str] = field(default_factory=dict)
    readings: dict[int, Reading] = field(default_factory=dict)
    rest: str = ""
    below: str = ""
    wish: Wish | None = None
    numbered: bool = False


def heard(turn: Letter) -> Heard:
    """The reply, read."""
    found, asked = Heard(), open_ones(turn.talk, turn.context)
    _shared_out(turn, found)
    found.numbered = bool(found.words)
    if found.words:
        for place, words in list(found.words.items()):
            found.words[place], wish = _wish_apart(turn, place, words)
            found.rest = f"{found.rest}\n{wish}".strip()
            found.readings[place] = _wished(found, _one(turn, place, found.words[place]))
        _beside(turn, found, [each for each in asked if each.place not in found.words])
    elif headed(turn, found.rest):
        found.wish = Wish("complaint", found.rest)
    elif turn.inbound.text.strip() and not body(turn, turn.inbound.text) and not _in_words(asked):
        return found  # 此致敬礼, and a name
    elif len(asked) == 1 and turn.talk.state != "reason":
        _alone(turn, found, asked[0])
    elif asked:
        _together(turn, found, asked)
        if turn.talk.state == "reason":
            _sure_only(turn, found)
    return found


def _in_words(asked: list[Open]) -> bool:
    """Whether what is open is one question that any words answer."""
    return len(asked) == 1 and understanding.free(asked[0].question)


def _wished(found: Heard, reading: Reading) -> Reading:
    """The reading without the wish beside it, which is granted after all answers: 2. 满意，另外我要投诉."""
    if (
        reading.intent
        and reading.intent != "abuse"
        and not (reading.intent == "edit" and reading.outcome == "answer")
    ):
        aside = hearing.aside(reading) if reading.outcome == "answer" else hearing.wish(reading)
        found.wish = found.wish or aside
    return replace(reading, outcome="ask", intent=None) if reading.outcome == "intent" else reading


def _sure_only(turn: Letter, found: Heard) -> None:
    """Where a reason is asked for, words without a number are an answer only if they name the question, or
    say nothing but a value: 太慢了 is a reason."""
    survey, text = turn.context.survey, turn.inbound.text
    for place, reading in list(found.readings.items()):
        called = survey is not None and named(survey.questions[place], text)
        if reading.outcome != "answer" or not (called or not hearing.beside(reading)):
            del found.readings[place], found.words[place]
    if not found.readings:
        found.rest = text.strip()


def _shared_out(turn: Letter, found: Heard) -> None:
    """The words to the questions whose numbers or quoted lines stand above them."""
    known, rest = numbers(turn.talk, turn.context), []
    every = _every(turn, known)
    told = {each.number for each in every if each.question.key in turn.talk.scores}
    free = {each.number for each in every if understanding.free(each.question)}
    for line, words in turn.inbound.pieces or (("", turn.inbound.text),):
        place = question_of(line, every) if line else None
        if place is not None:
            _add(found, place, body(turn, words) or words)
            continue
        before, parts = cut(body(turn, words), Numbers(known, told, free))
        rest.append(before)
        for part in parts:
            head, tail = _apart(part.words, free=part is not parts[-1] or part.number in free)
            _add(found, known[part.number], head)
            rest.append(tail)
            found.below = tail
    found.rest = "\n".join(filter(None, rest))
    if not found.words:
        found.rest = body(turn, turn.inbound.text) or turn.inbound.text.strip()


def _apart(words: str, *, free: bool) -> tuple[str, str]:
    """What stands in a paragraph of its own below the last answer is said to no question by number."""
    head, _, tail = (words, "", "") if free else words.partition("\n\n")
    return head.strip(), tail.strip()


def _wish_apart(turn: Letter, place: int, words: str) -> tuple[str, str]:
    """An answer, and the wish that stands behind it in a clause or a line of its own: 2. 1，我要投诉."""
    question = turn.context.survey.questions[place]  # type: ignore[union-attr]
    ends = [] if understanding.free(question) else _BREAK.finditer(words)
    for end in islice(ends, 2):
        head, tail = words[: end.start()], words[end.end() :]
        if not (_wishes(tail) or headed(turn, tail)):
            continue
        reading = understanding.read(turn, question, head)
        if reading.outcome == "answer" and not reading.intent:
            return head.strip(), tail.strip()
    return words, ""


def _wishes(words: str) -> bool:
    """Whether they are a wish to be granted at once."""
    return read_answer("text", "", [], words).intent in _AT_ONCE or _complains(words)


def _complains(words: str) -> bool:
    return read_answer("yes_no", "", [], words).intent == "complaint"


def _every(turn: Letter, known: dict[int, int]) -> list[Open]:
    """All questions that have a number."""
    survey = turn.context.survey
    return [Open(n, place, survey.questions[place]) for n, place in known.items()] if survey else []


def _add(found: Heard, place: int, words: str) -> None:
    before = found.words.get(place)
    found.words[place] = f"{before}\n{words}" if before else words.strip()


def guessed(turn: Letter, place: int) -> Guess | None:
    """What the customer may have meant there, and was asked about."""
    survey, talk = turn.context.survey, turn.talk
    if survey is None:
        return None
    if talk.state == "confirming" and place == talk.at and talk.guess:
        return talk.guess
    return talk.ahead.get(survey.questions[place].key)


def _one(turn: Letter, place: int, words: str) -> Reading:
    """What these words say to the question there. A plain yes or no is said to the guess there."""
    question, guess = turn.context.survey.questions[place], guessed(turn, place)  # type: ignore[union-attr]
    if guess and (said := _plain(words)) is not None:
        confirmed = Reading("answer", guess.value, comment=guess.comment, because=guess.because)
        return confirmed if said else Reading("ask")
    reading = understanding.read(turn, question, words)
    if reading.outcome == "intent" and reading.intent in ("skip", "cancel"):  # 第三题不答
        return Reading("answer", missing="skipped")
    return reading


def _plain(words: str) -> bool | None:
    """Yes or no, and nothing more."""
    reading = read_answer("yes_no", "", [], words)
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    return reading.value if plain and isinstance(reading.value, bool) else None


def _alone(turn: Letter, found: Heard, asked: Open) -> None:
    """One question is open: the whole reply is said to it, or a wish."""
    reading = _wished(found, _one(turn, asked.place, found.rest))
    nothing = reading.outcome == "ask" and reading.guess is None
    if nothing and (found.wish or polite(turn, found.rest)):
        return
    found.words[asked.place], found.rest = found.rest, ""
    found.readings[asked.place] = reading


def _together(turn: Letter, found: Heard, asked: list[Open]) -> None:
    """Several are open, and none is named by its number: each takes what is said of it. What is left over is
    for an open question only where all others have their answer: else it would not be asked for an aside."""
    guesses = [guessed(turn, each.place) for each in asked]
    if all(guesses) and _plain(found.rest) is not None:
        found.readings = {each.place: _one(turn, each.place, found.rest) for each in asked}
        found.words = {each.place: guess.text for each, guess in zip(asked, guesses, strict=True) if guess}
        return
    said = understanding.read_all(turn, [each.question for each in asked], found.rest)
    wish = said.pop("*", None)
    found.wish = hearing.wish(wish) if wish else None
    closed = [each for each in asked if not understanding.free(each.question)]
    complete = all(each.question.key in said for each in closed)
    for each in asked if complete else closed:
        if each.question.key in said:
            found.readings[each.place] = said[each.question.key]
            found.words[each.place] = found.rest
    if found.readings:
        found.rest = ""


def _beside(turn: Letter, found: Heard, left: list[Open]) -> None:
    """What stands before the numbers: a wish, or said of all others (其他都满意)."""
    if not found.rest:
        return
    if headed(turn, found.rest) or _complains(found.rest):
        found.wish = Wish("complaint", found.rest)
    _wished(found, read_answer("text", "", [], found.rest))
    if found.wish and found.wish.intent == "complaint":  # what it tells is no answer to the others
        return
    closed = [each.question for each in left if not understanding.free(each.question)]
    if not closed or not tells(turn, found.rest):
        return
    said = understanding.read_all(turn, closed, found.rest)
    for each in left:
        reading_of = said.get(each.question.key)
        if reading_of and reading_of.outcome == "answer":
            found.readings[each.place], found.words[each.place] = reading_of, found.rest
