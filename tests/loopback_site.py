"""A site of this machine's own, for tests that ask the web."""

import contextlib
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HERE = "127.0.0.1"


class Clock:
    """A clock that only sleeping moves; `naps` says for how long all in all."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Page:
    """What a path answers. `headers` may be given anew for each request."""

    body: bytes = b"a page"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Site:
    """Answers by path, whatever the name it is asked under, and keeps a log. A path with several pages gives one after
    the other, the last one again and again. What it does not have is a 404, robots.txt too."""

    def __init__(self, clock: Clock) -> None:
        self.pages: dict[str, list[Page]] = {}
        self.log: list[tuple[str, str]] = []
        """Host and path, in the order in which they were asked for."""
        self.times: list[float] = []
        self.most_at_once = 0
        self.thinks_for = 0.0
        """Seconds before each answer, in which another request would show."""
        self._open = 0
        self._clock = clock
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.serve(self)

            def log_message(self, format: str, *args: object) -> None:
                del format, args

        self._server = ThreadingHTTPServer((HERE, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, path: str = "/", host: str = HERE) -> str:
        return f"http://{host}:{self._server.server_port}{path}"

    def has(self, path: str, *pages: Page) -> None:
        self.pages[path] = list(pages)

    def robots(self, *lines: str) -> None:
        self.has("/robots.txt", Page("\n".join(lines).encode()))

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.log]

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
            self.log.append((request.headers["Host"].partition(":")[0], request.path))
            self.times.append(self._clock.now)
            pages = self.pages.get(request.path, [Page(b"gone", 404)])
            page = pages.pop(0) if len(pages) > 1 else pages[0]
        etag = page.headers.get("ETag")
        unchanged = etag is not None and request.headers["If-None-Match"] == etag
        time.sleep(self.thinks_for)
        with self._lock:  # before the answer: whoever has it may ask again at once
            self._open -= 1
        with contextlib.suppress(OSError):
            request.send_response(304 if unchanged else page.status)
            for name, said in page.headers.items():
                request.send_header(name, said)
            if not unchanged:
                request.send_header("Content-Length", str(len(page.body)))
            request.end_headers()
            if not unchanged:
                request.wfile.write(page.body)

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
