"""A Bot API that answers every message alike: in the same process, or on loopback. It costs next to nothing,
so that it is never what limits a benchmark of sending.
"""

import asyncio
from typing import Any

import orjson

from tests.bench.script import LEVELS, QUESTIONS
from tests.bench.telegram_updates import BEGAN, ME, chat
from tests.bench.wire import Stream, response

BUTTONS = [[{"text": label, "callback_data": f"1.quality|{key}"}] for key, label in LEVELS]


def done(result: Any) -> bytes:
    """The answer to a call that came to this."""
    return orjson.dumps({"ok": True, "result": result})


def sent(number: int, to: int, text: str, markup: Any) -> bytes:
    """The answer to `sendMessage`: the message as it was sent."""
    message = {"message_id": number, "from": ME, "chat": chat(to), "date": BEGAN, "text": text}
    return done(message | {"reply_markup": markup} if markup else message)


SENT = response(sent(4711, 5, QUESTIONS[0], {"inline_keyboard": BUTTONS}))


def connected() -> Stream:
    return Stream(lambda stream, _: stream.transport.write(SENT))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", port)
    await server.serve_forever()


def main(port: int) -> None:
    """Serve until ended."""
    asyncio.run(serve(port))
