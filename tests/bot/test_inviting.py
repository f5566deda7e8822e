"""Invitations sent: once each, at a good hour, not too often; begun, returned, declined; links, and whose."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import select, update

from bot.conversation.inviting import invite
from bot.conversation.talk import load
from bot.delivery import Delivery
from bot.inviting import following, inviting, send
from bot.message import NO_SURVEY, Inbound
from bot.performing import take_batch
from bot.telegram.commands import survey
from bot.web.frames import Refused, hello
from storage import conversations, db, invitations, outbox, requests, rounds, surveys, users
from storage.conversations import leaving
from storage.invitations.planning import Whom
from storage.settings import Settings
from storage.tables import conversations as talks
from storage.tables import customers, responses, survey_versions
from storage.tables import invitations as invited
from storage.tables import outbox as sayings
from storage.tables import rounds as called
from tests.bot.conftest import SURVEY

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday noon in Shanghai."""

NIGHT = NOON + timedelta(hours=12)
LEASE = timedelta(seconds=40)


class Round:
    """A round of the survey that ships, and the customers in it."""

    def __init__(self, engine, settings, anonymous=False, size=0) -> None:
        self.engine, self.settings, self.now = engine, settings, NOON
        self.marks = iter(range(1, 10_000))
        plan = rounds.Plan(
            title="第四季度",
            target=80.0,
            return_by=NOON + timedelta(days=7),
            starts_at=NOON - timedelta(days=30),
            wave_size=size,
            wave_minutes=30 if size else 0,
            remind=True,
        )
        with db.writing(engine) as session:
            self.id = rounds.add(session, "satisfaction", plan, anonymous, None, NOON)

    def invite(self, channel: str, *addresses: str) -> None:
        with db.writing(self.engine) as session:
            found = conversations.load(session, [(channel, at) for at in addresses], self.now)
            whom = [Whom(one.customer_id, one.id, channel, at) for (_, at), one in found.items()]
            invitations.plan(session, self.id, whom, self.now)

    def start(self) -> "Round":
        with db.writing(self.engine) as session:
            rounds.move(session, self.id, "start", self.now)
        return self

    def runs_now(self) -> "Round":
        """By the real clock, which doors go by: the round is not over, whenever this is tested."""
        self.now = datetime.now(UTC)
        later = update(called).where(called.c.id == self.id).values(return_by=self.now + timedelta(days=7))
        with db.writing(self.engine) as session:
            session.execute(later)
        return self

    def send(self) -> int:
        return inviting(self.settings, self.engine, self.now)

    def states(self) -> dict[str, int]:
        with db.reading(self.engine) as session:
            return invitations.tally(session, [self.id])[self.id]

    def said(self, at: str) -> list[str]:
        """What was said to the customer at this address."""
        query = select(sayings.c.payload).join_from(sayings, talks).where(talks.c.address == at)
        with db.reading(self.engine) as session:
            return [payload["text"] for payload in session.scalars(query.order_by(sayings.c.seq))]

    def does(
        self, at: str, *keys: str, text: str = "", start: str = "", channel: str = "telegram"
    ) -> list[str]:
        """The customer presses the first of what is open, writes, or follows a link; what they hear."""
        before = len(self.said(at))
        kind = "choice" if keys else "text" if text else "open"
        of = self.open(at) if keys else ""
        mark = str(next(self.marks))
        message = Inbound(channel, at, mark, kind, self.now, text, keys, of, start=start)  # type: ignore[arg-type]
        with db.writing(self.engine) as session:
            take_batch(session, [message], self.now, self.settings)
        return self.said(at)[before:]

    def open(self, at: str) -> str:
        """The mark of what is open."""
        query = select(sayings.c.payload).join_from(sayings, talks).where(talks.c.address == at)
        with db.reading(self.engine) as session:
            payloads: Sequence[dict] = session.scalars(query.order_by(sayings.c.seq.desc())).all()
        return next(payload["of"] for payload in payloads if payload.get("of"))

    def answers(self, at: str, channel: str = "telegram") -> None:
        """All questions, from the first."""
        for _ in range(12):
            if load(self.talk(at)).state != "asking":
                return
            of = self.open(at)
            if of.endswith("words"):
                self.does(at, text="都挺好", channel=channel)
            else:
                self.does(at, "5", channel=channel)
        raise AssertionError("it does not end")

    def talk(self, at: str) -> str:
        with db.reading(self.engine) as session:
            return session.scalars(select(talks.c.talk).where(talks.c.address == at)).one()

    def row(self, at: str):
        with db.reading(self.engine) as session:
            mine = (invited.c.address == at, invited.c.round_id == self.id)
            return session.execute(select(invited).where(*mine)).one()

    def link(self, at: str) -> str:
        """What the personal link of this customer starts with."""
        with db.writing(self.engine) as session:
            found = {each.address: each for each in invitations.hand_out(session, self.id, self.now)}
        return f"i{found[at].token}"


