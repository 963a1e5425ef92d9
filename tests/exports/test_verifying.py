"""A report is held against the ledger: unaltered, altered, of another ledger, or of a history that is different now."""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document
from sqlalchemy import text
from tests.conftest import NOW

from tracker.capture.documents.formats import LARGEST_FILE
from tracker.domain.errors import UserError
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.reports.verification import Outcome
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.exports import FORMATS, ending
from tracker.exports.filling import send_form
from tracker.exports.making import make_again, make_report
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.forms import FillWish
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import list_reports
from tracker.services.reports.verifying import verify_report
from tracker.store.events.seals import seal_all
from tracker.wording import LANGUAGES, load_words
from tracker.wording.verifying import verification_sentences

PILOTS = "MIIT-2025-044"
WITHOUT_MARK = ("csv", "csl-json", "ris")
LINK = {"commitment": PILOTS, "bearing": "fulfils", "value": "101", "unit": "个", "role": "cumulative"}
Make = Callable[..., Path]


@pytest.fixture
def used(workspace: Workspace) -> Workspace:
    """A ledger with a piece of evidence beside what it was loaded with."""
    notice = {"title": "试点城市名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list"}
    add_evidence(workspace, command(EvidenceFields, **notice, links=(LINK,)))
    return workspace


@pytest.fixture
def make(used: Workspace, tmp_path: Path) -> Make:
    """Write the dossier of a commitment in a format, in this ledger or another."""

    def written(format_name: str, workspace: Workspace = used, language: str = "zh", day: date | None = None) -> Path:
        path = tmp_path / f"report.{ending(format_name)}"
        wish = ReportWish(ReportKind.DOSSIER, LedgerQuery(as_of=day), code=PILOTS)
        make_report(workspace, wish, ReportForm(language, format_name, charts=False), path)
        return path

    return written


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Somebody else's ledger, of the same commitments."""
    workspace = open_workspace(tmp_path / "other.db", author="李四", clock=lambda: NOW)
    yield workspace
    workspace.close()


def repacked(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Write an archive again, with its members changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def spoil(path: Path) -> None:
    """Alter a file as little as can be."""
    if zipfile.is_zipfile(path):
        repacked(path, lambda name, content: content)
    else:
        path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_same_in_every_format_and_proves_the_history_where_it_has_room_for_a_mark(
    used: Workspace, make: Make, name: str, language: str
) -> None:
    found = verify_report(used, make(name, language=language))
    assert found.outcome is Outcome.SAME
    assert found.report == list_reports(used)[0]
    assert (found.proven, found.event and found.event.id) == ((0, None) if name in WITHOUT_MARK else (2, 2))


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in WITHOUT_MARK])
def test_an_altered_report_is_known_by_its_mark_in_every_format_that_has_one(
    used: Workspace, make: Make, name: str
) -> None:
    path = make(name)
    spoil(path)
    found = verify_report(used, path)
    assert (found.outcome, found.proven) == (Outcome.ALTERED, 2)
    assert found.report == list_reports(used)[0]


@pytest.mark.parametrize("name", WITHOUT_MARK)
def test_what_is_altered_and_has_no_mark_is_known_by_nothing(used: Workspace, make: Make, name: str) -> None:
    path = make(name)
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n") + b"\n")  # as a spreadsheet saves it again
    assert verify_report(used, path).outcome is Outcome.UNMARKED


def test_a_workbook_saved_again_is_known_by_its_properties_and_without_them_by_its_words(
    used: Workspace, make: Make
) -> None:
    path = make("xlsx")
    book: Any = openpyxl.load_workbook(path)
    book.save(path)
    again = verify_report(used, path)
    assert again.outcome is Outcome.ALTERED
    assert again.mark is not None
    assert again.mark.is_whole
    for name in book.custom_doc_props.names:
        del book.custom_doc_props[name]
    book.save(path)
    bare = verify_report(used, path)
    assert bare.outcome is Outcome.ALTERED
    assert bare.mark is not None
    assert not bare.mark.is_whole


def test_a_pdf_printed_to_pdf_again_is_known_by_the_line_at_its_top(used: Workspace, make: Make) -> None:
    path = make("pdf")
    printed = pypdfium2.PdfDocument.new()
    printed.import_pages(pypdfium2.PdfDocument(path.read_bytes()))
    file = io.BytesIO()
    printed.save(file)
    path.write_bytes(file.getvalue())
    assert b"commitment-ledger" not in file.getvalue()
    found = verify_report(used, path)
    assert (found.outcome, found.proven) == (Outcome.ALTERED, 2)


def test_a_document_of_somebody_else_with_our_mark_pasted_into_it_is_not_ours(
    used: Workspace, make: Make, tmp_path: Path
) -> None:
    mark = Document(str(make("docx"))).core_properties.identifier
    forged = Document()
    forged.add_paragraph("已完成")
    forged.core_properties.identifier = mark
    forged.save(str(tmp_path / "forged.docx"))
    assert verify_report(used, tmp_path / "forged.docx").outcome is Outcome.ALTERED


@pytest.mark.parametrize(
    ("name", "outcome"), [("html", Outcome.OTHER_LEDGER), ("md", Outcome.UNKNOWN_MARK), ("csv", Outcome.UNMARKED)]
)
def test_a_report_of_another_ledger_is_told_as_far_as_its_mark_reaches(
    used: Workspace, other: Workspace, make: Make, name: str, outcome: Outcome
) -> None:
    assert verify_report(used, make(name, other)).outcome is outcome


