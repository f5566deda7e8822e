"""The HTTP under python-telegram-bot: one shared aiohttp session instead of httpx, several times faster.

The token is part of every URL, so no error from here carries an address or the text of another error.
"""

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import orjson
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, FormData, TCPConnector
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

JSON = {"Content-Type": "application/json", "User-Agent": BaseRequest.USER_AGENT}
FILES = {"User-Agent": BaseRequest.USER_AGENT}
KEPT_OPEN = 30.0
PIECE = 64 * 1024


class TooLarge(TelegramError):
    """The file is larger than we take."""

    def __init__(self) -> None:
        super().__init__("too large")


class AiohttpRequest(BaseRequest):
    """What `telegram.Bot` takes as `request` and `get_updates_request`. Opened at the first use.

    `connections` may be open at a time, timeouts are in seconds, `largest` is the size in bytes up to which a
    file is fetched. A proxy of the environment (`HTTPS_PROXY`, `NO_PROXY`) is used.
    """

    def __init__(
        self,
        connections: int = 64,
        *,
        read_timeout: float = 10.0,
        write_timeout: float = 10.0,
        connect_timeout: float = 10.0,
        pool_timeout: float = 30.0,
        largest: int = 20_000_000,
    ) -> None:
        self._connections = connections
        self._timeouts = (read_timeout, write_timeout, connect_timeout, pool_timeout)
        self._usual = _timeout(*self._timeouts)
        self._largest = largest
        self._session: ClientSession | None = None
        self._proxies: dict[str, str | None] = {}
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take where a call does not say otherwise."""
        return self._timeouts[0]

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
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises TimedOut, NetworkError, TooLarge."""
        limits = self._limits(
            bool(request_data and request_data.contains_files),
            (read_timeout, write_timeout, connect_timeout, pool_timeout),
        )
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
        headers, body = _body(data)
        session = await self._open()
        async with session.post(
            self._url(url),
            data=body,
            headers=headers,
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

    def _limits(self, upload: bool, told: tuple[Any, ...]) -> ClientTimeout:
        if not upload and all(isinstance(one, DefaultValue) for one in told):
            return self._usual
        read, write, connect, pool = (
            usual if isinstance(one, DefaultValue) else one
            for one, usual in zip(told, self._timeouts, strict=True)
        )
        return _timeout(read, write, connect, pool, upload=upload)

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


def _timeout(
    read: float | None,
    write: float | None,
    connect: float | None,
    pool: float | None,
    *,
    upload: bool = False,
) -> ClientTimeout:
    """aiohttp counts the wait for a free connection with the connecting, and the writing with the reading."""
    waiting = None if pool is None or connect is None else pool + connect
    reading = read if read is None or not upload else read + (write or 0)
    return ClientTimeout(total=None, connect=waiting, sock_connect=connect, sock_read=reading)


def _body(data: RequestData | None) -> tuple[dict[str, str], bytes | FormData]:
    """JSON, which the Bot API takes for everything but uploads."""
    if data is None:
        return JSON, b"{}"
    if not data.contains_files:
        return JSON, orjson.dumps(data.parameters)
    form = FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return FILES, form
