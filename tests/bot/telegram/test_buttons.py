"""Keyboards are put away when their question was answered, and stay where it was not."""

import pytest

from bot.message import Choice, Outbound
from bot.performing import Receipt
from bot.telegram.buttons import Buttons
from bot.telegram.shown import Keyboard
from bot.telegram.updates import read
from storage import definitions
from storage.conversations import Line
from tests.bot.telegram.examples import NOW, heard, pressed

TEXTS = definitions.texts("zh-CN")
ASKED = Outbound("产品质量怎么样？", (Choice("5", "5 分"), Choice("4", "4 分")), "7.quality", "levels")


class Api:
    """Takes calls."""

    def __init__(self):
        self.calls, self.said = [], []

    async def call(self, method, **parameters):
        self.calls.append(method)
        self.said.append(parameters)


class AtOnce:
    """Errands that are kept until the test has them done."""

    def __init__(self):
        self.kept = []

    def put(self, address, errand):
        self.kept.append(errand)


class Shown:
    async def last(self, address, of):
        return Keyboard(8, ASKED.text, ASKED) if of == ASKED.of else None


async def calls(update, receipt) -> list[str]:
    api, errands = Api(), AtOnce()
    Buttons(api, errands, Shown(), TEXTS).answered(read(update, NOW), receipt)
    for errand in errands.kept:
        await errand()
    return api.calls


def receipt(closed: str, now_open: str) -> Receipt:
    choice = Line(3, "customer", "5 分", NOW, "kept", {"of": "7.quality", "keys": ["5"]})
    said = Line(4, "bot", TEXTS("chat.stale"), NOW, "waiting")
    return Receipt(1, 3, lines=(choice, said), closed=closed, open=now_open)


@pytest.mark.parametrize(("closed", "edits"), [("7.quality", 1), ("", 0)])
async def test_a_keyboard_is_put_away_if_its_question_is_closed_whatever_we_say(closed, edits):
    told = receipt(closed, "7.price" if closed else "7.quality")
    assert await calls(pressed("7.quality|5"), told) == ["answerCallbackQuery", *["editMessageText"] * edits]
    assert await calls(heard(text="5 分"), told) == ["editMessageText"] * edits


async def test_of_several_that_a_text_answered_the_open_one_is_marked():
    api, errands = Api(), AtOnce()
    meant = {"of": "7.price", "keys": ["4"], "also": [{"of": "7.quality", "keys": ["5"]}]}
    told = Receipt(1, 3, lines=(Line(3, "customer", "都好", NOW, "kept", meant),), closed="7.quality")
    Buttons(api, errands, Shown(), TEXTS).answered(read(heard(text="都好"), NOW), told)
    for errand in errands.kept:
        await errand()
    assert "5 分" in api.said[-1]["text"]
