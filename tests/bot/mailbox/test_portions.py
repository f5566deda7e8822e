"""Which mails are fetched next: as they came; what fails holds up nothing."""

from hypothesis import given
from hypothesis import strategies as st

from bot.mailbox.portions import MOST, MOST_FAILURES, Line


def test_mails_come_as_they_lie() -> None:
    line = Line()

    assert line.next([7, 3, 5]) == [3, 5, 7]
    line.fetched([3, 5, 7])
    assert line.next([3, 5, 7]) == []


def test_what_fails_together_is_tried_in_smaller_portions_and_then_alone() -> None:
    line, sizes = Line(), []
    found = list(range(1, MOST + 1))
    while (uids := line.next(found)) and uids[0] == 1:
        sizes.append(len(uids))
        line.failed(uids)

    assert sizes == [64, 32, 16, 8, 4, 2, 1]
    assert uids == [2], "the first waits behind all others now"


def test_one_that_fails_again_and_again_is_given_up() -> None:
    line = Line()

    assert [line.failed([1]) for _ in range(MOST_FAILURES)] == [0] * (MOST_FAILURES - 1) + [1]
    assert line.next([1]) == []


def test_nothing_below_the_number_that_is_noted_waits() -> None:
    line = Line()
    line.fetched([11, 13])

    assert line.reached([11, 12, 13], least=10) == 11
    line.fetched([12])
    assert line.reached([11, 12, 13], least=10) == 13
    assert line.reached([], least=20) == 20
    assert line.reached([3], least=20) == 20, "an old one that nobody has read takes nothing back"


@given(found=st.sets(st.integers(1, 300)), bad=st.sets(st.integers(1, 300), max_size=5))
def test_all_but_the_bad_are_fetched_once(found: set[int], bad: set[int]) -> None:
    line, fetched = Line(), list[int]()
    for _ in range(10_000):
        uids = line.next(found)
        if not uids:
            break
        if bad & set(uids):
            line.failed(uids)
        else:
            fetched += uids
            line.fetched(uids)

    assert sorted(fetched) == sorted(found - bad)
    assert line.given_up == found & bad
