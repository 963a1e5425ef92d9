"""Connections to addresses that were looked at first, for httpx.

The name is resolved once and the connection goes to the very address that was checked, so that a name which points
somewhere else a moment later gains nothing. Host header and certificate keep to the name.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from threading import Thread
from typing import Any, cast

import httpcore
import httpx

from tracker.capture.web.public_addresses import is_public
from tracker.domain.errors import UserError


class CheckedTransport(httpx.AsyncBaseTransport):
    """Sends requests over connections of their own, to public hosts and those in `allowed` (lower case).

    Raises `UserError`: `host_unknown`, `address_private`, `host_silent`, `page_untrusted`; and what httpcore raises.
    """

    def __init__(self, allowed: frozenset[str]) -> None:
        self._backend = _CheckedBackend(allowed)
        self._pool = httpcore.AsyncConnectionPool(
            # trust_env off: certificate files that the environment names would replace who is believed.
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=self._backend,
            retries=0,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body is read by whoever asked."""
        url = request.url
        response = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        body = _Body(response.stream)
        return httpx.Response(response.status, headers=response.headers, stream=body, extensions=response.extensions)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()

    def surplus(self, announced: int) -> bool:
        """Whether the last server sent more of a body than it had announced, so that what was read breaks off."""
        return self._backend.last is not None and self._backend.last.after_headers > announced


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._inner = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())
        self.last: _CountedStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _resolved(host, port)
        must_be_public = host.lower() not in self._allowed
        # All of them: of a name that points to a public and to a private address, which one a connection takes is
        # chance.
        if must_be_public and not all(map(is_public, addresses)):
            raise UserError("address_private", field="url", host=host)
        for address in addresses:
            try:
                stream = await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            # A rule of the system's firewall or a transparent proxy may have led elsewhere after the address was
            # checked.
            if must_be_public and not _is_with_public(stream):
                await stream.aclose()
                raise UserError("address_private", field="url", host=host)
            self.last = _CountedStream(stream)
            return self.last
        raise UserError("host_silent", field="url", host=host)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise NotImplementedError(path)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


class _CountedStream(httpcore.AsyncNetworkStream):
    """Counts what comes after the headers, which httpcore drops where it is more than they announced."""

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._headers: bytes | None = b""
        self._secure: _CountedStream | None = None
        self._after = 0

    @property
    def after_headers(self) -> int:
        return self._secure.after_headers if self._secure is not None else self._after

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._inner.read(max_bytes, timeout)
        self._count(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            secure = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as fault:
            raise UserError("page_untrusted", field="url", host=server_hostname or "") from fault
        self._secure = _CountedStream(secure)
        return self._secure

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def _count(self, data: bytes) -> None:
        if self._headers is None:
            self._after += len(data)
            return
        self._headers += data
        head, end, rest = self._headers.partition(b"\r\n\r\n")
        while end and head[9:10] == b"1":  # "HTTP/1.1 103 Early Hints": the answer itself is still to come
            self._headers = rest
            head, end, rest = rest.partition(b"\r\n\r\n")
        if end:
            self._headers = None
            self._after = len(rest)


def _is_with_public(stream: httpcore.AsyncNetworkStream) -> bool:
    """Whether who answers is at a public address, as the system tells it: it may send connections elsewhere."""
    peer = stream.get_extra_info("server_addr")
    return isinstance(peer, tuple) and is_public(str(peer[0]))


async def _resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order of the system.

    On a thread that nobody waits for: a resolver may take half a minute, and cannot be interrupted.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()
    Thread(target=_resolve, args=(loop, answer, host, port), name="resolver", daemon=True).start()
    return await answer


def _resolve(loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[list[str]]", host: str, port: int) -> None:
    try:
        # One type of socket, or every address would come three times.
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses: list[str] | None = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    except (OSError, UnicodeError):
        addresses = None

    def give() -> None:
        if answer.done():
            return
        if addresses:
            answer.set_result(addresses)
        else:
            answer.set_exception(UserError("host_unknown", field="url", host=host))

    with suppress(RuntimeError):  # whoever asked has stopped waiting, and the loop is closed
        loop.call_soon_threadsafe(give)
