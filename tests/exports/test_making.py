"""Reports that were written are kept, and each can be made again as it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from tracker.domain.commitments.progress import Cancelled
from tracker.domain.errors import UserError
from tracker.domain.reports.past_report import PastReport
from tracker.domain.reports.report_request import ReportForm, ReportKind, ReportWish
from tracker.domain.search.ledger_query import LedgerQuery, query_for
from tracker.domain.terms import Doubt
from tracker.exports import FORMATS, ending
from tracker.exports.making import make_again, make_report, preview_report
from tracker.exports.template import Template
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, EvidenceFields, TagChange, command
from tracker.services.commitments.reading import read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.services.reports.past_reports import find_report, list_reports, since_last
from tracker.services.reports.reporting import read_report
from tracker.services.safety.checking import check

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
PERIOD = ReportKind.PERIOD
FEW = query_for(department={"sme-bureau"})


class Clock:
    """Shows a moment until it is turned."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-12-01T09:00+08:00")

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(ledger_path: Path, clock: Clock) -> Iterator[Workspace]:
    """A ledger whose clock the test turns."""
    workspace = open_workspace(ledger_path, author="张三", clock=clock)
    yield workspace
    workspace.close()


def note(ledger: Workspace, code: str, title: str = "通知") -> None:
    fields = {"title": title, "publisher": "工信部", "published": "2025-05-06", "kind": "document"}
    add_evidence(ledger, command(EvidenceFields, **fields, links=({"commitment": code, "bearing": "fulfils"},)))


def judge(ledger: Workspace, assessment: str, **more: Any) -> None:
    set_assessment(ledger, command(AssessmentChange, commitment=CITIES, assessment=assessment, reason="有据", **more))


def make(ledger: Workspace, out: Path, wish: ReportWish | None = None, **form: Any) -> PastReport:
    shape = {"language": "zh", "format": out.suffix.removeprefix("."), "charts": False, **form}
    return make_report(ledger, wish or ReportWish(PERIOD, FEW), ReportForm(**shape), out)


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_made_again_is_the_same_byte_by_byte_whatever_became_of_the_ledger(
    office: Workspace, clock: Clock, tmp_path: Path, name: str
) -> None:
    note(office, CITIES)
    judge(office, "met", held={Doubt.ARITHMETIC_SHORT: "通知没有写明数量"})
    first, second = (tmp_path / f"{word}.{ending(name)}" for word in ("first", "second"))
    past = make(office, first, format=name, charts=name in ("html", "xlsx"))
    clock.turn(hours=1)
    note(office, CLUSTERS, "同一天的另一份通知")
    judge(office, "partly_met")
    clock.turn(days=90)
    note(office, CITIES, "后来的通知")
    assert make_again(office, find_report(office, past.id), second) is True
    assert second.read_bytes() == first.read_bytes()


