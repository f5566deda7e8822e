"""What came of a run of `bench conv` in one of our databases: counts, and some talks word for word."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, func, select

from storage import db
from storage.tables import answers, conversations, metadata, outbox, responses

Talks = dict[str, dict[str, list[str]]]
"""By customer: all that was said to them, all that they answered. As JSON has it: the keys are strings."""


def rows(engine: Engine) -> dict[str, int]:
    """How many there are in each table."""
    with db.reading(engine) as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def outcome(engine: Engine, addresses: Mapping[int, str]) -> dict[str, Any]:
    """Counts of all, and the talks of the customers at these addresses."""
    count = rows(engine)
    with db.reading(engine) as session:
        talks: Talks = {}
        for customer, address in addresses.items():
            here = select(conversations.c.id).where(conversations.c.address == address).scalar_subquery()
            said = select(outbox.c.payload).where(outbox.c.conversation_id == here).order_by(outbox.c.seq)
            answered = select(answers.c.value).join_from(answers, responses)
            answered = answered.where(responses.c.conversation_id == here).order_by(answers.c.seq)
            talks[str(customer)] = {
                "said": [payload["text"] for payload in session.scalars(said)],
                "answers": list(session.scalars(answered)),
            }
    return {
        "kept": count["messages"],
        "replies": count["outbox"],
        "answers": count["answers"],
        "talks": talks,
        "rows": count,
    }
