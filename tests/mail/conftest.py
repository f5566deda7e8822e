"""The mail servers of this test run."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.mail.programs import missing
from tests.mail.servers import Servers


@pytest.fixture
def servers() -> Iterator[Callable[..., Servers]]:
    """`servers("wang@qq.example", …)`: Dovecot and Postfix with these mailboxes, until the test is over."""
    if reason := missing():
        pytest.skip(reason)
    with ExitStack() as stack:
        yield lambda *addresses, **how: stack.enter_context(Servers(addresses, **how))
