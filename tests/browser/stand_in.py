"""A server that speaks the chat's protocol and says what a test tells it to."""

import tomllib
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import jinja2
from aiohttp import WSMsgType, web

WEB = Path(__file__).parents[2] / "bot" / "web"
TEXTS = tomllib.loads((WEB.parents[1] / "storage/data/locales/zh-CN.toml").read_text("utf-8"))["web"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)


class StandIn:
    """`answers` is called with each message and returns what the bot says to it."""

    def __init__(self, organisation="晨光家电"):
        self.organisation = organisation
        self.rows = []
        self.ids = {}
        self.hellos = []
        self.seen = 0
        self.files = {}
        self.refusals = {}
        self.deaf = False
        self.unavailable = False
        self.tried = []
        self.answers = lambda message: []
        self.upload_refused = ""
        self.upload_status = 415
        self.timezone = "Asia/Shanghai"
        self.hears = lambda message: {}
        self.sockets = set()
        self.token = "t" * 32
        self.sent = defaultdict(int)

    def say(self, text, who="bot", **more):
        """One more row of the transcript, sent when `push` is next called."""
        self.rows.append({
            "seq": len(self.rows) + 1, "from": who, "text": text,
            "at": more.pop("at", datetime.now(UTC).isoformat()), **more,
        })  # fmt: skip

    async def push(self):
        """Sends every socket what it has not got."""
        for socket in list(self.sockets):
            for row in self.rows[self.sent[socket] :]:
                self.sent[socket] = row["seq"]
                await socket.send_json({"type": "said", **row})

    async def hang_up(self):
        """Closes every socket."""
        for socket in list(self.sockets):
            await socket.close()

    async def page(self, request):
        template = jinja2.Environment(autoescape=True).from_string((WEB / "index.html").read_text("utf-8"))
        html = template.render(
            texts=TEXTS, organisation=self.organisation, lang="zh-CN", timezone=self.timezone, longest=20_000
        )
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})

    async def socket(self, request):
        socket = web.WebSocketResponse(max_msg_size=4_000_000)
        await socket.prepare(request)
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self.hear(socket, message.json())
        finally:
            self.sockets.discard(socket)
        return socket

    async def hear(self, socket, frame):
        if frame["type"] == "hello":
            self.hellos.append(frame)
            await socket.send_json({"type": "welcome", "token": frame["token"] or self.token})
            self.sockets.add(socket)
            self.sent[socket] = frame["after"]
        elif frame["type"] == "seen":
            self.seen = max(self.seen, frame["seq"])
        elif self.deaf:
            return
        elif self.unavailable:
            self.tried.append(frame["id"])
            told = {"type": "refused", "id": frame["id"], "why": "unavailable", "text": "暂时无法保存。"}
            await socket.send_json(told)
        elif frame.get("text") in self.refusals:
            await socket.send_json(
                {"type": "refused", "id": frame["id"], "text": self.refusals[frame["text"]]}
            )
        else:
            await self.take(socket, frame)
        await self.push()

    async def take(self, socket, frame):
        if frame["id"] not in self.ids:
            more = {k: frame[k] for k in ("of", "keys") if k in frame} | self.hears(frame)
            self.say(frame.get("text") or self.labels(frame), "me", **more)
            self.ids[frame["id"]] = len(self.rows)
            for said in self.answers(frame):
                self.say(**said)
        await socket.send_json({"type": "taken", "id": frame["id"], "seq": self.ids[frame["id"]]})

    def labels(self, frame):
        question = next(row for row in reversed(self.rows) if row.get("of") == frame["of"])
        labels = {key: label for key, label, _ in question.get("choices", ())}
        return "、".join(labels.get(key, key) for key in frame["keys"])

    async def upload(self, request):
        form = await request.post()
        if self.upload_refused:
            return web.json_response({"text": self.upload_refused}, status=self.upload_status)
        file = form["file"]
        content = file.file.read()
        number = len(self.files) + 1
        self.files[number] = (content, file.content_type)
        described = {"id": number, "name": file.filename, "kind": file.content_type, "size": len(content)}
        described["url"] = f"chat/files/{number}?key={self.token}"
        self.say("", "me", file=described)
        await self.push()
        return web.json_response({"id": form["id"], "seq": len(self.rows)})

    async def file(self, request):
        if request.query.get("key") != self.token:
            raise web.HTTPNotFound
        content, kind = self.files[int(request.match_info["id"])]
        return web.Response(body=content, content_type=kind)

    def app(self):
        app = web.Application()
        app.router.add_get("/", self.page)
        app.router.add_get("/chat/ws", self.socket)
        app.router.add_post("/chat/files", self.upload)
        app.router.add_get("/chat/files/{id}", self.file)
        app.router.add_static("/static/", WEB)
        return app
