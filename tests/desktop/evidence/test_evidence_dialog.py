"""The form for evidence: many links, what they would come to, drafts of captured files, and what they may bear on."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.recording.evidence_dialog import EvidenceDialog
from tracker.desktop.views.recording.evidence_suggestions import SuggestionLine
from tracker.domain.evidence.evidence_query import INBOX, EvidenceQuery, EvidenceStatus
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.services.commands import command, evidence_fields
from tracker.services.commitments import reading
from tracker.services.evidence.evidence_view import list_pieces
from tracker.services.evidence.recording import add_evidence

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from tests.desktop.conftest import Hands

    from tracker.desktop.views.recording.evidence_links import LinkRow
    from tracker.desktop.views.window.main_window import MainWindow
    from tracker.domain.rows import EvidenceRow
    from tracker.services.ledgers.workspace import Workspace

PILOT_CITIES = "MIIT-2025-044"
CITIES, CLUSTERS, PLANS = "MIIT-2025-044", "MIIT-2025-045", "MIIT-2025-025"
NOTICE = {"title": "通知", "publisher": "财政部", "published": "2025-05-12", "kind": "document"}
CONTENT = "特色产业集群名单".encode() * 1_000
HASH = hashlib.sha256(CONTENT).hexdigest()
FILE = {"sha256": HASH, "name": "名单.txt", "size": len(CONTENT), "media_type": "text/plain", "pages": ("集群名单",)}
DRAFT = EvidenceDraft(
    values={"title": "特色产业集群名单", "publisher": "工信部", "published": "2025-11-07", "kind": "list"},
    attachments=(FILE,),
    files={HASH: CONTENT},
    found={"published": "2025年11月7日"},
    text="现公布100个2025年度中小企业特色产业集群名单。",
)


@pytest.fixture
def form(hands: Hands, window: MainWindow) -> EvidenceDialog:
    """The form for a new piece, opened for the pilot cities."""
    hands.take(PILOT_CITIES)
    dialog = hands.form(Qt.Key.Key_E)
    assert isinstance(dialog, EvidenceDialog)
    for name in ("title", "publisher", "published"):
        hands.type(dialog.input(name), str(NOTICE[name]))
    hands.settle()
    return dialog


def draft_form(hands: Hands, window: MainWindow, draft: EvidenceDraft = DRAFT) -> EvidenceDialog:
    """The form as a captured file opens it."""
    window.page.recorder.add_evidence(None, draft)
    dialog = hands.opened_form()
    assert isinstance(dialog, EvidenceDialog)
    hands.settle()
    return dialog


def pick(link: LinkRow, name: str, value: object) -> None:
    box = link.inputs[name]
    assert isinstance(box, QComboBox)
    place = box.findData(value)
    assert place >= 0, f"no {value}"
    box.setCurrentIndex(place)


def typed(form: EvidenceDialog, name: str) -> str:
    field = form.input(name)
    assert isinstance(field, QLineEdit)
    return field.text()


def only(workspace: Workspace) -> EvidenceRow:
    (piece,) = reading.list_evidence(workspace)
    return piece


def said(form: QWidget) -> list[str]:
    QApplication.sendPostedEvents()
    return [label.text() for label in form.findChildren(QLabel) if label.isVisibleTo(form)]


def add_blank(hands: Hands, form: EvidenceDialog) -> LinkRow:
    more = form.findChild(QPushButton, "addLink")
    assert more is not None
    hands.click(more)
    return form.links[-1]


def test_the_arithmetic_shows_while_it_is_typed(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> None:
    (link,) = form.links
    hands.type(link.inputs["value"], "101")
    pick(link, "role", "cumulative")
    qtbot.waitUntil(lambda: "计入本件后：101 累计 − 66 基数 = 35 新增 ≥ 30" in link.said[0])
    pick(link, "role", "plan")
    qtbot.waitUntil(lambda: "还没有可计入的数量" in link.said[0])
    assert "计划数不是结果" in link.said[1]
    form.reject()


def test_early_evidence_says_that_it_cannot_show_fulfilment(qtbot: QtBot, hands: Hands, form: EvidenceDialog) -> None:
    published = form.input("published")
    assert isinstance(published, QLineEdit)
    published.clear()
    hands.type(published, "2024-12")
    qtbot.waitUntil(lambda: "单凭它不能证明完成" in form.links[0].said[1])
    form.reject()


def test_one_piece_is_linked_to_many_commitments_and_parts(
    hands: Hands, form: EvidenceDialog, workspace: Workspace
) -> None:
    first = form.links[0]
    hands.type(first.inputs["value"], "34")
    pick(first, "role", "plan")
    second = add_blank(hands, form)
    hands.type(second.inputs["commitment"], PLANS)
    hands.settle()
    pick(second, "bearing", "fulfils")
    pick(second, "stage", "issued")
    parts = reading.read_detail(workspace, PLANS).parts
    pick(second, "part", parts[1].id)
    hands.click(form.save_button)
    assert hands.form_is_closed
    one, two = sorted(only(workspace).links, key=lambda link: link.commitment, reverse=True)
    assert (one.commitment, one.value, one.unit, one.role) == (CITIES, 34, "个", ValueRole.PLAN)
    assert (two.commitment, two.part, two.bearing, two.stage) == (PLANS, parts[1], Bearing.FULFILS, Stage.ISSUED)


@pytest.mark.parametrize("words", ["MIIT-2025-045", "miit-2025-045", "特色产业集群", "xrd100gzxqytscyjq"])
def test_a_commitment_is_found_by_code_title_and_pinyin(hands: Hands, form: EvidenceDialog, words: str) -> None:
    link = add_blank(hands, form)
    field = link.inputs["commitment"]
    assert isinstance(field, QLineEdit)
    hands.type(field, words)
    field.editingFinished.emit()
    hands.settle()
    assert (link.code, field.text()) == (CLUSTERS, f"{CLUSTERS} · 新认定100个中小企业特色产业集群")
    form.reject()


def test_the_completer_offers_what_the_words_stand_in(
    qtbot: QtBot, hands: Hands, form: EvidenceDialog, promised: int
) -> None:
    link = add_blank(hands, form)
    field = link.inputs["commitment"]
    assert isinstance(field, QLineEdit)
    hands.type(field, "集群")
    hands.settle()
    completer = field.completer()
    assert completer is not None
    offered = [
        completer.completionModel().index(row, 0).data() for row in range(completer.completionModel().rowCount())
    ]
    assert f"{CLUSTERS} · 新认定100个中小企业特色产业集群" in offered
    assert len(offered) < promised
    form.reject()


def test_what_is_wrong_stands_in_the_row_that_it_is_about(
    hands: Hands, form: EvidenceDialog, workspace: Workspace
) -> None:
    second = add_blank(hands, form)
    hands.type(second.inputs["commitment"], CLUSTERS)
    hands.type(second.inputs["value"], "很多")
    pick(second, "role", "new")
    hands.click(form.save_button)
    assert second.faults["value"].isVisibleTo(form)
    assert not form.links[0].faults["value"].isVisibleTo(form)
    assert reading.list_evidence(workspace) == ()

    value = second.inputs["value"]
    assert isinstance(value, QLineEdit)
    value.setText("100")
    commitment = second.inputs["commitment"]
    assert isinstance(commitment, QLineEdit)
    commitment.setText("MIIT-2025-999")
    hands.click(form.save_button)
    assert not second.faults["value"].isVisibleTo(form)
    assert "MIIT-2025-999" in second.faults["commitment"].text()
    form.reject()


def test_a_link_is_taken_away_and_the_piece_goes_to_the_inbox(
    hands: Hands, form: EvidenceDialog, workspace: Workspace
) -> None:
    remove = form.links[0].findChild(QToolButton, "removeLink")
    assert remove is not None
    hands.click(remove)
    assert form.links == []
    assert any("先放进证据页的待关联" in words for words in said(form))
    hands.click(form.save_button)
    assert hands.form_is_closed
    assert list_pieces(workspace, EvidenceQuery(INBOX)).first == (only(workspace),)


def test_a_draft_fills_the_form_and_says_where_its_values_come_from(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    dialog = draft_form(hands, window)
    assert (typed(dialog, "title"), typed(dialog, "published")) == ("特色产业集群名单", "2025-11-07")
    assert "取自：“2025年11月7日”" in said(dialog)
    hands.type(dialog.input("published"), "")
    published = dialog.input("published")
    assert isinstance(published, QLineEdit)
    published.setText("2025-11-08")
    assert "取自：“2025年11月7日”" not in said(dialog)
    assert any("名单.txt · 24.0 kB" in one.text() for one in dialog.findChildren(QPushButton))
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    piece = only(workspace)
    assert (piece.kind, piece.published, piece.links) == (EvidenceKind.LIST, "2025-11-08", ())
    assert [(file.sha256, file.name, file.size) for file in piece.attachments] == [(HASH, "名单.txt", len(CONTENT))]


def test_a_file_of_a_draft_may_be_left_out(hands: Hands, window: MainWindow, workspace: Workspace) -> None:
    dialog = draft_form(hands, window)
    remover = dialog.findChild(QToolButton, "removeFile")
    assert remover is not None
    hands.click(remover)
    assert dialog.values()["attachments"] == ()
    hands.click(dialog.save_button)
    assert only(workspace).attachments == ()


def test_what_a_draft_may_bear_on_is_added_by_one_click(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    dialog = draft_form(hands, window)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(SuggestionLine)))
    lines = dialog.findChildren(SuggestionLine)
    assert len(lines) <= 3
    assert lines[0].suggestion.code == CLUSTERS
    hands.click(lines[0].take)
    assert [link.code for link in dialog.links] == [CLUSTERS]
    hands.settle()
    hands.click(dialog.save_button)
    assert [link.commitment for link in only(workspace).links] == [CLUSTERS]


def test_what_a_draft_of_before_the_briefing_may_bear_on_is_said_to_be_groundwork(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    dialog = draft_form(hands, window)
    groundwork = dialog.appearance.words.term(EvidenceStatus.EARLY)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(SuggestionLine)))
    assert groundwork not in said(dialog.findChildren(SuggestionLine)[0])
    published = dialog.input("published")
    assert isinstance(published, QLineEdit)
    published.setText("2024-06")
    qtbot.waitUntil(lambda: groundwork in said(dialog.findChildren(SuggestionLine)[-1]))


def test_a_report_of_the_same_briefing_is_recognised_and_can_be_denied(
    qtbot: QtBot, hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    values = {**NOTICE, "published": "2025-01-22", "quote": "张云明表示，将再支持30个以上试点城市"}
    links = ({"commitment": CITIES, "bearing": "fulfils", "value": "30", "unit": "个", "role": "new"},)
    dialog = draft_form(hands, window, EvidenceDraft({**values, "links": links}))
    qtbot.waitUntil(lambda: any("已识别为同一场发布会的报道" in words for words in said(dialog)))
    qtbot.waitUntil(lambda: "不算证明" in dialog.links[0].said[1])
    same = dialog.input("same_briefing")
    assert isinstance(same, QComboBox)
    same.setCurrentIndex(same.findData(False))
    qtbot.waitUntil(lambda: "计入本件后：30 新增" in dialog.links[0].said[0])
    hands.click(dialog.save_button)
    assert only(workspace).same_briefing is False


def test_a_correction_keeps_files_anchor_and_links_as_they_are(
    hands: Hands, window: MainWindow, workspace: Workspace
) -> None:
    links = ({"commitment": CITIES, "bearing": "progress"}, {"commitment": CLUSTERS, "bearing": "context"})
    anchor = {"sha256": HASH, "page": 0, "start": 2, "prefix": "集群", "suffix": ""}
    taken = datetime(2026, 1, 2, 3, tzinfo=UTC)
    values = {**NOTICE, "quote": "名单", "anchor": anchor, "attachments": ({**FILE, "retrieved_at": taken},)}
    add_evidence(workspace, evidence_fields({**values, "links": links, "same_briefing": True}), {HASH: CONTENT})
    before = only(workspace)
    window.page.recorder.edit_evidence(None, before)
    dialog = hands.opened_form()
    assert isinstance(dialog, EvidenceDialog)
    hands.settle()
    commitment = dialog.links[0].inputs["commitment"]
    assert isinstance(commitment, QLineEdit)
    assert commitment.text() == f"{CITIES} · 中小企业数字化转型：再支持30个以上试点城市"
    assert dialog.findChild(QToolButton, "removeFile") is None
    hands.type(dialog.input("note"), "看过原件")
    hands.click(dialog.save_button)
    assert hands.form_is_closed
    after = only(workspace)
    assert after.note == "看过原件"
    assert (after.anchor, after.attachments, after.same_briefing) == (before.anchor, before.attachments, True)
    assert [(link.commitment, link.bearing) for link in after.links] == [
        (CITIES, Bearing.PROGRESS),
        (CLUSTERS, Bearing.CONTEXT),
    ]


def test_the_form_can_be_left_while_its_answers_are_on_their_way(
    qtbot: QtBot, hands: Hands, window: MainWindow
) -> None:
    for _ in range(3):
        window.page.recorder.add_evidence(None, DRAFT)
        dialog = hands.opened_form()
        assert isinstance(dialog, EvidenceDialog)
        hands.type(dialog.input("title"), "还没写完")
        dialog.reject()
        assert dialog.is_over
        hands.settle()
    assert hands.form_is_closed


def test_a_command_of_the_form_is_what_the_services_take(hands: Hands, form: EvidenceDialog) -> None:
    from tracker.services.commands import EvidenceFields

    fields = command(EvidenceFields, **form.values())
    assert [link.commitment for link in fields.links] == [CITIES]
    assert fields.same_briefing is None
    form.reject()
