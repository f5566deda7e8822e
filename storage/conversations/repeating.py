"""A question asked once more, though the customer has said nothing since."""

from typing import Any


def repeated(payload: dict[str, Any]) -> dict[str, Any]:
    """This `Outbound` as it is said later: without the apology for what was not understood then."""
    rest = {name: told for name, told in payload.items() if name != "plain"}
    return {**rest, "text": payload.get("plain", payload["text"])}