@pytest.fixture
def of(engine, settings: Settings) -> Round:
    return Round(engine, settings)


@pytest.fixture
def staff(engine) -> int:
    with db.writing(engine) as session:
        return users.add(session, "li", "李工", "handler", "correct horse battery", NOON)


def test_who_is_invited_is_told_what_for_and_by_when(of):
    of.invite("telegram", "1001")
    of.start().send()
    (text,) = of.said("1001")
    for part in ("青禾家居", "想请您填一份问卷", "6 题", "11月30日（周一）之前", "可以开始吗"):
        assert part in text
    assert of.states() == {"issued": 1}
    following(of.engine, of.now)
    with db.reading(of.engine) as session:
        assert rounds.one(session, of.id).state == "open"


def test_each_is_invited_once_however_often_one_looks(of):
    of.invite("telegram", *map(str, range(1001, 1031)))
    of.start()
    assert of.send() == 30
    assert of.send() == 0
    assert all(len(of.said(str(at))) == 1 for at in range(1001, 1031))


def test_nobody_is_written_to_in_quiet_hours(of):
    of.invite("telegram", "1001")
    of.start()
    of.now = NIGHT
    assert of.send() == 0
    of.now = NIGHT + timedelta(hours=8, minutes=1)
    assert of.send() == 1


def test_waves_go_out_one_after_the_other(engine, settings):
    of = Round(engine, settings, size=2)
    of.invite("telegram", "1001", "1002", "1003", "1004", "1005")
    of.start()
    assert [of.send(), of.send()] == [2, 0]
    of.now += timedelta(minutes=31)
    assert of.send() == 2
    of.now += timedelta(minutes=30)
    assert of.send() == 1


def test_while_its_survey_is_not_published_nothing_of_a_round_is_sent(of):
    of.invite("telegram", "1001")
    of.start()
    with db.writing(of.engine) as session:
        session.execute(update(survey_versions).values(state="retired"))
    assert of.send() == 1
    assert (of.row("1001").state, of.row("1001").reason) == ("planned", "no_survey")
    assert of.said("1001") == []


def test_a_paused_round_sends_nothing_until_it_goes_on(of):
    of.invite("telegram", "1001")
    of.start()
    for trigger, sent in (("pause", 0), ("resume", 1)):
        with db.writing(of.engine) as session:
            rounds.move(session, of.id, trigger, of.now)
        assert of.send() == sent


def test_who_has_left_or_wants_nothing_is_not_written_to(of):
    of.invite("telegram", "1001", "1002", "1003")
    of.does("1002")
    of.does("1002", "refuse")
    with db.writing(of.engine) as session:
        leaving.leave(session, ("telegram", "1001"), of.now + timedelta(seconds=1))
    of.start().send()
    assert of.states() == {"cancelled": 2, "issued": 1}
    assert (of.row("1001").reason, of.row("1002").reason) == ("left", "declined")


def asks_to_be_forgotten(of, at: str, channel: str = "telegram") -> None:
    with db.writing(of.engine) as session:
        (one,) = conversations.load(session, [(channel, at)], of.now).values()
        asked = requests.Asked(
            number=f"R{at}", conversation_id=one.id, customer_id=one.customer_id, kind="erase"
        )
        requests.keep(session, [asked], of.now)


def test_who_has_asked_to_be_forgotten_is_not_invited(of):
    """Be it asked before or after the round was planned; staff may take days to get to it."""
    of.does("1003")
    asks_to_be_forgotten(of, "1003")
    of.invite("telegram", "1001", "1002", "1003")
    asks_to_be_forgotten(of, "1001")
    of.start().send()
    assert of.states() == {"cancelled": 2, "issued": 1}
    assert [of.row(at).reason for at in ("1001", "1003")] == ["erasing", "erasing"]
    assert of.said("1001") == []


