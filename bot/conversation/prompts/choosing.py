"""A text with choices of the locale, and what of a text is shown."""

from functools import lru_cache

from bot.conversation.effects import Say
from bot.conversation.sheets import written
from bot.message import Choice, Outbound
from storage.domain.locale import Texts

_SHOWN_AT_MOST = 200  # characters of a story in its summary


def shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_AT_MOST else f"{text[:_SHOWN_AT_MOST]}…"


def choice(texts: Texts, tries: int, text: str, mark: str, keys: tuple[str, ...]) -> Say:
    """A text with choices of `chat.choice`: after a misunderstanding with an apology, then written out."""
    return offered(texts, tries, text, mark, _choices(texts, keys))


def offered(texts: Texts, tries: int, text: str, mark: str, choices: tuple[Choice, ...]) -> Say:
    """The same with these choices."""
    plain = text if tries else ""
    if tries == 1:
        text = texts("chat.puzzled.again", question=text)
    elif tries > 1:
        listed = written(tuple((each.key, each.label) for each in choices))
        text = texts("chat.puzzled.plainly", question=text, choices=listed)
    return Say(Outbound(text, choices, mark, "buttons", plain=plain))


@lru_cache
def _choices(texts: Texts, keys: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key, texts(f"chat.choice.{key}")) for key in keys)
