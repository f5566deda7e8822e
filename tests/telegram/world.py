"""What Telegram keeps: who the bot is, chats and what stands in them, files, presses. No I/O."""

import itertools
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.telegram.clock import Clock, News

Row = dict[str, Any]

TOKEN = "7000000001:AAHstandInstandInstandInstandIn_12345"
BOT: Row = {"id": 7000000001, "is_bot": True, "first_name": "满意", "username": "manyi_bot"}
PRESS_SECONDS = 150
"""So long Telegram keeps a press: then it is delivered to nobody, and no answer to it is taken."""


class File(NamedTuple):
    """What a customer has sent, as the bot can fetch it."""

    path: str
    content: bytes


@dataclass
class Chat:
    """`messages`: what stands there now, both sides, by number. `sent`: all that the bot did, in order.

    A row of `sent` has `method`, `message_id`, `text`, `reply_markup` (None without) and `lost`: the bot was
    never told that it went through.
    """

    id: int
    about: Row
    user: Row
    connection: str = ""
    blocked: bool = False
    left: bool = False
    messages: dict[int, Row] = field(default_factory=dict)
    sent: list[Row] = field(default_factory=list)


class World:
    """`log` is all that the bot sent to anybody, in order: rows of `sent` with their `chat`."""

    def __init__(self, clock: Clock, news: News) -> None:
        self.clock = clock
        self.news = news
        self.chats: dict[tuple[int, str], Chat] = {}
        self.files: dict[str, File] = {}
        self.pressed: dict[str, float] = {}
        self.answered: list[Row] = []
        self.commands: list[Row] = []
        self.log: list[Row] = []
        self.count = 0
        self._numbers = itertools.count(101)

    def chat(self, chat: int, connection: str = "") -> Chat:
        """The chat of a customer (or, below 0, of a group), made when it is new."""
        key = (chat, connection)
        if key not in self.chats:
            self.chats[key] = _new(chat, connection)
        return self.chats[key]

    def number(self) -> int:
        """The number of the next message: they rise over all chats of the bot, as Telegram's do."""
        return next(self._numbers)

    def date(self) -> int:
        return int(self.clock.now())

    def sent(self, chat: Chat, row: Row) -> None:
        """Note what the bot has done."""
        self.count += 1
        row["chat"] = chat.id
        chat.sent.append(row)
        self.log.append(row)
        self.news.tell()


def _new(chat: int, connection: str) -> Chat:
    if chat < 0:
        return Chat(chat, {"id": chat, "type": "supergroup", "title": "邻里群"}, _person(-chat), connection)
    user = _person(chat)
    about = {"id": chat, "type": "private", "first_name": user["first_name"]}
    return Chat(chat, about, user, connection)


def _person(number: int) -> Row:
    return {"id": number, "is_bot": False, "first_name": "李雷", "language_code": "zh-hans"}
