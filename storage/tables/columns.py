"""The column types and the naming convention that all tables share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import JSON, TypeEngine, UserDefinedType

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _written(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone: give an aware datetime")
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:26]


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


class _TextMoment(UserDefinedType[datetime]):
    """SQLite keeps no zone and no datetime: `2026-11-21 05:30:20.123456`, UTC, sorts and reads well.

    SQLAlchemy's own type does the same at a third of the speed.
    """

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "DATETIME"

    def bind_processor(self, _dialect: Dialect) -> Callable[[datetime | None], str | None]:
        return _written

    def result_processor(
        self, _dialect: Dialect, _coltype: object
    ) -> Callable[[str | None], datetime | None]:
        return _read

    def literal_processor(self, _dialect: Dialect) -> Callable[[datetime], str]:
        return lambda value: f"'{_written(value)}'"


Moment: TypeEngine[datetime] = DateTime(timezone=True).with_variant(_TextMoment(), "sqlite")
"""An aware datetime, in UTC."""

Json = JSON(none_as_null=True)
