"""The chart library for browsers, made once from what vl-convert carries and kept as a file.

It is made in a process of its own, because the engine that bundles it would stay in memory for good.
"""

import asyncio
import gzip
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from aiohttp import web

from admin.door import DOOR

MAKE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"

MAKING = web.AppKey("vega", asyncio.Task[Path])


def add(app: web.Application) -> None:
    """GET /static/vega.js: made in the background from the start on."""
    app.cleanup_ctx.append(making)
    app.router.add_get("/static/vega.js", serve)


async def making(app: web.Application) -> AsyncIterator[None]:
    """Makes the bundle while the application runs."""
    app[MAKING] = asyncio.create_task(bundle(app[DOOR].settings.data))
    yield
    app[MAKING].cancel()
    with suppress(asyncio.CancelledError):
        await app[MAKING]


async def bundle(folder: Path) -> Path:
    """The bundle of this vl-convert in `folder`, with a gzip beside it that aiohttp prefers."""
    path = folder / f"vega-{version('vl-convert-python')}.js"
    if not await asyncio.to_thread(path.exists):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", MAKE, stdout=asyncio.subprocess.PIPE
        )
        script, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError("the chart library could not be made; try: python -c 'import vl_convert'")
        await asyncio.to_thread(keep, path, script)
    return path


def keep(path: Path, script: bytes) -> None:
    """Write both files; the plain one comes last and whole, because it says that all is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(script))
    part = path.with_suffix(".part")
    part.write_bytes(script)
    part.replace(path)


async def serve(request: web.Request) -> web.FileResponse:
    """The bundle; pages ask for it with its version, so it may be kept for a year."""
    path = await asyncio.shield(request.app[MAKING])
    return web.FileResponse(path, headers={"Cache-Control": "public, max-age=31536000, immutable"})
