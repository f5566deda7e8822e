"""Several questions called at once by their numbers: 1-5都是4, 第1到3题满意, 4、5题一般, Q1-Q3: 5."""

import re
from typing import Final

_N: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_CALLS: Final = r"(?:第|questions?[ ]?|nos?\.?[ ]?|q|题|題)?"
_THING: Final = r"(?:道题|個問題|个问题|题|題)?"
_LEVEL: Final = r"[满滿不很较較非還还挺好差]|一般|普通"
_SAID: Final = (
    rf"(?=[\s:：,，=]*(?:都|全|均|各|皆|[是为為打给給](?=\s*(?:\d|{_LEVEL}))|{_LEVEL}|all\b|both\b|are\b))"
)
# What stands right behind a colon is the answer to one of them: 1: 3, 2: 5.
GROUP: Final = re.compile(
    rf"""(?:(?<=[\s,，;；。])|^)(?<![:：=]\s){_CALLS}{_N}{_THING}
    (?:[ ]?(?P<span>[到至~～—–-]|to)[ ]?{_CALLS}{_N}
      |(?:[ ]?(?:[、,，和跟与及&]|and)[ ]?{_CALLS}{_N}{_THING})+)
    (?:{_THING}{_SAID}[\s:：,，=]*(?:都|全部|全|均|各|皆|all\b|both\b|are\b|是|为|為)*
      |(?:道题|个问题|個問題|题|題)[ ]?(?=\d)|[ ]?[:：=][ ]?)[ ]*""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
NUMBER: Final = re.compile(_N)
