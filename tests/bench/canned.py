"""A Bot API on loopback that answers every call alike. It costs next to nothing, so that it is never what
limits a benchmark of sending.
"""

import asyncio
import json

from tests.bench.wire import Stream, response

PERSON = {"id": 5, "first_name": "晓明", "last_name": "王", "username": "wang_xiaoming"}
BUTTONS = [
    [{"text": label, "callback_data": f"1.quality|{key}"}] for key, label in enumerate("一二三四五", 1)
]
MESSAGE = {
    "message_id": 4711,
    "from": {"id": 7000000001, "is_bot": True, "first_name": "满意", "username": "manyi_bot"},
    "chat": {**PERSON, "type": "private"},
    "date": 1_790_000_000,
    "text": "您对产品质量满意吗？",
    "reply_markup": {"inline_keyboard": BUTTONS},
}
SENT = response(json.dumps({"ok": True, "result": MESSAGE}).encode())


def connected() -> Stream:
    return Stream(lambda stream, _: stream.transport.write(SENT))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", port)
    await server.serve_forever()


def main(port: int) -> None:
    """Serve until ended."""
    asyncio.run(serve(port))
