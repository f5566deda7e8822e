"""A customer's file, fetched from Telegram."""

from telegram.error import BadRequest, TelegramError

from bot.channels import Later, Refused
from bot.telegram.api import Api
from bot.telegram.request import TooLarge
from bot.telegram.sending import excuse


async def fetch(api: Api, file_id: str, largest: int) -> bytes:
    """The content. Raises Later, Refused (`too_large` beyond `largest` bytes or Telegram's 20 MB), Gone."""
    try:
        told = await api.call("getFile", file_id=file_id)
        if told.get("file_size", 0) > largest:
            raise Refused("too_large")
        return await api.download(told["file_path"])
    except TooLarge:
        raise Refused("too_large") from None
    except KeyError:
        raise Later(0, "no_path") from None
    except BadRequest as error:
        raise Refused("too_large" if "too big" in error.message else "not_found") from None
    except TelegramError as error:
        raise excuse(error) from None
