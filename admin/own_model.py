"""The organisation's own model, from the database into this process."""

import io
import zipfile
from pathlib import Path

import structlog
from sqlalchemy import Engine

import nlp
from storage import db, models

log = structlog.get_logger()


def adopt(engine: Engine, data: Path) -> int:
    """Read texts by the model in force from now on; its id, 0 for ours. Its weights are unpacked once into
    the data folder. One that was made before an upgrade that it does not fit stands aside: make it anew."""
    with db.reading(engine) as session:
        chosen = models.in_force(session)
        if chosen and models.figures(session).get("features") != nlp.FEATURES:
            log.warning("own model does not fit any more", model=chosen)
            chosen = 0
        folder = data / "models" / str(chosen)
        packed = models.heads(session, chosen) if chosen and not folder.exists() else b""
    if packed:
        unpack(packed, folder)
    nlp.use(folder if chosen else None)
    return chosen


def pack(folder: Path) -> bytes:
    """The files of a model as one."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(folder.glob("*.npz")):
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return packed.getvalue()


def unpack(packed: bytes, folder: Path) -> None:
    """All or nothing: who is cut off midway leaves no half model behind."""
    half = folder.with_name(f"{folder.name}.half")
    half.mkdir(mode=0o700, parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            (half / Path(name).name).write_bytes(archive.read(name))
    half.rename(folder)
