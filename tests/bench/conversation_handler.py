"""The peer in `bench conv`: the same survey with python-telegram-bot's ConversationHandler, nothing kept.

It is fed the JSON text of updates as Telegram sends them, through the queue that its documentation names for
webhooks of one's own, and answers through the library's own bot; only the
wire is cut: requests end in a canned reply of the Bot API, not in a socket. Answers live in `user_data`, as
in the library's examples.
"""

import asyncio
import json
import time
import warnings
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from tests.bench import canned
from tests.bench.script import AT_ONCE, CONSENT, LEVELS, MENU, OFFERS, QUESTIONS, THANKS, WELCOME, watched
from tests.bench.telegram_updates import ME, updates


def keyboard(choices: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=key)] for key, label in choices])


DONE = canned.done(True)
LEVEL_KEYS, CONSENT_KEYS, OFFER_KEYS = keyboard(LEVELS), keyboard(CONSENT), keyboard(OFFERS)


class CutWire(BaseRequest):
    """Answers every call as the Bot API would, without a network; keeps what was said, and to whom."""

    read_timeout = None

    def __init__(self) -> None:
        self.said: list[tuple[int, str]] = []

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self, url: str, method: str, request_data: Any = None, **_: Any
    ) -> tuple[int, bytes]:
        if url.endswith("/getMe"):
            return 200, canned.done(ME)
        if url.endswith("/answerCallbackQuery"):
            return 200, DONE
        sent = request_data.parameters
        said = sent["chat_id"], sent["text"]
        self.said.append(said)
        return 200, canned.sent(len(self.said), *said, sent.get("reply_markup"))


async def welcome(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    await update.effective_message.reply_text(WELCOME, reply_markup=CONSENT_KEYS)
    return 0


async def consent(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    await update.callback_query.answer()
    context.user_data["answers"] = []
    await update.effective_message.reply_text(QUESTIONS[0], reply_markup=LEVEL_KEYS)
    return 1


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    answers = context.user_data["answers"]
    answers.append(int(update.effective_message.text))
    if len(answers) < len(QUESTIONS):
        await update.effective_message.reply_text(QUESTIONS[len(answers)], reply_markup=LEVEL_KEYS)
        return 1
    await update.effective_message.reply_text(THANKS)
    await update.effective_message.reply_text(MENU, reply_markup=OFFER_KEYS)
    return ConversationHandler.END


def application(wire: CutWire) -> Application:
    warnings.filterwarnings("ignore", "If 'per_message=False'", PTBUserWarning)
    builder = Application.builder().token("1:bench").request(wire)
    app = builder.get_updates_request(CutWire()).updater(None).build()
    app.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", welcome)],
            states={
                0: [CallbackQueryHandler(consent, "^agree$")],
                1: [MessageHandler(filters.Regex("^[1-5]$"), answer)],
            },
            fallbacks=[],
        )
    )
    return app


async def run(customers: int) -> dict[str, Any]:
    texts = list(updates(customers, of=""))
    wire = CutWire()
    app = application(wire)
    await app.initialize()
    await app.start()
    began = time.perf_counter()
    for first in range(0, len(texts), AT_ONCE):
        for text in texts[first : first + AT_ONCE]:
            await app.update_queue.put(Update.de_json(json.loads(text), app.bot))
        await app.update_queue.join()
    seconds = time.perf_counter() - began
    await app.stop()
    answers = sum(len(data["answers"]) for data in app.user_data.values())
    return {
        "messages": len(texts),
        "seconds": seconds,
        "replies": len(wire.said),
        "answers": answers,
        "talks": {
            str(customer): {
                "said": [text for to, text in wire.said if to == customer],
                "answers": [str(answer) for answer in app.user_data[customer]["answers"]],
            }
            for customer in watched(customers)
        },
    }


def main(customers: int) -> dict[str, Any]:
    """The measured run."""
    return asyncio.run(run(customers))
