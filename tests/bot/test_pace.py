from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Pace, pause


def test_a_clock_that_goes_back_refuses_nobody():
    pace = Pace(rate=1, burst=3)
    assert [pace.allows("a", 1_000) for _ in range(4)] == [True, True, True, False]
    assert [pace.allows("a", 10) for _ in range(4)] == [True, True, True, False]
    assert pace.allows("a", 1_000)


def test_who_writes_like_a_person_is_never_held_up():
    pace = Pace(rate=20, burst=40)
    assert all(pace.allows("a", now * 0.06) for now in range(10_000))


def test_a_flood_is_cut_to_the_rate_after_the_first_burst():
    pace = Pace(rate=20, burst=40)
    allowed = sum(pace.allows("a", n / 1000) for n in range(10_000))
    assert 40 + 190 <= allowed <= 40 + 201


def test_one_flood_does_not_touch_another_address():
    pace = Pace(rate=1, burst=2)
    assert [pace.allows("a", 0.0) for _ in range(4)] == [True, True, False, False]
    assert pace.allows("b", 0.0)


@given(st.lists(st.floats(0, 5), max_size=200))
def test_within_any_second_no_more_than_burst_and_rate_pass(gaps):
    pace, now, passed = Pace(rate=3, burst=5), 0.0, []
    for gap in gaps:
        now += gap
        if pace.allows("a", now):
            passed.append(now)
    assert all(sum(at <= other < at + 1 for other in passed) <= 5 + 3 for at in passed)


def test_addresses_that_have_calmed_down_are_forgotten():
    pace = Pace(rate=1, burst=2, remember=10)
    assert all(pace.allows(f"customer {n}", float(n * 3)) for n in range(1000))
    assert len(pace._empty_at) <= 10


def test_pauses_double_up_to_the_longest_however_often_it_was_tried():
    assert [pause(attempts, 600.0) for attempts in range(4)] == [1, 2, 4, 8]
    assert pause(9, 600.0) == 512
    assert pause(10, 600.0) == pause(1024, 600.0) == pause(10**9, 600.0) == 600
