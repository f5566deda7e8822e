"""Customers of a test that has no door: what they say goes straight onto the message road."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Engine, select

from bot.conversation.talk import Talk, load
from bot.message import Inbound, Outbound
from bot.performing import take_batch
from storage import db
from storage.settings import Settings
from storage.tables import conversations, outbox


@dataclass
class Someone:
    """`someone.says("可以").hears("产品质量")`; `now` is put forth by hand."""

    engine: Engine
    settings: Settings
    channel: str
    address: str
    now: datetime
    said: list[Outbound] = field(default_factory=list)
    count: int = 0

    def does(self, kind: Any, text: str = "", **more: Any) -> Self:
        before, self.count = self.seq(), self.count + 1
        inbound = Inbound(
            self.channel, self.address, f"{self.address}:{self.count}", kind, self.now, text, **more
        )
        with db.writing(self.engine) as session:
            take_batch(session, [inbound], self.now, self.settings)
        return self.looks(before)

    def opens(self, start: str = "") -> Self:
        return self.does("open", start=start)

    def says(self, *words: str) -> Self:
        for each in words:
            self.does("text", each)
        return self

    def seq(self) -> int:
        row = self.row()
        return row.seq if row else 0

    def looks(self, after: int) -> Self:
        """What was said to them since this number."""
        o, c = outbox.c, conversations.c
        mine = select(c.id).where(c.channel == self.channel, c.address == self.address)
        query = select(o.payload).where(o.conversation_id.in_(mine), o.seq > after).order_by(o.seq)
        with db.reading(self.engine) as session:
            self.said = [Outbound.load(payload) for payload in session.scalars(query)]
        return self

    def hears(self, *parts: str) -> Self:
        told = "\n".join(each.text for each in self.said)
        for part in parts:
            assert part in told, f"{part!r} was not said, but:\n{told}"
        return self

    def hears_not(self, *parts: str) -> Self:
        told = "\n".join(each.text for each in self.said)
        assert not [part for part in parts if part in told], told
        return self

    def row(self) -> Any:
        """Their conversation as it is kept."""
        c = conversations.c
        query = select(conversations).where(c.channel == self.channel, c.address == self.address)
        with db.reading(self.engine) as session:
            return session.execute(query).one_or_none()

    @property
    def talk(self) -> Talk:
        return load(self.row().talk)
