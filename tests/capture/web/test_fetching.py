import contextlib
import gzip
import hashlib
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.surroundings import PATIENCE_SECONDS

from tracker.capture.web.connecting import is_public
from tracker.capture.web.fetching import (
    NO_VALIDATORS,
    Busy,
    Fetched,
    FetchLimits,
    NotModified,
    Redirect,
    Reply,
    Validators,
    ask_once,
    fetch,
)
from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.wording import load_words

pytestmark = pytest.mark.network

HERE = "127.0.0.1"
QUICK = FetchLimits(connect=2, read=2, total=1, size=1_000_000)
PATIENT = FetchLimits(size=1_000_000)
Answer = bytes | Callable[[socket.socket, threading.Event], None]


class Server:
    """Answers each connection with the next of its answers, the last one again and again."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[bytes] = []
        self.greeted = True  # whether the request comes first; else the answer does
        self._stop = threading.Event()
        self._listener = socket.create_server((HERE, 0))
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return self._listener.getsockname()[1]

    def url(self, path: str = "/") -> str:
        return f"http://{HERE}:{self.port}{path}"

    def close(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            socket.create_connection((HERE, self.port)).close()
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            connection, _ = self._listener.accept()
            self._threads.append(threading.Thread(target=self._answer, args=(connection,)))
            self._threads[-1].start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(PATIENCE_SECONDS)
            request = connection.recv(65_536) if self.greeted else b"a handshake"
            if not request:
                return
            self.requests.append(request)
            answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(connection, self._stop)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def page(body: bytes, *headers: str, length: int | None = None, status: str = "200 OK") -> bytes:
    announced = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {announced}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def moved(target: str) -> bytes:
    return page(b"", f"Location: {target}", status="302 Found")


def ask(url: str, limits: FetchLimits = PATIENT) -> Fetched:
    return fetch(url, allow_private=frozenset({HERE}), limits=limits)


def refused(url: str, limits: FetchLimits = PATIENT) -> str:
    """The code of the refusal; it is a sentence of one line in both languages."""
    with pytest.raises(UserError) as caught:
        ask(url, limits)
    for language in ("zh", "en"):
        sentence = load_words(language).error(caught.value)
        assert "\n" not in sentence
        assert "{" not in sentence
    return caught.value.code


def drip(connection: socket.socket, stop: threading.Event) -> None:
    """Headers, then a byte now and then: no single read ever takes long."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not stop.wait(0.02):
        connection.sendall(b"x")


def drip_headers(connection: socket.socket, stop: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while not stop.wait(0.02):
        connection.sendall(b"X: y\r\n")


def endless(connection: socket.socket, stop: threading.Event) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while not stop.is_set():
        connection.sendall(b"x" * 50_000)


def silent(connection: socket.socket, stop: threading.Event) -> None:
    stop.wait()


def test_a_page_comes_whole_with_its_checksum_and_the_time(server: Server) -> None:
    body = "<html>共34个城市</html>".encode("gb18030")
    server.answers = [page(body, "Content-Type: text/html; charset=GB18030")]
    got = ask(server.url("/a/%E5%90%8D%E5%8D%95.html?x=1#part"))
    assert (got.body, got.sha256) == (body, hashlib.sha256(body).hexdigest())
    assert (got.media_type, got.charset, got.name) == ("text/html", "GB18030", "名单.html")
    assert got.final_url == server.url("/a/%E5%90%8D%E5%8D%95.html?x=1")
    assert datetime.now(UTC) - got.retrieved_at < timedelta(minutes=1)


def test_the_request_says_who_asks_and_asks_for_nothing_odd(server: Server) -> None:
    server.answers = [page(b"x")]
    ask(server.url())
    (request,) = server.requests
    assert b"user-agent: tracker/" in request.lower()
    assert f"host: {HERE}:{server.port}".encode() in request.lower()
    assert b"accept-encoding: gzip, deflate\r\n" in request.lower()


def test_a_download_has_the_name_that_the_server_gives_it_and_no_path(server: Server) -> None:
    server.answers = [page(b"x", "Content-Disposition: attachment; filename*=UTF-8''..%2F..%2F%E5%90%8D.pdf")]
    assert ask(server.url("/download.jsp")).name == "名.pdf"


def test_a_header_with_a_number_without_end_names_nothing(server: Server) -> None:
    server.answers = [page(b"x", f"Content-Disposition: attachment; filename*{'1' * 5_000}=x.pdf")]
    assert ask(server.url("/download.jsp")).name == "download.jsp"


@pytest.mark.parametrize(
    "pack", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]], ids=["gzip", "zlib", "bare"]
)
def test_a_packed_page_is_unpacked(server: Server, pack: Callable[[bytes], bytes]) -> None:
    body = "名单".encode() * 50_000
    encoding = "gzip" if pack is gzip.compress else "deflate"
    server.answers = [page(pack(body), f"Content-Encoding: {encoding}")]
    assert ask(server.url()).body == body


