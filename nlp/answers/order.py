"""An order number. ``options``: [("pattern", expression)] that the whole number must match, or nothing."""

import re
from functools import lru_cache

from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, ask
from nlp.wording.exact.codes import Code, codes_in, plain
from nlp.wording.exact.giving import absent, recorded
from nlp.wording.exact.patterns import compiled
from nlp.wording.exact.standing import hedged, told
from nlp.wording.late import late
from nlp.wording.lexicon import either, load

_BEFORE = 24  # characters before a number in which 快递单号 says which number it is
_MOBILE = late(r"1[3-9]\d{9}")


def quoted(_key: str) -> None:
    """The option is a pattern, not an answer."""
    return


def read(asked: Asked, said: Said) -> Reading:
    """The one number told, as the pattern wants it; several, or one that does not fit, are asked back."""
    pattern = next((compiled(expression) for key, expression in asked.options if key == "pattern"), None)
    text = plain(said.written)
    found, standing = told(text, lambda text: codes_in(text, pattern))
    found = _named(text, [code for code in found if not _another(asked, text, code)])
    fitting = [code for code in found if code.value]
    if not fitting:
        reason = None if found else absent(said, asked)
        return reason or ask(said, None, *(code.words for code in found))
    words = tuple(code.words.lower() for code in fitting)
    plainly = all(code.sure and not hedged(text, code) for code in fitting)
    by_name = _follows(text, fitting[0], tuple(load("order")["asked"]))
    mobile = not by_name and _like_a_mobile(fitting[0].value, pattern)
    if len({code.value for code in fitting}) > 1 or not standing or not plainly or mobile:
        return ask(said, fitting[0].value, *words)
    return recorded(said, "order", fitting[0].value, words)


def _like_a_mobile(value: str, pattern: re.Pattern[str] | None) -> bool:
    """Eleven figures where the pattern would take ten as well."""
    loose = pattern is None or pattern.fullmatch(value[:-1]) or pattern.fullmatch(value + "0")
    return bool(loose and _MOBILE.fullmatch(value))


def _follows(text: str, code: Code, names: tuple[str, ...]) -> bool:
    """Whether the number stands behind one of these names."""
    before = text[max(0, code.start - _BEFORE) : code.start].lower().rstrip(" :：是为#")
    return before.endswith(names)


@lru_cache(maxsize=256)
def _others(question: str) -> tuple[str, ...]:
    """The names of numbers that were not asked for."""
    families = load("order")["others"].values()
    return tuple(name for names in families if not any(each in question for each in names) for name in names)


@lru_cache(maxsize=256)
def _called(question: str) -> re.Pattern[str]:
    names = either(_others(question))
    return re.compile(rf"\s*(?:(?:是|\(|（)\s*(?:{names})|(?:{names})(?=$|[\s,，。)）]))")


def _another(asked: Asked, text: str, code: Code) -> bool:
    """快递单号SF123…; SF123…是快递单号."""
    behind = _called(asked.text).match(text, code.end)
    return behind is not None or _follows(text, code, _others(asked.text))


def _named(text: str, found: list[Code]) -> list[Code]:
    """Of several, those called 订单号."""
    names = tuple(load("order")["asked"])
    return [code for code in found if _follows(text, code, names)] or found if len(found) > 1 else found
