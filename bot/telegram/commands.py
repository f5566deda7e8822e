"""The commands of the menu beside the input field. Pure."""

import re
from typing import Final

from bot.message import NO_SURVEY
from storage.domain.locale import Texts

COMMANDS: Final = (
    "survey",
    "complaint",
    "status",
    "promises",
    "human",
    "menu",
    "back",
    "skip",
    "cancel",
    "language",
    "help",
)
"""All but `start`, in the order of the menu."""

_WRITTEN: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]{1,64})?(?:\s+(.*))?", re.DOTALL)
_SURVEY: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def written(text: str) -> tuple[str, str]:
    """The command that a text is, in small letters and without its slash, and what is said after it; empty
    where it is none."""
    found = _WRITTEN.fullmatch(text)
    return (found[1].lower(), (found[2] or "").strip()) if found else ("", "")


def entry(command: str) -> str:
    """The entry of the talk's menu (`bot.conversation.entries.BY_BUTTON`) that a command stands for: its
    namesake, but bots call it `cancel` to stop. Empty where it is none of ours."""
    if command == "cancel":
        return "stop"
    return command if command in COMMANDS else ""


def survey(payload: str) -> str:
    """The key of the survey that the payload of a link (`?start=…`) names; empty where there is none."""
    return payload if not payload or _SURVEY.fullmatch(payload) else NO_SURVEY


def described(texts: Texts) -> list[dict[str, str]]:
    """The menu, as setMyCommands takes it."""
    names = ("start", *COMMANDS)
    return [{"command": name, "description": texts(f"telegram.command.{name}")} for name in names]
