"""Customers at the beginning of a talk: straight into `step()`, or over a channel to the running door."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Protocol

import pytest
import time_machine

from storage.definitions import DATA
from storage.surveys import check
from tests.conversations.customer import Customer
from tests.conversations.direct import MONDAY, DirectLine
from tests.conversations.roads import EmailLine, House, RoadLine, TelegramLine, WebLine
from tests.conversations.written import HEAD, SECTION, WORDS
from tests.in_turn import in_turn

ROADS = {"webchat": WebLine, "telegram": TelegramLine, "email": EmailLine}

Enters = Callable[[str | None], RoadLine]
Houses = Callable[[str | None], House]
Comes = Callable[[str | None], Customer]
Offered = Callable[[str], Customer]


TEN_MINUTES = timedelta(minutes=10)
"""So far from Monday morning, by its own ticking or by a talk that went further, the clock is put back."""

WRITTEN = "written"
"""The house whose surveys the tests write."""


class Asks(Protocol):
    def __call__(self, *questions: str, head: str = "") -> Customer: ...


def shipped(key: str) -> str:
    """A survey that comes with Manyi, as it is written."""
    return (DATA / "surveys" / f"{key}.toml").read_text("utf-8")


@pytest.fixture(scope="package")
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the running doors. It is a Monday morning for them too, and somebody is at work."""
    with time_machine.travel(MONDAY, tick=True) as shown:
        yield shown


@pytest.fixture(scope="package")
def houses(clock: time_machine.Traveller, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Houses]:
    """`houses("nps")`: the running door that offers this survey; `houses(WRITTEN)`: what a test wrote."""
    with ExitStack() as stack:
        made: dict[str | None, House] = {}

        def house(key: str | None) -> House:
            if key not in made:
                source = shipped(key) if key and key != WRITTEN else None
                made[key] = stack.enter_context(House(tmp_path_factory.mktemp("house"), source, clock))
            return made[key]

        yield house


@pytest.fixture
def road(request: pytest.FixtureRequest) -> str:
    """On which the test is run."""
    return getattr(request, "param", "step")


@pytest.fixture
def enters(road: str, request: pytest.FixtureRequest) -> Iterator[Callable[[str], RoadLine]]:
    """`enters("nps")`: the device of somebody new, at the door of this house."""
    lines: list[RoadLine] = []

    def enter(key: str | None) -> RoadLine:
        lines.append(ROADS[road](request.getfixturevalue("houses")(key)))
        return lines[-1]

    yield enter
    for line in lines:
        line.house.run(line.leaves())
        if abs(line.now - MONDAY) > TEN_MINUTES:
            line.now = MONDAY


@pytest.fixture
def comes(road: str, enters: Callable[[str | None], RoadLine]) -> Comes:
    """`comes("nps")`: somebody new, to whom this survey is offered."""

    def come(key: str | None) -> Customer:
        if road == "step":
            return Customer(DirectLine(check(shipped(key)) if key else None))
        return Customer(enters(key))

    return come


@pytest.fixture
def offered(road: str, enters: Callable[[str | None], RoadLine]) -> Offered:
    """`offered(HEAD + …)`: somebody new, to whom the survey written there is offered, and no other."""

    def offer(source: str) -> Customer:
        if road == "step":
            return Customer(DirectLine(check(source)))
        line = enters(WRITTEN)
        line.house.offers(source)
        return Customer(line)

    return offer


@pytest.fixture
def begins(offered: Offered) -> Offered:
    """`begins(SECTION + …)`: somebody at the first question of the survey that has this under its head."""
    return lambda rest: offered(HEAD + rest).opens().picks_first()


@pytest.fixture
def asks(begins: Offered) -> Asks:
    """`asks(scale(…), …)`: somebody at the first of these, in one section, the last of them in words."""
    return lambda *questions, head="": begins(head + SECTION + "".join(questions) + WORDS)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A talk marked `roads("webchat", "telegram")` is run over these too. One that needs what a channel can't
    do or tell (who opens a web page has been greeted; nothing is edited there), or looks at effects or puts
    into the context what no customer can bring about, names fewer."""
    mark = metafunc.definition.get_closest_marker("roads")
    if mark and "road" in metafunc.fixturenames:
        metafunc.parametrize("road", ("step", *mark.args), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rows take the roads in turn, beside `step()`: what is heard does not depend on them."""
    items[:] = in_turn(items, "road", *ROADS)


@pytest.fixture
def customer(comes: Comes) -> Customer:
    """New; the five items and a last word are on offer."""
    return comes("satisfaction")


@pytest.fixture
def surveyed(customer: Customer) -> Customer:
    """Has agreed and is at the first question."""
    return customer.opens().picks_first()


@pytest.fixture
def visitor(comes: Comes) -> Customer:
    """New; no survey is on offer."""
    return comes(None)


@pytest.fixture
def recommender(comes: Comes) -> Customer:
    """At the first question of the survey that has every kind of question."""
    return comes("nps").opens().picks_first()
