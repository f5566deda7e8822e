"""What a customer may want in any state besides answering: one table for each side of consent."""

from collections.abc import Callable, Mapping

from bot.conversation import case_file, inviting, surveying
from bot.conversation.answering import all_asked
from bot.conversation.at_hand import looked_up
from bot.conversation.draft import PURPOSES
from bot.conversation.life import AGREED
from bot.conversation.prompts import erased_first
from bot.conversation.turn import Turn, Wish
from bot.conversation.wishes import calling, consenting, moving, speaking, telling

_STAYING = {
    "help",
    "status",
    "case_file",
    "promises",
    "language",
    "abuse",
    "question",
    "offtopic",
    "back",
    "edit",
    "skip",
    "restart",
}
"""Wishes after which the reason of a low score is still asked for, or answered by them."""


_TOLD = {"elsewhere", "human", "export", "status", "case_file", "promises"}
"""Wishes that are answered, before consent too, by something that 好的 may take note of."""


def grant(turn: Turn, wish: Wish) -> None:
    """Do what the customer wants, or say why not and what else; then what was open is asked again."""
    state = turn.talk.state
    if all_asked(turn) and (state == "asking" or (state == "reason" and wish.intent not in _STAYING)):
        surveying.complete(turn)
    if erased_first(turn.talk) or (looked_up(turn.talk) and wish.intent not in _ANY_TIME):
        turn.keep(fact="")  # another wish comes first
    turn.aside = turn.aside or wish.intent in _TOLD
    table = AFTER_CONSENT if turn.talk.state in AGREED else BEFORE_CONSENT
    if wish.intent in table:
        table[wish.intent](turn, wish)
    else:
        turn.puzzled()


_ANY_TIME: Mapping[str, Callable[[Turn, Wish], None]] = {
    "help": telling.help_,
    "human": calling.human,
    "erase": calling.own_data,
    "export": calling.own_data,
    "crisis": calling.crisis,
    "status": telling.status,
    "case_file": case_file.handed_over,
    "promises": telling.promises,
    "language": speaking.language,
    "abuse": telling.told("abuse"),
    "question": telling.told("question"),
    "offtopic": telling.told("offtopic"),
}

AFTER_CONSENT: Mapping[str, Callable[[Turn, Wish], None]] = {
    **_ANY_TIME,
    "complaint": moving.complaint,
    **dict.fromkeys(PURPOSES, moving.complaint),
    "menu": moving.menu,
    "later": moving.later,
    "elsewhere": moving.elsewhere,
    "cancel": moving.cancel,
    "unsubscribe": consenting.withdraw,
    "leave": consenting.ask_first,
    "survey": moving.survey,
    "go_on": moving.go_on,
    "skip": moving.skip,
    "back": moving.back,
    "edit": moving.edit,
    "restart": moving.restart,
    "pass": inviting.passed,
    "refuse_consent": consenting.withdraw,
    "wrong_person": consenting.refuse,
}

BEFORE_CONSENT: Mapping[str, Callable[[Turn, Wish], None]] = {
    **_ANY_TIME,
    "complaint": consenting.complaint_first,
    **dict.fromkeys(PURPOSES, consenting.complaint_first),
    "later": moving.later_first,
    "elsewhere": moving.elsewhere_first,
    **dict.fromkeys(("cancel", "unsubscribe", "leave"), consenting.no_more),
    **dict.fromkeys(("refuse_consent", "wrong_person"), consenting.no_more),
    **dict.fromkeys(
        ("menu", "survey", "go_on", "skip", "back", "edit", "restart", "pass"), consenting.come_back
    ),
}
