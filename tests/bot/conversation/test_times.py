"""When a customer wants to be asked again: never before now and never at night, whatever they say."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import times
from bot.conversation.effects import Resume
from bot.conversation.step import step
from bot.message import Inbound
from storage.domain.quiet import Quiet
from tests.conversations.direct import MONDAY, DirectLine, survey

SHANGHAI = ZoneInfo("Asia/Shanghai")
CONTEXT = DirectLine(None).context()
QUIET = CONTEXT.policy.quiet

moments = st.integers(0, 60 * 24 * 400).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
days = st.sampled_from(["", "今天", "明天", "后天", "下周三", "周五", "三天后", "12月30日", "过几天", "周末"])
parts = st.sampled_from(["", "早上", "上午", "中午", "下午", "晚上", "半夜", "凌晨"])
clocks = st.one_of(
    st.just(""),
    st.integers(0, 24).map(lambda hour: f"{hour}点"),
    st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda told: f"{told[0]}:{told[1]:02}"),
    st.sampled_from(["八点半", "十二点", "三点一刻", "十点十分", "两点"]),
)
spoken = st.tuples(days, parts, clocks, st.sampled_from(["", "吧", "再说"])).map("".join)


@given(st.one_of(spoken, st.text(max_size=80)), moments)
def test_what_is_read_is_still_to_come(text: str, now: datetime) -> None:
    at = times.read(text, now, CONTEXT)
    assert at is None or at > now


@given(spoken, moments)
def test_a_clock_that_is_named_is_kept(text: str, now: datetime) -> None:
    """With a part of the day and an hour that fits it, the minute is the one that was said."""
    at = times.read(text, now, CONTEXT)
    if at is not None and "一刻" in text:
        assert at.minute == 15


@given(moments)
def test_awake_is_the_same_or_the_end_of_the_night(now: datetime) -> None:
    at = times.awake(now, CONTEXT)
    assert at >= now
    assert not QUIET.covers(at.astimezone(SHANGHAI).time())
    assert at == now or at.astimezone(SHANGHAI).time() == QUIET.ends


@given(st.one_of(spoken, st.text(max_size=40), st.sampled_from(["今晚", "明天", "三天后"])), moments)
def test_nobody_is_ever_to_be_asked_at_night(text: str, now: datetime) -> None:
    """The whole step: whatever is said to the question when, at whatever time of whatever day."""
    line = DirectLine(SURVEY)
    line.stored = RESTING
    talk, effects = step(line.talk, Inbound("test", "a", "1", "text", now, text), line.context(), now)
    asked = [effect.at for effect in effects if isinstance(effect, Resume) and effect.at]
    assert all(at > now and not QUIET.covers(at.astimezone(SHANGHAI).time()) for at in asked)
    assert (talk.when[:4] == "2026" or talk.when[:4] == "2027" or talk.when[:4] == "2028") == bool(asked)


def resting() -> str:
    line = DirectLine(SURVEY)
    for text in ("你好", "可以", "等会儿再说"):
        line.send("text", text)
    assert line.talk.state == "resting"
    return line.stored


SURVEY = survey("satisfaction")
RESTING = resting()


@given(moments, st.times(), st.times())
def test_other_quiet_hours_are_kept_too(now: datetime, begins: time, ends: time) -> None:
    quiet = Quiet(begins, ends)
    at = times.awake(now, replace(CONTEXT, policy=replace(CONTEXT.policy, quiet=quiet)))
    assert at >= now
    assert not quiet.covers(at.astimezone(SHANGHAI).time())
