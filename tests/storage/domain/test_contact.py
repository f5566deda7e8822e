"""The contact cap: never more often than the policy allows, and as soon as it allows."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.domain.contact import Cap, allowed_at

NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
MOMENTS = st.lists(
    st.integers(-60 * 24 * 30, 0).map(lambda minutes: NOW + timedelta(minutes=minutes)), max_size=12
)
CAPS = st.builds(Cap, st.integers(1, 4), st.integers(1, 20).map(float))


@given(MOMENTS, CAPS)
def test_one_more_contact_then_keeps_to_the_cap(contacted: list[datetime], cap: Cap) -> None:
    """So it does, whatever was before: the days that end with it have no more than are allowed."""
    then = allowed_at(contacted, cap, NOW)
    assert sum(at > then - cap.span for at in contacted) < cap.most


@given(MOMENTS, CAPS)
def test_it_does_not_wait_longer_than_it_has_to(contacted: list[datetime], cap: Cap) -> None:
    then = allowed_at(contacted, cap, NOW)
    just_before = then - timedelta(microseconds=1)
    assert then == NOW or sum(at > just_before - cap.span for at in contacted) >= cap.most


@given(MOMENTS, CAPS, st.lists(st.integers(0, 5000), max_size=40))
def test_who_always_asks_first_never_writes_too_often(
    contacted: list[datetime], cap: Cap, minutes: list[int]
) -> None:
    """Whoever wants to write, however often: after what was before, no days have more than are allowed."""
    sent: list[datetime] = []
    now = NOW
    for pause in minutes:
        now += timedelta(minutes=pause)
        if allowed_at([*contacted, *sent], cap, now) <= now:
            sent.append(now)
    known = [*contacted, *sent]
    assert all(sum(at - cap.span < each <= at for each in known) <= cap.most for at in sent)


@given(MOMENTS)
def test_without_a_cap_now_is_always_allowed(contacted: list[datetime]) -> None:
    assert allowed_at(contacted, Cap(), NOW) == NOW


def test_what_a_clock_that_went_back_wrote_holds_nobody_up_for_ever() -> None:
    ahead = [NOW + timedelta(days=300)]
    assert allowed_at(ahead, Cap(1, 7.0), NOW) == NOW + timedelta(days=7)
