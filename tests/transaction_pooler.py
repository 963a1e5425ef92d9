"""A pooler on this machine in front of a PostgreSQL server that asks for no password, as PgBouncer in transaction mode.

Its clients share a few sessions of the server: each transaction goes to the one that has rested longest, and whatever
an earlier transaction left in a session is there. The session's own settings are refused, as PgBouncer does.
"""

import asyncio
import secrets
import struct
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import NamedTuple, Self

from tests.tcp_proxy import HERE

_SESSIONS = 2
_WAITING_SECONDS = 10.0
_ASKS_FOR_ENCRYPTION = (80877103, 80877104)
"""TLS and GSSAPI."""
_IDLE = b"I"
_NO_PASSWORD = struct.pack("!I", 0)


class _Session(NamedTuple):
    """A session of the server; `greeting` is what it told of itself."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    greeting: bytes


class TransactionPooler:
    """Takes clients at `port`, for one database and login. To be used as a context manager; `server` is the path of the
    server's socket. `refuses_settings` says whether a client that brings settings is turned away."""

    def __init__(self, server: str, *, refuses_settings: bool = True) -> None:
        self.port = 0
        self._target = server
        self._refuses_settings = refuses_settings
        self._resting: asyncio.Queue[_Session] = asyncio.Queue()
        self._opened = 0
        self._clients: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="transaction-pooler")

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._take, HERE, 0), self._loop)
        self._server = starting.result(_WAITING_SECONDS)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_WAITING_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        while not self._resting.empty():
            resting = self._resting.get_nowait().writer
            resting.close()
            await resting.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._clients.add(task)
        with suppress(OSError, EOFError, asyncio.CancelledError):
            wanted = await self._greet(reader, writer)
            if wanted is not None:
                await self._serve(reader, writer, wanted)
        writer.transport.abort()
        self._clients.discard(task)

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes | None:
        """Let a client in; returns its own greeting, or None where it is turned away."""
        while True:
            size, asked = struct.unpack("!II", await reader.readexactly(8))
            if asked not in _ASKS_FOR_ENCRYPTION:
                break
            writer.write(b"N")
        greeting = await reader.readexactly(size - 8)
        if self._refuses_settings and b"\0options\0" in b"\0" + greeting:
            refusal = b"SFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
            writer.write(b"E" + struct.pack("!I", len(refusal) + 4) + refusal)
            await writer.drain()
            return None
        session = await self._session(greeting)
        # A number of 32 bits that is no process, and a key.
        number = struct.pack("!II", secrets.randbits(31) | 1 << 31, secrets.randbits(32))
        writer.write(b"R" + struct.pack("!I", 8) + _NO_PASSWORD + session.greeting)
        writer.write(b"K" + struct.pack("!I", 12) + number + b"Z" + struct.pack("!I", 5) + _IDLE)
        self._resting.put_nowait(session)
        return greeting

    async def _session(self, greeting: bytes) -> _Session:
        """The session that has rested longest; a new one while there are few."""
        if self._opened < _SESSIONS:
            self._opened += 1
            return await self._connected(greeting)
        return await self._resting.get()

    async def _connected(self, greeting: bytes) -> _Session:
        reader, writer = await asyncio.open_unix_connection(self._target)
        # What a session would begin with is for one client alone.
        named = greeting.rstrip(b"\0").split(b"\0")
        kept = dict(zip(named[::2], named[1::2], strict=True))
        kept.pop(b"options", None)
        told = b"".join(name + b"\0" + value + b"\0" for name, value in kept.items()) + b"\0"
        writer.write(struct.pack("!II", len(told) + 8, 3 << 16) + told)
        statuses = b""
        async for kind, body in _messages(reader):
            if kind == b"S":
                statuses += kind + struct.pack("!I", len(body) + 4) + body
            if kind == b"Z":
                return _Session(reader, writer, statuses)
            assert kind != b"R" or body == _NO_PASSWORD, "the server asks for a password"
        raise EOFError

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, greeting: bytes) -> None:
        """Give each transaction of a client a session, until the client leaves."""
        session: _Session | None = None
        answering: asyncio.Task[None] | None = None
        asked = asyncio.Semaphore(0)
        try:
            async for kind, body in _messages(reader):
                if kind == b"X":
                    return
                if answering is None or answering.done():
                    session = await self._session(greeting)
                    asked = asyncio.Semaphore(0)
                    answering = asyncio.create_task(self._answer(session, writer, asked))
                assert session is not None
                if kind in b"QS":
                    asked.release()
                session.writer.write(kind + struct.pack("!I", len(body) + 4) + body)
                await session.writer.drain()
        finally:
            if answering is not None and not answering.done():
                answering.cancel()
                assert session is not None
                # Left in the middle of a transaction.
                session.writer.transport.abort()
                self._opened -= 1

    async def _answer(self, session: _Session, writer: asyncio.StreamWriter, asked: asyncio.Semaphore) -> None:
        """Pass on what the server says, until it has answered everything and no transaction is open."""
        async for kind, body in _messages(session.reader):
            writer.write(kind + struct.pack("!I", len(body) + 4) + body)
            if kind == b"Z":
                await asked.acquire()
                if body == _IDLE and asked.locked():
                    self._resting.put_nowait(session)
                    return


async def _messages(reader: asyncio.StreamReader) -> AsyncIterator[tuple[bytes, bytes]]:
    """The messages that come, each as its kind and what is in it, until the other side ends."""
    while True:
        try:
            head = await reader.readexactly(5)
        except asyncio.IncompleteReadError:
            return
        yield head[:1], await reader.readexactly(struct.unpack("!I", head[1:])[0] - 4)
