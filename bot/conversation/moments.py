"""Moments as told to customers, in the organisation's own time."""

from datetime import datetime

from bot.conversation.context import Context


def day(moment: datetime, context: Context) -> str:
    """11月24日（周二）"""
    local = moment.astimezone(context.calendar.timezone)
    weekday = context.texts(f"chat.weekday.{local.isoweekday()}")
    return context.texts("chat.moment.day", month=local.month, day=local.day, weekday=weekday)


def by(moment: datetime, context: Context) -> str:
    """11月24日（周二）18:00前"""
    local = moment.astimezone(context.calendar.timezone)
    return context.texts("chat.moment.by", day=day(moment, context), time=f"{local:%H:%M}")
