"""What customers do, as the updates that Telegram makes of it."""

import itertools
from typing import Any, NamedTuple

from tests.telegram.queue import Queue
from tests.telegram.world import BOT, Chat, File, Row, World


class Deed(NamedTuple):
    """`ticket` asks the queue whether it has arrived; `id` is that of a press."""

    ticket: int
    message_id: int
    id: str = ""


class NoButton(LookupError):
    """The customer sees no such button."""


class Deeds:
    """Customers are told apart by the number of their chat; below 0 it is a group."""

    def __init__(self, world: World, queue: Queue) -> None:
        self._world = world
        self._queue = queue
        self._ids = itertools.count(1)

    def says(self, chat: int, text: str, **more: Any) -> Deed:
        """Writes a text; `more` are other fields of the message."""
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            more.setdefault("entities", [{"type": "bot_command", "offset": 0, "length": length}])
        return self.sends(chat, text=text, **more)

    def starts(self, chat: int, payload: str = "") -> Deed:
        """Presses START, having come by a deep link with this payload or by none."""
        return self.says(chat, f"/start {payload}".strip())

    def sends(self, chat: int, *, connection: str = "", kind: str = "message", **content: Any) -> Deed:
        """Sends a message with this content; in the chat of a business account with `connection`."""
        there = self._world.chat(chat, connection)
        return self._writes(there, {"date": self._world.date(), **content}, kind)

    def edits(self, chat: int, message_id: int, text: str, connection: str = "") -> Deed:
        """Changes what they wrote."""
        there = self._world.chat(chat, connection)
        before = there.messages[message_id]
        changed = {"caption" if "caption" in before else "text": text, "edit_date": self._world.date()}
        message = there.messages[message_id] = before | changed
        kind = "edited_business_message" if connection else "edited_message"
        return Deed(self._queue.put({kind: message}, chat), message_id)

    def deletes(self, chat: int, *message_ids: int, connection: str) -> Deed:
        """Takes messages back: only business accounts are told."""
        there = self._world.chat(chat, connection)
        gone: Row = {"business_connection_id": connection, "chat": there.about, "message_ids": [*message_ids]}
        for key in message_ids:
            there.messages.pop(key, None)
        return Deed(self._queue.put({"deleted_business_messages": gone}, chat), message_ids[0])

    def connects(self, connection: str, owner: int, *, enabled: bool = True) -> Deed:
        """The owner of a business account connects it to the bot."""
        user = self._world.chat(owner).user
        about: Row = {"id": connection, "user": user, "user_chat_id": owner, "date": self._world.date()}
        about |= {"can_reply": True, "is_enabled": enabled}
        return Deed(self._queue.put({"business_connection": about}, owner), 0)

    def presses(
        self, chat: int, button: str, message_id: int = 0, *, connection: str = "", shown: bool = True
    ) -> Deed:
        """Presses the button with this label or data: of that message, else of the last that has it.

        Not `shown`: an application of their own sends this data from a message (the last sent to them).
        """
        there = self._world.chat(chat, connection)
        message, data = self._button(there, button, message_id, shown)
        key = str(4_000_000_000_000 + next(self._ids))
        self._world.pressed[key] = self._world.clock.now()
        press = {"id": key, "from": there.user, "message": message, "chat_instance": str(chat), "data": data}
        return Deed(self._queue.put({"callback_query": press}, chat), message.get("message_id", 0), key)

    def photo(self, chat: int, content: bytes, **more: Any) -> Deed:
        """Sends a photo: Telegram offers it in two sizes, the last is the largest."""
        small = self._file("photos", "jpg", content[:100]) | {"width": 90, "height": 67}
        large = self._file("photos", "jpg", content) | {"width": 1280, "height": 960}
        return self.sends(chat, photo=[small, large], **more)

    def document(self, chat: int, name: str, kind: str, content: bytes, **more: Any) -> Deed:
        """Sends a file as it is."""
        file = self._file("documents", name.rpartition(".")[2] or "bin", content)
        return self.sends(chat, document=file | {"file_name": name, "mime_type": kind}, **more)

    def voice(self, chat: int, content: bytes, **more: Any) -> Deed:
        """Speaks."""
        file = self._file("voice", "oga", content) | {"duration": 3, "mime_type": "audio/ogg"}
        return self.sends(chat, voice=file, **more)

    def album(self, chat: int, *contents: bytes, caption: str = "") -> list[Deed]:
        """Sends photos together: one message each, the caption under the first."""
        group = str(13_000_000_000_000_000 + next(self._ids))
        first = {"caption": caption} if caption else {}
        return [
            self.photo(chat, content, media_group_id=group, **(first if number == 0 else {}))
            for number, content in enumerate(contents)
        ]

    def sticker(self, chat: int) -> Deed:
        file = self._file("stickers", "webp", b"RIFF")
        more = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.sends(chat, sticker=file | more | {"emoji": "😡"})

    def location(self, chat: int) -> Deed:
        return self.sends(chat, location={"latitude": 31.23, "longitude": 121.47})

    def blocks(self, chat: int) -> Deed:
        """Blocks the bot: nothing sent to them goes through."""
        self._world.chat(chat).blocked = True
        return self._moves(chat, "member", "kicked")

    def unblocks(self, chat: int) -> Deed:
        self._world.chat(chat).blocked = False
        return self._moves(chat, "kicked", "member")

    def invites(self, group: int, by: int) -> Deed:
        """The bot is brought into a group."""
        self._world.chat(group).left = False
        return self._moves(group, "left", "member", by)

    def raw(self, update: Row, chat: int = 0) -> Deed:
        """Anything at all, as an update (without its number)."""
        return Deed(self._queue.put(update, chat), 0)

    def _writes(self, there: Chat, content: Row, kind: str) -> Deed:
        number = self._world.number()
        message: Row = {"message_id": number, "from": there.user, "chat": there.about, **content}
        if there.connection:
            kind = "business_message"
            message["business_connection_id"] = there.connection
        there.messages[number] = message
        return Deed(self._queue.put({kind: message}, there.id), number)

    def _moves(self, chat: int, before: str, after: str, by: int = 0) -> Deed:
        there = self._world.chat(chat)
        user = self._world.chat(by).user if by else there.user
        move: Row = {"chat": there.about, "from": user, "date": self._world.date()}
        move["old_chat_member"] = {"user": BOT, "status": before}
        move["new_chat_member"] = {"user": BOT, "status": after}
        return Deed(self._queue.put({"my_chat_member": move}, chat), 0)

    def _button(self, there: Chat, button: str, message_id: int, shown: bool) -> tuple[Row, str]:
        ours = [there.messages[message_id]] if message_id else reversed(list(there.messages.values()))
        for message in ours:
            for each in buttons(message):
                if button in (each["text"], each.get("callback_data")):
                    return message, each["callback_data"]
        if shown:
            raise NoButton(
                f"{button}; there is {[b['text'] for m in there.messages.values() for b in buttons(m)]}"
            )
        last = next((m for m in reversed(list(there.messages.values())) if m["from"] is BOT), {})
        return last, button

    def _file(self, folder: str, ending: str, content: bytes) -> Row:
        number = next(self._ids)
        key = f"AgACAgUAAxkBAAI{number:040d}"
        self._world.files[key] = File(f"{folder}/file_{number}.{ending}", content)
        return {"file_id": key, "file_unique_id": f"AQAD{number}", "file_size": len(content)}


def buttons(message: Row) -> list[Row]:
    """The buttons under a message, in order."""
    markup = message.get("reply_markup") or {}
    return [button for row in markup.get("inline_keyboard", ()) for button in row]
