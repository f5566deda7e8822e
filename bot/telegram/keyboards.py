"""What is said, as messages with inline keyboards as the Bot API has them; and their ticks. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from bot.message import Choice, Outbound
from bot.telegram import marks
from bot.telegram.events import Hashed, Heard
from bot.telegram.fields import table
from bot.telegram.pieces import pieces
from storage.domain.locale import Texts

TICK: Final = "✓ "
PLACES: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LONGEST_LABEL: Final = 64
MOST_BUTTONS: Final = 99  # Telegram shows a hundred; one hands in what is ticked

Markup = dict[str, Any]

_IN_A_ROW: Final = ((4, 6), (10, 3), (16, 2))  # up to this width of the widest label: so many
_WIDE: Final = "\u2e80"  # from here on a character is about as wide as two letters


_MARKS: Final = (marks.single, marks.tick, marks.rank)
_HOW: Final = ("ranking", "date", "number", "phone", "signature", "photo", "file")


class Part(NamedTuple):
    """One message to send; the keyboard is `reply_markup` as the Bot API takes it."""

    text: str
    markup: Markup | None


class Button(NamedTuple):
    """A button that stands under a message."""

    label: str
    data: str


def said(outbound: Outbound, texts: Texts) -> tuple[Part, ...]:
    """The messages that say this; the choices stand under the last, written out where they must be."""
    return (_asked if outbound.progress else _said)(outbound, texts)


def _said(outbound: Outbound, texts: Texts) -> tuple[Part, ...]:
    text = outbound.text
    if outbound.progress:
        number, total = outbound.progress
        text = texts("telegram.progress", number=number, total=total, question=text)
    if outbound.by:
        text = texts("telegram.said_by", name=outbound.by, words=text)
    if outbound.picker in _HOW and not outbound.plain:
        text = f"{text}\n{_how(outbound, texts)}"
    choices = outbound.choices
    if len(choices) > MOST_BUTTONS or any(len(label(each)) > LONGEST_LABEL for each in choices):
        text = f"{text}\n{_written(choices)}"
    *before, last = pieces(text)
    return (*(Part(piece, None) for piece in before), Part(last, keyboard(outbound, texts)))


_asked = lru_cache(maxsize=512)(_said)
"""A question of a survey is asked of many: it alone is remembered, for a while."""


def keyboard(outbound: Outbound, texts: Texts) -> Markup | None:
    """The choices as buttons; None where there are none, or more than Telegram shows."""
    choices = outbound.choices
    if not choices or len(choices) > MOST_BUTTONS:
        return None
    mark = marks.rank if outbound.picker == "ranking" else marks.tick if outbound.many else marks.single
    buttons = [Button(_shown(each), mark(outbound.of, each.key)) for each in choices]
    rows = list(_rows(buttons))
    if outbound.many:
        rows.append([Button(texts("telegram.done"), marks.done(outbound.of))])
    return _markup(rows)


def label(choice: Choice) -> str:
    """The words on a button."""
    text = f"{choice.icon} {choice.label}" if choice.icon else choice.label
    text = " ".join(text.split()).removeprefix(TICK.strip()).strip()
    while (bare := _bare(text)) != text:
        text = bare
    return text or choice.key


def answered(text: str, labels: Iterable[str]) -> str:
    """The text of a question after its answer: what was picked stands below, where there is room."""
    chosen = "、".join(labels)
    whole = f"{text}\n{TICK}{chosen}"
    return whole if chosen and len(pieces(whole)) == 1 else text


def picked(heard: Heard) -> list[str]:
    """The labels of the buttons that were picked, as they stand under the message."""
    keys, of = heard.inbound.keys, heard.inbound.of
    labels = {each.data: _bare(each.label) for row in rows(heard.markup) for each in row}
    names = [mark(of, key) for key in keys for mark in _MARKS]
    return [labels[name] for name in names if name in labels]


def toggled(markup: Any, data: str) -> Markup:
    """The keyboard with the tick at this button set, or taken away; or its place among others."""
    if data.startswith(marks.RANK):
        return _markup(_ranked(rows(markup), data))
    return _markup([[_flipped(each) if each.data == data else each for each in row] for row in rows(markup)])


def ticked(markup: Any) -> list[str]:
    """The data of the buttons that are ticked, or that have a place, in its order."""
    buttons = [each for row in rows(markup) for each in row]
    ticks = [each.data for each in buttons if each.label.startswith(TICK) and each.data[0] == marks.TICK]
    return ticks or _in_order(buttons)


def rows(markup: Any) -> list[list[Button]]:
    """The buttons of a keyboard, whatever came in its place."""
    keyboard = table(markup).get("inline_keyboard")
    found = [list(_buttons(row)) for row in keyboard] if isinstance(keyboard, list) else []
    return [row for row in found if row]


def resolve(event: Hashed, payloads: Iterable[Mapping[str, Any]]) -> Heard:
    """The press with its choice, looked for among those shown; one that is not there is old."""
    for payload in payloads:
        keys = _keys(event.data, payload)
        if keys is not None:
            return event.heard.choosing(payload.get("of", ""), keys)
    return event.heard.choosing(event.data[-1], ())


def _keys(data: Sequence[str], payload: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The keys of the choices in this payload that the data stand for; None where they are of another."""
    of = payload.get("of", "")
    known = {marks.done(of): ""}
    for key, *_ in payload.get("choices", ()):
        known |= {mark(of, key): key for mark in _MARKS}
    found = [known.get(each) for each in data]
    return None if None in found else tuple(key for key in found if key)


