import hashlib
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from tracker.capture.documents.formats import Kind
from tracker.domain.errors import UserError
from tracker.services.evidence.capturing import Captured, examine, examine_bytes, examine_text

NOTICE = "关于公布试点城市名单的通知\n经审核，确定34个城市为试点城市。\n工业和信息化部\n2025年5月6日\n"


def particulars(captured: Captured) -> tuple[str | None, ...]:
    found = captured.proposals
    return tuple(one and one.value for one in (found.title, found.publisher, found.published, found.kind, found.stage))


def test_a_file_is_taken_in_with_its_content_as_it_came(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes(NOTICE.encode("gb18030"))
    captured = examine(str(file))
    assert captured.content == NOTICE.encode("gb18030")
    assert captured.sha256 == hashlib.sha256(captured.content).hexdigest()
    assert (captured.name, captured.document.kind, captured.url) == ("通知.txt", Kind.TXT, "")
    assert particulars(captured) == ("关于公布试点城市名单的通知", "工业和信息化部", "2025-05-06", "list", "issued")


def test_a_pasted_text_is_taken_in_like_a_file() -> None:
    assert particulars(examine_text(NOTICE)) == particulars(examine_bytes(NOTICE.encode("utf-16"), "x.txt"))


@pytest.fixture
def served() -> Iterator[Callable[[bytes, str], str]]:
    """Serve one page, once, under this media type, and return its address."""
    threads: list[Thread] = []

    def serve(content: bytes, media_type: str) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n"

        def answer() -> None:
            with listener, listener.accept()[0] as connection:
                connection.recv(65_536)
                connection.sendall(head.encode() + content)

        threads.append(Thread(target=answer))
        threads[-1].start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    for thread in threads:
        thread.join()


@pytest.mark.network
@pytest.mark.parametrize(
    ("encoding", "media_type"),
    [
        ("big5hkscs", "text/html; charset=utf-8"),
        ("gb18030", "text/html"),
        ("utf-8", "text/html; charset=gbk"),
        ("utf-16", "text/html; charset=iso-8859-1"),
    ],
)
def test_a_page_is_kept_raw_and_readable_whatever_its_label(
    served: Callable[[bytes, str], str], encoding: str, media_type: str
) -> None:
    words = "經審核，確定三十四個城市為試點城市，現予公佈，請認真組織實施，確保取得實效。"
    body = f"<html><head><title>關於公佈名單的通知</title></head><body><p>{words}</p></body></html>".encode(encoding)
    url = served(body, media_type)
    captured = examine(url, allow_private=frozenset({"127.0.0.1"}))
    assert (captured.content, captured.document.kind) == (body, Kind.HTML)
    assert captured.document.text == words
    assert captured.document.title == "關於公佈名單的通知"
    assert captured.sha256 == hashlib.sha256(body).hexdigest()
    assert (captured.url, captured.name) == (url, "127.0.0.1")
    assert captured.retrieved_at is not None


@pytest.mark.network
def test_a_program_behind_the_address_of_a_page_is_refused(served: Callable[[bytes, str], str]) -> None:
    with pytest.raises(UserError, match="content_executable"):
        examine(served(b"MZ\x90\x00\x03", "text/html"), allow_private=frozenset({"127.0.0.1"}))


@pytest.mark.network
def test_nothing_is_taken_in_from_the_own_network_unasked() -> None:
    with pytest.raises(UserError, match="address_private"):
        examine("http://127.0.0.1:1/")


@pytest.mark.parametrize(("place", "code"), [("http://[x", "url_invalid"), ("//[x/notice.pdf", "file_missing")])
def test_what_no_address_can_be_is_refused_in_words(place: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        examine(place)


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_text_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="field_missing"):
        examine_text(text)
