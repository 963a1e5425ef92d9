"""The program's own ends: its command line, settings, clipboard, saved views, words that are looked for, translations,
files said to be ledgers, and what goes out in reports."""

import contextlib
import csv
import io
import json
import os
import sqlite3
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.torture.inputs.door import Door, Take
from tests.torture.inputs.draw import NUMBERS, Draw

from tracker.cli.arguments import COMMANDS
from tracker.domain.rows import CommitmentDetail

_CLI = tuple(dict.fromkeys(f"tracker.cli.{command.run.partition('.')[0]}" for command in COMMANDS))
"""What carries commands out, each loaded when it is first asked for."""
_COMMANDS = (
    ("list", "--department", "--assessment", "--light", "--search", "--changed-since", "--as-of", "--json", "--lang"),
    ("show", "MIIT-2025-038", "--as-of", "--json"),
    ("status", "log", "MIIT-2025-001", "--as-of"),
    ("status", "set", "MIIT-2025-001", "met", "--reason", "--evidence"),
    ("search-log", "add", "MIIT-2025-001", "--place", "--words", "--date", "--found"),
    (
        "evidence",
        "add",
        "MIIT-2025-001",
        "--title",
        "--publisher",
        "--published",
        "--kind",
        "law",
        "--bearing",
        "fulfils",
    ),
    ("evidence", "withdraw", "--reason"),
    ("suggest", "--text", "--as-of", "--json"),
    ("fill-in", "send", "--department", "--out", "--period"),
    ("import", "--preview", "--sheet", "--header", "--map", "--prefix", "--held-on"),
    ("report", "--format", "csv", "--out", "--since", "--kind", "--filter", "--template"),
    ("intake", "--json"),
    ("restore", "--preview"),
    ("past-reports", "again", "--out"),
    ("where", "--ledger", "--json"),
)
_RUN_ONE_IN = 100
_NAMES = ("language", "theme", "density", "author", "welcomed", "report_template", "report_folder", "recent/0")
_STATES = ("window", "ledger/splitter", "facets", "columns")
_HARMFUL = (
    *(
        "@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x18PySide::PyObjectWrapper\\0\\0\\0\\0\\x13\\x80\\x4\\x95)",
        "@ByteArray(x)",
        "@Invalid()",
    ),
    *("@Rect(0 0 9 9)", "@@x", "[", "]", "=", "[state]", "\\x40Variant(", '"', "%U0041", "true", "zh", "en", "dark"),
)
_QM_CHUNK = 4_000


def _open_command_line(folder: Path) -> Take:
    """Parsed; once in so many run, in the same process, on a ledger."""
    from tests.torture.inputs.ledgers import open_ledger

    from tracker.cli import arguments, main

    open_ledger(folder).close()
    os.chdir(folder)
    os.environ.update(TRACKER_LEDGER=str(folder / "ledger.db"), XDG_STATE_HOME=str(folder), TRACKER_AUTHOR="张三")

    def take(draw: Draw) -> None:
        known = list(draw.pick(_COMMANDS))
        argv = [word if draw.below(8) else draw.text(2) for word in known]
        for _ in range(draw.below(6)):
            value = draw.pick(("2025-01-01", "工信部", "-", "-1", "a.csv", *map(str, NUMBERS[:4])))
            argv.insert(draw.below(len(argv) + 1), value if draw.below(3) else draw.text(2))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
            if not draw.one_in(_RUN_ONE_IN) or any("/" in word or "://" in word for word in argv):
                with contextlib.suppress(SystemExit):
                    arguments.parse(argv)
                return
            code = main.run(argv)
        assert code in (0, 1, 2), f"{code}: {argv} {said.getvalue()[:200]}"

    return take


