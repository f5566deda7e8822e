"""What Telegram is told of us when we start: the commands of the menu."""

import structlog

from bot.telegram.api import Api, until_done
from bot.telegram.commands import described
from bot.telegram.spoken import others
from storage.domain.locale import Texts

log = structlog.get_logger()


async def introduce(api: Api, texts: Texts) -> None:
    """Make sure the token works, and give the customers' menu its commands; tried until it succeeds."""
    await until_done("getMe", lambda: api.call("getMe"))
    await _described(api, texts)
    for language, other in others(texts):
        await _described(api, other, language_code=language)
    log.info("telegram knows us", channel="telegram")


async def _described(api: Api, texts: Texts, **where: str) -> None:
    commands = described(texts)
    await until_done("setMyCommands", lambda: api.call("setMyCommands", commands=commands, **where))