def test_whose_erasing_was_refused_may_be_invited(of, staff):
    asks_to_be_forgotten(of, "1001")
    with db.writing(of.engine) as session:
        (one,) = requests.listing(session)
        requests.refuse(session, one.id, staff, "合同还没有履行完", of.now)
    of.invite("telegram", "1001")
    of.start().send()
    assert of.states() == {"issued": 1}


def test_of_who_has_asked_to_be_forgotten_staff_get_no_link(of):
    of.invite("link", "a@example.org", "b@example.org", "c@example.org")
    asks_to_be_forgotten(of, "a@example.org", "link")
    of.start()
    of.link("b@example.org")
    asks_to_be_forgotten(of, "b@example.org", "link")
    with db.writing(of.engine) as session:
        links = invitations.hand_out(session, of.id, of.now)
    assert [link.address for link in links] == ["c@example.org"]
    assert (of.row("a@example.org").state, of.row("b@example.org").state) == ("cancelled", "issued")


def test_no_more_are_issued_while_many_wait_to_be_sent(of, monkeypatch):
    """Else a large round would run on into the night, out of reach of who pauses it."""
    monkeypatch.setattr("bot.inviting.PORTION", 2)
    monkeypatch.setattr("bot.inviting.MOST_UNDER_WAY", 3)
    of.invite("telegram", *map(str, range(1001, 1008)))
    of.start()
    assert [of.send(), of.send()] == [4, 0]
    rows = claimed(of)
    with db.writing(of.engine) as session:
        outbox.sent_all(session, dict.fromkeys([row.id for row in rows], "1"), of.now)
    assert of.send() == 3


def test_an_invitation_is_marked_as_what_nobody_asked_for(of):
    of.invite("telegram", "1001")
    of.start().send()
    (row,) = claimed(of)
    assert row.payload[outbox.UNASKED]
    assert not row.awake


def test_a_broken_talk_does_not_stop_a_round_for_others(of, monkeypatch):
    def breaks(talk, inbound, *more):
        if inbound.address == "1002":
            raise ValueError
        return invite(talk, inbound, *more)

    monkeypatch.setattr("bot.inviting.invite", breaks)
    of.invite("telegram", "1001", "1002", "1003")
    of.start().send()
    assert of.states() == {"cancelled": 1, "issued": 2}
    assert of.row("1002").reason == "ValueError"
    assert len(of.said("1001")) == len(of.said("1003")) == 1


def test_who_said_no_elsewhere_is_not_invited_at_an_address_that_is_imported(of):
    """The no is the customer's, whichever of their addresses a list holds."""
    of.does("a" * 64, channel="webchat")
    of.does("a" * 64, "refuse", channel="webchat")
    of.invite("telegram", "1001")
    with db.writing(of.engine) as session:
        mine = select(talks.c.customer_id).where(talks.c.address == "a" * 64).scalar_subquery()
        session.execute(update(talks).where(talks.c.address == "1001").values(customer_id=mine))
        session.execute(update(invited).values(customer_id=mine))
    of.start().send()
    assert (of.row("1001").state, of.row("1001").reason) == ("cancelled", "declined")
    assert of.said("1001") == []


def test_who_is_in_the_middle_of_something_is_asked_later(of):
    of.invite("telegram", "1001")
    of.does("1001")
    of.does("1001", "agree")
    before = of.said("1001")
    of.start().send()
    assert of.said("1001") == before
    assert of.states() == {"planned": 1}
    assert of.row("1001").reason == "busy"
    of.does("1001", text="不想填了")
    of.now += timedelta(hours=1)
    assert of.send() == 1


def test_nobody_is_asked_more_often_than_the_policy_has_it(engine, settings):
    several = [Round(engine, settings) for _ in range(3)]
    for number, of in enumerate(several):
        of.now += timedelta(hours=number)
        of.invite("telegram", "1001")
        of.start().send()
    assert [of.states() for of in several] == [{"issued": 1}, {"issued": 1}, {"planned": 1}]
    last = several[-1]
    assert last.row("1001").reason == "cap"  # put off to when the first contact is a week old
    last.now = NOON + timedelta(days=6, hours=23)
    assert last.send() == 0
    with db.writing(engine) as session:
        session.execute(update(called).values(return_by=NOON + timedelta(days=30)))
    last.now = NOON + timedelta(days=7, minutes=1)
    assert last.send() == 1


