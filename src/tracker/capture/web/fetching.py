"""Fetch a page: within limits, from public hosts, without a trace of who asked last time."""

import asyncio
import hashlib
import zlib
from collections.abc import Coroutine, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

import httpcore
import httpx

from tracker import __version__
from tracker.capture.documents.files import display_name
from tracker.capture.web.connecting import CheckedTransport
from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.evidence.addresses import check_address
from tracker.domain.text.lines import storable

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})
_NOT_MODIFIED = 304
_BUSY = frozenset({429, 503})
_TICK_SECONDS = 0.1
_LONGEST_HEADER = 2_000
"""Characters of a header that anything is read off."""
_LONGEST_VALIDATOR = 500
_LONGEST_COUNT = 9
"""Digits of a number of seconds."""
_SURPLUS_SECONDS = 0.5
"""How long a server is heard out after the body that it announced."""
# No br and no zstd: what zlib unpacks can be bounded as it grows. "close", so that whatever comes after the body
# belongs to it, and shows.
_HEADERS = {
    "User-Agent": f"tracker/{__version__} (commitment ledger; keeps a page as evidence)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "close",
}
_WATCHING = {"User-Agent": f"tracker/{__version__} (commitment ledger; looks for new documents on its user's request)"}
_EITHER_HEADER = zlib.MAX_WBITS | 32
_NO_HEADER = -zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What a fetch may take. Times in seconds, `size` in bytes, on the wire and unpacked."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 20_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask by whether a page has changed since: as it was given, or "".

    Only the address that gave them understands them, and it alone is asked with them.
    """

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of a request that asks by them. What no server can have given is left out."""
        asking = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: said for name, said in asking.items() if said and said == _validator(said)}


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was served. `charset` is what the server claims, or ""; `name` a name for a file of it."""

    url: str
    final_url: str
    media_type: str
    charset: str
    name: str
    body: bytes
    sha256: str
    retrieved_at: datetime
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that a page is what it was when it gave the validators that it was asked by."""

    url: str
    validators: Validators
    retrieved_at: datetime


@dataclass(frozen=True, slots=True)
class Redirect:
    """Where a server sends whoever asks: an address that was checked for its form, and not asked."""

    target: str


@dataclass(frozen=True, slots=True)
class Busy:
    """A server that wants to be left alone (429, 503), for so many seconds where it says so."""

    host: str
    status: int
    seconds: float | None


Reply = Fetched | NotModified | Redirect | Busy
_T = TypeVar("_T")
_STANDARD = FetchLimits()


def fetch(
    url: str,
    *,
    allow_private: frozenset[str] = frozenset(),
    limits: FetchLimits = _STANDARD,
    progress: Progress = unwatched,
) -> Fetched:
    """Fetch one address. `progress` hears of bytes several times a second, and ends the fetch by raising `Cancelled`.

    `allow_private` names hosts that may lie in the own network. Raises `UserError`: `url_invalid`, `url_credentials`,
    `host_unknown`, `host_silent`, `address_private`, `page_timeout`, `page_too_large`, `page_redirects`,
    `redirect_refused`, `page_status`, `page_broken`, `page_empty`, `page_untrusted`.
    """
    asking = _Fetch(_checked(url), allow_private, limits, _HEADERS)
    return asyncio.run(asking.watched(asking.page(), progress))


def ask_once(
    url: str,
    known: Validators = NO_VALIDATORS,
    *,
    allow_private: frozenset[str] = frozenset(),
    limits: FetchLimits = _STANDARD,
    progress: Progress = unwatched,
) -> Reply:
    """Send one request for a page that is watched, by the rules of `fetch`; a redirect is given, and not followed.

    `known` are the validators that this very address gave. Raises what `fetch` raises.
    """
    asking = _Fetch(_checked(url), allow_private, limits, {**_HEADERS, **_WATCHING, **known.headers}, known)
    return asyncio.run(asking.watched(asking.answer(), progress))


def checked_address(text: str) -> str:
    """Return an address in the form in which it is asked. Raises `url_invalid`, `url_credentials`."""
    return str(_checked(text))


