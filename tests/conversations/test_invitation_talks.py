"""Invited: consent or the menu asks for the survey, by a day; answered, passed over, declined, forwarded."""

import pytest

from bot.conversation.context import Context, Invitation
from bot.conversation.effects import Invited, Say
from bot.conversation.inviting import invite
from bot.conversation.talk import load
from bot.message import Inbound
from tests.conversations.customer import Customer
from tests.conversations.direct import MONDAY, DirectLine, survey

START = "/invitation/5"


class InvitedLine(DirectLine):
    """Knows what an invitation would make known; `invites` is what the clock does."""

    away = False

    def context(self) -> Context:
        made = super().context()
        if self.talk.start == START or self.away:
            invited = Invitation(5, MONDAY.replace(month=12, day=7)) if not self.away else None
            return Context(
                **{
                    **{name: getattr(made, name) for name in Context.__slots__},
                    "invited": invited if not self.talk.version_id else None,
                    "turned_away": self.away,
                }
            )
        return made

    def invites(self) -> list[str] | None:
        """What is said; None where nothing may be."""
        before = self.stored
        self.stored = load(before)._replace(start=START).dump()
        context = self.context()
        self.stored = before
        inbound = Inbound("test", "a", START, "open", self.now, start=START)
        turn = invite(load(before), inbound, context, self.now)
        if turn is None:
            return None
        self.stored = turn.talk.dump()
        self.shown = [each.outbound for each in turn.effects if isinstance(each, Say)]
        return [each.text for each in self.shown]

    def moves(self) -> list[str]:
        """What became of the invitation."""
        return [each.trigger for each in self.effects if isinstance(each, Invited)]


@pytest.fixture
def line() -> InvitedLine:
    return InvitedLine(survey("satisfaction"))


@pytest.fixture
def customer(line: InvitedLine) -> Customer:
    return Customer(line)


def invited(customer: Customer) -> Customer:
    said = customer.line.invites()  # type: ignore[attr-defined]
    assert said
    customer.shown = customer.line.shown[-1]  # type: ignore[attr-defined]
    return customer


def answered(customer: Customer) -> Customer:
    """All six questions."""
    for _ in range(5):
        customer.says("5")
    return customer.says("都挺好")


def test_who_is_new_is_asked_for_consent_and_begins(customer, line):
    (said,) = line.invites()
    assert "想请您填一份问卷" in said
    assert "12月7日（周一）之前" in said
    customer.shown = line.shown[-1]
    customer.says("可以").hears("产品质量")
    assert line.moves() == ["begin"]
    answered(customer).hears("谢谢")
    assert line.moves() == ["begin", "return"]


def test_who_says_no_declines_and_is_left_in_peace(customer, line):
    invited(customer).says("不用了").hears("不打扰您了")
    assert line.moves() == ["decline"]
    assert line.invites() is None


def test_who_withdraws_in_the_middle_declines(customer, line):
    invited(customer).says("可以").says("5").says("不要再给我发消息了").says("是的")
    assert line.moves()[-1] == "decline"


def test_in_the_menu_the_survey_is_asked_for_by_name(customer, line):
    customer.opens().says("可以")
    answered(customer)
    invited(customer)
    assert "想请您填一份「顾客满意度问卷」" in line.shown[-1].text
    assert [choice.label for choice in line.shown[-1].choices][:2] == ["填问卷", "这次不填"]
    customer.says("填问卷").hears("产品质量")
    assert line.moves() == ["begin"]


def test_not_this_time(customer, line):
    customer.opens().says("可以")
    answered(customer)
    invited(customer).says("这次不填").hears("不打扰您了")
    assert line.moves() == ["decline"]
    assert line.talk.start == ""
    customer.says("再填一次问卷").hears("产品质量")  # by themselves
    assert line.moves() == ["decline"]


def test_nothing_breaks_into_a_survey_or_a_complaint(customer, line):
    customer.opens().says("可以").says("5")
    assert line.invites() is None
    customer.says("我要投诉，灯不亮")
    assert line.invites() is None


def test_whose_link_is_somebody_elses_is_told_so_and_may_answer_what_is_open(customer, line):
    line.away = True
    customer.opens("/invitation/0").hears("这个链接是发给另一位顾客的")
    line.away = False
    customer.says("可以").hears("产品质量")
    assert line.moves() == []


def test_to_pass_what_nobody_asks_for_changes_nothing(customer, line):
    customer.opens().says("可以")
    answered(customer)
    line.send("choice", keys=("pass",), of="menu")
    assert line.talk.state == "menu"
    assert line.moves() == []
