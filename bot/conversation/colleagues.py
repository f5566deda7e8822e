"""What staff say where they are told is no customer's: 收到，我马上处理. It is kept as said, and answered by
where such things are seen to; no survey, no complaint. Who plainly means to be a customer there is one: by
the word for it, a button, a link; then until what they began is over."""

from typing import Final

from bot.conversation import alerting
from bot.conversation.letter import MAIL
from bot.conversation.talk import Talk
from bot.message import Inbound, Outbound
from storage.domain.locale import Texts

_AT_REST: Final = ("new", "welcome", "declined", "menu")
_AROUND: Final = ' \t\r\n。.!！“”"「」'


def speak(talk: Talk, inbound: Inbound, texts: Texts) -> bool:
    """Whether this, said where a member of staff is told, is not said as a customer."""
    pressed = inbound.kind == "choice" or bool(inbound.start or alerting.typed(inbound).start)
    begun = talk.state not in _AT_REST or talk.draft is not None
    return not (pressed or begun or inbound.text.strip(_AROUND) == texts("chat.alerts.customer"))


def answer(talk: Talk, inbound: Inbound, texts: Texts, page: str) -> Outbound | None:
    """What is said to it, with the link to their `page`; nothing to the file of a mail, whose words come
    after it, to another file of one album, or to a word put right."""
    mailed = inbound.channel == MAIL and inbound.kind == "file"
    again = inbound.kind == "file" and inbound.album and inbound.album == talk.album
    if mailed or again or inbound.kind == "edit":
        return None
    return Outbound(texts("chat.alerts.hint", link=page, words=texts("chat.alerts.customer")), to_staff=True)
