"""Where staff stand: departments, roles, who may sign in, and where each is told what is due."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from storage import complaints, conversations, db, departments, events, phrases, users
from storage.conversations import Conversation, leaving
from storage.tables import conversations as talks
from storage.tables import outbox, sessions
from storage.tables import users as table
from storage.users import Refused, Stale
from tests.storage import rows
from tests.storage.conftest import NOW

PASSWORD = "correct horse battery"


@pytest.fixture
def chief(engine: Engine) -> int:
    with db.writing(engine) as session:
        return users.add(session, "chief", "总管", "administrator", PASSWORD, NOW)


def said(engine: Engine, conversation_id: int) -> list[str]:
    with db.reading(engine) as session:
        query = select(outbox.c.payload).where(outbox.c.conversation_id == conversation_id)
        return [payload["text"] for payload in session.scalars(query.order_by(outbox.c.seq))]


def test_a_department_is_there_once_and_comes_back_under_its_name(engine: Engine, chief: int) -> None:
    with db.writing(engine) as session:
        quality = departments.add(session, "  质量\u3000部\x00 ", chief, NOW)
        departments.add(session, "客服部", chief, NOW)
        assert departments.names(session) == ["客服部", "质量 部\ufffd"]
        name = departments.names(session)[1]
        for told, code in ((name, "taken"), (" ", "empty"), ("部" * (departments.LONGEST + 1), "long")):
            with pytest.raises(departments.Refused) as refused:
                departments.add(session, told, chief, NOW)
            assert refused.value.code == f"department_{code}"
        assert departments.retire(session, quality, chief, NOW)
        assert not departments.retire(session, quality, chief, NOW)
        assert departments.names(session) == ["客服部"]
        assert departments.add(session, name, chief, NOW) == quality
        assert [each["trigger"] for each in events.of(session, "department", quality)] == [
            "add",
            "retire",
            "take_up",
        ]


def test_what_stands_under_a_department_is_counted(engine: Engine, chief: int, talk: Conversation) -> None:
    with db.writing(engine) as session:
        key = departments.add(session, "质量部", chief, NOW)
        people = [
            users.enter(session, login, "", "handler", "质量部", PASSWORD, chief, NOW) for login in "ab"
        ]
        (complaint,) = complaints.open_(session, [rows.complaint(talk)], NOW)
        complaints.assign(session, complaint, people[0], "质量部", chief, NOW)
        departments.retire(session, key, chief, NOW)
        (found,) = departments.listing(session)
        assert found == (key, "质量部", False, 2, 0, 1)
        assert users.keep_out(session, people[0], chief, NOW) == 1
        (found,) = departments.listing(session)
        assert found.people == 1
        by_login = {each.login: each for each in users.placed(session)}
        assert (by_login["a"].open, by_login["a"].active, by_login["b"].department) == (1, False, "质量部")


def test_who_is_placed_elsewhere_meanwhile_is_not_overwritten(engine: Engine, chief: int, staff: int) -> None:
    with db.writing(engine) as session:
        key = departments.add(session, "质量部", chief, NOW)
        users.place(session, staff, "manager", "质量部", ("handler", ""), chief, NOW)
        with pytest.raises(Stale):
            users.place(session, staff, "viewer", "", ("handler", ""), chief, NOW)
        departments.retire(session, key, chief, NOW)
        users.place(session, staff, "auditor", "质量部", ("manager", "质量部"), chief, NOW)
        for role, department, code in (
            ("boss", "", "role_unknown"),
            ("viewer", "没有", "department_unknown"),
        ):
            with pytest.raises(Refused) as refused:
                users.place(session, staff, role, department, ("auditor", "质量部"), chief, NOW)
            assert refused.value.code == code
        users.place(session, staff, "auditor", "", ("auditor", "质量部"), chief, NOW)
        with pytest.raises(Refused):
            users.place(session, staff, "auditor", "质量部", ("auditor", ""), chief, NOW)


def test_one_administrator_always_stays(engine: Engine, chief: int, staff: int) -> None:
    with db.writing(engine) as session:
        for act in (
            lambda: users.keep_out(session, chief, chief, NOW),
            lambda: users.place(session, chief, "viewer", "", ("administrator", ""), chief, NOW),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.code == "last_administrator"
        users.place(session, staff, "administrator", "", ("handler", ""), chief, NOW)
        users.keep_out(session, chief, staff, NOW)
        users.let_in(session, chief, staff, NOW)
        users.place(session, staff, "handler", "", ("administrator", ""), chief, NOW)


def test_a_chat_is_linked_once_by_a_code_and_let_go(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        old = users.new_alert_code(session, staff, NOW)
        code = users.new_alert_code(session, staff, NOW)
        assert not users.alert_code(session, old, "webchat:a", NOW), "the newer one is in its place"
        assert users.alert_code(session, code.lower().replace("-", " "), "webchat:a", NOW)
        assert not users.link_alerts(session, code, talk.id, NOW + timedelta(hours=1))
        assert users.link_alerts(session, code, talk.id, NOW)
        assert not users.link_alerts(session, code, talk.id, NOW), "once"
        alerts = users.alerts_of(session, staff)
        assert alerts is not None
        assert alerts[:3] == (talk.id, "webchat", "new")
        assert users.try_alerts(session, staff, NOW)
        assert code not in session.scalars(select(sessions.c.digest)).all()
        users.stop_alerts(session, staff, NOW)
        assert users.alerts_of(session, staff) is None
        assert not users.try_alerts(session, staff, NOW)
        told = [each["trigger"] for each in events.of(session, "user", staff)]
    assert told == ["link", "unlink"]
    assert len(said(engine, talk.id)) == 1


def test_codes_are_not_guessed(engine: Engine, talk: Conversation, staff: int) -> None:
    at, tries = NOW, 0
    with db.writing(engine) as session:
        code = users.new_alert_code(session, staff, NOW)
        while users.alert_code(session, code, "webchat:a", at) and tries < 20:
            assert not users.alert_code(session, "0000-0000", "webchat:a", at)
            tries += 1
        assert 0 < tries < 20, "not even the right one is looked at"
        assert users.alert_code(session, code, "webchat:b", at), "another place is"


def test_a_mailbox_is_linked_by_what_is_sent_there_to_whom_it_was_sent(
    engine: Engine, staff: int, chief: int
) -> None:
    with db.writing(engine) as session:
        assert not users.ask_mailbox(session, staff, "nobody", "https://x/me/mail/", NOW)
        assert users.ask_mailbox(session, staff, " Li@Example.org ", "https://x/me/mail/", NOW)
        key = session.scalars(select(talks.c.id).where(talks.c.address == "li@example.org")).one()
    token = said(engine, key)[0].rpartition("/")[2]
    with db.writing(engine) as session:
        assert not users.link_mailbox(session, chief, token, NOW), "somebody else's"
        assert users.link_mailbox(session, staff, token, NOW)
        assert not users.link_mailbox(session, staff, token, NOW), "once"
        alerts = users.alerts_of(session, staff)
        assert alerts is not None
        assert alerts[:3] == (key, "email", "waiting")


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"state": "sent"}, "arrived"),
        ({"state": "failed", "reason": "refused"}, "failed"),
        ({"state": "fetched"}, "waiting"),
    ],
)
def test_what_became_of_the_last_alert_is_told(
    engine: Engine, talk: Conversation, staff: int, values: dict[str, str], state: str
) -> None:
    with db.writing(engine) as session:
        users.link_alerts(session, users.new_alert_code(session, staff, NOW), talk.id, NOW)
        users.try_alerts(session, staff, NOW)
        session.execute(update(outbox).values(**values))
        alerts = users.alerts_of(session, staff)
        assert alerts is not None
        assert (alerts.state, alerts.reason) == (state, values.get("reason", ""))
        leaving.leave(session, ("webchat", "a"), NOW + timedelta(days=1))
        alerts = users.alerts_of(session, staff)
        assert alerts is not None
        assert alerts.state == "left"
        assert not users.try_alerts(session, staff, NOW)


def test_the_talk_that_goes_on_elsewhere_tells_there(engine: Engine, talk: Conversation, staff: int) -> None:
    with db.writing(engine) as session:
        there = conversations.load(session, [("telegram", "1")], NOW)["telegram", "1"]
        users.link_alerts(session, users.new_alert_code(session, staff, NOW), talk.id, NOW)
        session.execute(update(talks).where(talks.c.id == talk.id).values(moved_to=there.id))
        alerts = users.alerts_of(session, staff)
        assert alerts is not None
        assert alerts.conversation_id == there.id


def test_nobody_is_mailed_again_and_again(engine: Engine, staff: int, chief: int) -> None:
    page = "https://x/me/mail/"
    with db.writing(engine) as session:
        for each in range(3):
            assert users.ask_mailbox(session, staff, f"{each}@example.org", page, NOW)
        with pytest.raises(users.TooOften) as often:
            users.ask_mailbox(session, staff, "li@example.org", page, NOW)
        assert often.value.seconds == 1
        assert users.ask_mailbox(session, chief, "li@example.org", page, NOW), "everybody for themselves"
        at, sent = NOW, 3
        while at < NOW + timedelta(hours=1):
            try:
                users.ask_mailbox(session, staff, "li@example.org", page, at)
                sent += 1
            except users.TooOften as why:
                at += timedelta(seconds=why.seconds)
    assert sent <= 16


ONCE = {
    "department": (departments.Refused, lambda session: departments.add(session, "质量部", 1, NOW)),
    "phrase": (phrases.Refused, lambda session: phrases.put(session, "上门", "明天上门。", 1, NOW)),
    "login": (Refused, lambda session: users.add(session, "wang", "", "handler", PASSWORD, NOW)),
}


@pytest.mark.parametrize("name", ONCE)
def test_of_several_who_take_a_name_at_once_one_has_it(engine: Engine, chief: int, name: str) -> None:
    refused, take = ONCE[name]

    def made(_: int) -> str:
        try:
            with db.writing(engine) as session:
                take(session)
        except refused as why:
            return why.args[0].rpartition("_")[2]
        return "made"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(made, range(4))) == ["made", "taken", "taken", "taken"]


def test_two_accounts_of_one_login_are_one(engine: Engine, chief: int) -> None:
    with db.writing(engine) as session:
        with pytest.raises(Refused) as refused:
            users.enter(session, " Chief", "", "handler", "", PASSWORD, chief, NOW)
        assert refused.value.code == "login_taken"
        assert [each.login for each in users.listing(session)] == ["chief"]


@pytest.mark.parametrize(("role", "told"), [("viewer", False), ("auditor", False), ("manager", True)])
def test_who_only_reads_is_told_nothing_any_more(
    engine: Engine, talk: Conversation, staff: int, chief: int, role: str, told: bool
) -> None:
    with db.writing(engine) as session:
        users.link_alerts(session, users.new_alert_code(session, staff, NOW), talk.id, NOW)
        code = users.new_alert_code(session, staff, NOW)
        users.place(session, staff, role, "", ("handler", ""), chief, NOW)
        assert (users.alerts_of(session, staff) is not None) == told
        assert users.link_alerts(session, code, talk.id, NOW) == told


def test_who_is_kept_out_is_told_nothing_any_more(
    engine: Engine, talk: Conversation, staff: int, chief: int
) -> None:
    with db.writing(engine) as session:
        code = users.new_alert_code(session, staff, NOW)
        users.link_alerts(session, code, talk.id, NOW)
        another = users.new_alert_code(session, staff, NOW)
        users.keep_out(session, staff, chief, NOW)
        assert users.alerts_of(session, staff) is None
        assert not users.link_alerts(session, another, talk.id, NOW)
        assert session.scalar(select(table.c.alert_to).where(table.c.id == staff)) is None
