"""The contenders of `bench conv` are comparable: they say the same to everybody, and keep the same."""

import asyncio
import json
from collections import Counter
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select

from bot.message import Inbound
from bot.performing import Receipt
from storage import db
from storage.tables import answers, consents, conversations, customers, events, messages, outbox, responses
from tests.bench import asyncpg_peer, manyi_road
from tests.bench.contenders import CONTENDERS, Ratio
from tests.bench.conv import agreed, contend, same_rows
from tests.bench.manyi_road import rendered
from tests.databases import Cluster

MANY = 12
MOMENTS = {
    "at",
    "created_at",
    "active_at",
    "received_at",
    "due_at",
    "begun_at",
    "answered_at",
    "completed_at",
}
NUMBERS = {"id", "conversation_id", "customer_id", "response_id", "entity_id"}


@pytest.mark.parametrize("name", ["bare", "bare_blocks"])
def test_the_floor_has_the_rows_that_web_chat_wrote(name):
    runs = {contender: [contend(contender, MANY)] for contender in ("webchat", name)}

    assert runs[name][0]["rows"]["outbox"] == 8 * MANY
    assert same_rows([Ratio("webchat", name, None)], runs)


def test_a_missing_row_is_noticed():
    runs = {"webchat": [{"rows": {"outbox": 8}}], "bare": [{"rows": {"outbox": 7}}]}

    assert not same_rows([Ratio("webchat", "bare", None)], runs)


def test_what_is_said_is_rendered_for_the_page():
    frames: list[str] = []

    def noted(inbound: Inbound, receipt: Receipt) -> None:
        frames.extend(rendered(inbound, receipt))

    with patch.object(manyi_road, "rendered", noted):
        run = contend("webchat", MANY)

    kinds = Counter(json.loads(frame)["type"] for frame in frames)
    assert kinds == {"welcome": MANY, "taken": 6 * MANY, "said": run["replies"] + 6 * MANY}


def test_levels_are_remembered_and_words_of_ones_own_are_not():
    levels, words = (contend(contender, MANY) for contender in ("webchat", "webchat_words"))

    assert words["remembered"] < levels["remembered"]
    assert words["answers"] == levels["answers"] == 5 * MANY


@pytest.mark.parametrize("name", ["webchat", "telegram"])
def test_ours_says_and_keeps_what_the_conversation_handler_does(name):
    runs = {contender: [contend(contender, MANY)] for contender in (name, "handler")}

    assert agreed(runs, MANY)


def test_another_answer_is_noticed():
    told = {"replies": 8 * MANY, "answers": 5 * MANY}
    runs = {
        "webchat": [{**told, "talks": {"1": {"said": ["好"], "answers": ["1"]}}}],
        "handler": [{**told, "talks": {"1": {"said": ["好"], "answers": ["2"]}}}],
    }

    assert not agreed(runs, MANY)


def kept(url: str) -> dict[str, Counter[Any]]:
    """The rows of each table, less what numbers and dates them."""
    engine = db.engine(url)
    tables = (answers, consents, conversations, customers, events, messages, outbox, responses)
    with db.reading(engine) as session:
        found = {
            table.name: Counter(repr(row) for row in session.execute(select(*compared(table))))
            for table in tables
        }
    engine.dispose()
    return found


def compared(table: Any) -> list[Any]:
    return [column for column in table.c if column.name not in MOMENTS | NUMBERS]


@pytest.mark.postgresql
def test_the_peer_on_postgresql_writes_the_rows_that_we_write(cluster: Cluster):
    ours, theirs = (cluster.create(f"bench_{name}") for name in ("ours", "theirs"))
    manyi_road.main(MANY, ours)
    manyi_road.made(theirs).dispose()
    asyncio.run(asyncpg_peer.run(theirs, MANY))

    assert kept(theirs) == kept(ours)


def test_every_contender_says_what_it_is():
    assert all(contender.__doc__ for contender in CONTENDERS.values())
