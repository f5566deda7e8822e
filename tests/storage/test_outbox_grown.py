"""An outbox with 100,000 rows put off and as many sent: a claim reads what is due and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, bindparam, text

from storage import conversations, db, outbox
from storage.tables.columns import Moment
from tests.storage import rows
from tests.storage.conftest import NOW
from tests.storage.grown import asked

TALKS, EACH, DUE = 10_000, 10, 100
LEASE = timedelta(seconds=40)


@pytest.fixture
def grown(engine: Engine) -> Engine:
    """Of each talk as many rows sent as put off; in a hundred more talks two rows are due."""
    addresses = [("telegram", f"due-{number}") for number in range(DUE)]
    with db.writing(engine) as session:
        talks = list(conversations.load(session, addresses, NOW).values())
        session.execute(MANY_TALKS, {"like": talks[0].id, "count": TALKS})
        session.execute(MANY_ROWS, {"count": EACH, "then": NOW + timedelta(hours=1)})
        outbox.put(session, [rows.saying(talk, seq, NOW) for talk in talks for seq in (1, 2)])
    with engine.begin() as connection:
        connection.exec_driver_sql("analyze")
    return engine


MANY_TALKS = text("""
    with recursive n(n) as (select 1 union all select n + 1 from n where n < :count)
    insert into conversations (channel, address, customer_id, created_at, active_at)
    select channel, 'many-' || n, customer_id, created_at, active_at from conversations cross join n
    where id = :like
""")
MANY_ROWS = text("""
    with recursive n(n) as (select 1 union all select n + 1 from n where n < 2 * :count)
    insert into outbox (channel, conversation_id, seq, payload, state, due_at, created_at)
    select channel, id, n, '{}', case when n > :count then 'waiting' else 'sent' end, :then, created_at
    from conversations cross join n where address like 'many-%'
""").bindparams(bindparam("then", type_=Moment))


def test_a_claim_reads_only_what_is_due(grown: Engine) -> None:
    with asked(grown) as heard:
        claim_and_give_back(grown)
    explain = "explain query plan" if grown.dialect.name == "sqlite" else "explain"
    queries = dict(one for one in heard if "outbox" in one[0] and one[0].startswith("SELECT"))
    with grown.connect() as connection:
        for query, parameters in queries.items():
            plan = str(connection.exec_driver_sql(f"{explain} {query}", parameters).all())
            assert "SCAN outbox" not in plan, query
            assert "Seq Scan on outbox" not in plan, query
            assert "ix_outbox_due" in plan or "PRIMARY KEY" in plan or "pk_outbox" in plan, plan


def claim_and_give_back(engine: Engine) -> None:
    with db.writing(engine) as session:
        assert outbox.due(session, "telegram", NOW)
        claimed = outbox.claim(session, "telegram", NOW, LEASE, DUE)
    with db.writing(engine) as session:
        outbox.give_back(session, {row.id: row.attempts - 1 for row in claimed})
    assert len(claimed) == 2 * DUE
