"""All that a step says, as one mail."""

from dataclasses import replace
from typing import Final

from bot.conversation import surveying
from bot.conversation.effects import Say
from bot.conversation.letter import Letter
from bot.conversation.letters.asks import asks, facts
from bot.conversation.letters.filing import refused
from bot.conversation.letters.listing import listed
from bot.conversation.letters.offering import how, offer, offers, told
from bot.conversation.letters.strangers import pictured
from bot.conversation.letters.supplying import open_facts
from bot.conversation.life import IN_SURVEY
from bot.conversation.turn import Turn
from bot.message import Outbound

_BETWEEN: Final = "\n\n"


def compose(turn: Turn) -> None:
    """Put one mail in the place of all that this step says; what it asks is asked in it."""
    if not isinstance(turn, Letter):
        return
    says = [each for each in turn.effects if type(each) is Say]
    unkept, wordless = refused(turn.inbound, turn.context.texts), pictured(turn)
    turn.keep(files=())
    if not says and not unkept:
        return
    mark = _mark(turn)
    asking = says[-1].outbound if mark and says and says[-1].outbound.of == mark else None
    lead = [*(each.outbound.text for each in (says[:-1] if asking else says)), *unkept]
    mail = told([*lead, _about(turn)]) if wordless else _mail(turn, lead, asking)
    rest = [each for each in turn.effects if type(each) is not Say]
    turn.effects = [*rest, Say(replace(mail, language=turn.context.language))] if mail.text else rest


def _about(turn: Letter) -> str:
    return turn.context.texts("chat.mail.stranger.picture", organisation=turn.context.organisation)


def _mark(turn: Letter) -> str:
    """The mark of what is open; empty where the survey that it belongs to is not at hand."""
    if turn.talk.state in IN_SURVEY and not surveying.at_hand(turn):
        return ""
    return turn.open.outbound.of


def _mail(turn: Letter, lead: list[str], asking: Outbound | None) -> Outbound:
    if turn.facts:
        return told([*lead, turn.context.texts("chat.mail.complaint.facts")], facts(turn))
    if asking is None:
        return told(lead)
    if turn.talk.state in IN_SURVEY:
        return _survey(turn, lead)
    if offers(turn) and not open_facts(turn):
        return offer(turn, lead)
    if turn.talk.state == "menu" and lead:
        return told(lead)
    return replace(asking, text=_BETWEEN.join([*lead, asking.plain or asking.text]), plain="")


def _survey(turn: Letter, lead: list[str]) -> Outbound:
    """The open questions of the section; that they are asked again is said right above them."""
    turn.keep(listed=listed(turn.talk, turn.context))
    asked, texts = asks(turn), turn.context.texts
    if not asked:  # the web link stays
        return replace(told(lead), details=(("web", True),))
    if turn.unclear:
        first = [texts(f"chat.mail.{turn.unclear}")]
    elif turn.talk.tries:
        first = []
    else:
        first = [texts("chat.mail.next") if turn.answered else how(turn, asked)]
    return replace(told([*lead, *first], asked), of=turn.open.outbound.of)
