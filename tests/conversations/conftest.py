"""Customers at the beginning of a talk: straight into `step()`, or over a channel to the running door."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from storage.definitions import DATA
from tests.conversations.customer import Customer
from tests.conversations.direct import DirectLine, survey
from tests.conversations.roads import House, RoadLine, TelegramLine, WebLine

ROADS = {"step": DirectLine, "webchat": WebLine, "telegram": TelegramLine}

Comes = Callable[[str | None], Customer]


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str | None], House]]:
    """`houses("nps")`: the running door that offers this survey."""
    with ExitStack() as stack:
        made: dict[str | None, House] = {}

        def house(key: str | None) -> House:
            if key not in made:
                source = (DATA / "surveys" / f"{key}.toml").read_text("utf-8") if key else None
                made[key] = stack.enter_context(House(tmp_path_factory.mktemp("house"), source))
            return made[key]

        yield house


@pytest.fixture
def comes(request: pytest.FixtureRequest) -> Iterator[Comes]:
    """`comes("nps")`: somebody new, to whom this survey is offered; on the road that the test is run on."""
    road = getattr(request, "param", "step")
    lines: list[RoadLine] = []

    def come(key: str | None) -> Customer:
        if road == "step":
            return Customer(DirectLine(survey(key) if key else None))
        line = ROADS[road](request.getfixturevalue("houses")(key))
        lines.append(line)
        return Customer(line)

    yield come
    for line in lines:
        line.house.run(line.leaves())


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A talk marked `roads("webchat", "telegram")` is run over these too. One that needs what a channel can't
    do or tell (who opens a web page has been greeted; nothing is edited there) or another day names fewer."""
    mark = metafunc.definition.get_closest_marker("roads")
    if mark and "comes" in metafunc.fixturenames:
        metafunc.parametrize("comes", ("step", *mark.args), indirect=True)


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
