"""What the customer says to our answer, or once it was put right, as it is heard: that they accept it or do
not, or want to know more. What comes of it: `bot.conversation.deciding`."""

from typing import Final

from bot.conversation import agreed, case_file, choosing, flatly, hearing, lately, plainly
from bot.conversation.at_hand import AFTERWARDS, ANSWERED, ASKED, CLOSED, WITHDRAW, AtHand, at_hand
from bot.conversation.attending import foremost, listening, to_add, waiting
from bot.conversation.context import ComplaintState
from bot.conversation.deciding import REFUSALS, noted, take
from bot.conversation.draft import PURPOSES
from bot.conversation.letter import Letter
from bot.conversation.letters.complaining import complains
from bot.conversation.letters.courtesy import clauses, polite
from bot.conversation.life import IN_SURVEY, LIFE
from bot.conversation.outright import another
from bot.conversation.turn import Turn, Wish
from nlp import read_answer

_NO_WISH: Final = (None, "question")
"""Wishes that in words to an answer of ours are none."""


def heard(turn: Turn) -> bool:
    """Whether the words are said to an answer of ours, where nothing else asks for them; then that is taken.
    In the middle of a survey, or with more beside it, it is asked whether it was meant so."""
    known = waiting(turn)
    if known is None or not (listening(turn) or _later(turn, known)):
        return False
    last = lately.verdict(turn) == known.number
    if turn.talk.state == "reopening" and not last:
        return False
    key, words = choosing.put(turn, known.state, last=last)
    if not key and foremost(turn, last=last) and (turn.mailed or last):
        key, words = _plainly(turn, known, last=last)
    if not key:
        return _reconsidered(turn, known) or _written(turn, known, last=last)
    agreed.by_going_on(turn)
    here, doubted = AtHand(known.number), choosing.doubted(turn, key, words)
    if not (doubted or turn.talk.state in IN_SURVEY):
        _taken(turn, here, key, words)
        return True
    if "open_case" not in LIFE.triggers(turn.talk.state):
        return False
    if words.strip():
        noted(turn, here, flatly.said(turn) if doubted else words)
    offer(turn, known)
    return True


def _reconsidered(turn: Turn, known: ComplaintState) -> bool:
    """Whether they say of this one, by its number, that they changed their mind: then it is asked again."""
    ways = choosing.numberless(turn, flatly.said(turn))
    if not (lately.named(turn) and any(hearing.put_in_any(turn, "goes_back", each) for each in ways)):
        return False
    agreed.by_going_on(turn)
    if "open_case" not in LIFE.triggers(turn.talk.state):
        return False
    offer(turn, known)
    return True


def _plainly(turn: Turn, known: ComplaintState, *, last: bool) -> tuple[str, str]:
    """A plain no said to our answer, or a plain yes to what was asked last: 没有 after the menu was shown may
    be said to that. In a mail stands what a no answers."""
    no, words = flatly.refused(turn, known.state, choosing.without_number(turn, flatly.said(turn)))
    if no:
        return choosing.WAYS[known.state]["refuses"], words
    return (choosing.agreed(turn, known.state) if last else ""), ""


def _taken(turn: Turn, here: AtHand, key: str, words: str) -> None:
    """With the wish that stands behind it: 不行，转人工; 不接受，给我案卷. Thanks tell nothing."""
    words = choosing.beside(turn, words)
    if words and case_file.asks(turn, words):
        case_file.tell(turn, here.number)
        words = ""
    take(turn, here, key, words)
    if words and read_answer("text", "", [], words).intent == "human":
        turn.wish = Wish("human")