def test_it_is_the_same_under_another_name_of_the_ledger_and_for_another_author(
    ledger_path: Path, clock: Clock, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.md", tmp_path / "second.md"
    ledger = open_workspace(ledger_path, author="张三", clock=clock)
    past = make(ledger, first)
    ledger.close()
    moved = ledger_path.rename(tmp_path / "moved.db")
    ledger = open_workspace(moved, author="李四", clock=clock)
    assert make_again(ledger, find_report(ledger, past.id), second)
    assert second.read_text(encoding="utf-8") == first.read_text(encoding="utf-8")
    ledger.close()


def test_what_is_kept_says_how_it_was_asked_for_and_what_came_out(office: Workspace, tmp_path: Path) -> None:
    wish = ReportWish(PERIOD, replace(FEW, search="城市"), since=date(2026, 11, 1))
    past = make(office, tmp_path / "月报.docx", wish, language="en")
    (kept,) = list_reports(office)
    assert kept == replace(past, made_at=kept.made_at)
    assert replace(kept.wish, moment=None) == wish
    assert (kept.form, kept.file, kept.author) == (ReportForm("en", "docx", charts=False), "月报.docx", "张三")
    assert str(tmp_path) not in str(kept), "no path of this machine"


def test_a_report_is_no_change_that_could_be_taken_back(office: Workspace, tmp_path: Path) -> None:
    change_tags(office, command(TagChange, commitments=(CITIES,), add=("重点",)))
    make(office, tmp_path / "a.md")
    pending = reversible(office).undo
    assert pending is not None
    assert pending.kind == "tags_changed"
    undo(office)
    make(office, tmp_path / "b.md")
    redo(office)
    assert read_detail(office, CITIES).tags == ("重点",)
    assert check(office) == ()


def test_changes_since_the_last_report_lose_nothing_and_tell_nothing_twice(
    office: Workspace, clock: Clock, tmp_path: Path
) -> None:
    """A report is made at noon; what is done in the afternoon is the next one's."""
    note(office, CITIES, "上午的通知")
    make(office, tmp_path / "first.md")
    clock.turn(hours=3)
    note(office, CLUSTERS, "下午的通知")
    later = since_last(office, ReportWish(PERIOD, FEW))
    codes = [change.after.code for change in read_report(office, later).changes.values()]
    assert codes == [CLUSTERS]
    clock.turn(days=30)
    note(office, CITIES, "下个月的通知")
    make(office, tmp_path / "second.md", since_last(office, ReportWish(PERIOD, FEW)))
    told = (tmp_path / "second.md").read_text(encoding="utf-8")
    assert all(title in told for title in ("下午的通知", "下个月的通知"))
    changes = told.partition("本期进展")[2].partition("\n## ")[0]
    assert "上午的通知" not in changes
    assert read_report(office, since_last(office, ReportWish(PERIOD, FEW))).changes == {}


def test_it_follows_the_last_report_of_the_same_kind_and_scope_only(office: Workspace, tmp_path: Path) -> None:
    make(office, tmp_path / "ledger.md", ReportWish(query=FEW))
    make(office, tmp_path / "others.md", ReportWish(PERIOD, LedgerQuery()))
    with pytest.raises(UserError, match="report_none_before"):
        since_last(office, ReportWish(PERIOD, FEW))
    last = make(office, tmp_path / "ours.md")
    assert since_last(office, ReportWish(PERIOD, FEW)).after == last.newest_event


def test_a_template_is_kept_with_its_report(office: Workspace, tmp_path: Path) -> None:
    document = docx.Document()
    for words in ("某市工业和信息化局", "{{title}}", "{{body}}"):
        document.add_paragraph(words)
    place, first, second = (tmp_path / f"{word}.docx" for word in ("template", "first", "second"))
    document.save(str(place))
    form = ReportForm("zh", "docx", charts=False)
    template = Template(place, place.read_bytes())
    past = make_report(office, ReportWish(PERIOD, FEW), form, first, template=template)
    place.unlink()
    assert make_again(office, find_report(office, past.id), second)
    assert docx.Document(str(second)).paragraphs[0].text == "某市工业和信息化局"
    assert check(office) == ()
    kept = next(path for path in tmp_path.glob("ledger.db.files/*/*") if path.name == past.form.template)
    kept.write_bytes(b"")
    assert [fault.code for fault in check(office)] == ["fault_content_altered"]
    with pytest.raises(UserError, match="content_altered"):
        make_again(office, find_report(office, past.id), second)


def test_a_report_of_another_version_says_that_it_differs(office: Workspace, tmp_path: Path) -> None:
    past = make(office, tmp_path / "first.md")
    assert make_again(office, replace(past, sha256="0" * 64), tmp_path / "second.md") is False


def test_a_cancelled_report_leaves_no_file_and_is_not_kept(office: Workspace, tmp_path: Path) -> None:
    def cancel(done: int, total: int) -> None:
        if done >= 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_report(office, ReportWish(), ReportForm("zh", "csv"), tmp_path / "a.csv", cancel)
    assert list(tmp_path.glob("*.csv")) == []
    assert list_reports(office) == ()


def test_a_preview_is_a_pdf_and_is_not_kept(office: Workspace) -> None:
    content = preview_report(office, ReportWish(PERIOD, FEW), ReportForm("zh", "xlsx", charts=False))
    assert content.startswith(b"%PDF-")
    assert list_reports(office) == ()


def test_pages_of_very_many_commitments_are_not_drawn_beforehand(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.exports.making.MOST_DRAWN", 68)
    with pytest.raises(UserError, match="preview_too_long") as refused:
        preview_report(office, ReportWish(), ReportForm("zh", "xlsx"))
    assert refused.value.details == {"count": "72", "limit": "68"}


def test_a_number_that_names_no_report_is_refused(office: Workspace) -> None:
    with pytest.raises(UserError, match="report_unknown"):
        find_report(office, 1)


def test_a_dossier_that_would_take_gigabytes_is_refused_as_pdf_and_written_in_the_other_formats(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice: Any = {"title": "名单", "publisher": "工信部", "published": "2026-01-21", "kind": "list"}
    link = {"commitment": CITIES, "bearing": "progress"}
    add_evidence(office, command(EvidenceFields, **notice, links=(link,)))
    monkeypatch.setattr("tracker.exports.making.MOST_TYPESET", 1)
    wish = ReportWish(ReportKind.DOSSIER, code=CITIES)
    with pytest.raises(UserError) as refused:
        make_report(office, wish, ReportForm("zh", "pdf"), tmp_path / "dossier.pdf")
    assert refused.value.code == "dossier_too_long"
    with pytest.raises(UserError):
        preview_report(office, wish, ReportForm("zh", "docx"))
    make_report(office, wish, ReportForm("zh", "docx"), tmp_path / "dossier.docx")
    assert [path.name for path in tmp_path.glob("dossier.*")] == ["dossier.docx"]
