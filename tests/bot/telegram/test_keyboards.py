"""What is said reaches Telegram as messages with buttons, and a press comes back as it was meant."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.message import Choice, Outbound
from bot.telegram import keyboards, marks
from bot.telegram.events import Hashed, Heard, Toggled
from bot.telegram.keyboards import MOST_BUTTONS, Part, answered, picked, resolve, rows, said, ticked, toggled
from bot.telegram.pieces import LONGEST, size
from bot.telegram.updates import read
from storage import definitions
from tests.bot.conversation.roads import ROADS, at
from tests.bot.telegram.examples import NOW, pressed

TEXTS = definitions.texts("zh-CN")
LEVELS = tuple(Choice(key, label) for key, label in (("5", "非常满意"), ("4", "满意"), ("3", "一般")))
NPS = tuple(Choice(str(number), str(number)) for number in range(11))


def one(outbound: Outbound) -> Part:
    (part,) = said(outbound, TEXTS)
    return part


def labels(outbound: Outbound) -> list[list[str]]:
    return [[button.label for button in row] for row in rows(one(outbound).markup)]


def press(markup: Any, data: str, payload: dict[str, Any]) -> Heard | Toggled:
    """A press on this button, resolved where it has to be."""
    event = read(pressed(data, markup), NOW)
    if isinstance(event, Hashed):
        event = resolve(event, [{"text": "别的", "of": "8.x", "choices": [["a", "甲", ""]]}, payload])
    assert isinstance(event, Heard | Toggled)
    return event


def test_a_question_shows_how_far_it_is() -> None:
    part = one(Outbound("产品质量怎么样？", LEVELS, "7.quality", "levels", progress=(1, 6)))
    assert part.text == "（1/6）产品质量怎么样？"
    assert part.markup == {
        "inline_keyboard": [
            [
                {"text": "非常满意", "callback_data": "7.quality|5"},
                {"text": "满意", "callback_data": "7.quality|4"},
                {"text": "一般", "callback_data": "7.quality|3"},
            ]
        ]
    }


def test_a_question_is_made_once_and_what_a_customer_told_is_not_remembered() -> None:
    question = Outbound("产品质量怎么样？", LEVELS, "7.quality", "levels", progress=(1, 6))
    summary = Outbound("您说的是：沙发腿断了。", (Choice("submit", "提交"),), "summary.1", "buttons")
    again = [tuple(said(Outbound.load(each.dump()), TEXTS) for _ in range(2)) for each in (question, summary)]
    assert [one == other for one, other in again] == [True, True]
    assert [one is other for one, other in again] == [True, False]


def test_rows_are_filled_by_the_width_of_the_labels() -> None:
    assert labels(Outbound("几分？", NPS, "7.nps")) == [list("012345"), ["6", "7", "8", "9", "10"]]
    wide = tuple(Choice(str(n), "在你们的网店里买的，送到家", "") for n in range(3))
    assert [len(row) for row in labels(Outbound("哪里？", wide, "7.x"))] == [1, 1, 1]
    starred = tuple(Choice(str(n), "★" * n, "😀") for n in range(1, 6))
    assert labels(Outbound("几颗星？", starred, "7.x"))[0][0] == "😀 ★"


def test_a_label_too_long_for_a_button_is_written_out() -> None:
    long = Choice("a", "很" * 80)
    part = one(Outbound("为什么？", (long, Choice("b", "别的")), "7.x", "buttons"))
    assert part.text == f"为什么？\n1. {long.label}\n2. 别的"
    assert [len(button.label) for row in rows(part.markup) for button in row] == [64, 2]


def test_more_choices_than_telegram_shows_are_written_out() -> None:
    many = tuple(Choice(f"k{n}", f"第{n}家店") for n in range(MOST_BUTTONS + 1))
    part = one(Outbound("哪家店？", many, "7.x", "buttons"))
    assert part.markup is None
    assert "\n100. 第99家店" in part.text


def test_the_keyboard_stands_under_the_last_of_several_messages() -> None:
    *before, last = said(Outbound("很长。" * 3000, LEVELS, "7.x"), TEXTS)
    assert len(before) == 2
    assert all(part.markup is None for part in before)
    assert last.markup


def test_no_choices_no_keyboard() -> None:
    assert one(Outbound("谢谢您")) == Part("谢谢您", None)


def test_ticks_are_set_taken_away_and_handed_in() -> None:
    choices = tuple(
        Choice(key, label) for key, label in (("quality", "质量"), ("price", "价格"), ("care", "服务"))
    )
    outbound = Outbound("看重什么？", choices, "7.matters", "buttons", many=True)
    markup: Any = one(outbound).markup
    assert labels(outbound)[-1] == ["选好了"]
    for key in ("price", "care", "quality", "care"):
        event = press(markup, f"+7.matters|{key}", outbound.dump())
        assert isinstance(event, Toggled)
        markup = toggled(event.markup, event.data)
    assert [button.label for row in rows(markup) for button in row] == ["✓ 质量", "✓ 价格", "服务", "选好了"]
    event = press(markup, "=7.matters", outbound.dump())
    assert isinstance(event, Heard)
    assert (event.inbound.of, event.inbound.keys) == ("7.matters", ("quality", "price"))
    assert answered(event.text, picked(event)) == "产品质量怎么样？\n✓ 质量、价格"


def test_the_text_of_an_answered_question_says_what_was_picked() -> None:
    markup = one(Outbound("产品质量怎么样？", LEVELS, "7.quality")).markup
    event = press(markup, "7.quality|4", {})
    assert isinstance(event, Heard)
    assert answered(event.text, picked(event)) == "产品质量怎么样？\n✓ 满意"


def test_an_answered_text_stays_one_message() -> None:
    assert answered("好" * LONGEST, ["满意"]) == "好" * LONGEST
    assert answered("好", []) == "好"


def test_what_nobody_knows_any_more_is_an_old_button() -> None:
    event = read(pressed("#" + "x" * 22), NOW)
    assert isinstance(event, Hashed)
    inbound = resolve(event, []).inbound
    assert (inbound.of, inbound.keys) == ("#" + "x" * 22, ())


keys = st.text(min_size=1, max_size=80)
outbounds = st.builds(
    Outbound,
    text=st.text(max_size=50),
    choices=st.lists(
        st.builds(Choice, keys, st.text(max_size=90), st.sampled_from(["", "😀"])), max_size=12
    ).map(lambda choices: tuple({each.key: each for each in choices}.values())),
    of=st.text(max_size=80) | st.sampled_from(["7.quality", "menu", "=", "+a", "#b", "a|b", "很" * 30]),
    picker=st.just("buttons"),
    many=st.booleans(),
    progress=st.none() | st.just((1, 6)),
)


@settings(deadline=None)
@given(outbounds)
def test_every_choice_that_can_be_said_comes_back_as_it_was_meant(outbound: Outbound) -> None:
    survives(outbound)


@pytest.mark.parametrize("state", ROADS)
def test_every_choice_of_the_conversation_comes_back_as_it_was_meant(state: str) -> None:
    _, customer = at(state)
    for outbound in customer.starts().heard:
        survives(outbound)


def test_every_question_of_every_kind_comes_back_as_it_was_meant() -> None:
    _, customer = at("welcome", "nps")
    customer.says("可以")
    for text in ("9", "5", "网店", "质量", "解决了"):
        survives(customer.heard[-1])
        customer.says(text)


def survives(outbound: Outbound) -> None:
    """Said, pressed, heard: the same mark and key."""
    *_, last = said(outbound, TEXTS)
    assert 0 < size(last.text) <= LONGEST
    if not outbound.choices:
        assert last.markup is None
        return
    payload = outbound.dump()
    for choice in outbound.choices:
        event = press(last.markup, data_of(outbound, choice), payload)
        if isinstance(event, Toggled):
            event = press(toggled(event.markup, event.data), marks.done(outbound.of), payload)
        assert isinstance(event, Heard)
        assert (event.inbound.of, event.inbound.keys) == (outbound.of, (choice.key,))
        assert picked(event)[0][:63] == keyboards.label(choice)[:63]


def data_of(outbound: Outbound, choice: Choice) -> str:
    mark = marks.tick if outbound.many else marks.single
    found = mark(outbound.of, choice.key)
    assert 0 < len(found.encode()) <= 64
    return found


@settings(max_examples=40, deadline=None)
@given(outbounds.filter(lambda each: each.many and len(each.choices) > 1))
def test_a_tick_and_the_same_again_leave_the_keyboard_as_it_was(outbound: Outbound) -> None:
    markup = said(outbound, TEXTS)[-1].markup
    data = data_of(outbound, outbound.choices[0])
    once = toggled(markup, data)
    assert ticked(once) == [data]
    assert toggled(once, data) == markup


ORDER = tuple(Choice(key, label) for key, label in (("q", "质量"), ("p", "价格"), ("s", "① 服务")))


def test_choices_are_put_in_order_by_pressing_them_one_after_another() -> None:
    asked = Outbound("哪个更重要？", ORDER, "7.rank", "ranking", many=True)
    part = one(asked)
    assert part.text == "哪个更重要？\n请按先后顺序点，最看重的先点，排好后按「选好了」。"
    markup = part.markup
    for key in ("s", "q", "p"):
        event = press(markup, marks.rank("7.rank", key), asked.dump())
        assert isinstance(event, Toggled)
        markup = toggled(event.markup, event.data)
    shown = [button.label for row in rows(markup) for button in row]
    assert shown == ["② 质量", "③ 价格", "① 服务", "选好了"]
    heard = press(markup, marks.done("7.rank"), asked.dump())
    assert isinstance(heard, Heard)
    assert heard.inbound.keys == ("s", "q", "p")
    assert picked(heard) == ["服务", "质量", "价格"]
    markup = toggled(markup, marks.rank("7.rank", "s"))
    assert [button.label for row in rows(markup) for button in row][:3] == ["① 质量", "② 价格", "服务"]


def test_keys_too_long_for_a_button_keep_their_order_too() -> None:
    long = tuple(Choice(letter * 60, letter) for letter in "abc")
    asked = Outbound("哪个更重要？", long, "7.rank", "ranking", many=True)
    markup = one(asked).markup
    for letter in "cab":
        markup = toggled(markup, marks.rank("7.rank", letter * 60))
    heard = press(markup, marks.done("7.rank"), asked.dump())
    assert isinstance(heard, Heard)
    assert [key[0] for key in heard.inbound.keys] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("picker", "details", "words"),
    [
        ("date", (), "11月20日"),
        ("number", (("unit", "件"),), "数字就行（单位：件）"),
        ("number", (("low", 0.0), ("high", 100.0)), "0 到 100 之间"),
        ("phone", (), "电话号码"),
        ("signature", (), "姓名"),
        ("photo", (), "照片"),
        ("file", (), "文件"),
    ],
)
def test_what_has_no_buttons_says_how_to_write_it_when_first_asked(picker, details, words) -> None:
    asked = Outbound("第一次问", (), "7.x", picker, details=details)
    assert words in one(asked).text
    again = Outbound("再问一次", (), "7.x", picker, plain="第一次问", details=details)
    assert one(again).text == "再问一次"


def test_who_of_the_staff_speaks_is_said() -> None:
    assert one(Outbound("我来看一下", by="李工")) == Part("李工：我来看一下", None)
