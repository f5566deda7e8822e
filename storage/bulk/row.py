"""What is written many at a time."""

from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]
"""The columns of an INSERT, or the names of the bound parameters of an UPDATE, with their values."""