def test_a_page_in_pieces_and_in_several_packed_members_is_whole(server: Server) -> None:
    packed = gzip.compress(b"one ", mtime=0) + gzip.compress(b"two")
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, packed[i : i + 1]) for i in range(len(packed))) + b"0\r\n\r\n"
    server.answers = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n" + chunks]
    assert ask(server.url()).body == b"one two"


def test_an_early_hint_is_not_taken_for_the_page(server: Server) -> None:
    server.answers = [b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + page(b"the page")]
    assert ask(server.url()).body == b"the page"


def test_a_gzip_bomb_is_stopped_as_it_unfolds(server: Server) -> None:
    server.answers = [page(gzip.compress(bytes(50_000_000)), "Content-Encoding: gzip")]
    assert refused(server.url()) == "page_too_large"


@pytest.mark.parametrize("answer", [endless, page(b"x", length=1_000_001), page(b"x" * 1_000_001)])
def test_a_page_without_end_or_measure_is_refused(server: Server, answer: Answer) -> None:
    server.answers = [answer]
    assert refused(server.url()) == "page_too_large"


@pytest.mark.parametrize("answer", [drip, drip_headers, silent])
def test_the_whole_fetch_has_a_deadline_that_a_slow_server_cannot_stretch(server: Server, answer: Answer) -> None:
    server.answers = [answer]
    assert refused(server.url(), QUICK) == "page_timeout"


def test_a_server_that_falls_silent_is_given_up(server: Server) -> None:
    server.answers = [silent]
    assert refused(server.url(), FetchLimits(read=0.3, total=30)) == "page_timeout"


@pytest.mark.parametrize(
    "answer",
    [
        page(b"only a part", length=5_000),
        page(b"more than was announced", length=4),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        page(gzip.compress(b"x" * 10_000, mtime=0)[:-20], "Content-Encoding: gzip"),
        page(b"not packed at all", "Content-Encoding: gzip"),
        page(b"x", "Content-Encoding: br"),
        page(b"x", "X: " + "y" * 300_000),
        b"SSH-2.0-OpenSSH_9.0\r\n",
        b"",
    ],
)
def test_a_page_that_is_not_whole_is_not_kept(server: Server, answer: bytes) -> None:
    server.answers = [answer]
    assert refused(server.url()) == "page_broken"


@pytest.mark.parametrize(
    "status", ["404 Not Found", "500 Internal Server Error", "412 Precondition Failed", "206 Partial"]
)
def test_an_answer_that_is_no_page_is_refused_with_its_number(server: Server, status: str) -> None:
    server.answers = [page(b"<html>sorry</html>", status=status)]
    assert refused(server.url()) == "page_status"


def test_an_empty_page_is_refused(server: Server) -> None:
    server.answers = [page(b"")]
    assert refused(server.url()) == "page_empty"


def test_five_redirects_are_followed_and_a_sixth_is_not(server: Server) -> None:
    server.answers = [*[moved(f"/{n}") for n in range(5)], page(b"there")]
    got = ask(server.url("/start"))
    assert (got.body, got.url, got.final_url) == (b"there", server.url("/start"), server.url("/4"))
    server.answers = [moved("/on")]
    server.requests.clear()
    assert refused(server.url()) == "page_redirects"
    assert len(server.requests) == 6


