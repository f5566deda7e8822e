"""What is due next of a complaint, by the policy's time limits."""

from datetime import datetime

from storage import definitions
from storage.domain import deadline


def due(state: str, since: datetime) -> tuple[datetime | None, str]:
    """What is due next in this state, and by when."""
    next_one = deadline.next_due(
        state=state, policy=definitions.policy(), calendar=definitions.calendar(), received_at=since
    )
    return (next_one.due_at, next_one.kind) if next_one else (None, "")
