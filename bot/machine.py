"""Which machine this is, and which process: two of one name are two."""

import socket
from pathlib import Path
from secrets import token_hex

from storage.settings import Settings

ID = Path("/etc/machine-id")
KEPT = "machine-id"


def process(settings: Settings) -> str:
    """This bot: the same after a restart, which so need not wait until what it had claimed is free again."""
    return f"{machine(settings.data)}:{settings.bot_host}:{settings.bot_port}"


def machine(folder: Path) -> str:
    """The same after a restart, another on another machine: by the system's own number or, where it has none
    (a container), by a random one kept in this folder. The name tells apart copies that share either."""
    return f"{socket.gethostname()}:{_read(ID) or _kept(folder / KEPT)}"


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _kept(file: Path) -> str:
    """Where it can't be kept, it is another after each start: then a lease has to run out."""
    made = token_hex(16)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x") as new:
            new.write(made)
    except OSError:
        return _read(file) or made
    return made
