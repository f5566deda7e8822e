"""The organisation's own model, from the database into this process."""

import io
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp

import structlog
from sqlalchemy import Engine

import nlp
from admin import naming
from storage import db, models

log = structlog.get_logger()


def adopt(engine: Engine, data: Path) -> int:
    """Read texts by the model in force from now on; its id, 0 for ours. Its weights are unpacked once into
    the data folder. One that was made before an upgrade that it does not fit stands aside: make it anew."""
    with db.reading(engine) as session:
        chosen = models.in_force(session)
        if chosen and not naming.fits(models.figures(session)):
            log.warning("own model does not fit any more", model=chosen)
            chosen = 0
        folder = data / "models" / str(chosen)
        packed = models.heads(session, chosen) if chosen and not folder.exists() else b""
        known = {str(each.id) for each in models.listing(session)} if packed else set()
    if packed:
        unpack(packed, folder)
        clear(folder.parent, known)
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
    """All or nothing: who is cut off leaves no half model behind. Several processes may do it at once."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = Path(mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for name in archive.namelist():
            (half / Path(name).name).write_bytes(archive.read(name))
    try:
        half.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(half)


def clear(folder: Path, known: set[str]) -> None:
    """Take away what was unpacked of models that are no more."""
    for each in folder.iterdir():
        if each.name.isdecimal() and each.name not in known:
            shutil.rmtree(each, ignore_errors=True)