def test_a_redirect_loop_ends(server: Server) -> None:
    server.answers = [moved("/a")]
    assert refused(server.url("/a")) == "page_redirects"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://x/", "javascript:alert(1)", "http://u:p@x/", "http://["]
)
def test_a_redirect_to_what_is_no_page_is_refused(server: Server, target: str) -> None:
    server.answers = [moved(target)]
    assert refused(server.url()) == "redirect_refused"


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "127.0.0.2", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254", "2130706434"]
)
def test_a_redirect_into_the_private_network_is_refused_unasked(server: Server, host: str) -> None:
    server.answers = [moved(f"http://{host}:{server.port}/"), page(b"secret")]
    assert refused(server.url()) == "address_private"
    assert len(server.requests) == 1


def test_this_machine_is_refused_under_every_name_unless_it_is_allowed(server: Server) -> None:
    server.answers = [page(b"secret")]
    for host in (HERE, "localhost", "127.1", "0x7f000001", "[::ffff:127.0.0.1]"):
        with pytest.raises(UserError) as caught:
            fetch(f"http://{host}:{server.port}/")
        assert caught.value.code == "address_private"
    assert server.requests == []
    assert fetch(f"http://LOCALHOST:{server.port}/", allow_private=frozenset({"LocalHost"})).body == b"secret"


def test_cookies_go_nowhere(server: Server) -> None:
    server.answers = [
        page(b"", "Location: /b", "Set-Cookie: id=1; Path=/", status="302 Found"),
        page(b"there", "Set-Cookie: id=2; Path=/"),
    ]
    ask(server.url())
    ask(server.url())
    assert len(server.requests) == 3
    assert not any(b"cookie" in request.lower() for request in server.requests)


def test_the_proxy_of_the_environment_is_not_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers = [page(b"x")]
    assert ask(server.url()).body == b"x"


def test_nobody_there_is_said_so() -> None:
    with socket.create_server((HERE, 0)) as listener:
        port = listener.getsockname()[1]
    assert refused(f"http://{HERE}:{port}/") == "host_silent"
    assert refused("http://no-such-host.invalid/") == "host_unknown"