class _Fetch:
    def __init__(
        self,
        url: httpx.URL,
        allowed: frozenset[str],
        limits: FetchLimits,
        headers: Mapping[str, str],
        known: Validators = NO_VALIDATORS,
    ) -> None:
        self._url = url
        self._current = url
        self._limits = limits
        self._headers = headers
        self._known = known
        self._allowed = frozenset(map(str.lower, allowed))
        self._done = 0
        self._total = 0

    async def watched(self, work: Coroutine[Any, Any, _T], progress: Progress) -> _T:
        """Run until the answer is there, or nobody wants it any more, or the time is up, whatever the server does."""
        # Timeouts of the connection alone do not end it: a server that sends a byte every few seconds keeps each of
        # them fresh for ever.
        task = asyncio.ensure_future(work)
        end = asyncio.get_running_loop().time() + self._limits.total
        try:
            while not task.done():
                progress(self._done, self._total)
                if asyncio.get_running_loop().time() >= end:
                    raise self._too_slow(self._limits.total)
                await asyncio.wait({task}, timeout=_TICK_SECONDS)
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def page(self) -> Fetched:
        """The page at the end of all redirects."""
        for _ in range(self._limits.redirects + 1):
            answer = await self.answer()
            if isinstance(answer, Fetched):
                return answer
            if not isinstance(answer, Redirect):
                status = answer.status if isinstance(answer, Busy) else _NOT_MODIFIED
                raise self._no_page(status)
            # Redirects are followed by hand, since every address has to be checked before it is asked.
            self._current = _checked(answer.target)
        raise UserError("page_redirects", field="url", host=self._url.host, limit=self._limits.redirects)

    async def answer(self) -> Reply:
        """What the server at the current address says."""
        # Without a client, which would keep cookies, and for each address anew: nobody hears of the one before.
        async with CheckedTransport(self._allowed) as transport:
            return await self._spoken(self._ask(transport))

    async def _ask(self, transport: CheckedTransport) -> Reply:
        timeout = httpx.Timeout(self._limits.read, connect=self._limits.connect).as_dict()
        request = httpx.Request("GET", self._current, headers=self._headers, extensions={"timeout": timeout})
        async with aclosing(await transport.handle_async_request(request)) as response:
            status = response.status_code
            if status in _REDIRECTS and "location" in response.headers:
                return self._next(response.headers["location"])
            if status in _BUSY:
                return Busy(self._current.host, status, _seconds_asked(response.headers.get("retry-after", "")))
            # Said unasked, it tells nothing: there is no page that it could be the same as.
            if status == _NOT_MODIFIED and self._known.headers:
                return NotModified(str(self._url), _validators(response, self._known), datetime.now(UTC))
            if status not in _WHOLE:
                raise self._no_page(status)
            content = await self._read(response)
            await self._hear_out(response, transport)
        if not content:
            raise UserError("page_empty", field="url", host=self._current.host)
        return self._fetched(response, content)

    async def _read(self, response: httpx.Response) -> bytes:
        announced = _announced(response)
        self._done = 0
        self._total = announced or 0
        # Refused before a byte of it is read; what lies about its length is stopped while it comes.
        if announced is not None and announced > self._limits.size:
            limit = self._limits.size // 1_000_000
            raise UserError("page_too_large", field="url", host=self._current.host, limit=limit)
        encoding = response.headers.get("content-encoding", "").strip().lower()
        body = ResponseBody(encoding, self._limits.size, self._current.host)
        async for piece in response.aiter_raw():
            body.feed(piece)
            self._done = body.received
        return body.content()

    async def _hear_out(self, response: httpx.Response, transport: CheckedTransport) -> None:
        """A server that announces less than it sends would leave us with a part of the page."""
        announced = _announced(response)
        if announced is None:
            return
        stream: httpcore.AsyncNetworkStream = response.extensions["network_stream"]
        with suppress(httpcore.NetworkError, httpcore.TimeoutException):  # closed, or silent: as it should be
            await stream.read(1, _SURPLUS_SECONDS)
        if transport.surplus(announced):
            raise UserError("page_broken", field="url", host=self._current.host)

    def _fetched(self, response: httpx.Response, content: bytes) -> Fetched:
        header = Message()
        for name in ("content-type", "content-disposition"):
            said = response.headers.get(name, "")
            header[name] = said if len(said) <= _LONGEST_HEADER else ""  # Python takes apart no numbers without end
        return Fetched(
            url=str(self._url),
            final_url=str(self._current),
            media_type=storable(header.get_content_type()) if header["content-type"] else "",
            charset=str(header.get_param("charset") or ""),
            name=display_name(header.get_filename() or unquote(urlsplit(str(self._current)).path))
            or self._current.host,
            body=content,
            sha256=hashlib.sha256(content).hexdigest(),
            retrieved_at=datetime.now(UTC),
            # Where redirects led here, the address that was asked could not tell by them whether the page changed.
            validators=_validators(response) if self._current == self._url else NO_VALIDATORS,
        )

    def _next(self, location: str) -> Redirect:
        try:
            return Redirect(checked_address(urljoin(str(self._current), location)))
        except (ValueError, UserError):
            raise UserError("redirect_refused", field="url", host=self._current.host, target=location[:200]) from None

    async def _spoken(self, asking: Coroutine[Any, Any, _T]) -> _T:
        """What goes wrong on the way, as what the user can do about it."""
        host = self._current.host
        try:
            return await asking
        except httpcore.TimeoutException:
            raise self._too_slow(self._limits.read) from None
        except (httpcore.ProtocolError, httpcore.NetworkError) as fault:
            raise UserError("page_broken", field="url", host=host) from fault

    def _no_page(self, status: int) -> UserError:
        return UserError("page_status", field="url", host=self._current.host, status=status)

    def _too_slow(self, seconds: float) -> UserError:
        return UserError("page_timeout", field="url", host=self._current.host, seconds=f"{seconds:g}")


