"""When to ask again, as customers say it: by a fixed clock, Monday 23 November 2026, 10:00 in Shanghai."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import times
from tests.conversations.direct import MONDAY, DirectLine

SHANGHAI = ZoneInfo("Asia/Shanghai")
CONTEXT = DirectLine(None).context()
IN = {name: CONTEXT.speaking(name) for name in CONTEXT.tongues}

SIMPLIFIED = """
明早 11-24 09:00 | 明早八点 11-24 08:00 | 明早8:30 11-24 08:30 | 明天 11-24 10:00 | 明天吧 11-24 10:00
明儿上午 11-24 10:00 | 明天下午三点提醒我 11-24 15:00 | 明天15点 11-24 15:00 | 明天中午 11-24 12:30
明天傍晚 11-24 19:30 | 明晚 11-24 19:30 | 明天早上八点到九点 11-24 08:00 | 明天这个时候 11-24 10:00
明天同一时间 11-24 10:00 | 明天晚一点 11-24 10:00 | 后天 11-25 10:00 | 后天早上 11-25 09:00
大后天 11-26 10:00 | 后天晚上 11-25 19:30 | 隔天 11-24 10:00 | 晚上再说 11-23 19:30
今晚八点 11-23 20:00 | 晚上八点半 11-23 20:30 | 晚上9点一刻 11-23 21:15 | 晚上七八点 11-23 19:00
下午 11-23 15:00 | 下午三点半 11-23 15:30 | 下午3:30 11-23 15:30 | 中午 11-23 12:30 | 上午 11-23 10:30
早上 11-24 09:00 | 八点 11-23 20:00 | 三点钟 11-23 15:00 | 20:30 11-23 20:30 | 15:00 11-23 15:00
12点 11-23 12:00 | 七八点 11-23 19:00 | 今天 11-23 19:30 | 今天下午 11-23 15:00
今天晚些时候 11-23 19:30 | 凌晨两点 11-24 02:00 | 半夜 11-24 00:30 | 半小时后 11-23 10:30
过半小时 11-23 10:30 | 等我半小时 11-23 10:30 | 半个钟 11-23 10:30 | 十分钟后 11-23 10:10
等五分钟 11-23 10:05 | 几分钟后 11-23 10:05 | 十几分钟 11-23 10:15 | 一刻钟后 11-23 10:15
三刻钟后 11-23 10:45 | 一小时后 11-23 11:00 | 一个半小时后 11-23 11:30 | 两个半小时后 11-23 12:30
过一个小时 11-23 11:00 | 几个小时后 11-23 13:00 | 一两个小时后 11-23 12:00 | 两三个小时后 11-23 13:00
我在开会，一小时后再说 11-23 11:00 | 24小时后 11-24 10:00 | 过两天 11-26 10:00 | 过几天 11-26 10:00
三天后 11-26 10:00 | 三四天后 11-27 10:00 | 改天 11-26 10:00 | 改日 11-26 10:00 | 周五 11-27 10:00
礼拜五 11-27 10:00 | 星期五下午4点 11-27 16:00 | 周一早上九点 11-30 09:00 | 周日晚上 11-29 19:30
周末 11-28 10:00 | 这周末 11-28 10:00 | 下周末 12-05 10:00 | 周末再说吧 11-28 10:00
周三周四都行 11-25 10:00 | 下周 11-30 10:00 | 下个星期 11-30 10:00 | 下周三 12-02 10:00
下周二上午十点 12-01 10:00 | 下个礼拜三 12-02 10:00 | 一周后 11-30 10:00 | 两周后 12-07 10:00
一两周后 12-07 10:00 | 过一阵 11-30 10:00 | 过段时间 11-30 10:00 | 下个月 12-01 10:00
下个月5号 12-05 10:00 | 下个月五号 12-05 10:00 | 下个月中旬 12-15 10:00 | 下月初 12-01 10:00
下月底 12-31 10:00 | 月底 11-30 10:00 | 月底再说 11-30 10:00 | 月末 11-30 10:00 | 月初 12-01 10:00
月中 12-15 10:00 | 半个月后 12-08 10:00 | 一个月后 12-23 10:00 | 两个月后 01-22 10:00 | 年底 12-28 10:00
明年 01-04 10:00 | 12月1号 12-01 10:00 | 12月1日下午两点 12-01 14:00 | 25号 11-25 10:00 | 5号 12-05 10:00
12/1 12-01 10:00 | 元旦 01-01 10:00 | 元旦后 01-04 10:00 | 圣诞节 12-25 10:00 | 双十二 12-12 10:00
春节后 02-13 10:00 | 年后 02-13 10:00 | 午饭后 11-23 13:30 | 晚饭后 11-23 19:30 | 吃完饭 11-23 11:00
午休后 11-23 13:30 | 睡前 11-23 21:00 | 睡醒再说 11-24 09:00 | 下班后 11-23 18:30
1小时后吧 不对 2小时后 11-23 12:00 | 不是明天，是后天 11-25 10:00 | 周五以后 11-28 10:00
过了周五 11-28 10:00 | 9点半 11-24 09:30 | 刚才在忙，晚上八点 11-23 20:00
tomorrow 3pm 11-24 15:00 | 9:30pm 11-23 21:30
下了班再填 11-23 18:30 | 今天下班前 11-23 17:00 | 上班后 11-24 09:30 | 现在没空，明天下午吧 11-24 15:00
"""

TRADITIONAL = """
明早八點 11-24 08:00 | 下個月 12-01 10:00 | 下個月5號 12-05 10:00 | 下週 11-30 10:00 | 下周 11-30 10:00
週末 11-28 10:00 | 下週末 12-05 10:00 | 明天下午三點提醒我 11-24 15:00 | 晚上再說 11-23 19:30
半小時後 11-23 10:30 | 兩個半小時後 11-23 12:30 | 三刻鐘後 11-23 10:45 | 過兩天 11-26 10:00
月底 11-30 10:00 | 年底 12-28 10:00 | 下個月初 12-01 10:00 | 一個月後 12-23 10:00 | 元旦後 01-04 10:00
過年後 02-13 10:00 | 午飯後 11-23 13:30 | 下班後 11-23 18:30 | 明天這個時候 11-24 10:00
幾分鐘後 11-23 10:05 | 過一陣子 11-30 10:00 | 禮拜五 11-27 10:00 | 下禮拜二 12-01 10:00
晚上八點半 11-23 20:30 | 週五以後 11-28 10:00 | 1小時後 不對 2小時後 11-23 12:00 | 9點半 11-24 09:30
"""

ENGLISH = """
tomorrow 11-24 10:00 | tomorrow at 8 am 11-24 08:00 | tomorrow night 11-24 19:30 | tonight 11-23 19:30
8pm 11-23 20:00 | next week 11-30 10:00 | next month 12-01 10:00 | on the 5th of next month 12-05 10:00
this weekend 11-28 10:00 | in half an hour 11-23 10:30 | in an hour and a half 11-23 11:30
in fifteen minutes 11-23 10:15 | in a few hours 11-23 13:00 | in two weeks 12-07 10:00
in a month 12-23 10:00 | at the end of the month 11-30 10:00 | after lunch 11-23 13:30
friday afternoon 11-27 15:00 | next Friday at 3 pm 12-04 15:00 | on the 28th 11-28 10:00
after new year 01-02 10:00 | same time tomorrow 11-24 10:00 | after work 11-23 18:30
the day after tomorrow 11-25 10:00 | midnight 11-24 00:30
today 11-23 19:30 | after Friday 11-28 10:00 | in 2 hours, no wait, 3 hours 11-23 13:00 | 明天再说 11-24 10:00
"""


def told(table: str) -> list[tuple[str, str]]:
    """(what is said, month-day hour:minute) for each part."""
    parts = [part.strip() for line in table.strip().splitlines() for part in line.split("|")]
    return [(said, f"{day} {at}") for said, day, at in (part.rsplit(" ", 2) for part in parts)]


SAID = [
    *(("zh-CN", *each) for each in told(SIMPLIFIED)),
    *(("zh-TW", *each) for each in told(TRADITIONAL)),
    *(("en", *each) for each in told(ENGLISH)),
]


def local(at: datetime | None) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" if at else ""


@pytest.mark.parametrize(("language", "said", "at"), SAID)
def test_when_it_is_said_to_be(language: str, said: str, at: str) -> None:
    assert local(times.read(said, MONDAY, IN[language])) == at


@pytest.mark.parametrize(
    "said",
    [
        "今早",
        "今天早上8点",
        "今天凌晨",
        "上午九点十分今天",
        "刚才",
        "昨天",
        "昨天下午三点",
        "十分钟前",
        "yesterday",
        "just now",
    ],
)
def test_what_has_gone_by_is_told_from_what_is_none(said: str) -> None:
    gone = times.told(said, MONDAY, CONTEXT)
    assert gone is not None
    assert gone <= MONDAY
    assert times.read(said, MONDAY, CONTEXT) is None


@pytest.mark.parametrize(
    "said",
    [
        "5",
        "五",
        "有空再说",
        "不知道",
        "好的",
        "质量一般",
        "东西还行",
        "好一点再说",
        "送货的时候态度不好",
        "",
        "？",
    ],
)
def test_what_names_no_time(said: str) -> None:
    assert times.told(said, MONDAY, CONTEXT) is None


@pytest.mark.parametrize(("said", "at"), [("国庆后", "10-08 10:00"), ("中秋节后", "09-26 10:00")])
def test_after_a_feast_in_its_season(said: str, at: str) -> None:
    autumn = datetime(2026, 9, 20, 2, tzinfo=MONDAY.tzinfo)
    assert local(times.read(said, autumn, CONTEXT)) == at


@given(st.sampled_from(SAID), st.integers(0, 60 * 24 * 800))
def test_what_is_understood_is_always_to_come(each: tuple[str, str, str], minutes: int) -> None:
    language, said, _ = each
    now = MONDAY + timedelta(minutes=minutes)
    at = times.read(said, now, IN[language])
    assert at is None or at > now


@given(st.sampled_from(SAID), st.integers(0, 60 * 24 * 800))
def test_what_names_a_time_now_names_one_on_any_day(each: tuple[str, str, str], minutes: int) -> None:
    language, said, _ = each
    assert times.told(said, MONDAY + timedelta(minutes=minutes), IN[language]) is not None
