"""The HTTP under the Bot API, against a server that does whatever a test needs."""

import asyncio
import logging
import traceback

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram import request
from bot.telegram.request import AiohttpRequest, TooLarge

TOKEN = "12345:geheim"
SECONDS = 0.05
PATIENCE = 5.0


@pytest.fixture
async def reach(aiohttp_server):
    """`await reach(handler, **options)`: a bot whose every call comes to this handler."""
    opened = []

    async def connect(handler, **options):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        server = await aiohttp_server(app)
        wire = AiohttpRequest(**{"connections": 4, **options})
        opened.append(wire)
        start = str(server.make_url("/bot"))
        return Bot(TOKEN, base_url=start, base_file_url=start, request=wire, get_updates_request=wire)

    yield connect
    for wire in opened:
        await wire.shutdown()


def said(result):
    return web.json_response({"ok": True, "result": result})


async def test_a_call_is_json(reach):
    calls = []

    async def answer(request):
        calls.append((request.path, request.content_type, await request.json()))
        return said({"message_id": 7})

    bot = await reach(answer)
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "1.q|5"}]]}
    result = await bot.do_api_request("send_it", {"chat_id": 7, "text": "你好", "reply_markup": markup})
    assert result == {"message_id": 7}
    assert calls == [
        (
            f"/bot{TOKEN}/sendIt",
            "application/json",
            {"chat_id": 7, "text": "你好", "reply_markup": markup},
        )
    ]


async def test_what_takes_too_long_has_timed_out(reach, monkeypatch):
    async def never(_):
        await asyncio.Event().wait()

    bot = await reach(never)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TimedOut):
            await bot.get_me(read_timeout=SECONDS)
    monkeypatch.setattr(request, "READ_SECONDS", SECONDS)
    bot = await reach(never)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TimedOut):
            await bot.get_me()


async def test_a_connection_is_waited_for_only_so_long(reach, monkeypatch):
    async def never(_):
        await asyncio.Event().wait()

    monkeypatch.setattr(request, "CONNECT_SECONDS", SECONDS)
    monkeypatch.setattr(request, "WAIT_SECONDS", SECONDS)
    bot = await reach(never, connections=1)
    first = asyncio.create_task(bot.get_me())
    await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TimedOut):
            await asyncio.gather(bot.get_me(), bot.get_me())
    first.cancel()


async def test_so_many_are_in_flight_and_no_more(reach):
    flying, most, enough = 0, 0, asyncio.Event()

    async def hold(_):
        nonlocal flying, most
        flying += 1
        most = max(most, flying)
        if flying == 32:
            enough.set()
        await enough.wait()
        flying -= 1
        return said(True)

    bot = await reach(hold, connections=32)
    await asyncio.gather(*(bot.do_api_request("send_it", {"n": n}) for n in range(100)))
    assert most == 32


def told(error) -> str:
    return "".join(traceback.format_exception(error))


async def test_no_error_names_the_token(reach, caplog, monkeypatch, unused_tcp_port):
    async def cut(request):
        request.transport.abort()
        return web.Response()

    async def mumble(_):
        return web.Response(text="<html>geheimes</html>", status=200)

    async def lead_astray(request):
        raise web.HTTPFound(f"http://127.0.0.1:{unused_tcp_port}{request.path}")

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(logging.getLogger("aiohttp.access"), "disabled", True)
    for handler, kind in ((cut, NetworkError), (mumble, TelegramError), (lead_astray, TelegramError)):
        bot = await reach(handler)
        with pytest.raises(kind) as failed:
            await bot.do_api_request("send_it", {})
        assert "geheim" not in told(failed.value)
    nobody = AiohttpRequest(1)
    with pytest.raises(NetworkError) as failed:
        await nobody.post(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/getMe")
    await nobody.shutdown()
    assert "geheim" not in told(failed.value)
    assert "geheim" not in caplog.text


async def test_how_long_to_wait_is_told(reach):
    async def refuse(_):
        body = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 9}}
        return web.json_response(body, status=429)

    bot = await reach(refuse)
    with pytest.raises(RetryAfter) as refused:
        await bot.do_api_request("send_it", {})
    assert refused.value.retry_after == 9


async def test_a_file_is_fetched_up_to_its_limit(reach):
    async def stream(request):
        answer = web.StreamResponse()
        await answer.prepare(request)
        for _ in range(10):
            await answer.write(b"x" * 10_000)
        return answer

    for largest, fits in ((100_000, True), (99_999, False)):
        bot = await reach(stream, largest=largest)
        url = f"{bot.base_file_url}/photos/1.jpg"
        if fits:
            assert await bot.request.retrieve(url) == b"x" * 100_000
        else:
            with pytest.raises(TooLarge):
                await bot.request.retrieve(url)


async def test_a_proxy_of_the_environment_is_used(reach, aiohttp_server, monkeypatch):
    passed = []

    async def pass_on(request):
        passed.append(str(request.url))
        return said(True)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", pass_on)
    proxy = await aiohttp_server(app)
    monkeypatch.setenv("http_proxy", str(proxy.make_url("/")))
    wire = AiohttpRequest(1)
    bot = Bot(TOKEN, base_url="http://telegram.example/bot", request=wire, get_updates_request=wire)
    assert await bot.do_api_request("send_it", {}) is True
    await wire.shutdown()
    assert passed == [f"http://telegram.example/bot{TOKEN}/sendIt"]
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    async def answer(_):
        return said(7)

    assert await (await reach(answer)).do_api_request("send_it", {}) == 7
    assert len(passed) == 1
