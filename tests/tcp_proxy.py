"""A relay on this machine in front of a server, for tests of what a network does to a connection.

It delays each direction, cuts a connection at a moment or after some bytes, swallows everything (a black hole), and
splits what passes into small pieces. It may speak TLS with the clients of a PostgreSQL server, as a pooler does: the
server of the tests is built without. Whatever a test sets holds from then on for all connections, also those that are
there already.
"""

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from sqlalchemy import make_url

HERE = "127.0.0.1"
_CHUNK = 1 << 16
_WAITING_SECONDS = 10.0
"""How long a test waits for the relay itself to do as it is told."""
_PAUSE_SECONDS = 0.01
_ASKS_FOR_TLS = bytes.fromhex("00000008 04d2162f")
"""The first message of PostgreSQL's protocol where it is to be encrypted."""

Done = TypeVar("Done")
_Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Direction:
    """What happens to what passes in one direction."""

    delay_seconds: float = 0.0
    """How long each byte is on its way: a latency, so that what is sent together arrives together."""
    swallows: bool = False
    """Take everything, and pass nothing on."""
    cut_after: int | None = None
    """So many bytes pass yet, then every connection is cut."""
    piece: int | None = None
    """The most bytes that are passed on together."""
    heard: Callable[[bytes], None] | None = None
    """Told each chunk before it is passed on; it may change everything here, and call `TcpProxy.cut`."""
    passed: int = 0
    """The bytes that have been passed on."""


class TcpProxy:
    """A relay from a port of this machine to a server: `target` is a host and port, or the path of a socket.

    With `tls` it encrypts for a client of PostgreSQL that asks for it. A test that uses it is marked `network`. To be
    used as a context manager; leaving it cuts all connections.
    """

    def __init__(self, target: tuple[str, int] | str, tls: ssl.SSLContext | None = None) -> None:
        self.to_server = Direction()
        self.to_client = Direction()
        self.accepts = True
        """Whether new connections are taken; else they are cut at once."""
        self.round_trips = 0
        """How often the server answered after the client had spoken."""
        self.port = 0
        self._target = target
        self._tls = tls
        self._pairs: set[asyncio.StreamWriter] = set()
        self._relays: set[asyncio.Task[Any]] = set()
        self._client_spoke = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="tcp-proxy")

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._take, HERE, 0))
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Break every connection, as a cable that is pulled or a server that dies; new ones are taken."""
        if threading.current_thread() is self._thread:
            self._break_all()
        else:
            self._do(self._cut())

    def black_hole(self, *, swallows: bool = True) -> None:
        """Take everything and pass nothing on, in both directions; or pass on again what comes from now on."""
        self.to_server.swallows = self.to_client.swallows = swallows

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._pairs) // 2

    def _do(self, what: Coroutine[Any, Any, Done]) -> Done:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(_WAITING_SECONDS)

    async def _cut(self) -> None:
        self._break_all()

    def _break_all(self) -> None:
        for writer in self._pairs:
            writer.transport.abort()

    async def _close(self) -> None:
        self._server.close()
        self._break_all()
        for relay in self._relays:
            relay.cancel()
        await asyncio.gather(*self._relays, return_exceptions=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._relays.add(task)
        with suppress(OSError, EOFError, asyncio.CancelledError):
            if self.accepts:
                await self._secure(reader, writer)
                async with self._connected() as server:
                    await self._relay((reader, writer), server)
        writer.transport.abort()
        self._relays.discard(task)

    async def _secure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Agree to the TLS that a client asks for first, and begin it."""
        if self._tls is not None and await reader.readexactly(len(_ASKS_FOR_TLS)) == _ASKS_FOR_TLS:
            writer.write(b"S")
            await writer.start_tls(self._tls)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[_Pair]:
        if isinstance(self._target, str):
            server = await asyncio.open_unix_connection(self._target)
        else:
            server = await asyncio.open_connection(*self._target)
        try:
            yield server
        finally:
            server[1].transport.abort()

    async def _relay(self, client: _Pair, server: _Pair) -> None:
        writers = {client[1], server[1]}
        self._pairs |= writers
        ways = (
            self._pass_on(client[0], server[1], self.to_server),
            self._pass_on(server[0], client[1], self.to_client),
        )
        try:
            async with asyncio.TaskGroup() as group:
                for way in ways:
                    group.create_task(way)
        except* OSError:
            pass  # cut by us, or by one of the two
        finally:
            self._pairs -= writers

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
        """Pass on until the sender ends, and then end towards the receiver. Raises `OSError` where it is cut."""
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._send(waiting, writer, way))
            while chunk := await reader.read(_CHUNK):
                if way.heard is not None:
                    way.heard(chunk)
                self._count(way)
                waiting.put_nowait((self._loop.time() + way.delay_seconds, chunk))
            waiting.put_nowait((self._loop.time() + way.delay_seconds, b""))

    def _count(self, way: Direction) -> None:
        if way is self.to_server:
            self._client_spoke = True
        elif self._client_spoke:
            self._client_spoke = False
            self.round_trips += 1

    async def _send(
        self, waiting: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, way: Direction
    ) -> None:
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(due - self._loop.time())
            # Of an end, too, nothing is said in a black hole, until it is cut.
            while way.swallows and not chunk and not writer.is_closing():
                await asyncio.sleep(_PAUSE_SECONDS)
            if way.swallows and chunk:
                continue
            if not chunk:
                if not writer.is_closing():
                    writer.write_eof()
                return
            await self._write(chunk, writer, way)

    async def _write(self, chunk: bytes, writer: asyncio.StreamWriter, way: Direction) -> None:
        is_last = way.cut_after is not None and len(chunk) >= way.cut_after
        if is_last:
            chunk = chunk[: way.cut_after]
        step = way.piece or len(chunk) or 1
        for start in range(0, len(chunk), step):
            writer.write(chunk[start : start + step])
            await writer.drain()
            await asyncio.sleep(0)  # the next piece is a packet of its own
        way.passed += len(chunk)
        if way.cut_after is not None:
            way.cut_after = None if is_last else way.cut_after - len(chunk)
        if is_last:
            self._break_all()


def through(proxy: TcpProxy, address: str) -> str:
    """Return the address of a database, by way of a relay to its server."""
    url = make_url(address).set(host=HERE, port=proxy.port, query={})
    return url.render_as_string(hide_password=False)


def server_of(address: str) -> tuple[str, int] | str:
    """Return where the server of a database listens, as `TcpProxy` takes it."""
    url = make_url(address)
    folder = url.query.get("host", url.host or HERE)
    port = url.port or 5432
    return f"{folder}/.s.PGSQL.{port}" if isinstance(folder, str) and folder.startswith("/") else (str(folder), port)