@pytest.mark.parametrize(
    "url", ["", "ftp://x/", "file:///etc/passwd", "http://", "javascript:1", "http://[x", "gov.cn"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert refused(url) == "url_invalid"


def test_an_address_with_a_password_is_refused() -> None:
    assert refused("http://li:secret@www.miit.gov.cn/") == "url_credentials"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs a certificate that nobody has signed")
def test_a_server_that_vouches_for_itself_is_not_trusted(server: Server, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run([*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def vouch(connection: socket.socket, stop: threading.Event) -> None:
        context.wrap_socket(connection, server_side=True).sendall(page(b"x"))

    server.greeted = False
    server.answers = [vouch]
    with pytest.raises(UserError) as caught:
        fetch(f"https://localhost:{server.port}/", allow_private=frozenset({"localhost"}))
    assert caught.value.code == "page_untrusted"


def test_a_server_that_speaks_no_tls_is_not_trusted(server: Server) -> None:
    server.answers = [b"HTTP/1.1 400 Bad Request\r\n\r\n"]
    assert refused(f"https://{HERE}:{server.port}/") == "page_untrusted"


def test_a_fetch_tells_how_far_it_is_and_can_be_stopped(server: Server) -> None:
    server.answers = [drip]
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        fetch(server.url(), allow_private=frozenset({HERE}), progress=stop)
    assert heard[0] == (0, 0)
    assert heard[-1][1] == 100_000
    assert not [thread for thread in threading.enumerate() if thread.name == "resolver"]


def test_a_name_is_resolved_once_so_that_it_cannot_point_elsewhere_a_moment_later(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve, asked = socket.getaddrinfo, list[str]()

    def listened(host: str, *arguments: Any, **options: Any) -> Any:
        asked.append(host)
        return resolve(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", listened)
    server.answers = [page(b"x")]
    fetch(f"http://localhost:{server.port}/", allow_private=frozenset({"localhost"}))
    assert asked == ["localhost"]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
        ),
        *("240.0.0.1", "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"),
    ],
)
def test_an_address_that_is_not_anybodys_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:da00::dbf:0:100", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


def again(server: Server, known: Validators = NO_VALIDATORS, path: str = "/") -> Reply:
    return ask_once(server.url(path), known, allow_private=frozenset({HERE}), limits=PATIENT)


def asked_with(request: bytes, header: bytes) -> bytes:
    """The value of a header of a request; empty where it has none."""
    lines = request.split(b"\r\n")
    return next((line.partition(b": ")[2] for line in lines if line.lower().startswith(header.lower() + b":")), b"")


def test_a_page_says_by_what_it_can_be_asked_for_again_and_is_told_so(server: Server) -> None:
    server.answers = [
        page(b"list", 'ETag: W/"5f-1"', "Last-Modified: Tue, 06 May 2025 02:00:00 GMT"),
        b'HTTP/1.1 304 Not Modified\r\nETag: W/"5f-2"\r\n\r\n',
    ]
    first = again(server)
    assert isinstance(first, Fetched)
    assert first.validators == Validators('W/"5f-1"', "Tue, 06 May 2025 02:00:00 GMT")
    second = again(server, first.validators)
    assert isinstance(second, NotModified)
    assert second.validators == Validators('W/"5f-2"', "Tue, 06 May 2025 02:00:00 GMT")
    assert asked_with(server.requests[0], b"if-none-match") == b""
    assert asked_with(server.requests[1], b"if-none-match") == b'W/"5f-1"'
    assert asked_with(server.requests[1], b"if-modified-since") == b"Tue, 06 May 2025 02:00:00 GMT"
    assert b"new documents" in asked_with(server.requests[1], b"user-agent")


def test_that_a_page_is_unchanged_is_believed_only_where_it_was_asked(server: Server) -> None:
    server.answers = [b"HTTP/1.1 304 Not Modified\r\n\r\n"]
    assert refused(server.url()) == "page_status"
    with pytest.raises(UserError) as caught:
        again(server)
    assert caught.value.details["status"] == 304


@pytest.mark.parametrize("said", ['"a"\r\nX-Injected: 1', '"a"\n', "“a”", "x" * 501, "\x00"])
def test_what_no_server_can_have_given_gets_into_no_request(server: Server, said: str) -> None:
    server.answers = [page(b"x")]
    again(server, Validators(said, said))
    assert b"if-none-match" not in server.requests[0].lower()
    assert b"x-injected" not in server.requests[0].lower()


def test_a_redirect_is_given_and_not_followed(server: Server) -> None:
    server.answers = [moved("/there?a=1#part"), page(b"x")]
    assert again(server) == Redirect(server.url("/there?a=1"))
    assert len(server.requests) == 1


def test_a_page_that_a_redirect_led_to_gives_nothing_to_ask_by(server: Server) -> None:
    server.answers = [moved("/there"), page(b"x", 'ETag: "1"')]
    assert ask(server.url()).validators == NO_VALIDATORS


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        ("429 Too Many Requests", "Retry-After: 20", 20.0),
        ("503 Service Unavailable", "Retry-After: 3600", 3600.0),
        ("503 Service Unavailable", "Retry-After: Tue, 06 May 2025 02:00:00 GMT", 0.0),
        ("429 Too Many Requests", "Retry-After: soon", None),
        ("429 Too Many Requests", f"Retry-After: {'9' * 5_000}", None),
        ("429 Too Many Requests", "Retry-After: Tue, 06 May 99999999999999999999 02:00:00 GMT", None),
        ("503 Service Unavailable", "Retry-After: ", None),
    ],
)
def test_a_server_that_is_busy_says_for_how_long(
    server: Server, status: str, header: str, seconds: float | None
) -> None:
    server.answers = [page(b"later", header, status=status)]
    busy = again(server)
    assert isinstance(busy, Busy)
    assert (busy.host, busy.status, busy.seconds) == (HERE, int(status[:3]), seconds)
    assert refused(server.url()) == "page_status"
