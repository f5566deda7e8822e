"""The Bot API's answers, and what answers in its place."""

import pytest
from aiohttp import web
from telegram.error import NetworkError

from bot.telegram.api import Api
from storage.settings import Settings


@pytest.fixture
async def api(aiohttp_server):
    """Something that stands before the Bot API, and answers that all is well and nothing else."""

    async def maintain(_):
        return web.json_response({"ok": True, "status": "maintenance"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", maintain)
    server = await aiohttp_server(app)
    made = Api(Settings(telegram_token="1:a", telegram_api_url=str(server.make_url("/"))), 1)
    yield made
    await made.close()


async def test_an_answer_without_a_result_is_waited_out_like_a_bad_line(api):
    with pytest.raises(NetworkError):
        await api.call("sendMessage", chat_id=7, text="你好")
    with pytest.raises(NetworkError):
        await api.updates(0, 0, ["message"])
