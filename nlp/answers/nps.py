"""How likely to recommend, 0 to 10: a scale whose levels are numbers."""

import re
from functools import cache

from nlp.answers import scale
from nlp.reading import Reading
from nlp.wording.asked import Asked, Said, answer
from nlp.wording.lexicon import either, load

_ALL = tuple((str(i), str(i)) for i in range(11))
_WORDS = "likelihood"  # 肯定会, 看情况 ... (see ladders.toml)

quoted = scale.quoted


def read(asked: Asked, said: Said) -> Reading:
    """A number is a value; words alone are a guess to confirm, for no word means 7 rather than 8."""
    asked = asked._replace(options=asked.options or _ALL)
    reading = scale.read(asked, said, _WORDS)
    never = next((found[0] for c in said.clauses if not c.unreal and (found := _never().search(c.text))), "")
    return answer(said, asked.options[0][0], never) if never and reading.outcome == "ask" else reading


@cache
def _never() -> re.Pattern[str]:
    """打死都不会推荐 can only be nought."""
    words = load("numbers")
    ends = either(words["never_ends"])
    return re.compile(
        rf"(?:{either(words['never'])})[会可能想再给向把跟对人你们家别朋友任何]{{0,8}}(?:{ends}|$)"
    )
