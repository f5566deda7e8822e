"""What `manyi doctor` says."""

from dataclasses import dataclass, field
from typing import Any, Literal

Grade = Literal["good", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: its text is `cli.doctor.<key>`. A note is worth knowing; what is bad has to be mended."""

    grade: Grade
    key: str
    values: dict[str, Any] = field(default_factory=dict)
