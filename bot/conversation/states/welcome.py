"""Consent asked: nothing of a survey or a complaint before a yes."""

from bot.conversation import complaining, hearing, purposes, surveying
from bot.conversation.at_hand import ASIDE
from bot.conversation.draft import Draft
from bot.conversation.effects import Consent
from bot.conversation.turn import Turn, Wish
from nlp import read_answer


def text(turn: Turn) -> None:
    """What is said while consent is open. Whose complaint is begun may rather not complain after all."""
    if meant := purposes.rather(turn):
        turn.wish = meant
    elif turn.talk.draft is not None and _lets_be(turn, turn.talk.draft):
        dropped = f"{purposes.section(turn.talk.draft)}.dropped"
        turn.keep(draft=None, fact="", unnamed=False)
        turn.ask_after(dropped)
    else:
        _answered(turn)


def _lets_be(turn: Turn, draft: Draft) -> bool:
    return bool(hearing.heard(turn, "no_complaint") or (draft.purpose and hearing.heard(turn, "let_drop")))


def _answered(turn: Turn) -> None:
    """Yes or no in words, or a wish. A yes that says more may be none (对了，…), or on terms."""
    texts = turn.context.texts
    options = [("yes", texts("chat.choice.agree")), ("no", texts("chat.choice.refuse"))]
    question = turn.open.outbound.text.rpartition("\n")[2]  # what stands before it (可以跳过) asks for no yes
    reading = read_answer("yes_no", question, options, turn.inbound.text)
    if hearing.heard_in_any(turn, "begin"):
        _begins(turn)
    elif hearing.heard_in_any(turn, "not_yet"):
        turn.wish = Wish("later")
    elif hearing.heard_in_any(turn, "rather_not"):
        picked(turn, ("refuse",))
    elif reading.value is True and reading.intent == "unsubscribe":  # 可以但别打电话
        turn.puzzled()
    elif reading.intent:
        plain = hearing.words(turn)  # 我的投诉 asks where it stands
        turn.wish = purposes.heard(turn, hearing.wish(plain if plain.intent == "status" else reading))
    elif reading.outcome == "answer" and reading.value is False:
        picked(turn, ("refuse",))
    elif reading.outcome == "answer" and reading.value is True and not hearing.beside(reading):
        _said_yes(turn)
    elif turn.talk.draft is not None and not hearing.courtesy(turn) and complaining.tells(turn.inbound.text):
        _told(turn)
    elif hearing.courtesy(turn):
        turn.ask()
    else:
        _of_their_data(turn)


def _told(turn: Turn) -> None:
    """More of what is begun, or something of another kind."""
    turn.wish = purposes.other(turn)
    if not turn.wish:
        complaining.noted(turn, turn.inbound.text)


def _of_their_data(turn: Turn) -> None:
    """They want to see what is kept of them, or to have it gone; they suggest, praise or complain of
    something; or it is not clear what they want."""
    turn.wish = purposes.opening(turn, hearing.wished(turn, ("erase", "export")))
    if not turn.wish:
        turn.puzzled()


def _begins(turn: Turn) -> None:
    """Who says so in another language than the notice is in reads it in theirs first."""
    if turn.welcomed:
        picked(turn, ("agree",))
    else:
        turn.ask()


def _said_yes(turn: Turn) -> None:
    """After something else was told, 好的 may take note of that: there only what says it outright agrees."""
    outright = hearing.picked(turn, turn.open) == "agree" or hearing.heard(turn, "changed_mind")
    if turn.talk.fact == ASIDE and not outright:
        turn.ask()
    else:
        picked(turn, ("agree",))


def picked(turn: Turn, keys: tuple[str, ...]) -> None:
    """The yes or the no."""
    if keys == ("agree",):
        agree(turn)
    elif keys == ("refuse",):
        turn.wish = Wish("refuse_consent")
    else:
        turn.puzzled()


def agree(turn: Turn) -> None:
    """On to the complaint that was wished for before, else to the survey on offer, else to the
    menu. What was asked for and is gone meanwhile is not agreed to: what is on offer instead, they have not
    seen yet."""
    if turn.context.gone:
        turn.ask()
        return
    version = surveying.notice(turn)
    turn.do(Consent(version, given=True))
    turn.move("agree", consent=version)
    draft = turn.talk.draft
    if draft:
        if draft.story and not draft.purpose:
            turn.say("story.kept")
        complaining.resume(turn)
    elif turn.context.invited or (turn.context.survey and not surveying.completed(turn)):
        surveying.begin(turn)
    else:
        turn.ask()
