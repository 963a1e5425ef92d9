"""What was filled in becomes official claims and proposed evidence, in one event, and never a judgement."""

import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.asked import list_inbox
from tests.surroundings import PATIENCE_SECONDS

from tracker.domain.errors import UserError
from tracker.domain.evidence.same_document import Sameness
from tracker.domain.exchange.forms import Weight
from tracker.domain.terms import Assessment, EvidenceKind
from tracker.domain.text.lines import one_line
from tracker.exports.filling import form_words, send_form
from tracker.exports.safely import printable
from tracker.services.commands import EvidenceFields, TagChange, command
from tracker.services.commitments.reading import latest_event, list_evidence, read_content, read_detail
from tracker.services.commitments.tagging import change_tags
from tracker.services.events.replaying import FilesOf, list_events, replay
from tracker.services.events.undoing import redo, reversible, undo
from tracker.services.evidence.duplicates import list_duplicates
from tracker.services.evidence.evidence_view import suggest_for
from tracker.services.evidence.recording import add_evidence
from tracker.services.exchange.forms import FillWish
from tracker.services.ledgers.workspace import Workspace, open_empty
from tracker.services.safety.checking import check
from tracker.store.events.seals import head
from tracker.wording import load_words

CITIES, CLUSTERS = "MIIT-2025-044", "MIIT-2025-045"
FULL = {"progress": "第三批名单已公布。", "claimed": "已完成", "value": 34, "role": "新增", "source": "第三批名单"}
SOURCE = {"publisher": "财政部", "published": "2026-05-12"}
NASTY = ('=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "<script>alert(1)</script>", "@SUM(1)", "字" * 10_000)


def test_entering_makes_claims_and_proposals_and_judges_nothing(post: Any) -> None:
    before = read_detail(post.workspace, CITIES).row
    data = post.fill(post.send(), CITIES, **FULL, **SOURCE)
    post.enter(data)
    detail = read_detail(post.workspace, CITIES)
    (claim,) = detail.claims
    assert (claim.said, claim.said_by) == ("第三批名单已公布。\n本期数值：34 个（新增）", "中小企业局")
    assert (claim.claimed, claim.said_on) == (Assessment.MET, "2026-11-23")
    assert (detail.row.assessment, detail.row.working) == (before.assessment, before.working)
    (piece,) = list_inbox(post.workspace)
    assert (piece.kind, piece.links, piece.title) == (EvidenceKind.STATEMENT, (), "第三批名单")
    assert read_content(post.workspace, piece.attachments[0].sha256) == data
    assert check(post.workspace) == ()


def test_the_commitment_that_the_note_names_is_suggested_first(post: Any) -> None:
    post.enter(post.fill(post.send(), CLUSTERS, source="一份通知", **SOURCE))
    (piece,) = list_inbox(post.workspace)
    assert suggest_for(post.workspace, piece.id)[0].code == CLUSTERS


def test_one_undo_takes_everything_back_and_redo_brings_it(post: Any) -> None:
    post.enter(post.fill(post.send(), CITIES, **FULL, **SOURCE))
    undo(post.workspace)
    assert read_detail(post.workspace, CITIES).claims == ()
    assert list_inbox(post.workspace) == ()
    assert check(post.workspace) == ()
    redo(post.workspace)
    assert len(read_detail(post.workspace, CITIES).claims) == len(list_inbox(post.workspace)) == 1
    assert check(post.workspace) == ()


def test_sending_is_nothing_to_undo_and_does_not_keep_redo_from_working(post: Any) -> None:
    change_tags(post.workspace, command(TagChange, commitments=(CITIES,), add=("要闻",)))
    undo(post.workspace)
    post.send()
    known = reversible(post.workspace)
    assert known.undo is None
    assert known.redo is not None
    redo(post.workspace)
    assert read_detail(post.workspace, CITIES).tags == ("要闻",)


def test_the_history_tells_of_it_in_both_languages(post: Any) -> None:
    post.enter(post.fill(post.send(), CITIES, **FULL, **SOURCE))
    event = read_detail(post.workspace, CITIES).history[0]
    assert load_words("zh").event(event) == "登记中小企业局的填报（2026-11）：1 项承诺的官方口径，1 件待核对的证据"
    assert "Bureau of Small and Medium Enterprises" in load_words("en").event(event)
    assert CLUSTERS in event.details["left"]  # type: ignore[operator]


def test_only_accepted_rows_are_entered(post: Any, fill_in: Any) -> None:
    def both(sheet: Any) -> None:
        fill_in(sheet, CITIES, progress="一")
        fill_in(sheet, CLUSTERS, progress="二")

    post.enter(post.alter(post.send(), both), [CLUSTERS])
    assert read_detail(post.workspace, CITIES).claims == ()
    assert read_detail(post.workspace, CLUSTERS).claims[0].said == "二"


def test_the_same_row_is_not_entered_twice_but_a_corrected_one_is(post: Any) -> None:
    path = post.send()
    data = post.fill(path, CITIES, progress="第一稿")
    post.enter(data)
    again = post.read(data)
    assert "form_entered" in {found.code for found in again.findings}
    assert again.enterable == ()
    with pytest.raises(UserError, match="form_row_not_enterable"):
        post.enter(data, [CITIES])
    post.enter(post.fill(path, CITIES, progress="改正稿"))
    assert [claim.said for claim in read_detail(post.workspace, CITIES).claims] == ["改正稿", "第一稿"]


def test_what_was_undone_can_be_entered_again(post: Any) -> None:
    data = post.fill(post.send(), CITIES, progress="第一稿")
    post.enter(data)
    undo(post.workspace)
    post.enter(data)
    assert len(read_detail(post.workspace, CITIES).claims) == 1


def test_nothing_is_entered_of_a_form_that_says_nothing(post: Any) -> None:
    with pytest.raises(UserError, match="form_nothing_accepted"):
        post.enter(post.send().read_bytes())


def findings_of(preview: Any, key: str) -> dict[str, Any]:
    return {found.code: found for row in preview.rows if row.key == key for found in row.findings}


def test_a_document_that_is_there_is_not_proposed_again_but_gets_the_note(post: Any) -> None:
    notice = {"title": "第三批名单的通知", "publisher": "财政部", "published": "2026-05-01", "kind": "document"}
    known = add_evidence(post.workspace, command(EvidenceFields, **notice, number="财办建〔2026〕20号")).evidence[0]
    data = post.fill(post.send(), CITIES, **FULL, **SOURCE, number="财办建[2026]20号")
    preview = post.read(data)
    found = findings_of(preview, CITIES)["source_known"]
    assert (found.weight, found.details["id"], found.details["reason"]) == (Weight.NOTE, known, Sameness.NUMBER)
    for language in ("zh", "en"):
        assert notice["title"] in load_words(language).form_finding(found)
    assert [row.key for row in preview.clear] == [CITIES]
    post.enter(data)
    (piece,) = list_evidence(post.workspace)
    assert (piece.id, piece.title, piece.kind) == (known, notice["title"], EvidenceKind.DOCUMENT)
    assert CITIES in piece.note
    assert suggest_for(post.workspace, piece.id)[0].code == CITIES
    details = read_detail(post.workspace, CITIES).history[0].details
    assert (details["evidence_count"], details["evidence_known"]) == (0, [known])
    assert check(post.workspace) == ()
    undo(post.workspace)
    assert [piece.note for piece in list_evidence(post.workspace)] == [""]
    redo(post.workspace)
    assert check(post.workspace) == ()


def test_a_document_that_two_rows_name_is_proposed_once_for_both(post: Any, fill_in: Any) -> None:
    def both(sheet: Any) -> None:
        fill_in(sheet, CITIES, **{**FULL, **SOURCE})
        fill_in(sheet, CLUSTERS, **{**FULL, **SOURCE, "source": "《第三批名单》"})

    data = post.alter(post.send(), both)
    preview = post.read(data)
    first, second = sorted((CITIES, CLUSTERS))
    assert findings_of(preview, second)["source_twice"].details == {"row": first}
    post.enter(data)
    (piece,) = list_inbox(post.workspace)
    assert CITIES in piece.note
    assert CLUSTERS in piece.note
    assert read_detail(post.workspace, CITIES).history[0].details["evidence_count"] == 1
    assert check(post.workspace) == ()


def test_of_two_rows_that_name_a_document_either_may_be_entered_alone(post: Any, fill_in: Any) -> None:
    def both(sheet: Any) -> None:
        fill_in(sheet, CITIES, **{**FULL, **SOURCE})
        fill_in(sheet, CLUSTERS, **{**FULL, **SOURCE})

    data = post.alter(post.send(), both)
    post.enter(data, [max(CITIES, CLUSTERS)])
    post.enter(data, [min(CITIES, CLUSTERS)])
    (piece,) = list_inbox(post.workspace)
    assert CITIES in piece.note
    assert CLUSTERS in piece.note


def test_the_documents_of_one_form_are_not_the_form(post: Any, fill_in: Any) -> None:
    """Each of them has the returned file attached; that makes them no one document."""

    def both(sheet: Any) -> None:
        fill_in(sheet, CITIES, **{**FULL, **SOURCE})
        fill_in(sheet, CLUSTERS, **{**FULL, **SOURCE, "source": "另一份通知"})

    post.enter(post.alter(post.send(), both))
    assert len(list_inbox(post.workspace)) == 2
    assert list_duplicates(post.workspace) == ()


@pytest.mark.parametrize("text", NASTY)
def test_formulas_markup_and_long_texts_are_words_like_any_other(post: Any, row_place: Any, text: str) -> None:
    def type_it(sheet: Any) -> None:
        for place in (7, 14, 17, 23):
            cell = sheet.cell(row_place(sheet, CITIES), place)
            cell.value = text
            cell.data_type = "s"

    path = post.send()
    post.enter(post.alter(path, type_it), [CITIES])
    (piece,) = list_evidence(post.workspace)
    assert piece.title == text or (piece.title == text[:999] + "…" and text in piece.note)
    assert piece.number == text
    assert read_detail(post.workspace, CITIES).claims[0].said == f"{text}\n备注：{text}"
    post.send(period="2026-12")  # the next form shows what was said last


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n"), min_size=1, max_size=60))
def test_whatever_is_typed_comes_back_and_is_entered_verbatim(post: Any, row_place: Any, text: str) -> None:
    def type_it(sheet: Any) -> None:
        cell = sheet.cell(row_place(sheet, CITIES), 7)
        cell.value = text
        cell.data_type = "s"

    typed = printable(text).strip()
    data = post.alter(post.send(), type_it)
    if not typed:
        return
    post.enter(data, [CITIES])
    assert read_detail(post.workspace, CITIES).claims[0].said == typed
    assert one_line(typed) == one_line(read_detail(post.workspace, CITIES).claims[0].said)


def test_where_the_file_cannot_be_written_nothing_was_sent(post: Any, tmp_path: Path) -> None:
    events = latest_event(post.workspace)
    with pytest.raises(UserError, match="output_unwritable"):
        send_form(post.workspace, FillWish("sme-bureau"), tmp_path / "gone" / "x.xlsx", load_words("zh"))
    assert latest_event(post.workspace) == events


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (FillWish("nobody"), "department_unknown"),
        (FillWish("sme-bureau", "x" * 41), "period_invalid"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(post: Any, tmp_path: Path, wish: FillWish, code: str) -> None:
    with pytest.raises(UserError, match=code):
        send_form(post.workspace, wish, tmp_path / "x.xlsx", load_words("zh"))


if shutil.which("soffice"):

    def test_nothing_is_lost_on_the_way_through_another_spreadsheet(post: Any, tmp_path: Path) -> None:
        sent = tmp_path / "filled.xlsx"
        sent.write_bytes(post.fill(post.send(), CITIES, **FULL, **SOURCE))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command_line = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
        subprocess.run([*command_line, str(sent)], check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        preview = post.read((tmp_path / "out" / "filled.xlsx").read_bytes())
        assert preview.findings == ()
        assert [row.key for row in preview.clear] == [CITIES]
        assert preview.clear[0] == post.read(sent.read_bytes()).clear[0]


def test_the_words_of_a_form_are_told_apart_when_folded() -> None:
    words = form_words()
    assert len(set(words.headings.values())) == 23
    assert len(words.headings) >= 37  # two languages, of which some words may agree


def test_the_whole_way_leaves_either_database_sound(ledger: Workspace, tmp_path: Path, make_post: Any) -> None:
    post = make_post(ledger, tmp_path)
    post.enter(post.fill(post.send(), CITIES, **FULL, **SOURCE))
    assert read_detail(ledger, CITIES).claims[0].claimed is Assessment.MET
    assert check(ledger) == ()
    undo(ledger)
    assert read_detail(ledger, CITIES).claims == ()
    assert check(ledger) == ()


def test_a_form_comes_of_its_command_again_without_the_file_being_read_anew(
    post: Any, fill_in: Any, tmp_path: Path
) -> None:
    def both(sheet: Any) -> None:
        for code in (CITIES, CLUSTERS):
            fill_in(sheet, code, **FULL, **SOURCE)

    post.enter(post.alter(post.send(), both))
    with closing(open_empty(tmp_path / "again.db")) as again:
        for event in list_events(post.workspace):
            assert replay(again, event, FilesOf(post.workspace))
        assert read_detail(again, CITIES).claims == read_detail(post.workspace, CITIES).claims
        assert list_inbox(again) == list_inbox(post.workspace)
        assert check(again) == ()
        with again.snapshot() as one, post.workspace.snapshot() as other:
            assert head(one.connection) == head(other.connection)
