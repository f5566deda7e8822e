"""Words of danger count anywhere in a message, before everything else: of someone who may harm themselves or
is harmed (`crisis`), and of a fire, gas, a current, somebody who lies there (`alarm`)."""

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from nlp.wording.late import late
from nlp.wording.lexicon import either, load
from nlp.wording.phrases import bare
from nlp.wording.text.normal import normalise
from nlp.wording.wishes.bodily import hurt
from nlp.wording.words import Found, Words

_NEAR = 8  # characters around the words in which it shows what they speak of
_STOP = late(r"[,，。;；!！?？\n]")


@cache
def _words(key: str, of: str = "crisis") -> Words:
    return Words(load("wishes")[of][key])


def _list(key: str) -> list[str]:
    return cast(list[str], load("wishes")["crisis"][key])


@cache
def _harm() -> re.Pattern[str]:
    """老公又打我了, 被老公打了; not 老公打我电话, 老公没打我."""
    data = load("wishes")["crisis"]
    who, what, after = (either(data[key]) for key in ("harm_by", "harm", "harm_after"))
    gap = rf"(?:(?!{either(data['harm_not'])})[^,，。;；!！?？\n]){{0,6}}?"
    done = rf"被我?的?(?:{who}){gap}(?:{either(data['harm_done'])})"
    return re.compile(rf"(?:{who}){gap}(?:{what})(?!{after})|{done}")


def crisis(text: str) -> str:
    """The words of someone in danger, else ''. ``text`` in normal form."""
    if bare(text) in load("wishes")["crisis"]["alone"]:
        return text
    return next((m[0] for m in _told(text, "crisis") if not _of_a_thing(text, m)), "") or _harmed(text)


def alarm(text: str) -> str:
    """The words of a danger that is there now, else ''. ``text`` as the customer wrote it."""
    plain = normalise(text)
    told = next((m[0] for m in _told(plain, "alarm")), "") or hurt(plain)
    over = told and _words("over", "alarm").search(plain) and not _words("still", "alarm").search(plain)
    return "" if over else told


def _told(text: str, of: str) -> Iterator[Found]:
    """Words of this danger, but those that are part of others which are none."""
    found = list(_words("words", of).finditer(text))
    safe = [other.span() for other in _words("unless", of).finditer(text)] if found else []
    return (m for m in found if not any(start < m.end() and m.start() < end for start, end in safe))


def _of_a_thing(text: str, found: Found) -> bool:
    """Whether it is said of a book, a shop, a plant or somebody at work, or only for emphasis."""
    before, after = _STOP.split(text[: found.start()])[-1], text[found.end() :]
    own = "我" in before or "我" in _STOP.split(after)[0]
    farewell = found[0] in _list("farewells") and _words("shops").search(after[:_NEAR])
    return bool(farewell) or (not own and _tells_of(text, before, found[0], after))


def _tells_of(text: str, before: str, words: str, after: str) -> bool:
    """帅到跳楼, 像要上吊; 一本叫遗书的小说; 绿萝活不成了; 师傅站在窗台上."""
    suffers = _words("suffering").search(text)
    emphatic = before.endswith(("得", "到", "像", "像是")) and not suffers
    wanted = before.endswith(("想", "要", "去"))
    fiction = not wanted and words in _list("themes") and _words("fiction").search(text)
    lives = not suffers and words in _list("living") and _words("alive").search(before + after[:_NEAR])
    at_work = words in _list("standing") and _words("workers").search(before)
    return bool(emphatic or fiction or lives or at_work)


def _harmed(text: str) -> str:
    found = _harm().search(text) if "我" in text or "被" in text else None
    return found[0] if found else ""
