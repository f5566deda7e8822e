"""A link asks for a survey: it is the one spoken of, agreed to and begun, whatever is said in between."""

from datetime import UTC, datetime

import pytest

from storage import db, surveys
from storage.definitions import DATA


@pytest.fixture(autouse=True)
def recommending(engine, settings) -> None:
    """A second survey is published, beside the organisation's own."""
    settings.survey = "satisfaction"
    with db.writing(engine) as session:
        at = datetime.now(UTC)
        surveys.import_(session, (DATA / "surveys" / "nps.toml").read_text("utf-8"), at)
        surveys.publish(session, "nps", at)


async def test_the_survey_of_the_welcome_is_the_one_that_begins(arrive):
    customer = await arrive(survey="nps")
    await customer.hears("介绍给别人", "可以开始吗")
    await customer.says("帮助")
    await customer.picks("agree", of="consent")
    await customer.hears("推荐我们")


async def test_who_said_no_first_comes_back_to_it(arrive):
    customer = await arrive(survey="nps")
    await customer.picks("refuse", of="consent")
    await customer.says("回来")
    await customer.picks("agree", of="consent")
    await customer.hears("推荐我们")


async def test_without_a_link_it_is_the_organisation_s_own(arrive):
    customer = await arrive()
    await customer.picks("agree", of="consent")
    await customer.hears("产品质量")


async def test_a_link_followed_within_a_survey_is_what_comes_after_it(arrive):
    customer = await arrive()
    await customer.picks("agree", of="consent")
    await customer.hears("产品质量")
    again = await arrive(customer.token, customer.after, survey="nps")
    await again.says("停止")
    await again.says("填问卷")
    await again.hears("推荐我们")
