"""The peer on PostgreSQL in `bench conv`: the same survey, one asyncpg transaction for each message.

A bot of a hundred lines as one writes it by hand: a pool, prepared statements (asyncpg keeps them for each
connection), 256 customers at once, and of every message the same rows as Manyi's. What does not change is
dumped once.
"""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import asyncpg
import orjson
from sqlalchemy import make_url

from tests.bench import manyi_road
from tests.bench.outcome import outcome
from tests.bench.script import (
    CONSENT,
    LEVELS,
    MENU,
    OFFERS,
    QUESTIONS,
    THANKS,
    WELCOME,
    customers_of,
    watched,
)

CONNECTIONS = 16  # 8 and 32 are as fast on two cores, 64 slower
VERSION = "2026-11"
FACES = {"1": "😠", "2": "🙁", "3": "😐", "4": "🙂", "5": "😄"}
KEYS = ("quality", "delivery", "service", "price", "communication")
WEIGHTS = (50, 15, 15, 10, 10)
LABELS = dict(LEVELS)

FIND = """select id, customer_id, response_id, talk, seq from conversations
    where channel = $1 and address = $2 for update"""
CUSTOMER = "insert into customers (created_at) values ($1) returning id"
CONVERSATION = """insert into conversations (channel, address, customer_id, created_at, active_at)
    values ($1, $2, $3, $4, $4) returning id, customer_id, response_id, talk, seq"""
MESSAGE = """insert into messages
    (channel, external_id, conversation_id, seq, kind, text, choice, file_id, raw, received_at)
    values ('webchat', $1, $2, $3, $4, $5, $6, null, null, $7)"""
RESPONSE = """insert into responses
    (version_id, conversation_id, customer_id, channel, segment, preview, begun_at)
    values (1, $1, $2, 'webchat', '', false, $3) returning id"""
CONSENTED = "insert into consents (conversation_id, version, given, at) values ($1, $2, true, $3)"
ANSWER = """insert into answers
    (response_id, question, kind, value, label, score, text, comment, because, missing, seq, answered_at)
    values ($1, $2, 'scale', $3, $4, $5, $6, '', $7, '', $8, $9) on conflict do nothing"""
FINISHED = (
    "update responses set state = 'completed', satisfaction_index = $2, completed_at = $3 where id = $1"
)
EVENT = """insert into events (at, entity, entity_id, trigger, source, target, actor, user_id)
    values ($1, $2, $3, $4, $5, $6, 'customer', null)"""
SAY = """insert into outbox
    (channel, conversation_id, seq, payload, speaker, user_id, state, due_at, created_at)
    values ('webchat', $1, $2, $3, 'bot', null, 'fetched', $4, $4)"""
SAVE = """update conversations set response_id = $2, talk = $3, seq = $4, seen = $5, waiting_since = null,
    waiting_for = '', heard = true, active_at = $6 where id = $1"""


def payload(text: str, of: str, choices: list[tuple[str, str]], picker: str, **more: Any) -> str:
    listed = [[key, label, FACES.get(key, "")] for key, label in choices]
    return dumped({"text": text, "of": of, "choices": listed, "picker": picker, **more})


def dumped(value: Any) -> str:
    return orjson.dumps(value).decode()


WELCOMES = payload(WELCOME, "consent", CONSENT, "buttons")
ASKS = [
    payload(text, f"1.{key}", LEVELS, "levels", progress=[at, len(QUESTIONS)])
    for at, (key, text) in enumerate(zip(KEYS, QUESTIONS, strict=True), 1)
]
ENDS = [dumped({"text": THANKS}), payload(MENU, "menu", OFFERS, "buttons")]