def told(turn: Turn) -> bool:
    """Whether words that are no wish, where nothing else is asked, tell something: they go to staff, and it
    is asked again. So it is after what may be said to anything: 好的, 算了."""
    known, reading, text = waiting(turn), hearing.words(turn), turn.inbound.text.strip()
    if known is None or turn.mailed or not foremost(turn) or hearing.heard_in_any(turn, "thanks"):
        return False
    if _to_another(turn, known):
        return False
    adds = reading.intent == "complaint" and (turn.talk.state == "case" or not another(turn))
    nods = hearing.heard_in_any(turn, "nods")
    if not (adds or reading.intent in _NO_WISH) or not (nods or any(map(str.isalpha, text))):
        return False
    said = read_answer("yes_no", "", [], text)
    courtesy = hearing.courtesy(turn)
    if courtesy and said.value is None and said.guess is None:
        return False
    nothing = nods or (courtesy and (said.value is not None or said.guess is True))
    missing = reading.missing not in (None, "same")  # 老样子
    if not (nothing or missing or hearing.heard_in_any(turn, "all_told")):
        noted(turn, AtHand(known.number), text)
    offer(turn, known)
    return True


def _written(turn: Turn, known: ComplaintState, *, last: bool) -> bool:
    """The same of a letter, which may have a wish, a complaint of its own, or facts that were asked for. Of
    what is polite only 好的 may be a yes: then it is asked again."""
    if not isinstance(turn, Letter) or not foremost(turn, last=last):
        return False
    if _to_another(turn, known) or flatly.facts_asked(turn):
        return False
    words = flatly.said(turn)
    if last and _mere_yes(words):
        agreed.by_going_on(turn)
        offer(turn, known)
        return True
    if polite(turn, words) or plainly.wished(turn) or hearing.words(turn).intent not in _NO_WISH:
        return False
    if complains(turn):
        return False
    agreed.by_going_on(turn)
    noted(turn, AtHand(known.number), words)
    if "open_case" in LIFE.triggers(turn.talk.state):
        offer(turn, known)
    return True


def _mere_yes(words: str) -> bool:
    """好的. Beside thanks it only takes note."""
    said = [read_answer("yes_no", "", [], each) for each in clauses(words)]
    return bool(said) and all(each.value is True and not (each.comment or each.intent) for each in said)


def _later(turn: Turn, known: ComplaintState) -> bool:
    """Whether it was asked after what is open of a complaint, so that words plainly said to it are."""
    here = at_hand(turn.talk)
    if turn.talk.state != "case" or here.key or here.asked == WITHDRAW:
        return False
    if known.number != here.number and known.number in turn.inbound.text:
        return True
    if here.asked in AFTERWARDS:
        return known.state == ANSWERED
    if here.asked in ASKED:
        return False
    return to_add(turn) or (here.number == known.number and not known.waits)


def _to_another(turn: Turn, known: ComplaintState) -> bool:
    """Whether what is told is added to another complaint, which is at hand."""
    return turn.talk.state == "case" and at_hand(turn.talk).number != known.number


def offer(turn: Turn, known: ComplaintState) -> None:
    """Ask what they say to it."""
    turn.move("open_case", fact=AtHand(known.number).fact(known.state))
    turn.ask()


def pressed(turn: Turn) -> bool:
    """Whether a button below an answer was pressed, however long ago; then that is taken, if it still waits
    for it. The complaint is the customer's own: nobody else's is among those known here."""
    kind, _, number = turn.inbound.of.partition(".")
    known = next((each for each in turn.context.complaints if each.number == number), None)
    keys = turn.inbound.keys
    if kind != "verdict" or known is None or known.kind in PURPOSES or len(keys) != 1:
        return False
    late = known.state == CLOSED and keys[0] in REFUSALS
    if not late and (known.state not in ASKED or keys[0] not in choosing.KEYS):
        return False
    take(turn, AtHand(number), keys[0], "")
    return True


def answered(turn: Turn) -> bool:
    """Whether the words answer what is asked in the state `case`, if it is accepted; then that is taken."""
    here = at_hand(turn.talk)
    if here.asked not in ASKED:
        return False
    shown = [each.key for each in turn.open.outbound.choices]
    key, words = choosing.put(turn, here.asked, last=True)
    key = key or hearing.picked(turn, turn.open)
    if not key:
        key, words = choosing.yes_or_no(turn, here.asked)
    if key not in shown or key == "all_told" or choosing.doubted(turn, key, words):
        return False
    _taken(turn, here, key, words)
    return True
