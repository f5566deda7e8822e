"""Two files become one: nothing is lost, nothing points to who is gone, and taking it back restores all."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Table, func, insert, select, update
from sqlalchemy.orm import Session

from storage import conversations, db, joining, merging
from storage.complaints import open_
from storage.conversations import Conversation
from storage.customers import contacting, keeping, ordering
from storage.domain.customer import FIELDS
from storage.tables import (
    complaints,
    contacts,
    customers,
    invitations,
    metadata,
    requests,
    responses,
    rounds,
    surveys,
    visits,
)
from tests.storage import rows
from tests.storage.conftest import NOW

UNTOUCHED = ("joinings", "events", "counters", "search_stale")
"""What tells of the joining itself, and what the search is to read anew."""


def test_every_table_of_a_customer_is_named() -> None:
    """Whoever adds a table with `customer_id` adds it to `storage.merging.THEIRS`, and here to `leave`."""
    assert {table.name for table in metadata.sorted_tables if "customer_id" in table.c} == {
        table.name for table in merging.THEIRS
    }
    assert all("id" in table.c for table in merging.THEIRS), "rows are kept by their ids"


def standing(session: Session) -> dict[str, list[Any]]:
    """Every row there is, but for what tells of the joining, and how often files were changed."""
    found = {}
    for table in metadata.sorted_tables:
        if table.name not in UNTOUCHED:
            kept = [c for c in table.c if (table.name, c.name) != ("customers", "revision")]
            found[table.name] = sorted(map(repr, session.execute(select(*kept))))
    return found


def owners(session: Session, table: Table) -> dict[int, int | None]:
    return {row.id: row.customer_id for row in session.execute(select(table.c.id, table.c.customer_id))}


def file(session: Session, staff: int, name: str, **told: Any) -> int:
    values = {"name": name, "number": "", "kind": "external", "segment": "", "high_value": False, "note": ""}
    return keeping.begin(session, {**values, "own": {}, **told}, staff, NOW)


def leave(session: Session, customer: int, staff: int, version: int, chance: random.Random) -> None:
    """Some rows of this customer in each table."""
    for number in range(chance.randrange(3)):
        place = ("telegram", f"{customer}-{number}")
        talk = conversations.load(session, [place], NOW)[place]
        talk.customer_id = customer
        table = metadata.tables["conversations"]
        session.execute(update(table).where(table.c.id == talk.id).values(customer_id=customer))
        begun(session, talk, version)
    held = {"customer_id": customer, "reason": "纠纷", "user_id": staff, "at": NOW}
    session.execute(insert(metadata.tables["holds"]), [held] * chance.randrange(2) or [held])
    survey = session.scalars(select(surveys.c.id)).one()
    dates = {"return_by": NOW, "starts_at": NOW, "created_at": NOW}
    (round_id,) = session.scalars(
        insert(rounds).returning(rounds.c.id), [{"survey_id": survey, "title": "一季度", **dates}]
    )
    own = {"customer_id": customer}
    for number in range(chance.randrange(3)):
        place = {"round_id": round_id, "channel": "email", "address": f"{number}"}
        session.execute(insert(invitations), [{**own, **place, "due_at": NOW, "state": "issued"}])
        session.execute(insert(contacts), [{**own, "at": NOW}])
        session.execute(
            insert(visits), [{**own, "kind": "call", "matters": "谈", "user_id": staff, "at": NOW}]
        )
        ordering.add(session, customer, {"number": f"D{number}", "product": ""}, None, staff, NOW)
        contacting.add(session, customer, "phone", f"1381234567{number}", "", staff, NOW)


def begun(session: Session, talk: Conversation, version: int) -> None:
    """A complaint, a response and a request in this talk."""
    number = session.scalar(select(func.count()).select_from(complaints)) or 0
    open_(session, [rows.complaint(talk, f"T{number}")], NOW)
    response = rows.begun(version, talk, NOW)
    session.execute(insert(responses), [dict(response)])
    asked = {"number": f"R{number}", "conversation_id": talk.id, "customer_id": talk.customer_id}
    dates = {"received_at": NOW, "due_at": NOW}
    session.execute(insert(requests), [{**asked, "kind": "export", **dates}])


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_lost_and_taking_it_back_restores_it_exactly(
    engine: Engine, survey: int, staff: int, seed: int
) -> None:
    chance = random.Random(seed)
    with db.writing(engine) as session:
        kept = file(session, staff, "李四", own={"门店": "一"})
        gone = file(session, staff, "李四儿", number="N-9", high_value=True, note="老主顾")
        bystander = file(session, staff, "王五")
        for each in (kept, gone, bystander):
            leave(session, each, staff, survey, chance)
        before = standing(session)
        owned = {table.name: owners(session, table) for table in merging.THEIRS}
        counts = joining.moves(session, gone)
        exchanged = [name for name in FIELDS if chance.random() < 0.5]
        both = [keeping.one(session, key) for key in (kept, gone)]
        made = joining.join(session, kept, gone, exchanged, (1, 1), staff, NOW)
        after = {table.name: owners(session, table) for table in merging.THEIRS}
        for name, was in owned.items():
            assert after[name] == {key: kept if own == gone else own for key, own in was.items()}
            assert list(was.values()).count(gone) == counts.get(name, 0)
        now = keeping.one(session, kept)
        assert {name: now.told[name] for name in FIELDS} == {
            name: both[name in exchanged].told[name] for name in FIELDS
        }
        joining.undo(session, made, staff, NOW + timedelta(days=29))
        assert standing(session) == before


def test_what_has_come_since_goes_with_the_talk(engine: Engine, survey: int, staff: int) -> None:
    with db.writing(engine) as session:
        kept = file(session, staff, "李四")
        talk = conversations.load(session, [("telegram", "b")], NOW)["telegram", "b"]
        gone = talk.customer_id
        made = joining.join(session, kept, gone, [], (1, 0), staff, NOW)
        talk = conversations.load(session, [("telegram", "b")], NOW)["telegram", "b"]
        assert talk.customer_id == kept
        begun(session, talk, survey)
        own = ordering.add(session, kept, {"number": "D1", "product": ""}, None, staff, NOW)
        joining.undo(session, made, staff, NOW)
        assert set(owners(session, complaints).values()) == {gone}
        assert set(owners(session, responses).values()) == {gone}
        assert [each.id for each in ordering.of(session, kept)] == [own], "what came to the file stays there"


def test_the_last_one_is_taken_back_first(engine: Engine, staff: int) -> None:
    with db.writing(engine) as session:
        kept, one, other, last = (file(session, staff, name) for name in "甲乙丙丁")
        first = joining.join(session, kept, one, ["name"], (1, 1), staff, NOW)
        second = joining.join(session, kept, other, ["name"], (2, 1), staff, NOW)
        third = joining.join(session, last, kept, [], (1, 3), staff, NOW)
        for made in (first, second):
            with pytest.raises(joining.Unfit, match="joined_since"):
                joining.undo(session, made, staff, NOW)
        assert [each.gone_id for each in joining.of(session, kept, NOW)] == [other, one]
        for made in (third, second, first):
            joining.undo(session, made, staff, NOW)
        assert [keeping.one(session, key).name for key in (kept, one, other, last)] == list("甲乙丙丁")
        with pytest.raises(joining.Unfit, match="same"):
            joining.join(session, kept, kept, [], (7, 7), staff, NOW)
        with pytest.raises(keeping.Stale):
            joining.join(session, kept, one, [], (1, 1), staff, NOW)


def test_the_road_takes_nobody_whom_staff_keep_for_a_stranger(engine: Engine, staff: int) -> None:
    """Whose file was made one with another is somebody, though nothing is known of their name."""
    with db.writing(engine) as session:
        talks = conversations.load(session, [("telegram", name) for name in "abc"], NOW)
        one, other, new = (talk.customer_id for talk in talks.values())
        joining.join(session, one, other, [], (0, 0), staff, NOW)
        contacting.add(session, new, "phone", "13812345678", "", staff, NOW)
        assert merging.merge(session, new, one) == one
        assert [each.kind for each in contacting.of(session, one)] == ["phone"]
        known = file(session, staff, "李四")
        assert merging.merge(session, one, known) == one, "two whom the organisation knows stay two"
        assert session.scalar(select(customers.c.merged_into).where(customers.c.id == other)) == one
