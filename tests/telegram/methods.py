"""The methods of the Bot API that the bot may call, with the limits and the words of the real one."""

from collections.abc import Callable
from typing import Any

import orjson

from tests.telegram.deeds import buttons
from tests.telegram.world import BOT, PRESS_SECONDS, Chat, Row, World

LONGEST_TEXT = 4096
LONGEST_DATA = 64
LONGEST_NOTICE = 200
LARGEST_FILE = 20 * 1024 * 1024
MOST_BUTTONS = 100

Fields = dict[str, Any]


class Refused(Exception):
    """The API's answer to what it does not do."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


class Methods:
    """What is answered at once: `call` by name. KeyError: there is no such method."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[str, Callable[[Fields], Any]] = {
            "getMe": lambda _: BOT | {"can_join_groups": True, "supports_inline_queries": False},
            "sendMessage": self._send,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "answerCallbackQuery": self._answer,
            "getFile": self._file,
            "setMyCommands": self._commands,
            "leaveChat": self._leave,
        }

    def knows(self, method: str) -> bool:
        return method in self._known

    def call(self, method: str, fields: Fields) -> Any:
        """The result; Refused."""
        return self._known[method](fields)

    def _send(self, fields: Fields) -> Row:
        chat = self._reached(fields)
        text = _text(fields)
        markup = _markup(fields)
        world = self._world
        message: Row = {"message_id": world.number(), "from": BOT, "chat": chat.about, "date": world.date()}
        message["text"] = text
        if markup:
            message["reply_markup"] = markup
        chat.messages[message["message_id"]] = message
        self._note(chat, "sendMessage", message)
        return message

    def _edit_text(self, fields: Fields) -> Row:
        chat, message = self._meant(fields)
        text, markup = _text(fields), _markup(fields)
        return self._edit(chat, message, "editMessageText", text, markup)

    def _edit_markup(self, fields: Fields) -> Row:
        chat, message = self._meant(fields)
        return self._edit(chat, message, "editMessageReplyMarkup", message.get("text", ""), _markup(fields))

    def _edit(self, chat: Chat, message: Row, method: str, text: str, markup: Row | None) -> Row:
        if text == message.get("text") and buttons({"reply_markup": markup}) == buttons(message):
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same"
                " as a current content and reply markup of the message"
            )
        message = dict(message, text=text, edit_date=self._world.date())
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        chat.messages[message["message_id"]] = message
        self._note(chat, method, message)
        return message

    def _answer(self, fields: Fields) -> bool:
        key = str(fields.get("callback_query_id", ""))
        made = self._world.pressed.get(key)
        if made is None or self._world.clock.now() - made > PRESS_SECONDS:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(fields.get("text") or "") > LONGEST_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        self._world.answered.append({"id": key, "text": fields.get("text") or ""})
        self._world.news.tell()
        return True

    def _file(self, fields: Fields) -> Row:
        key = str(fields.get("file_id", ""))
        file = self._world.files.get(key)
        if file is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > LARGEST_FILE:
            raise bad("file is too big")
        size = len(file.content)
        return {"file_id": key, "file_unique_id": key[-8:], "file_size": size, "file_path": file.path}

    def _commands(self, fields: Fields) -> bool:
        commands = _object(fields.get("commands"), [])
        for command in commands:
            name, description = command["command"], command["description"]
            if not (name.isascii() and name.replace("_", "").isalnum() and name == name.lower()):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(name) <= 32 or not 1 <= len(description) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands = commands
        self._world.news.tell()
        return True

    def _leave(self, fields: Fields) -> bool:
        chat = self._reached(fields)
        if chat.id > 0:
            raise bad("chat member status can't be changed in private chats")
        chat.left = True
        self._note(chat, "leaveChat", {"message_id": 0, "text": ""})
        return True

    def _reached(self, fields: Fields) -> Chat:
        connection = fields.get("business_connection_id") or ""
        try:
            number = int(fields.get("chat_id", ""))
        except (TypeError, ValueError):
            raise bad("chat not found") from None
        chat = self._world.chats.get((number, connection))
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.left:
            raise Refused(403, "Forbidden: bot is not a member of the supergroup chat")
        return chat

    def _meant(self, fields: Fields) -> tuple[Chat, Row]:
        chat = self._reached(fields)
        message = chat.messages.get(int(fields.get("message_id") or 0))
        if message is None:
            raise bad("message to edit not found")
        if message["from"] is not BOT:
            raise bad("message can't be edited")
        return chat, message

    def _note(self, chat: Chat, method: str, message: Row) -> None:
        row = {"method": method, "message_id": message["message_id"], "text": message["text"]}
        self._world.sent(chat, row | {"reply_markup": message.get("reply_markup"), "lost": False})


def _text(fields: Fields) -> str:
    text = fields.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad("message text is empty")
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
        raise bad("message is too long")
    return text


def _markup(fields: Fields) -> Row | None:
    markup = _object(fields.get("reply_markup"), None)
    if not markup:
        return None
    pressed = buttons({"reply_markup": markup})
    if len(pressed) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    for button in pressed:
        if not button.get("text"):
            raise bad('can\'t parse inline keyboard button: Field "text" must be of type String')
        data = button.get("callback_data")
        if data is not None and not 1 <= len(data.encode()) <= LONGEST_DATA:
            raise bad("BUTTON_DATA_INVALID")
    return markup if pressed else None


def _object(value: Any, otherwise: Any) -> Any:
    """Forms carry objects as JSON."""
    if isinstance(value, str):
        try:
            return orjson.loads(value) if value else otherwise
        except orjson.JSONDecodeError:
            raise bad("can't parse reply keyboard markup JSON object") from None
    return otherwise if value is None else value
