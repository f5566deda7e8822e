"""Dates counted from today: 上周三, 上个月15号, 三天前, 昨天, 周五, 3号; and spans of time (最近)."""

import datetime as dt

from nlp.wording.dates.days import in_month, monthly, on, shifted, weekly, yearly
from nlp.wording.dates.parts import Made, Match, N, Rules, small, year
from nlp.wording.lexicon import either, load

_WEEK = r"(?:星期|礼拜|周|拜)"
_ALONE = r"(?=[一二三四五六日天]{1,4}(?:$|[\0,。;!都也吧的]|两天))"
# 周二、三; 周六日; 周一三五都行
_MORE = rf"(?P<more>(?:[、,和到至~/-]{_WEEK}?|{_ALONE})[一二三四五六日天]++(?![月号日点]))?"
_NOT_A_DAY = "店|线|楼|门|机|柜|员|房|单|电|码|客|窗|桌|技|工"  # 3号店
_UNITS = "天|日|星期|礼拜|周|月|年|小时|钟头|分钟|days?|weeks?|months?|years?|hours?|minutes?"
_COUNTED = {"周": 7, "星": 7, "礼": 7, "w": 7, "月": 30, "m": 30, "年": 365, "y": 365}
_WEEKS = 7  # days: 两周前 is a day, 两个月前 is not
_HOURS = 2  # so many hours ago it was today, most likely
_ENGLISH = {"half": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


def from_today() -> Rules:
    """Those that say how far from today."""
    data = load("date")
    part = either(data["parts"])
    count = rf"(?P<n>\d{{1,3}}|[一二两俩三四五六七八九十]{{1,3}}|半|{either(_ENGLISH)})"
    week, weekdays = either(data["weeks"]), either(data["english_weekdays"])
    then = rf"(?P<year>{either(data['years'])})|(?P<month>{either(data['months'])})|(?P<week>{week}){_WEEK}"
    yield rf"(?:{then})的?(?:(?P<same>今天|今日|这天|这一天|同一天)|{either(data['days'])})", _same_day
    months = rf"(?P<month>{either(data['months'])})的?\s*"
    ends = r"(?:(?P<first>第一天|头一天)|最后一天|最后一日)"
    yield rf"{months}{ends}", _end_of_month
    yield (
        rf"{months}(?:(?P<d>{N})\s*(?:[日号]|(?![\d个天周星礼月次件块元点多几]))|(?P<part>{part})|)",
        _of_month,
    )
    yield rf"{count}\s*(?P<unit>个?月|年)(?:之|以)?前的?(?:今天|今日)", _ago_today
    yield rf"{count}\s*[个多]?(?P<unit>{_UNITS})\s*(?P<dir>之前|以前|前|之后|以后|后|ago|later)", _ago
    yield rf"(?P<week>{week}){_WEEK}(?:的?{_WEEK})?(?P<day>[一二三四五六日天1-7])(?!个){_MORE}", _week
    yield rf"(?<![a-z])(?P<week>last|this|next) (?P<day>{weekdays})(?![a-z])", _english_week
    yield rf"(?:再过|过(?!两)){count}(?P<unit>天|日|个?星期|周)(?P<dir>后|)", _ago


def plain_words() -> Rules:
    """昨天; 最近."""
    data = load("date")
    week, day = rf"(?:{either(data['weeks'])}){_WEEK}", either(data["days"])
    yield rf"(?:第[一二三四五1-5]|最后一)个?{_WEEK}[一二三四五六日天末]?|{week}", _vague
    yield either(data["words"]["spans"]), _vague
    yield rf"(?:每逢|每个?|逢){_WEEK}[一二三四五六日天末]?", _vague
    yield r"第[二三四五六七八九十2-9]天|隔[天日]|转天|翌日", _vague  # 14号装的，第二天就坏了
    yield day, _relative


def parts_of_dates() -> Rules:
    """周五, 十月中旬, 3号: the month or the week is for us to find."""
    data = load("date")
    weekdays, part = either(data["english_weekdays"]), either(data["parts"])
    yield rf"{_WEEK}(?P<day>[一二三四五六日天1-6])(?!个|次|遍){_MORE}", _bare_week
    yield rf"(?<![a-z])(?P<day>{weekdays})(?![a-z])(?P<more>)", _bare_week
    yield rf"{year()}(?:(?P<m>{N})月份?|月)(?P<part>{part})?", _part
    other = rf"(?P<other>(?<!第)(?<![\d./])(?<!\d-){N}\s*(?:[、,和跟或到至~]|或者|还是)\s*)?"  # 15、16号
    yield rf"{other}(?<!第)(?<![\d./])(?<!\d-)(?P<d>{N})\s*[号日](?!{_NOT_A_DAY})", _bare_day
    yield rf"^(?P<d>{N})$", _number_alone


def years_alone() -> Rules:
    """去年."""
    yield rf"{either(load('date')['years'])}|(?<!\d)(?:19|20)\d\d(?:年|(?!\d))|\d\d年", _vague


def _same_day(match: Match, today: dt.date | None) -> Made:
    """上个月的今天, 去年今日; 去年昨天 is none."""
    if today is None or not match["same"]:
        return [], False
    data = load("date")
    if match["week"]:
        return shifted(today, [7 * data["weeks"][match["week"]]]), True
    months = 12 * data["years"][match["year"]] if match["year"] else data["months"][match["month"]]
    found = in_month(today, months, today.day)
    return [found] if found else [], found is not None and found.day == today.day


def _end_of_month(match: Match, today: dt.date | None) -> Made:
    """上个月最后一天, 这个月第一天."""
    offset = load("date")["months"][match["month"]]
    found = in_month(today, offset, 1 if match["first"] else 31) if today else None
    return [found] if found else [], found is not None


def _of_month(match: Match, today: dt.date | None) -> Made:
    """上个月15号, 本月3日, 上月底."""
    day = small(match["d"]) if match["d"] else None
    part = load("date")["parts"].get(match["part"])
    offset = load("date")["months"][match["month"]]
    if today is None or not (day or part):
        return [], False
    found = in_month(today, offset, day or part)
    exact = found is not None and found.day == day
    return ([found] if found and (exact or part) else [], exact)


def _part(match: Match, today: dt.date | None) -> Made:
    """月底, 十月中旬, 去年三月: a guess at most."""
    part = load("date")["parts"].get(match["part"] or "", 0)
    month = small(match["m"]) if match["m"] else None
    if today is None or not part or (match["m"] and not month) or match["year"]:
        return [], False
    if month is None:
        found = in_month(today, 0, part)
        return ([found] if found else []), False
    return yearly(None, today, lambda year: on(year, month, min(part, 28))), False


def _ago(match: Match, today: dt.date | None) -> Made:
    """三天前, 5天后, 一个星期前, 两个小时前, 3 days ago; 一个月前, 半个月前 are more or less."""
    count = 0 if match["n"] == "半" else _ENGLISH.get(match["n"], small(match["n"]))
    if today is None or count is None:
        return [], False
    unit = match["unit"].lstrip("个")
    if unit[0] in "小钟分h" or unit.startswith("minute"):
        return [today], unit[0] in "分m" or count <= _HOURS
    sign = -1 if match["dir"] in ("前", "之前", "以前", "ago") else 1
    days = _COUNTED.get(unit[0], 1)
    return shifted(today, [sign * count * days]) if count else [], days <= _WEEKS and count > 0


def _ago_today(match: Match, today: dt.date | None) -> Made:
    """一年前的今天."""
    count = _ENGLISH.get(match["n"], small(match["n"]))
    if today is None or not count:
        return [], False
    found = in_month(today, -count * (12 if match["unit"] == "年" else 1), today.day)
    return [found] if found else [], found is not None and found.day == today.day


def _week(match: Match, today: dt.date | None) -> Made:
    """上周三 is of last week, Monday to Sunday."""
    weekday = _weekday(match["day"])
    if today is None or weekday is None:
        return [], False
    monday = 7 * load("date")["weeks"][match["week"]] - today.isoweekday() + 1
    days = shifted(today, [monday + weekday - 1])
    return days, bool(days) and not match["more"]


def _english_week(match: Match, today: dt.date | None) -> Made:
    """Last Friday may be the one just gone or that of last week: plain where these are the same."""
    weekday = _weekday(match["day"])
    if today is None or weekday is None:
        return [], False
    gone, ahead = (today.isoweekday() - weekday - 1) % 7 + 1, (weekday - today.isoweekday() - 1) % 7 + 1
    this = [weekday - today.isoweekday()]
    days = shifted(today, {"last": [-gone], "next": [ahead]}.get(match["week"], this))
    other_week = {"last": weekday >= today.isoweekday(), "next": weekday <= today.isoweekday()}
    return days, other_week.get(match["week"], True)


def _weekday(text: str) -> int | None:
    data = load("date")
    found = data["weekdays"].get(text) or data["english_weekdays"].get(text)
    return int(found) if found else None


def _bare_week(match: Match, today: dt.date | None) -> Made:
    weekday = _weekday(match["day"])
    return (weekly(today, weekday), not match["more"]) if weekday else None


def _bare_day(match: Match, today: dt.date | None) -> Made:
    day = small(match["d"])
    return (monthly(today, day), not match.groupdict().get("other")) if day and day <= 31 else None


def _number_alone(match: Match, today: dt.date | None) -> Made:
    """15: most likely the 15th."""
    made = _bare_day(match, today)
    return (made[0], False) if made else None


def _relative(match: Match, today: dt.date | None) -> Made:
    return (shifted(today, [load("date")["days"][match[0]]]) if today else []), today is not None


def _vague(_match: Match, _today: dt.date | None) -> Made:
    return [], False
