"""A complaint, a suggestion or praise while it is being told."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

FACTS = ("product", "order_number", "occurred", "remedy")
"""What is asked for after the story, in this order (GB/T 19012 annex)."""

PURPOSES = ("suggestion", "praise")
"""What else than a complaint can be told (`storage.domain.handling.OUTCOMES`)."""


@dataclass(frozen=True, slots=True)
class Draft:
    """`story` is in the customer's own words. A fact is None until asked for or found, empty when skipped.

    `begun` is when the message came that it began with, as ISO 8601: from there on an anonymous one is
    concealed. `purpose` is one of PURPOSES; empty: it is a complaint. Nothing is asked of what is none.
    """

    story: str = ""
    product: str | None = None
    order_number: str | None = None
    occurred: str | None = None
    remedy: str | None = None
    begun: str = ""
    purpose: str = ""

    @property
    def open(self) -> tuple[str, ...]:
        """The facts neither told nor skipped, in the order of asking."""
        return () if self.purpose else tuple(fact for fact in FACTS if getattr(self, fact) is None)

    @property
    def missing(self) -> str:
        """The next fact to ask for, or empty."""
        return next(iter(self.open), "")

    @property
    def known(self) -> dict[str, str]:
        """The facts that were told."""
        return {fact: told for fact in FACTS if (told := getattr(self, fact))}

    def told(self, words: str, facts: Mapping[str, str]) -> "Draft":
        """The draft with more of the story, and with the facts found in it."""
        return replace(self, story=f"{self.story}\n{words}".strip(), **facts)

    def row(self) -> dict[str, str | None]:
        """What is kept of it."""
        return asdict(self)
