"""What customers sent as evidence: handed to staff as a download, never shown as a page of ours.

What is shown of a photo is a small picture that we made of it.
"""

from urllib.parse import quote

from aiohttp import web

from admin.door import door
from admin.pages import Page, Route
from storage import files


async def show(request: web.Request) -> web.Response:
    """The file as an attachment."""
    found = await door(request).read(files.released, int(request.match_info["id"]))
    if found is None:
        raise web.HTTPNotFound
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)


async def thumbnail(request: web.Request) -> web.Response:
    """A small picture of it, which we made."""
    found = await door(request).read(files.thumbnail, int(request.match_info["id"]))
    if found is None:
        raise web.HTTPNotFound
    return web.Response(
        body=found, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"}
    )


ONE = "/files/{id:[0-9]{1,9}}"

PAGE = Page(
    "files",
    (
        Route("GET", ONE, show, "auditor", own=True),
        Route("GET", ONE + "/thumbnail", thumbnail, "auditor", pace="picture", own=True),
    ),
)