def _buttons(row: Any) -> Iterator[Button]:
    for each in row if isinstance(row, list) else ():
        told = table(each)
        label, data = told.get("text"), marks.known(told.get("callback_data"))
        if data and isinstance(label, str):
            yield Button(label, data)


def _flipped(button: Button) -> Button:
    bare = button.label.removeprefix(TICK)
    return button._replace(label=TICK + bare if bare == button.label else bare)


def _in_order(buttons: Iterable[Button]) -> list[str]:
    placed = [each for each in buttons if each.data[0] == marks.RANK and _place(each)]
    return [each.data for each in sorted(placed, key=_place)]


def _place(button: Button) -> int:
    """1 for the first; 0: it has none."""
    return PLACES.find(button.label[0]) + 1 if button.label[1:2] == " " else 0


def _ranked(buttons: Sequence[Sequence[Button]], data: str) -> Iterator[list[Button]]:
    """The one pressed takes the place after the last; pressed again, it leaves it and the others move up."""
    order = _in_order(each for row in buttons for each in row)
    order = [each for each in order if each != data] if data in order else [*order, data][: len(PLACES)]
    for row in buttons:
        yield [_placed(each, order) if each.data[0] == marks.RANK else each for each in row]


def _placed(button: Button, order: Sequence[str]) -> Button:
    sign = f"{PLACES[order.index(button.data)]} " if button.data in order else ""
    return button._replace(label=sign + _bare(button.label))


def _bare(label: str) -> str:
    """The words without the sign of a tick or a place."""
    placed = label[:1] and label[0] in PLACES and label[1:2] == " "
    return label[2:] if placed else label.removeprefix(TICK)


def _how(outbound: Outbound, texts: Texts) -> str:
    """How to answer where there is no button for it."""
    told = dict(outbound.details)
    if outbound.picker != "number":
        return texts(f"telegram.how.{outbound.picker}")
    unit = texts("telegram.how.unit", unit=told["unit"]) if told.get("unit") else ""
    if "low" in told and "high" in told:
        low, high = f"{told['low']:g}", f"{told['high']:g}"
        return texts("telegram.how.range", low=low, high=high, unit=unit)
    return texts("telegram.how.number", unit=unit)


def _markup(rows: Iterable[Iterable[Button]]) -> Markup:
    return {
        "inline_keyboard": [
            [{"text": each.label, "callback_data": each.data} for each in row] for row in rows
        ]
    }


def _shown(choice: Choice) -> str:
    text = label(choice)
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    """As many in a row as fit, in rows of about the same length."""
    widest = max(_width(each.label) for each in buttons)
    most = next((count for width, count in _IN_A_ROW if widest <= width), 1)
    count = -(-len(buttons) // most)
    size = -(-len(buttons) // count)
    for start in range(0, len(buttons), size):
        yield list(buttons[start : start + size])


def _width(text: str) -> int:
    return sum(2 if character >= _WIDE else 1 for character in text)


def _written(choices: Sequence[Choice]) -> str:
    return "\n".join(
        each.label
        if each.label == each.key
        else f"{each.key if each.key.isdecimal() else place}. {each.label}"
        for place, each in enumerate(choices, 1)
    )