def test_answers_by_invitation_return_it(of):
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "agree")
    assert of.states() == {"begun": 1}
    of.answers("1001")
    row = of.row("1001")
    assert (row.state, row.returned_at) == ("returned", of.now)
    with db.reading(of.engine) as session:
        response = session.execute(select(responses)).one()
    assert (response.invitation_id, response.state, row.response_id) == (row.id, "completed", response.id)


def test_what_comes_after_the_day_is_late(of):
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "agree")
    of.now += timedelta(days=8)
    following(of.engine, of.now)
    with db.reading(of.engine) as session:
        assert rounds.one(session, of.id).state == "closed"
    of.answers("1001")
    assert of.states() == {"late": 1}


def test_who_knows_us_may_pass_this_time_and_come_back_to_it(of):
    of.does("1001")
    of.does("1001", "agree")
    of.answers("1001")
    of.invite("telegram", "1001")
    of.start().send()
    assert "想请您填一份「顾客满意度问卷」" in of.said("1001")[-1]
    assert of.does("1001", "pass") == ["好的，这次就不打扰您了，有事随时来说。"]
    assert of.states() == {"declined": 1}


def test_who_answered_last_time_is_asked_anew_this_time(of):
    of.does("1001")
    of.does("1001", "agree")
    of.answers("1001")
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "survey")
    of.answers("1001")
    assert of.states() == {"returned": 1}
    with db.reading(of.engine) as session:
        assert len(session.execute(select(responses)).all()) == 2


def test_a_no_to_consent_declines(of):
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", text="不用了，谢谢")
    assert of.states() == {"declined": 1}


def test_a_personal_link_tells_who_answers(of):
    of.invite("link", "13800000000")
    with db.writing(of.engine) as session:
        session.execute(update(customers).values(name="张三", segment="华东"))
    of.start()
    start = of.link("13800000000")
    heard = of.does("a" * 64, start=start, channel="webchat")
    assert "想请您填一份问卷" in heard[0]
    assert of.states() == {"delivered": 1}
    of.does("a" * 64, "agree", channel="webchat")
    of.answers("a" * 64, "webchat")
    assert of.states() == {"returned": 1}
    with db.reading(of.engine) as session:
        found = select(responses.c.segment, customers.c.name).join_from(responses, customers)
        assert session.execute(found).all() == [("华东", "张三")]
        assert (
            session.scalar(select(customers.c.id).where(customers.c.name == "")) is None
        )  # nobody is left over


def test_a_forwarded_link_is_the_first_ones_and_the_other_is_told_kindly(of):
    of.invite("link", "13800000000")
    of.start()
    start = of.link("13800000000")
    of.does("a" * 64, start=start, channel="webchat")
    heard = of.does("b" * 64, start=start, channel="webchat")
    assert "这个链接是发给另一位顾客的" in heard[0]
    assert "可以开始吗" in heard[1]  # the survey that is open to all
    of.does("b" * 64, "agree", channel="webchat")
    of.answers("b" * 64, "webchat")
    assert of.states() == {"delivered": 1}  # theirs does not count as the other's
    again = of.does("a" * 64, start=start, channel="webchat")
    assert not any("另一位顾客" in text for text in again)


def test_a_link_forwarded_to_another_does_not_make_them_who_has_talked_with_us(engine, settings):
    first, second = Round(engine, settings), Round(engine, settings)
    for of in (first, second):
        of.invite("link", "13800000000")
        of.start()
    with db.writing(engine) as session:
        session.execute(update(customers).values(name="张三", segment="华东"))
    first.does("a" * 64, start=first.link("13800000000"), channel="webchat")
    heard = second.does("b" * 64, start=second.link("13800000000"), channel="webchat")
    assert "想请您填一份问卷" in heard[0]
    second.does("b" * 64, "agree", channel="webchat")
    second.answers("b" * 64, "webchat")
    assert second.states() == {"returned": 1}
    with db.reading(engine) as session:
        whose = select(talks.c.address, customers.c.name).join_from(talks, customers)
        found = session.execute(whose.where(talks.c.channel == "webchat").order_by(talks.c.address)).all()
        assert found == [("a" * 64, "张三"), ("b" * 64, "")]
        assert session.scalars(select(responses.c.segment)).all() == ["华东"]