def _open_settings(folder: Path) -> Take:
    """Read by a window that is about to open."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtWidgets import QApplication, QSplitter, QWidget

    from tracker.desktop.settings import Settings

    app = QApplication.instance() or QApplication(["fuzz"])
    app.setProperty("torture", True)
    splitter, window, path = QSplitter(), QWidget(), folder / "window.ini"
    sound = [bytes(splitter.saveState().data()), bytes(window.saveGeometry().data()), b'{"a": 1}']

    def take(draw: Draw) -> None:
        lines = ["[General]", *(f"{draw.pick(_NAMES)}={_setting(draw)}" for _ in range(draw.below(6))), "[state]"]
        lines += [f"{draw.pick(_STATES)}={_state(draw, sound)}" for _ in range(draw.below(5))]
        data = "\n".join(lines).encode(errors="replace")
        path.write_bytes(draw.spoilt(data) if draw.one_in(4) else data)
        settings = Settings(path)
        assert settings.theme in ("system", "light", "dark")
        assert settings.language in ("zh", "en")
        for text in (settings.author, settings.report_template, settings.folder(), *settings.recent):
            text.encode()
        for name in _STATES:
            state = settings.state(name)
            if state is not None:
                splitter.restoreState(state)
                if draw.one_in(20):
                    window.restoreGeometry(state)
            settings.recall(name)
        if draw.one_in(20):
            settings.author = draw.text(2).encode(errors="replace").decode()
            settings.remember("window", QByteArray(draw.taken(20)))

    return take


def _setting(draw: Draw) -> str:
    return draw.pick(_HARMFUL) if draw.one_in(2) else draw.text(2)


def _state(draw: Draw, sound: list[bytes]) -> str:
    state = draw.pick(sound)
    return b64encode(draw.spoilt(state) if draw.below(3) else state).decode() if draw.below(4) else _setting(draw)


def _open_clipboard(_: Path) -> Take:
    """What is pasted or dropped, up to what it was found to be."""
    from PySide6.QtCore import QMimeData, QUrl
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from tracker.desktop.views.common.drop_overlay import FoundLink, can_be_taken, found_in, found_in_words
    from tracker.desktop.views.forms.evidence_draft import name_of, task_of

    app = QApplication.instance() or QApplication(["fuzz"])
    app.setProperty("torture", True)

    def take(draw: Draw) -> None:
        mime = QMimeData()
        if draw.one_in(2):
            mime.setText(draw.text(4).encode(errors="replace").decode())
        if draw.one_in(4):
            mime.setHtml(draw.text(4).encode(errors="replace").decode())
        if draw.one_in(3):
            mime.setUrls([QUrl(draw.text(2).encode(errors="replace").decode()) for _ in range(draw.below(4))])
        if draw.one_in(4):
            mime.setData(
                draw.pick(("text/uri-list", "text/plain", "application/x-qt-image")), draw.taken(draw.below(60))
            )
        if draw.one_in(10):
            mime.setImageData(QImage(draw.below(3), draw.below(3), QImage.Format.Format_ARGB32))
        can_be_taken(mime)
        for found in (*found_in(mime), *found_in_words(draw.text(3))):
            name_of(found)
            task_of(found)
            if isinstance(found, FoundLink):
                assert found.address.lower().startswith(("http:", "https:")), found.address

    return take


def any_json(draw: Draw, deep: int = 3) -> Any:
    """A value of JSON."""
    kind = draw.below(8)
    if kind < 2 and deep:
        names = ("choices", "search", "sort", "group", "columns", "density", "department", "assessment", "tag", "x")
        return {draw.pick(names): any_json(draw, deep - 1) for _ in range(draw.below(5))}
    if kind == 2 and deep:
        return [any_json(draw, deep - 1) for _ in range(draw.below(4))]
    return draw.pick((None, True, draw.number(), 1e308, "code", "met", "light", draw.text(2), draw.text(1)))


def _open_views(folder: Path) -> Take:
    """Saved views: understood; once in so many put into the ledger as bytes, listed and asked."""
    from tests.torture.inputs.ledgers import open_ledger

    from tracker.desktop.views.ledger.view_menu import NAMED, define, understand
    from tracker.services.commands import ViewDefinition, command
    from tracker.services.commitments.listing import read_listing
    from tracker.services.commitments.reading import count_facets
    from tracker.services.commitments.saved_views import list_views, query_of, save_view, view_query
    from tracker.wording import load_words

    workspace, words = open_ledger(folder), load_words("zh")
    raw = sqlite3.connect(folder / "ledger.db", isolation_level=None)
    raw.execute("UPDATE saved_view SET definition = '{}'")  # where the inputs before ended with what makes no sense
    save_view(workspace, command(ViewDefinition, name="v", definition={}))
    facets = count_facets(workspace, view_query(workspace, "v"), NAMED)

    def take(draw: Draw) -> None:
        definition = any_json(draw)
        if isinstance(definition, dict):
            define(understand(definition, facets, words))
            query_of(definition)
        if not draw.one_in(40):
            return
        text = json.dumps(definition) if draw.below(4) else draw.pick(("", "{", "NaN", "[" * 5_000, "\x00", "1e999"))
        raw.execute("UPDATE saved_view SET definition = ?", (text,))
        list_views(workspace)
        read_listing(workspace, view_query(workspace, "v"), NAMED)

    return take


def _open_search(folder: Path) -> Take:
    """Words that are looked for, and codes that are asked for."""
    from tests.torture.inputs.ledgers import open_ledger

    from tracker.domain.search.ledger_query import LedgerQuery
    from tracker.services.commitments.listing import read_listing
    from tracker.services.commitments.reading import read_detail

    workspace = open_ledger(folder)

    def take(draw: Draw) -> None:
        if draw.one_in(4):
            read_detail(workspace, draw.text(2))
        read_listing(workspace, LedgerQuery(search=draw.text(5)), ())

    return take


def _open_translations(folder: Path) -> Take:
    """Loaded as a translation, and asked for sentences."""
    from PySide6.QtCore import QCoreApplication, QTranslator

    from tracker.desktop.resources import load_translation
    from tracker.locations import resources_dir

    sound = (resources_dir() / "i18n" / "tracker_zh_CN.qm").read_bytes()
    app = QCoreApplication.instance() or QCoreApplication(["fuzz"])
    app.setProperty("torture", True)
    path = folder / "tracker_zh_CN.qm"

    def take(draw: Draw) -> None:
        data = bytearray(sound)
        for _ in range(1 + draw.below(4)):
            place = draw.below(len(data) - 8) if draw.below(2) else draw.below(200)
            data[place : place + 4] = draw.taken(4)
        path.write_bytes(bytes(data[: draw.below(len(data))] if draw.one_in(4) else data))
        translator = QTranslator()
        if load_translation(translator, path):
            for context, words in (
                ("MainWindow", "Ledger"),
                ("Examining", "Pasted text"),
                ("", ""),
                ("x", "%n commitment(s)"),
            ):
                translator.translate(context, words, "", draw.number() & 0xFFFF)

    return take


def _open_ledgers(folder: Path) -> Take:
    """Files that are said to be ledgers: looked at, and once in so many previewed for a restore. None is changed."""
    from tests.torture.inputs.ledgers import open_ledger

    from tracker.services.safety.backups import preview_restore
    from tracker.store.database.migrating import check_contents, check_file

    open_ledger(folder).close()
    ledger, path = folder / "ledger.db", folder / "foreign.db"
    sound = ledger.read_bytes()
    small = folder / "small.db"
    small.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(small)) as made:
        made.executescript(
            "CREATE TABLE alembic_version(version_num); CREATE TABLE event(id); CREATE TABLE commitment(id);"
        )
        made.execute("INSERT INTO alembic_version SELECT '0001'")
        made.commit()
    foreign = small.read_bytes()

    def take(draw: Draw) -> None:
        is_whole = draw.one_in(50)
        data = bytearray(sound if is_whole else foreign)
        for _ in range(draw.below(5)):
            place = draw.below(len(data) - 8) if draw.below(2) else draw.below(120)
            data[place : place + 4] = draw.taken(4)
        content = bytes(data[: draw.below(len(data))] if draw.one_in(6) else data)
        path.write_bytes(content)
        try:
            check_contents(path)
            check_file(path)
            if is_whole:
                preview_restore(ledger, path)
        finally:
            assert path.read_bytes() == content, "the file was changed"

    return take


def _flown(writer: Any, report: Any) -> bytes:
    writer.write(report, file := io.BytesIO())
    return file.getvalue()


def _saying(detail: CommitmentDetail, text: str) -> CommitmentDetail:
    """The commitment with these words as its title and as the reason of its verdict."""
    row = replace(detail.row, title=replace(detail.row.title, zh=text, en=text))
    return replace(detail, row=row, reason=text)


def _open_reports(folder: Path) -> Take:
    """Words of others in every field of a report, read back: no formula, no markup, every word."""
    from lxml import html
    from tests.torture.inputs.ledgers import open_ledger, report_of

    from tracker.exports.pages import html_, json_, markdown
    from tracker.exports.references import csl, ical, ris
    from tracker.exports.tables import csv_

    workspace = open_ledger(folder)
    report = report_of(workspace)
    writers: dict[str, Callable[[Any], bytes]] = {
        "csv": partial(_flown, csv_),
        "json": partial(_flown, json_),
        "html": html_.render,
        "csl": csl.render,
        **{module.__name__: module.render for module in (markdown, ical, ris)},
    }

    def take(draw: Draw) -> None:
        text = draw.text(5)
        items = tuple(replace(item, detail=_saying(item.detail, text)) for item in report.items)
        name = draw.pick(tuple(writers))
        content = writers[name](replace(report, title=text, subtitle=text, items=items)).decode("utf-8-sig")
        if name == "csv":
            cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells), "a formula"
        elif name == "html":
            page = html.fromstring(content.encode())
            found = page.xpath(
                "//script | //iframe | //*[@onerror] | //a[not(starts-with(@href, 'http') or starts-with(@href, '#'))]"
            )
            assert found == [], "markup of others"
        elif name in ("json", "csl"):
            json.loads(content)

    return take


_STORE = (
    "tracker.services.ledgers.workspace",
    "tracker.services.commitments.reading",
    "tracker.services.commitments.listing",
)
_WINDOW = ("PySide6.QtWidgets", "tracker.desktop.settings", "tracker.desktop.views.common.drop_overlay")

DOORS = (
    Door("command line", _open_command_line, (*_STORE, *_CLI), note=f"1 in {_RUN_ONE_IN} run"),
    Door("settings file", _open_settings, _WINDOW),
    Door("clipboard and drop", _open_clipboard, _WINDOW),
    Door("saved view", _open_views, _STORE, note="1 in 40 asked of a ledger"),
    Door("words that are looked for", _open_search, _STORE, 1.4),
    Door("translation (.qm)", _open_translations, _WINDOW),
    Door(
        "file said to be a ledger",
        _open_ledgers,
        (*_STORE, "tracker.services.safety.backups"),
        note="1 in 50 previewed",
    ),
    Door("words of others in reports", _open_reports, (*_STORE, "tracker.exports.pages.html_"), 0.3),
)