def test_a_row_altered_behind_the_program_shows_at_its_event(used: Workspace, make: Make) -> None:
    path = make("html")
    with used.write() as work:
        work.connection.execute(text("UPDATE evidence_link SET value = 34"))
    found = verify_report(used, path)
    assert (found.outcome, found.first_altered, found.proven) == (Outcome.HISTORY_CHANGED, 2, 0)


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_history_that_was_altered_and_sealed_anew_shows_by_the_hash_that_was_sent_away(
    used: Workspace, make: Make, spoilt: bool
) -> None:
    path = make("html")
    with used.write() as work:
        work.connection.execute(text("UPDATE evidence_link SET value = 34"))
        seal_all(work.connection)
    if spoilt:
        spoil(path)
    found = verify_report(used, path)
    assert (found.outcome, found.first_altered) == (Outcome.HISTORY_CHANGED, None)


def test_of_a_history_sealed_anew_a_file_without_a_mark_proves_nothing_and_it_is_said(
    used: Workspace, make: Make
) -> None:
    path = make("csv")
    with used.write() as work:
        work.connection.execute(text("UPDATE evidence_link SET value = 34"))
        seal_all(work.connection)
    found = verify_report(used, path)
    assert (found.outcome, found.proven) == (Outcome.SAME, 0)
    words = load_words("en")
    assert words.phrase("verify_no_mark_inside") in verification_sentences(found, words)


def test_what_is_altered_after_a_report_does_not_speak_against_it(used: Workspace, make: Make) -> None:
    path = make("html")
    with used.write() as work:
        work.connection.execute(text("UPDATE event SET author = '别人' WHERE id = 3"))
    assert verify_report(used, path).outcome is Outcome.SAME


def test_after_a_backup_was_gone_back_to_the_event_of_a_later_report_is_missing(
    workspace: Workspace, ledger_path: Path, tmp_path: Path
) -> None:
    earlier = Path(shutil.copy(ledger_path, tmp_path / "earlier.db"))
    notice = {"title": "名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list"}
    add_evidence(workspace, command(EvidenceFields, **notice, links=(LINK,)))
    path = tmp_path / "report.html"
    make_report(workspace, ReportWish(ReportKind.DOSSIER, code=PILOTS), ReportForm("zh", "html"), path)
    restored = open_workspace(earlier, author="张三", clock=lambda: NOW)
    found = verify_report(restored, path)
    restored.close()
    assert found.outcome is Outcome.EVENT_MISSING


def test_a_report_of_a_past_day_proves_the_history_up_to_that_day(used: Workspace, make: Make) -> None:
    found = verify_report(used, make("html", day=NOW.date() - timedelta(days=30)))
    assert (found.outcome, found.proven) == (Outcome.SAME, 1)


def test_a_report_made_again_is_the_same(used: Workspace, make: Make, tmp_path: Path) -> None:
    make("docx")
    again = tmp_path / "again.docx"
    assert make_again(used, list_reports(used)[0], again)
    assert verify_report(used, again).outcome is Outcome.SAME


def test_a_report_under_another_name_is_what_it_is(used: Workspace, make: Make, tmp_path: Path) -> None:
    """The name of a script, too: nothing is run, and nothing goes by the name."""
    for format_name, name in (("html", "report.js"), ("pdf", "report.docx"), ("docx", "report.bin")):
        renamed = make(format_name).rename(tmp_path / name)
        assert verify_report(used, renamed).outcome is Outcome.SAME
        spoil(renamed)
        assert verify_report(used, renamed).outcome is Outcome.ALTERED


@pytest.mark.parametrize("code", ["file_missing", "file_is_folder", "file_empty"])
def test_what_is_no_file_with_something_in_it_is_refused(used: Workspace, tmp_path: Path, code: str) -> None:
    path = tmp_path / "report.pdf"
    if code == "file_is_folder":
        path.mkdir()
    elif code == "file_empty":
        path.touch()
    with pytest.raises(UserError) as refused:
        verify_report(used, path)
    assert refused.value.code == code


@pytest.mark.parametrize(("name", "code"), [("pdf", "content_broken"), ("docx", "content_broken")])
def test_of_a_damaged_file_it_is_said_why_no_mark_was_found(used: Workspace, make: Make, name: str, code: str) -> None:
    path = make(name)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])
    found = verify_report(used, path)
    assert (found.outcome, found.unread and found.unread.code) == (Outcome.UNMARKED, code)


def test_a_file_of_any_size_is_compared_and_only_a_reasonable_one_is_searched(used: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    found = verify_report(used, path)
    assert (found.outcome, found.unread and found.unread.code) == (Outcome.UNMARKED, "file_too_large")


@pytest.fixture
def form(used: Workspace, tmp_path: Path) -> Path:
    """A form that a department was sent."""
    path = tmp_path / "form.xlsx"
    send_form(used, FillWish("sme-bureau", "2026-11"), path, load_words("zh"))
    return path


def test_a_form_is_the_same_as_it_was_sent_until_it_is_filled_in(used: Workspace, form: Path, other: Workspace) -> None:
    sent = verify_report(used, form)
    assert (sent.outcome, sent.sent and sent.sent.period) == (Outcome.SAME, "2026-11")
    book = openpyxl.load_workbook(form)
    book.save(form)
    filled = verify_report(used, form)
    assert (filled.outcome, filled.sent and filled.sent.period) == (Outcome.ALTERED, "2026-11")
    assert verify_report(other, form).outcome is Outcome.OTHER_LEDGER


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_is_said_first_in_a_whole_sentence(used: Workspace, make: Make, language: str) -> None:
    words, found = load_words(language), verify_report(used, make("html"))
    said = {verification_sentences(replace(found, outcome=outcome), words)[0] for outcome in Outcome}
    assert len(said) == len(Outcome)
    assert all(sentence.endswith(("。", ".", "）。")) and "{" not in sentence for sentence in said)
