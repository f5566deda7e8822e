"""getUpdates and the methods around the webhook: what waits for something, or says how updates travel."""

from typing import Any

import orjson

from tests.telegram.clock import News
from tests.telegram.methods import Fields, Refused, bad
from tests.telegram.queue import Queue
from tests.telegram.webhook import Webhook

MOST_AT_ONCE = 100
LONGEST_WAIT = 50


class Polling:
    """`conflicts`: how often somebody polled while another did. `pollers`: who is polling now (0 or 1)."""

    def __init__(self, queue: Queue, webhook: Webhook, news: News) -> None:
        self.conflicts = 0
        self.offset = 0
        self._queue = queue
        self._webhook = webhook
        self._news = news
        self._current: object = None

    @property
    def pollers(self) -> int:
        return int(self._current is not None)

    async def call(self, method: str, fields: Fields) -> Any:
        """The result; Refused."""
        match method:
            case "getUpdates":
                return await self._updates(fields)
            case "setWebhook":
                return await self._set(fields)
            case "deleteWebhook":
                await self._webhook.set(())
                self._drop(fields)
                return True
            case "getWebhookInfo":
                url = self._webhook.urls[0] if self._webhook.urls else ""
                waiting = len(self._queue.waiting)
                return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}
        raise Refused(404, "Not Found")

    async def _updates(self, fields: Fields) -> list[Any]:
        if self._webhook.urls:
            words = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
            )
            raise Refused(409, f"Conflict: {words}")
        mine = self._enter()
        try:
            self._allow(fields)
            self._confirm(int(fields.get("offset") or 0))
            limit = min(int(fields.get("limit") or MOST_AT_ONCE), MOST_AT_ONCE)
            seconds = min(float(fields.get("timeout") or 0), LONGEST_WAIT)
            await self._news.until(lambda: self._queue.batch(1) or self._current is not mine, seconds)
            if self._current is not mine:
                words = (
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
                raise Refused(409, f"Conflict: {words}")
            return [entry.json for entry in self._queue.batch(limit)]
        finally:
            if self._current is mine:
                self._current = None

    def _enter(self) -> object:
        if self._current is not None:
            self.conflicts += 1
        self._current = mine = object()
        self._news.tell()
        return mine

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = max(self._queue.waiting, default=0) + 1 + offset
        self.offset = max(self.offset, offset)
        self._queue.confirm(offset)

    def _allow(self, fields: Fields) -> None:
        allowed = fields.get("allowed_updates")
        if allowed is not None:
            self._queue.allowed = orjson.loads(allowed) if isinstance(allowed, str) else allowed

    async def _set(self, fields: Fields) -> bool:
        url = str(fields.get("url") or "")
        if url and not url.startswith(("http://127.0.0.1:", "https://")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        self._allow(fields)
        self._drop(fields)
        connections = int(fields.get("max_connections") or 40)
        await self._webhook.set((url,) if url else (), str(fields.get("secret_token") or ""), connections)
        return True

    def _drop(self, fields: Fields) -> None:
        if str(fields.get("drop_pending_updates", "")).lower() == "true":
            for entry in list(self._queue.waiting.values()):
                self._queue.settle(entry)
