"""What stands on all our mails: who writes, from where, and the addresses that lead back."""

from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from bot.mail import tokens
from bot.mailing import links
from storage.secret import reply_key
from storage.settings import Settings


@dataclass(frozen=True, slots=True)
class Letterhead:
    """`door` is the customers' door as seen from outside, empty where it cannot be. `token` knows a talk and
    whose it is. `settings` is the page on which staff choose where they are told,
    `logo` a PNG."""

    organisation: str
    address: str
    subaddress: bool
    door: str
    timezone: tzinfo
    settings: str
    logo: bytes = field(default=b"", repr=False)

    @property
    def domain(self) -> str:
        """What our Message-IDs end with."""
        return self.address.rpartition("@")[2]

    def reply_to(self, token: str) -> str:
        """Where answers to this talk go (RFC 5233)."""
        local, _, domain = self.address.rpartition("@")
        return f"{local}+{token}@{domain}" if self.subaddress else self.address

    def message_id(self, token: str, seq: int) -> str:
        """The Message-ID of what is said in this talk under this number: the same at each try."""
        return f"<{token}.{seq}@{self.domain}>"

    def on_the_web(self, conversation_id: int, day: int) -> str:
        """The link to go on with this talk in the web chat; empty where nobody could follow it."""
        return f"{self.door}{links.web(conversation_id, day)}" if self.door else ""

    def leaving(self, conversation_id: int) -> str:
        """The link that ends it."""
        return f"{self.door}{links.leave(conversation_id)}" if self.door else ""

    def leaving_by_mail(self, token: str) -> str:
        """The mail that ends it (RFC 6068): also where the address alone does not say whose talk it is."""
        code = "" if self.subaddress else f"%20%5B{token}%5D"
        return f"mailto:{self.reply_to(token)}?subject=unsubscribe{code}"


def letterhead(settings: Settings) -> Letterhead:
    """As it is set up."""
    return Letterhead(
        settings.organisation,
        settings.mail_from,
        settings.mail_subaddress,
        settings.bot_url.rstrip("/"),
        ZoneInfo(settings.timezone),
        f"{settings.admin_address}/me",
        settings.picture,
    )


def token(conversation_id: int, customer_id: int) -> str:
    """The token that leads back to this talk, and is good for its customer alone."""
    return tokens.sign(reply_key(), conversation_id, customer_id)
