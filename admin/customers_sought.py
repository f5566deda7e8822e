"""What the list of customers is asked for in its address; what is not offered leaves all in."""

from collections.abc import Mapping
from urllib.parse import urlencode

from admin import choosing
from storage.domain.customer import KINDS
from storage.queries.customer_list import ONLY, ORDERS, Asked


def asked(query: Mapping[str, str]) -> Asked:
    """What the address asks for."""
    return Asked(
        only=offered(query.get("only", ""), ONLY),
        kind=offered(query.get("kind", ""), KINDS),
        segment=query.get("segment", "")[: choosing.LONGEST],
        order=offered(query.get("order", ""), ORDERS),
        words=query.get("q", "").strip()[: choosing.LONGEST],
        after=choosing.key(query.get("after", "")) or 0,
    )


def offered(typed: str, choices: tuple[str, ...]) -> str:
    """The choice that was typed; none where it is not offered."""
    return typed if typed in choices else ""


def address(wanted: Asked) -> str:
    """The list of these."""
    told = {"q": wanted.words, **{name: value for name, value in wanted._asdict().items() if name != "words"}}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"/customers?{query}" if query else "/customers"
