"""The HTTP under python-telegram-bot: one shared aiohttp session instead of httpx, several times faster.

The token is part of every URL, so no error from here carries an address or the text of another error.
"""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
FILES = {"User-Agent": BaseRequest.USER_AGENT}
READ_SECONDS = 10.0
CONNECT_SECONDS = 10.0
WAIT_SECONDS = 30.0  # for a free connection
KEPT_OPEN = 30.0
PIECE = 64 * 1024


class TooLarge(TelegramError):
    """The file is larger than we take."""

    def __init__(self) -> None:
        super().__init__("too large")


class AiohttpRequest(BaseRequest):
    """What `telegram.Bot` takes as `request` and `get_updates_request`. Opened at the first use.

    `connections` may be open at a time, `largest` is the size in bytes up to which a file is fetched. Only
    JSON is sent, and of the timeouts only `read_timeout` can be told. A proxy of the environment
    (`HTTPS_PROXY`, `NO_PROXY`) is used.
    """

    def __init__(self, connections: int, largest: int = 0) -> None:
        self._connections = connections
        self._usual = _timeout(READ_SECONDS)
        self._largest = largest
        self._session: ClientSession | None = None
        self._proxies: dict[str, str | None] = {}
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take where a call does not say otherwise."""
        return self._usual.sock_read

    async def initialize(self) -> None:
        """Open the session; it needs a running loop."""
        if self._session is None:
            connector = TCPConnector(limit=self._connections, keepalive_timeout=KEPT_OPEN, ttl_dns_cache=300)
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())

    async def shutdown(self) -> None:
        """Close the session; a later call opens another."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises TimedOut, NetworkError, TooLarge."""
        limits = self._usual if isinstance(read_timeout, DefaultValue) else _timeout(read_timeout)
        try:
            if method == "GET":
                return await self._download(url, limits)
            return await self._call(url, request_data, limits)
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError, ValueError) as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON. Unlike the one of python-telegram-bot it neither logs nor quotes it."""
        try:
            parsed = orjson.loads(payload)
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise TelegramError("the answer is not JSON")
        return parsed

    async def _call(self, url: str, data: RequestData | None, limits: ClientTimeout) -> tuple[int, bytes]:
        session = await self._open()
        async with session.post(
            self._url(url),
            data=orjson.dumps(data.parameters if data else {}),
            headers=JSON,
            timeout=limits,
            proxy=self._proxy(url),
            allow_redirects=False,
        ) as answer:
            return answer.status, await answer.read()

    async def _download(self, url: str, limits: ClientTimeout) -> tuple[int, bytes]:
        content = bytearray()
        session = await self._open()
        async with session.get(
            url, headers=FILES, timeout=limits, proxy=self._proxy(url), allow_redirects=False
        ) as answer:
            async for piece in answer.content.iter_chunked(PIECE):
                content += piece
                if len(content) > self._largest:
                    raise TooLarge
        return answer.status, bytes(content)

    async def _open(self) -> ClientSession:
        if self._session is None:
            await self.initialize()
        assert self._session is not None
        return self._session

    def _url(self, url: str) -> URL:
        """Parsed once: a bot calls few methods, each at one address."""
        known = self._urls.get(url)
        if known is None:
            known = self._urls[url] = URL(url, encoded=True)
        return known

    def _proxy(self, url: str) -> str | None:
        """Looked up once for each host: aiohttp's own `trust_env` would read files for every call."""
        start = url[: url.find("/", 8)]
        if start not in self._proxies:
            parts = urlsplit(start)
            bypassed = proxy_bypass(parts.hostname or "")
            self._proxies[start] = None if bypassed else getproxies().get(parts.scheme)
        return self._proxies[start]


def _timeout(read: float | None) -> ClientTimeout:
    """aiohttp counts the wait for a free connection with the connecting."""
    return ClientTimeout(
        total=None, connect=WAIT_SECONDS + CONNECT_SECONDS, sock_connect=CONNECT_SECONDS, sock_read=read
    )
