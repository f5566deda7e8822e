"""Settings, some of which may be chosen in the browser (`storage.options`) where the environment has none."""

from collections.abc import Hashable, Mapping
from hashlib import sha256
from typing import Any, Final

from pydantic import PrivateAttr
from pydantic_settings import BaseSettings

CHOSEN: Final[Mapping[str, tuple[str, ...]]] = {
    "organisation": ("organisation",),
    "address": ("bot_url",),
    "telegram": ("telegram_token", "telegram_name"),
    "mail": ("mail_from", "smtp_url", "imap_url", "mail_subaddress"),
}
"""What may be chosen in the browser too (`storage.options`), where the environment says nothing: by what
belongs together. Where it says the first of them, or another address, it says them all."""

LEADING: Final = frozenset(("organisation", "bot_url", "telegram_token", "mail_from", "smtp_url", "imap_url"))
"""Those of them that nothing else of theirs is chosen beside."""


class Chosen(BaseSettings):
    """What holds, whoever said it. The object stays the same while what is chosen changes: who holds it sees
    that."""

    _fixed: frozenset[str] = PrivateAttr(default=frozenset())
    _chosen: Hashable = PrivateAttr(default=None)
    _own: frozenset[str] = PrivateAttr(default=frozenset())
    _logo: bytes = PrivateAttr(default=b"")

    def model_post_init(self, context: Any, /) -> None:  # noqa: ARG002 - pydantic's own signature
        """What the environment says goes before what is chosen later; an empty variable says nothing."""
        self._fixed = frozenset(name for name in self.model_fields_set if getattr(self, name) != "")

    def fixed(self, name: str) -> bool:
        """Whether the environment says this, so that nothing can be chosen in its place."""
        group = next((group for group in CHOSEN.values() if name in group), (name,))
        return name in self._fixed or any(each in self._fixed for each in group if each in LEADING)

    def choose(self, chosen: Mapping[str, Any], mark: Hashable, logo: bytes = b"") -> frozenset[str]:
        """These are in force where the environment says nothing, and of what was chosen before and is no
        more, what it usually is; which are others than before. `mark` tells one choice from the next; `logo`
        is a PNG."""
        own = frozenset(name for name in chosen if not self.fixed(name))
        gone = {name: type(self).model_fields[name].default for name in self._own - own}
        new = gone | {name: chosen[name] for name in own}
        self._chosen, self._own = mark, own
        changed = frozenset(name for name, value in new.items() if getattr(self, name) != value)
        for name in changed:
            setattr(self, name, new[name])
        changed |= {"logo"} if logo != self._logo else set()
        self._logo = logo
        return changed

    @property
    def logo(self) -> str:
        """What tells the organisation's logo from another; empty: it has none."""
        return sha256(self._logo).hexdigest()[:16] if self._logo else ""

    @property
    def picture(self) -> bytes:
        """The organisation's logo as PNG; empty: it has none."""
        return self._logo

    @property
    def chosen(self) -> Hashable:
        """The mark of the choice in force; None: nobody has looked yet."""
        return self._chosen
