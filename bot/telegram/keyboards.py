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
LONGEST_LABEL: Final = 64
MOST_BUTTONS: Final = 99  # Telegram shows a hundred; one hands in what is ticked

Markup = dict[str, Any]

_IN_A_ROW: Final = ((4, 6), (10, 3), (16, 2))  # up to this width of the widest label: so many
_WIDE: Final = "\u2e80"  # from here on a character is about as wide as two letters


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
    choices = outbound.choices
    if len(choices) > MOST_BUTTONS or any(len(label(each)) > LONGEST_LABEL for each in choices):
        text = f"{text}\n{_written(choices)}"
    *before, last = pieces(text)
    return (*(Part(piece, None) for piece in before), Part(last, keyboard(outbound, texts)))


_asked = lru_cache(maxsize=512)(_said)
"""A question of a survey is asked of many, and nobody's own words are in it: it alone is remembered."""


def keyboard(outbound: Outbound, texts: Texts) -> Markup | None:
    """The choices as buttons; None where there are none, or more than Telegram shows."""
    choices = outbound.choices
    if not choices or len(choices) > MOST_BUTTONS:
        return None
    mark = marks.tick if outbound.many else marks.single
    buttons = [Button(_shown(each), mark(outbound.of, each.key)) for each in choices]
    rows = list(_rows(buttons))
    if outbound.many:
        rows.append([Button(texts("telegram.done"), marks.done(outbound.of))])
    return _markup(rows)


def label(choice: Choice) -> str:
    """The words on a button."""
    text = f"{choice.icon} {choice.label}" if choice.icon else choice.label
    return " ".join(text.split()).removeprefix(TICK.strip()).strip() or choice.key


def answered(text: str, labels: Iterable[str]) -> str:
    """The text of a question after its answer: what was picked stands below, where there is room."""
    chosen = "、".join(labels)
    whole = f"{text}\n{TICK}{chosen}"
    return whole if chosen and len(pieces(whole)) == 1 else text


def picked(heard: Heard) -> list[str]:
    """The labels of the buttons that were picked, as they stand under the message."""
    keys, of = heard.inbound.keys, heard.inbound.of
    names = {mark(of, key) for key in keys for mark in (marks.single, marks.tick)}
    return [each.label.removeprefix(TICK) for row in rows(heard.markup) for each in row if each.data in names]


def toggled(markup: Any, data: str) -> Markup:
    """The keyboard with the tick at this button set, or taken away."""
    return _markup([[_flipped(each) if each.data == data else each for each in row] for row in rows(markup)])


def ticked(markup: Any) -> list[str]:
    """The data of the buttons that are ticked."""
    return [
        each.data
        for row in rows(markup)
        for each in row
        if each.label.startswith(TICK) and each.data.startswith(marks.TICK)
    ]


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
        known |= {marks.single(of, key): key, marks.tick(of, key): key}
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
