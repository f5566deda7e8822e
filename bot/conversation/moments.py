"""Moments as told to customers, in the organisation's own time."""

from datetime import datetime

from bot.conversation.context import Context


def day(moment: datetime, context: Context) -> str:
    """11月24日（周二）; Tuesday, 24 November"""
    local = moment.astimezone(context.calendar.timezone)
    weekday, month = f"chat.weekday.{local.isoweekday()}", f"chat.month.{local.month}"
    names = {"weekday": context.texts(weekday), "month": context.texts(month)}
    return context.texts("chat.moment.day", day=local.day, **names)


def at(moment: datetime, context: Context) -> str:
    """11月24日（周二）18:00"""
    local = moment.astimezone(context.calendar.timezone)
    return context.texts("chat.moment.at", day=day(moment, context), time=f"{local:%H:%M}")


def by(moment: datetime, context: Context) -> str:
    """11月24日（周二）18:00前"""
    local = moment.astimezone(context.calendar.timezone)
    return context.texts("chat.moment.by", day=day(moment, context), time=f"{local:%H:%M}")