def _announced(response: httpx.Response) -> int | None:
    length = response.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


def _validators(response: httpx.Response, before: Validators = NO_VALIDATORS) -> Validators:
    """What a response gives to ask by next time; what it leaves out stays as it was before."""
    return Validators(
        _validator(response.headers.get("etag", "")) or before.etag,
        _validator(response.headers.get("last-modified", "")) or before.last_modified,
    )


def _validator(text: str) -> str:
    """A header that can be sent back as it came; "" for any other."""
    # It comes back from the ledger's file, which somebody else may have written: no line break gets into a request.
    fit = len(text) <= _LONGEST_VALIDATOR and text.isascii() and text.isprintable()
    return text.strip() if fit else ""


def _seconds_asked(text: str) -> float | None:
    """The time for which a server wants to be left alone, given in seconds or as a moment; None for neither."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) <= _LONGEST_COUNT else None
    try:
        moment = parsedate_to_datetime(text[:_LONGEST_VALIDATOR])
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0)


def _checked(text: str) -> httpx.URL:
    """An http(s) address with a host and without a name and password. Raises `url_invalid`, `url_credentials`."""
    try:
        # Parsed by httpx, which also connects: two parsers that read one address differently are how a check is led
        # astray.
        url = httpx.URL(check_address(text)).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        raise UserError("url_invalid", field="url", value=text[:200]) from None
    if url.scheme not in ("http", "https") or not url.host:
        raise UserError("url_invalid", field="url", value=text[:200])
    if url.userinfo:
        raise UserError("url_credentials", field="url", host=url.host)
    return url


class ResponseBody:
    """Takes a body piece by piece. `limit` holds for the bytes on the wire and for what comes out of them.

    Raises `page_too_large`, and `page_broken` for an encoding that was not asked for.
    """

    def __init__(self, encoding: str, limit: int, host: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise UserError("page_broken", field="url", host=host)
        self._packed = encoding not in ("", "identity")
        self._limit = limit
        self._host = host
        self._unpacker = zlib.decompressobj(_EITHER_HEADER)
        self._content = bytearray()
        self.received = 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        started = self.received > 0
        self.received += len(piece)
        if self._packed:
            self._unpack(piece, started)
        else:
            self._content += piece
        if max(self.received, len(self._content)) > self._limit:
            raise UserError("page_too_large", field="url", host=self._host, limit=self._limit // 1_000_000)

    def content(self) -> bytes:
        """Everything, once the last piece was fed. Raises `page_broken` where the packed body breaks off."""
        if self._packed and self.received and not self._unpacker.eof:
            raise UserError("page_broken", field="url", host=self._host)
        return bytes(self._content)

    def _unpack(self, piece: bytes, started: bool) -> None:
        try:
            self._content += self._unpacked(piece)
        except zlib.error as fault:
            if started:
                raise UserError("page_broken", field="url", host=self._host) from fault
            self._unpacker = zlib.decompressobj(_NO_HEADER)  # "deflate" means either, depending on whom one asks
            try:
                self._content += self._unpacked(piece)
            except zlib.error:
                raise UserError("page_broken", field="url", host=self._host) from fault

    def _unpacked(self, piece: bytes) -> bytes:
        """What a piece gives, up to one byte more than there is room for; several packed members follow each other."""
        # One byte more than allowed, so that too much shows without being unpacked.
        room = self._limit - len(self._content) + 1
        given = b""
        while piece and len(given) < room:
            # gzip may be several members, one after the other; decompressobj stops at the end of each.
            if self._unpacker.eof:
                self._unpacker = zlib.decompressobj(_EITHER_HEADER)
            given += self._unpacker.decompress(piece, room - len(given))
            piece = self._unpacker.unused_data
        return given
