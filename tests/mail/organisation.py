"""An organisation that writes mails: the real bot in its house, between the servers and the database."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import select

from admin import importing as work
from storage import db, importing, rounds
from storage.tables import answers, conversations, invitations, mails, responses
from tests.bench.house import House
from tests.bench.invitations import noon
from tests.mail.servers import Servers


class Organisation:
    """`with Organisation(folder, servers) as organisation`: its bot runs, and sends and fetches by these."""

    def __init__(self, folder: Path, servers: Servers, **more: str) -> None:
        settings = {**servers.settings, "MANYI_TIMEZONE": noon(), "MANYI_MAIL_PER_MINUTE": "0", **more}
        self.house = House(folder, settings=settings)

    def __enter__(self) -> Self:
        self.house.__enter__()
        self.house.start("bot")
        return self

    def __exit__(self, *_: object) -> None:
        print(self.house.log())  # shown where a test fails
        self.house.__exit__()

    def invite(self, addresses: Iterable[str], survey: str = "satisfaction") -> int:
        """A round by mail: from a table, as staff do it; its number."""
        now = datetime.now(UTC)
        table = "\n".join(
            ["姓名,渠道,联系方式", *(f"{each.split('@')[0]},邮件,{each}" for each in addresses)]
        )
        plan = rounds.Plan(
            title="回信",
            target=80.0,
            return_by=now + timedelta(days=14),
            starts_at=now,
            wave_size=0,
            wave_minutes=0,
            remind=False,
        )
        engine = self.house.engine
        with db.writing(engine) as session:
            made = rounds.add(session, survey, plan, False, None, now)
            key = importing.hand_in(session, made, None, "customers.csv", table.encode(), now)
        work.read(engine, key, off=())
        with db.writing(engine) as session:
            assert importing.take_up(session, key, now)
            importing.take(session, key, now)
            rounds.move(session, made, "start", now)
        return made

    def invited(self) -> Mapping[str, str]:
        """Of each address how its invitation stands."""
        with db.reading(self.house.engine) as session:
            found = session.execute(select(invitations.c.address, invitations.c.state))
            return {row.address: row.state for row in found}

    def mails(self) -> Counter[str]:
        """How many mails stand how."""
        with db.reading(self.house.engine) as session:
            return Counter(session.scalars(select(mails.c.state)))

    def answered(self, state: str = "completed") -> Mapping[str, Mapping[str, object]]:
        """Of each address what was answered in a response that stands so, by question."""
        c, r, a = conversations.c, responses.c, answers.c
        query = (
            select(c.address, a.question, a.value)
            .join_from(responses, conversations, c.id == r.conversation_id)
            .join(answers, a.response_id == r.id)
            .where(r.state == state)
        )
        found: dict[str, dict[str, object]] = {}
        with db.reading(self.house.engine) as session:
            for address, question, value in session.execute(query):
                found.setdefault(address, {})[question] = value
        return found
