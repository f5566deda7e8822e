"""What a text means where no question of a survey is open: a choice on show, a wish, or a story."""

import re
from collections.abc import Container, Sequence
from functools import cache, lru_cache

from bot.conversation.effects import Say
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer, simplified
from storage.domain.locale import Texts

_SHORT = 100  # characters up to which a message may be put as an order
_LONGEST = 300  # of what may name a choice
_NUMERALS = 10  # in words, from one; then the same in other words


def words(turn: Turn) -> Reading:
    """The text as free words, which may hold a wish."""
    return _read("text", turn.open.outbound.text, (), turn.inbound.text)


@lru_cache(maxsize=16)
def _read(kind: str, question: str, options: tuple[tuple[str, str], ...], text: str) -> Reading:
    """One message is asked after by many in one step: what it was read as is told to each."""
    return read_answer(kind, question, options, text)


def picked(turn: Turn, shown: Say) -> str:
    """The key of the choice that the text names and says no more than; empty where it names none."""
    return named(turn.inbound.text, [(each.key, each.label) for each in shown.outbound.choices])


def named(text: str, options: Sequence[tuple[str, str]]) -> str:
    """The key of the option, of (key, label), that the text names and says no more than; else empty."""
    if len(text) > _LONGEST:  # a story names none
        return ""
    reading = _read("single", "", tuple(options), text)
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    return str(reading.value) if plain and reading.value is not None else ""


def courtesy(turn: Turn) -> bool:
    """Whether the text is only polite: 你好, 谢谢, 好的, 再见."""
    if not any(map(str.isalpha, turn.inbound.text)):
        return False
    reading = _read("yes_no", "", (), turn.inbound.text)
    return not reading.comment and not reading.intent and not reading.missing


def assent(turn: Turn) -> bool:
    """Whether the text is a yes and no more: 好的, 嗯, 是的."""
    reading = _read("yes_no", "", (), turn.inbound.text)
    return reading.value is True and not reading.comment and not reading.intent


def yes_or_no(turn: Turn) -> bool | None:
    """Whether the text says yes or no to what is asked, and no more; None where it does not."""
    reading = _read("yes_no", "", (), turn.inbound.text)
    plain = isinstance(reading.value, bool) and not (reading.intent or reading.comment)
    return bool(reading.value) if plain else None


_PAUSE = re.compile(r"[，,。.；;！!？?~\n]+")


def parted(text: str) -> tuple[str, str, str]:
    """The first clause, what ends it, and the rest."""
    text = text.strip()
    found = _PAUSE.search(text)
    if found is None:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :].strip()


def heard(turn: Turn, key: str) -> re.Match[str] | None:
    """The whole text, where it is put as the language has it under this key of `chat.hear`."""
    return put(turn, key, turn.inbound.text)


def heard_in_any(turn: Turn, key: str) -> bool:
    """The same, as any of the languages has it: who is asked in one may say a word or two in another."""
    return put_in_any(turn, key, turn.inbound.text)


def put_in_any(turn: Turn, key: str, text: str) -> bool:
    """This text, as any of them has it."""
    text, known = _unsmiled(text.strip()), turn.context.tongues.values() or (turn.context.texts,)
    return len(text) <= _SHORT and any(_said_so(texts, key, text) for texts in known)


def put(turn: Turn, key: str, text: str) -> re.Match[str] | None:
    """This text, where it is put so."""
    text = _unsmiled(text.strip())
    if len(text) > _SHORT or text.isdecimal():  # a number is said of a level, an option, an order: never so
        return None
    return _said_so(turn.context.texts, key, text)


def _said_so(texts: Texts, key: str, text: str) -> re.Match[str] | None:
    """In either script: who writes the other one than is spoken is heard the same. Both are put in one
    script: in two, what must not be said, `(?!.*別)`, is overlooked. The match is in the customer's own signs
    where it can be."""
    way = way_to_say(texts, key)
    if text.isascii():
        return way.fullmatch(text)
    found = _in_one_script(texts, key).fullmatch(_plain(text))
    return found and (way.fullmatch(text) or found)


_SMILES = re.compile(r"[\s\u200d\ufe0f\u2600-\u27bf\U0001f300-\U0001faff]+$")


def _unsmiled(text: str) -> str:
    """Without the emoji at its end: 弄好了👍 is put like 弄好了. One that stands alone says something."""
    if not text or text[-1] < "\u200d":
        return text
    return _SMILES.sub("", text) or text


_plain = lru_cache(maxsize=8)(simplified)  # one message is held against many ways to say something


def number_called(turn: Turn, found: re.Match[str]) -> int:
    """The number, from 1, that a question is called by here: 3, 第三题, my third answer; 0 by none."""
    said = found.groupdict()
    told = (said.get("number") or said.get("nth") or "").lower()
    if not told or told.isdecimal():
        return int(told or 0)
    words = turn.context.texts.section("chat.hear")["numerals"].split()
    return int(words.index(told) % _NUMERALS + 1)


@cache
def way_to_say(texts: Texts, key: str) -> re.Pattern[str]:
    """What the language has under this key of `chat.hear`."""
    return re.compile(texts.section("chat.hear")[key])


@cache
def _in_one_script(texts: Texts, key: str) -> re.Pattern[str]:
    """The same in simplified characters."""
    return re.compile(simplified(texts.section("chat.hear")[key]))


def no_complaint(turn: Turn) -> bool:
    """Whether the customer would rather not complain; a number is no such choice: people may tell numbers."""
    return bool(heard(turn, "no_complaint") or heard(turn, "never_mind"))


def no_change(turn: Turn) -> bool:
    """Whether all is to stay as it is: 不改了, 算了, 没了."""
    return bool(heard(turn, "never_mind") or heard(turn, "all_told") or heard(turn, "no_change"))


def wish(reading: Reading) -> Wish | None:
    """The wish in a reading, with what was told beside it."""
    return Wish(reading.intent, told(reading, least=3)) if reading.intent else None  # 投诉你们，锅炸了


_ONWARD = frozenset(("skip", "go_on"))  # 5分，下一题
_FOR_GOOD = frozenset(("unsubscribe", "refuse_consent", "wrong_person"))


def aside(reading: Reading) -> Wish | None:
    """The wish said beside an answer. Who answers and would be gone for good is asked whether they would; who
    wants to go on does."""
    found = wish(reading)
    if found is None or found.intent in _ONWARD:
        return None
    return Wish("leave") if found.intent in _FOR_GOOD else found


def wished(turn: Turn, among: Container[str]) -> Wish | None:
    """The wish in the text, if it is one of these; the text is not read for anything else."""
    heard = wish(words(turn))
    return heard if heard and heard.intent in among else None


def beside(reading: Reading) -> str:
    """The letters and digits said beside the words that the reading rests on; an emoji is none."""
    left = reading.comment
    for heard in reading.because:
        left = left.replace(heard, "")
    return "".join(filter(str.isalnum, left))


def told(reading: Reading, least: int = 4) -> str:
    """The customer's words, where at least so many signs tell more than the value and the wish read from
    them; else empty."""
    written = reading.comment or (reading.value if isinstance(reading.value, str) else "")
    left = written
    for heard in reading.because:
        left = left.replace(heard, "")
    return written if sum(map(str.isalnum, left)) >= least else ""
