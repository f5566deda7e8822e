"""Customers at the beginning of a talk."""

import pytest

from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey


@pytest.fixture
def customer() -> Customer:
    """New; the five items and a last word are on offer."""
    return Customer(DirectLine(survey("satisfaction")))


@pytest.fixture
def surveyed(customer: Customer) -> Customer:
    """Has agreed and is at the first question."""
    return customer.opens().picks_first()


@pytest.fixture
def visitor() -> Customer:
    """New; no survey is on offer."""
    return Customer(DirectLine(None))


@pytest.fixture
def recommender() -> Customer:
    """At the first question of the survey that has every kind of question."""
    return Customer(DirectLine(survey("nps"))).opens().picks_first()
