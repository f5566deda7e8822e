"""Wishes where consent is not given, or no longer."""

from bot.conversation import inviting, purposes, surveying, withdrawing
from bot.conversation.complaining import as_complaint, as_other, begun, tells
from bot.conversation.draft import PURPOSES
from bot.conversation.effects import Consent
from bot.conversation.turn import Turn, Wish


def complaint_first(turn: Turn, wish: Wish) -> None:
    """Before consent: what was told is kept until the customer says yes or no. What is begun as something
    else is told to its end first, unless it is a complaint after all."""
    words = wish.words if tells(wish.words) else ""
    purpose = wish.intent if wish.intent in PURPOSES else ""
    draft = begun(turn, purpose)
    meant = purposes.rather(turn)
    if purpose and draft.purpose != purpose and not (meant and meant.intent == purpose):
        turn.ask_after("purpose.first")
        return
    draft = as_other(draft, purpose, words) if purpose else as_complaint(turn, draft, words)
    turn.keep(draft=draft, cases=turn.talk.cases + 1, fact="", tries=0)
    if turn.talk.state == "declined":
        turn.move("greet")
    turn.say("consent.first")
    turn.do(turn.open)


def refuse(turn: Turn, _: Wish) -> None:
    """No consent, or no longer: nothing more is asked and what was begun ends."""
    inviting.declined(turn)
    surveying.end(turn)
    turn.do(Consent(turn.talk.consent or surveying.notice(turn), given=False))
    turn.move("decline", consent="", draft=None, fact="", guess=None, unnamed=False)
    turn.ask()


def withdraw(turn: Turn, wish: Wish) -> None:
    """Plain words withdraw at once, and so does who was asked already. The rest may mean calls, or today, or
    be nothing but a grumble."""
    if turn.talk.state == "leaving" or withdrawing.plain(turn):
        refuse(turn, wish)
    else:
        ask_first(turn, wish)


def ask_first(turn: Turn, _: Wish) -> None:
    """Who wants no more messages, and answers in the same breath, may mean calls, or today."""
    turn.move("offer_leaving", guess=None)
    turn.ask()


def come_back(turn: Turn, _: Wish) -> None:
    """Who said no may change their mind; consent is asked again. All else has to wait for it."""
    if turn.talk.state == "declined":
        turn.move("greet")
    if turn.welcomed:
        turn.say("consent.needed")
    turn.ask()


def no_more(turn: Turn, _: Wish) -> None:
    """Before consent, to stop is to say no; who has said so already is left in peace."""
    if turn.talk.state == "declined":
        turn.ask()
    else:
        refuse(turn, _)
