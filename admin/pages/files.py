"""What customers sent as evidence: handed to staff as a download, never shown as a page of ours."""

from urllib.parse import quote

from aiohttp import web

from admin.door import door
from admin.pages import Page, Route
from storage import files


async def show(request: web.Request) -> web.Response:
    """The file as an attachment."""
    found = await door(request).read(files.content, int(request.match_info["id"]))
    if found is None:
        raise web.HTTPNotFound
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return web.Response(body=found.content, content_type="application/octet-stream", headers=headers)


PAGE = Page("files", (Route("GET", "/files/{id:[0-9]{1,9}}", show, "handler"),))
