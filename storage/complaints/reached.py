"""How who complained is reached: kept sealed, found whole, masked in the record of what was changed."""

from collections.abc import Mapping
from typing import Any, Final

from storage.customers import contacting
from storage.domain.customer import masked_address, plain

FIELD: Final = "contact"


def found_by(values: Mapping[str, Any]) -> dict[str, str]:
    """What is kept beside these columns of a complaint, so that their contact is found."""
    return {"contact_digest": digest(values[FIELD])} if FIELD in values else {}


def digest(contact: str) -> str:
    """By which it is found, however it is written; empty for none. See `contacting.digests`."""
    kinds = ("email", "phone", "wechat")
    kind = next((each for each in kinds if plain(each, contact)), "")
    return contacting.digest(kind, contact) if kind else ""


def told(field: str, value: Any) -> Any:
    """The value of a field as the record of changes has it."""
    return masked_address(value) if field == FIELD and value else value