def test_a_guessed_token_is_as_if_there_was_none(of):
    of.invite("link", "13800000000")
    of.start()
    start = of.link("13800000000")
    guessed = start[:-1] + ("0" if start[-1] != "0" else "1")
    heard = of.does("c" * 64, start=guessed, channel="webchat")
    assert "这个链接已经失效了" in heard[0]
    assert "可以开始吗" in heard[1]
    assert of.states() == {"issued": 1}


def test_of_a_link_that_was_called_off_nothing_tells_that_it_ever_was_one(of):
    of.invite("link", "13800000000")
    of.start()
    start = of.link("13800000000")
    with db.writing(of.engine) as session:
        session.execute(update(invited).values(state="cancelled"))
    heard = of.does("c" * 64, start=start, channel="webchat")
    assert heard == of.does("d" * 64, start="i" + "0" * 32, channel="webchat")


def test_a_link_of_a_round_that_is_closed_is_over(of):
    of.invite("link", "13800000000")
    of.start()
    start = of.link("13800000000")
    with db.writing(of.engine) as session:
        session.execute(update(called).values(state="closed"))
    assert "这个链接已经失效了" in of.does("c" * 64, start=start, channel="webchat")[0]


def test_a_link_that_was_answered_thanks_and_begins_nothing(of):
    of.invite("link", "13800000000")
    of.start()
    start = of.link("13800000000")
    of.does("a" * 64, start=start, channel="webchat")
    of.does("a" * 64, "agree", channel="webchat")
    of.answers("a" * 64, "webchat")
    heard = of.does("a" * 64, start=start, channel="webchat")
    assert "您已经用这个链接填过了" in heard[0]
    assert "有什么可以帮您" in heard[1]


def test_a_customer_cannot_say_that_they_are_invited(of):
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1002", start=f"{invitations.START}1")  # no channel lets this through
    assert survey("/invitation/1") == NO_SURVEY
    with pytest.raises(Refused):
        hello({"type": "hello", "survey": "/invitation/1"})


def test_of_an_anonymous_round_only_that_it_came_back_is_known(engine, settings):
    of = Round(engine, settings, anonymous=True)
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "agree")
    of.answers("1001")
    row = of.row("1001")
    assert (row.state, row.response_id) == ("returned", None)
    assert row.returned_at == datetime(2026, 11, 22, 16, tzinfo=UTC)  # the day alone
    with db.reading(engine) as session:
        assert session.scalars(select(responses.c.invitation_id)).all() == [None]


def test_who_stops_without_a_name_is_not_known_by_their_invitation(engine, settings):
    of = Round(engine, settings, anonymous=True)
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "agree")
    of.does("1001", "5")
    of.does("1001", text="不想填了")
    with db.reading(engine) as session:
        row = session.execute(select(responses)).one()
    assert (row.state, row.invitation_id, row.customer_id) == ("stopped", None, None)


def test_a_survey_that_asks_no_name_now_keeps_none_in_a_round_planned_before(of):
    of.invite("telegram", "1001")
    with db.writing(of.engine) as session:
        source = SURVEY.read_text("utf-8")
        surveys.import_(session, "anonymous = true\n" + source, of.now)
        surveys.publish(session, "satisfaction", of.now)
    of.start().send()
    of.does("1001", "agree")
    day = datetime(2026, 11, 22, 16, tzinfo=UTC)
    assert (of.row("1001").state, of.row("1001").begun_at) == ("begun", day)
    of.answers("1001")
    row = of.row("1001")
    assert (row.state, row.response_id, row.returned_at) == ("returned", None, day)
    with db.reading(of.engine) as session:
        found = session.execute(select(responses.c.anonymous, responses.c.invitation_id)).all()
    assert found == [(True, None)]


def claimed(of, holder="a"):
    with db.writing(of.engine) as session:
        return outbox.claim(session, "telegram", of.now, LEASE, 100, (), holder)


class Post:
    """A channel that takes everything."""

    name = "telegram"

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, outbound, row):
        self.sent.append(row.address)
        return "1"


