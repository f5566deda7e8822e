"""The commands: one file, one group. What is heavy is imported when a command runs."""

from admin.commands import (
    audit,
    backup,
    database,
    doctor,
    exporting,
    nlp,
    nlp_models,
    processes,
    qr,
    surveys,
    users,
)
from admin.commands.console import app, run

__all__ = [
    "app",
    "audit",
    "backup",
    "database",
    "doctor",
    "exporting",
    "nlp",
    "nlp_models",
    "processes",
    "qr",
    "run",
    "surveys",
    "users",
]
