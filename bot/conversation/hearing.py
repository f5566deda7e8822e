"""What a text means where no question of a survey is open: a choice on show, a wish, or a story."""

from bot.conversation.effects import Say
from bot.conversation.turn import Turn, Wish
from nlp import Reading, read_answer


def words(turn: Turn) -> Reading:
    """The text as free words, which may hold a wish."""
    return read_answer("text", turn.open.outbound.text, [], turn.inbound.text)


def picked(turn: Turn, shown: Say) -> str:
    """The key of the choice that the text names and says no more than; empty where it names none."""
    options = [(each.key, each.label) for each in shown.outbound.choices]
    reading = read_answer("single", shown.outbound.text, options, turn.inbound.text)
    plain = reading.outcome == "answer" and not reading.comment and not reading.intent
    return str(reading.value) if plain and reading.value is not None else ""


def names(turn: Turn, key: str) -> bool:
    """Whether the text is just the label of this choice; a number is none, for people may tell numbers."""
    return turn.inbound.text.strip(" 。.!！~") == turn.context.texts(f"chat.choice.{key}")


def wish(reading: Reading) -> Wish | None:
    """The wish in a reading, with what was told beside it."""
    return Wish(reading.intent, told(reading)) if reading.intent else None


def told(reading: Reading) -> str:
    """The customer's words, where they tell more than the value and the wish read from them; else empty."""
    written = reading.comment or (reading.value if isinstance(reading.value, str) else "")
    left = written
    for heard in reading.because:
        left = left.replace(heard, "")
    return written if sum(map(str.isalnum, left)) >= 4 else ""
