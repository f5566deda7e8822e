"""The complaint as it was understood: the customer confirms it, corrects it or lets it be."""

from bot.conversation import complaining, hearing, purposes, registering, stating
from bot.conversation.states import correcting
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """What it is rather than that; else what is said to the complaint, or to what is on offer."""
    if wish := purposes.rather(turn):
        turn.wish = wish
    elif turn.talk.draft and turn.talk.draft.purpose:
        offered(turn)
    else:
        summed_up(turn)


def summed_up(turn: Turn) -> None:
    """A choice in words, a yes or no, the name of a fact, a wish; whatever else belongs to the story."""
    key = hearing.picked(turn, turn.open) or _submits(turn) or correcting.labelled(turn)
    reading = read_answer("yes_no", turn.open.outbound.text, [], turn.inbound.text)
    if hearing.no_complaint(turn) or hearing.heard_in_any(turn, "let_drop"):
        turn.wish = Wish("cancel")
    elif hearing.heard(turn, "anonymously"):
        picked(turn, ("anonymous",))
    elif key:
        picked(turn, (key,))
    elif hearing.heard_in_any(turn, "hold"):
        turn.ask_after("summary.held")
    elif hearing.heard_in_any(turn, "what_next"):
        turn.ask_after("summary.next")
    elif hearing.heard_in_any(turn, "rewrite"):
        picked(turn, ("edit",))
    elif isinstance(reading.value, bool) and not (reading.comment or hearing.heard_in_any(turn, "turns_to")):
        picked(turn, ("submit" if reading.value else "edit",))
    elif not stating.corrected(turn, turn.inbound.text):
        added(turn)


def offered(turn: Turn) -> None:
    """A suggestion or praise is to be registered or not; whatever else belongs to it, or is a wish."""
    key = hearing.picked(turn, turn.open)
    if key:
        picked(turn, (key,))
    elif purposes.declined(turn):
        turn.wish = Wish("cancel")
    elif hearing.heard(turn, "anonymously"):
        picked(turn, ("anonymous",))
    elif purposes.agreed(turn):
        picked(turn, ("submit",))
    elif hearing.heard_in_any(turn, "rewrite"):
        picked(turn, ("edit",))
    elif wish := hearing.wish(hearing.words(turn)) or purposes.other(turn):
        turn.wish = wish
    else:
        added(turn)


def _submits(turn: Turn) -> str:
    """提交, where it is offered with and without a name; 送出; 就这样提交吧."""
    if hearing.heard_in_any(turn, "submits"):
        return "submit"
    return hearing.named(turn.inbound.text, [("submit", turn.context.texts("chat.choice.submit"))])


def added(turn: Turn) -> None:
    """More of the story, with what it corrects."""
    reading = hearing.words(turn)
    if reading.intent == "skip":
        turn.ask_after("summary.skip")
    elif isinstance(reading.value, str) and _said_already(turn, reading.value):
        turn.ask()
    elif isinstance(reading.value, str):
        complaining.told(turn, reading.value)
    elif reading.intent:
        turn.wish = hearing.wish(reading)
    else:
        turn.puzzled()


def _said_already(turn: Turn, words: str) -> bool:
    """Whether it is no more than a fact that stands in the summary."""
    draft, said = turn.talk.draft, words.strip(" 。.!！")
    return draft is not None and said in draft.known.values()


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """Hand it in, with or without a name, correct it (then: what of it), or drop it. Who wished for it before
    hands it in without one."""
    match keys:
        case ("submit" | "register",) if not turn.talk.unnamed:
            registering.register(turn)
        case ("named",):
            registering.register(turn)
        case ("anonymous" | "submit" | "register",):
            registering.register_anonymous(turn)
        case ("edit" | "cancel" as wish,):
            turn.wish = Wish(wish)
        case ("not_needed",):
            turn.wish = Wish("cancel")
        case _ if turn.talk.draft and turn.talk.draft.purpose:
            turn.puzzled()
        case _:
            correcting.picked(turn, keys)
