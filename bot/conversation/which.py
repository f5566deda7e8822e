"""What is said where it is asked whether a complaint is to be withdrawn, or which of several is."""

from bot.conversation import flatly, hearing
from bot.conversation.letters.courtesy import clauses
from bot.conversation.turn import Turn
from nlp import read_answer


def said(turn: Turn) -> str:
    """The choice that the words make, or one of their clauses does: 不用了，接着办吧; 嗯，撤吧."""
    answer = hearing.yes_or_no(turn)
    if answer is not None:
        return "withdraw_it" if answer else "keep_it"
    words = flatly.said(turn)
    parts = [words, *(each.strip() for each in clauses(words))]
    for key, ways in {"keep_it": ("keeps", "hold"), "withdraw_it": ("retracts", "agrees")}.items():
        if any(hearing.put_in_any(turn, way, each) for way in ways for each in parts):
            return key
    return "keep_it" if _denies(parts[1:]) else ""


def _denies(parts: list[str]) -> bool:
    """Whether the first of several clauses is a plain no: 不是，我说的是上次那个."""
    if not parts[1:]:
        return False
    reading = read_answer("yes_no", "", [], parts[0])
    return reading.value is False and not (reading.comment or reading.intent or reading.missing)


def one(turn: Turn) -> str:
    """Which of several is meant by its place: 后面那件; `all` of them; or none: 都不撤; 算了."""
    words, missing = flatly.said(turn), hearing.words(turn).missing
    no = hearing.yes_or_no(turn) is False or missing in ("none", "refused")
    if no or hearing.put_in_any(turn, "keeps", words):
        return "keep_it"
    if hearing.put_in_any(turn, "all_of_them", words):
        return "all"
    return placed(turn, words, [each.key for each in turn.open.outbound.choices if each.key != "keep_it"])


def placed(turn: Turn, words: str, numbers: list[str]) -> str:
    """The one of these numbers that the words call by its place in them; empty where they call none."""
    found = hearing.put(turn, "nth", words)
    if found is None or not numbers:
        return ""
    if found["last"] or found["first"]:
        return numbers[-1 if found["last"] else 0]
    place = hearing.number_called(turn, found)
    return numbers[place - 1] if 0 < place <= len(numbers) else ""
