"""What cannot be taken in is refused with one sentence, and nothing of it is kept; the harmless is read as it is."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from tests.desktop.conftest import code_of

from tracker.desktop.views.common.drop_overlay import FoundFile
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.services.commitments.reading import list_evidence
from tracker.services.safety.checking import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.services.ledgers.workspace import Workspace

NOTICE = """财政部 工业和信息化部关于公布第三批中小企业数字化转型试点城市名单的通知
财建〔2025〕96号
各省、自治区、直辖市财政厅（局）：
现确定34个城市开展第三批中小企业数字化转型城市试点工作。
财政部　　工业和信息化部
2025年5月12日
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A notice as a file of text."""
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="gb18030")
    return file


def opened(qtbot: QtBot, hands: Hands) -> EvidenceDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), EvidenceDialog))
    hands.settle()
    form = QApplication.activeModalWidget()
    assert isinstance(form, EvidenceDialog)
    return form


def _archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def _encrypted_pdf() -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 0 /Kids [] >>",
        b"<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 4\n0000000000 65535 f \n" + table + trailer


def _locked_workbook() -> bytes:
    name = "EncryptedPackage".encode("utf-16-le")
    entry = name.ljust(64, b"\x00") + (len(name) + 2).to_bytes(2, "little")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + entry.ljust(512, b"\x00")


_TYPES = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
HARMFUL: dict[str, tuple[bytes, str]] = {
    "加密.pdf": (_encrypted_pdf(), "设有密码（加密.pdf）"),
    "损坏.pdf": (b"%PDF-1.7\nnothing", "已损坏或不完整（损坏.pdf）"),
    "宏.docm": (_archive(**{"[Content_Types]_xml": _TYPES}), "含有宏（宏.docm）"),
    "空.txt": (b"", "是空的（空.txt）"),
    "带密码.xlsx": (_locked_workbook(), "设有密码（带密码.xlsx）"),
    "程序.exe": (b"MZ\x90\x00" + bytes(600), "是程序或脚本（程序.exe）"),
    "名" * 60 + ".bin": (b"\x00\x01\x02" * 90, "的格式无法识别"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_cannot_be_taken_in_is_refused_with_one_sentence_and_leaves_nothing(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, tmp_path: Path, name: str
) -> None:
    content, sentence = HARMFUL[name]
    path = tmp_path / name
    path.write_bytes(content)
    _is_refused(qtbot, window, path, sentence)
    assert hands.form_is_closed
    assert list_evidence(workspace) == ()
    assert check(workspace) == ()


def _folder(path: Path) -> None:
    path.mkdir()


def _link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def _gone(path: Path) -> None:
    del path


def _two_gigabytes(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2_000_000_000)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_folder, "是一个文件夹"),
        (_link, "只是一个链接"),
        (_gone, "不存在"),
        (_two_gigabytes, "太大"),
        (os.mkfifo, "不是普通文件"),
    ],
)
def test_what_is_no_file_or_too_large_is_refused_unread(
    qtbot: QtBot,
    hands: Hands,
    window: MainWindow,
    workspace: Workspace,
    tmp_path: Path,
    make: Callable[[Path], None],
    sentence: str,
) -> None:
    make(tmp_path / "东西")
    _is_refused(qtbot, window, tmp_path / "东西", sentence)
    assert hands.form_is_closed
    assert check(workspace) == ()


def _is_refused(qtbot: QtBot, window: MainWindow, path: Path, sentence: str) -> None:
    window.catcher.take((FoundFile(path),))
    qtbot.waitUntil(lambda: sentence in window.status._message.text())
    assert "\n" not in window.status._message.text()


def test_a_page_with_scripts_is_kept_as_it_is_and_read_as_plain_text(
    qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path
) -> None:
    page = tmp_path / "../网页.html"
    body = f"<html><body><script>alert(1)</script><article><p>{NOTICE}</p></article></body></html>"
    page.write_text(body, encoding="utf-8")
    window.catcher.take((FoundFile(page),))
    form = opened(qtbot, hands)
    (file,) = form.files.added
    assert file["name"] == "网页.html"
    assert "alert" not in "".join(file["pages"])
    form.reject()
    page.unlink()


def test_big5_under_a_false_label_is_read(qtbot: QtBot, hands: Hands, window: MainWindow, tmp_path: Path) -> None:
    page = tmp_path / "big5.html"
    said = "關於公布第三批試點城市名單的通知，現確定三十四個城市開展數字化轉型試點工作，請認真組織實施。"
    head = b'<html><head><meta charset="utf-8"></head><body><p>'
    page.write_bytes(head + said.encode("big5hkscs") + b"</p></body></html>")
    window.catcher.take((FoundFile(page),))
    form = opened(qtbot, hands)
    assert "試點城市名單" in form.draft.text
    form.reject()


def test_what_cannot_be_written_is_said_in_the_form_and_nothing_half_is_kept(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace, notice: Path, ledger_path: Path
) -> None:
    Path(f"{ledger_path}.files").write_text("a file where the folder should be")
    window.catcher.take((FoundFile(notice),))
    form = opened(qtbot, hands)
    hands.click(form.save_button)
    assert code_of(form) == "content_unwritable"
    assert list_evidence(workspace) == ()
    assert check(workspace) == ()
    Path(f"{ledger_path}.files").unlink()
    hands.click(form.save_button)  # what was typed is still there
    assert len(list_evidence(workspace)) == 1