@pytest.mark.parametrize(
    "holder", ["a", "b"]
)  # the process itself, come back; another, when the lease is over
async def test_what_was_under_way_when_its_sender_died_is_not_said_twice(of, holder):
    post = Post()
    of.runs_now()
    of.now -= timedelta(seconds=60)
    of.invite("telegram", "1001", "1002")
    of.start()
    with db.writing(of.engine) as session:
        keys = {row.id for row in invitations.due(session, of.now, 100)}
        send(of.settings, of.now, session, keys)  # at whatever hour
        at = of.now + timedelta(seconds=10)
        one, other = outbox.claim(session, "telegram", at, LEASE, 100, (), "a")
        outbox.give_back(session, {other.id: 0})  # this one was never begun
    await Delivery(of.engine, [post], holder).deliver()
    assert post.sent == [other.address]
    following(of.engine, of.now)
    assert of.row(one.address).state == "issued"
    assert of.row(one.address).reason == "in_doubt"
    assert of.row(other.address).state == "delivered"
    with db.writing(of.engine) as session:
        assert rounds.send_again(session, of.id, of.now) == 1
    assert of.states() == {"delivered": 1, "planned": 1}


def test_begun_in_a_round_without_names_it_stays_without_one_when_that_is_over(engine, settings):
    of = Round(engine, settings, anonymous=True)
    of.invite("telegram", "1001")
    of.start().send()
    of.does("1001", "agree")
    of.does("1001", "5")
    phone = '\n[[section.question]]\nkey = "phone"\nkind = "phone"\ntitle = "电话"\ntext = "电话是多少？"\n'
    phone += "".join(f'[section.question.in.{at}]\ntitle = "P"\ntext = "Phone?"\n' for at in ("zh-TW", "en"))
    with db.writing(engine) as session:
        rounds.move(session, of.id, "close", of.now)
        surveys.import_(session, SURVEY.read_text("utf-8") + phone, of.now)
        surveys.publish(session, "satisfaction", of.now)
    of.answers("1001")
    assert "电话是多少" not in "".join(of.said("1001"))
    with db.reading(engine) as session:
        assert session.execute(select(responses.c.state, responses.c.customer_id)).one() == (
            "completed",
            None,
        )


def test_nothing_is_sent_again_in_a_round_that_is_closed(of):
    of.invite("telegram", "1001")
    of.start().send()
    with db.writing(of.engine) as session:
        rounds.move(session, of.id, "close", of.now)
        session.execute(update(invited).values(reason=outbox.IN_DOUBT))
        assert rounds.send_again(session, of.id, of.now) == 0
    assert of.states() == {"issued": 1}


def test_what_cannot_be_sent_bounces_and_may_be_answered_all_the_same(of):
    of.invite("telegram", "1001")
    of.start().send()
    (row,) = claimed(of)
    with db.writing(of.engine) as session:
        outbox.fail_all(session, {row.id: "blocked"}, of.now)
    following(of.engine, of.now)
    assert of.states() == {"bounced": 1}
    of.does("1001", "agree")
    assert of.states() == {"begun": 1}


async def test_a_personal_link_leads_into_the_web_chat(of, door, arrive):
    of.runs_now().invite("link", "13800000000")
    of.start()
    token = of.link("13800000000")[1:]
    async with aiohttp.ClientSession() as http:
        there = door.make_url(f"/i/{token}")
        async with http.get(there, allow_redirects=False) as answer:
            assert answer.status == 303
            assert answer.headers["Location"] == f"../?survey=i{token}"
        async with http.get(there) as answer:
            assert answer.status == 200
        async with http.get(door.make_url("/i/no-such"), allow_redirects=False) as answer:
            assert answer.headers["Location"] == "../?survey=ino-such"  # the talk says that it is none
    customer = await arrive(survey=f"i{token}")
    said = await customer.hears("想请您填一份问卷")
    assert said
    assert of.states() == {"delivered": 1}


async def test_a_personal_link_leads_to_the_telegram_bot(of, telegram, telegram_door, newcomer):
    of.runs_now().invite("link", "13800000000")
    of.start()
    customer = await newcomer()
    telegram.does.starts(customer.chat, of.link("13800000000"))
    await telegram.until(lambda: telegram.sent(customer.chat), "an answer")
    assert "想请您填一份问卷" in telegram.sent(customer.chat)[0]["text"]
    assert of.states() == {"delivered": 1}