class Turn:
    """One message on its way through its transaction."""

    def __init__(self, connection: Any, row: Any, frame: Mapping[str, Any], now: datetime) -> None:
        self.connection, self.frame, self.now = connection, frame, now
        self.key, self.customer, self.response, talk, self.seq = row
        self.talk = orjson.loads(talk)

    async def hear(self, kind: str, text: str, choice: Any) -> int:
        self.seq += 1
        told = (self.key, self.seq, kind, text, dumped(choice) if choice else None, self.now)
        await self.connection.execute(MESSAGE, self.frame.get("id", "open"), *told)
        return self.seq

    async def say(self, *payloads: str) -> None:
        for one in payloads:
            self.seq += 1
            await self.connection.execute(SAY, self.key, self.seq, one, self.now)

    async def note(self, entity: str, key: int, trigger: str, source: str = "", target: str = "") -> None:
        await self.connection.execute(EVENT, self.now, entity, key, trigger, source, target)

    async def save(self, talk: Mapping[str, Any]) -> None:
        seen = self.frame.get("seen", 0)
        await self.connection.execute(SAVE, self.key, self.response, dumped(talk), self.seq, seen, self.now)

    async def welcome(self) -> None:
        await self.hear("open", "", None)
        await self.say(WELCOMES)
        await self.save({"state": "welcome"})

    async def consent(self) -> None:
        await self.hear("choice", CONSENT[0][1], {"of": self.frame["of"], "keys": self.frame["keys"]})
        self.response = await self.connection.fetchval(RESPONSE, self.key, self.customer, self.now)
        await self.connection.execute(CONSENTED, self.key, VERSION, self.now)
        await self.say(ASKS[0])
        await self.note("conversation", self.key, "consent")
        await self.note("response", self.response, "begin", target="begun")
        await self.save({"state": "asking", "consent": VERSION, "version_id": 1})

    async def answer(self) -> None:
        value, at = self.frame["text"], self.talk.get("at", 0)
        seq = await self.hear("text", value, {"of": f"1.{KEYS[at]}", "keys": [value]})
        scores = {**self.talk.get("scores", {}), KEYS[at]: int(value) * 20.0}
        known = (self.response, KEYS[at], dumped(value), LABELS[value], scores[KEYS[at]], value)
        await self.connection.execute(ANSWER, *known, dumped([value]), seq, self.now)
        if at + 1 < len(QUESTIONS):
            await self.say(ASKS[at + 1])
            await self.save({**self.talk, "at": at + 1, "front": at + 1, "about": at, "scores": scores})
        else:
            await self.finish(sum(w * scores[key] for key, w in zip(KEYS, WEIGHTS, strict=True)) / 100)

    async def finish(self, index: float) -> None:
        await self.connection.execute(FINISHED, self.response, index, self.now)
        await self.say(*ENDS)
        await self.note("response", self.response, "finish", "begun", "completed")
        await self.save({"state": "menu", "consent": VERSION, "done": [1]})


async def take(pool: Any, address: str, text: str) -> None:
    """One message, one transaction."""
    frame, now = orjson.loads(text), datetime.now(UTC)
    async with pool.acquire() as connection, connection.transaction():
        row = await connection.fetchrow(FIND, "webchat", address)
        if row is None:
            customer = await connection.fetchval(CUSTOMER, now)
            row = await connection.fetchrow(CONVERSATION, "webchat", address, customer, now)
        turn = Turn(connection, row, frame, now)
        if frame["type"] == "hello":
            await turn.welcome()
        elif frame["type"] == "choice":
            await turn.consent()
        else:
            await turn.answer()


async def talk(pool: Any, said: list[tuple[str, str]]) -> None:
    """One customer, from the first page to the thanks."""
    for address, text in said:
        await take(pool, address, text)


async def run(url: str, customers: int) -> float:
    """Seconds for all; 256 customers at once."""
    batches = list(manyi_road.rounds(customers))
    talks = [
        talk for first in range(0, len(batches), 7) for talk in zip(*batches[first : first + 7], strict=True)
    ]
    plain = make_url(url).set(drivername="postgresql").difference_update_query(["connect_timeout"])
    target = plain.render_as_string(hide_password=False)  # what asyncpg does not know, it tells the server
    async with asyncpg.create_pool(target, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        began = time.perf_counter()
        for cohort in customers_of(customers):
            await asyncio.gather(*(talk(pool, list(talks[customer - 1])) for customer in cohort))
        return time.perf_counter() - began


def main(customers: int, url: str) -> dict[str, Any]:
    """The measured run, on an empty database."""
    engine = manyi_road.made(url)
    seconds = asyncio.run(run(url, customers))
    addresses = {customer: manyi_road.address_of(customer) for customer in watched(customers)}
    return {"messages": customers * 7, "seconds": seconds, **outcome(engine, addresses)}
