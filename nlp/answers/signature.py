"""A name written as a signature. Whoever writes 不签 has not signed, and what may be no name is confirmed."""

import re
from functools import cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer, ask
from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.text.normal import normalise
from nlp.wording.wishes.missing import missing

_HAN = late(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:[·•・][\u3400-\u9fff]{1,12})+")
_LATIN = late(r"[^\W\d_][^\W\d_.'’-]*(?:[ .'’-]{1,2}[^\W\d_]+){0,4}\.?")
_ENDS = "?？ \t\r\n,，.。!！~～:：;；\"“”'‘’()（）[]【】"


def quoted(_key: str) -> None:
    """A name has no options."""
    return


def read(_asked: Asked, said: Said) -> Reading:
    """The name alone, without 我叫; what has no surname, or says more than a name, is asked back."""
    nothing = missing(said, none=True)
    if nothing or _refused().fullmatch(said.text.strip(_ENDS)):
        return nothing or Reading("answer", missing="refused", because=(said.text,))
    name = _bare(said.written)
    if not (_HAN.fullmatch(name) or _LATIN.fullmatch(name)) or _no_name().search(normalise(name)):
        return ask(said)
    return answer(said, name, said.text) if _sure(name) else ask(said, name, said.text)


def _bare(written: str) -> str:
    """The name as written, without what stands around it."""
    name = written.strip(_ENDS)
    before = _before().match(normalise(name))
    name = name[before.end() :].strip(_ENDS) if before else name
    behind = _behind().search(normalise(name))
    return name[: behind.start()].strip(_ENDS) if behind else name


def _sure(name: str) -> bool:
    """A surname and a given name; in letters, two words that are written like names."""
    if not _HAN.fullmatch(name):
        words = name.split()
        return len(words) > 1 and all(word[0].isupper() for word in words)
    return "·" in name or _surname().match(normalise(name)) is not None


@cache
def _surname() -> re.Pattern[str]:
    words = load("signature")
    return re.compile(rf"(?:{either(words['surnames'])})(?!(?:{either(words['titles'])})$)[\u3400-\u9fff]")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"^(?:{either(load('signature')['before'])})[\s:是为,]*")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"[\s,]*(?:{either(load('signature')['behind'])})$")


@cache
def _no_name() -> re.Pattern[str]:
    words = load("signature")
    whole = either(words["no_name"])
    return re.compile(rf"^(?:{whole})$|[{''.join(words['no_sign'])}]|\b(?:{either(words['no_word'])})\b")


@cache
def _refused() -> re.Pattern[str]:
    words = load("signature")
    lead, tail = either(words["refused_lead"]), either(words["refused_tail"])
    return re.compile(rf"(?:(?:{lead})[\s,]*)*(?:{either(words['refused'])})(?:[\s,]*(?:{tail}))*")
