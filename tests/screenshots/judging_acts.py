"""Judging, searching and reviewing: what is brought up before a picture of their forms is taken."""

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from steps import PILOT_CITIES, Act, several, wait

from tracker.desktop.views.assessment.assessment_dialog import AssessmentDialog
from tracker.desktop.views.forms.form_dialog import FormDialog
from tracker.desktop.views.recording.bulk_dialogs import BulkAssessmentDialog
from tracker.desktop.views.recording.search_round import SearchRoundDialog
from tracker.desktop.views.window.main_window import MainWindow
from tracker.domain.search.ledger_query import Facet
from tracker.domain.terms import Assessment

PROVED = "MIIT-2025-042"
"""One that a regulation has fulfilled; other pieces do not prove it."""
UNPROVED = "MIIT-2025-018"
"""One whose evidence shows steps only."""
SEARCHED = "MIIT-2025-047"
"""One for which a search found nothing."""
STUDIED = "MIIT-2025-072"
"""One without a due date, whose yearly review is past."""


def assess(code: str, assessment: Assessment, reason: str = "") -> Act:
    """The form that judges a commitment, with this assessment chosen."""

    def act(window: MainWindow) -> None:
        window.page.show_commitment(code)
        wait(window)
        window.actions_by_name["judge"].trigger()
        wait(window)
        form = QApplication.activeModalWidget()
        if isinstance(form, AssessmentDialog):
            form.grid.choose(assessment)
            field = form.input("reason")
            if isinstance(field, QPlainTextEdit):
                field.setPlainText(reason)

    return act


def assess_several(window: MainWindow) -> None:
    """The form that judges all commitments of a department at once, where the rules refuse some of them."""
    window.page.show_rows({Facet.ASSESSMENT: frozenset({Assessment.IN_PROGRESS.value, Assessment.MET.value})})
    wait(window)
    several("judge")(window)
    wait(window)
    form = QApplication.activeModalWidget()
    if isinstance(form, BulkAssessmentDialog):
        form.grid.choose(Assessment.MET)


def search_round(window: MainWindow) -> None:
    """One round of searching for the commitments that nobody has judged, at one of the usual places."""
    unjudged = {Facet.ASSESSMENT: frozenset({Assessment.NOT_RATED.value}), Facet.LIGHT: frozenset({"review"})}
    window.page.show_rows(unjudged)
    wait(window)
    window.page.table.selectRow(0)
    for line in (1, 2):
        window.page.table.selectionModel().select(
            window.page.table.rows.index(line, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    wait(window)
    window.actions_by_name["log_search"].trigger()
    wait(window)
    form = QApplication.activeModalWidget()
    if isinstance(form, SearchRoundDialog):
        place = form.input("place")
        if isinstance(place, QComboBox):
            place.setCurrentIndex(0)
        form.lines[0].outcome.setCurrentIndex(1)
        form.lines[1].outcome.setCurrentIndex(2)


def first_search(window: MainWindow) -> None:
    """The form for a search, with something found."""
    window.actions_by_name["log_search"].trigger()
    form = QApplication.activeModalWidget()
    outcome = form.input("outcome") if isinstance(form, FormDialog) else None
    if isinstance(outcome, QComboBox):
        outcome.setCurrentIndex(2)


def review(window: MainWindow) -> None:
    """The form that records a review, of a commitment without a due date."""
    window.page.show_commitment(STUDIED)
    wait(window)
    window.actions_by_name["review"].trigger()


def known_piece(window: MainWindow) -> None:
    """What is asked where a document is recorded again, for another commitment."""
    detail = window.page.detail.detail
    if detail is None:
        return
    known = next(piece for piece in detail.evidence if piece.title)
    window.page.show_commitment(PROVED)
    wait(window)
    window.actions_by_name["add_evidence"].trigger()
    wait(window)
    form = QApplication.activeModalWidget()
    if isinstance(form, FormDialog):
        for field in ("title", "publisher", "published", "number", "url"):
            line = form.input(field)
            if isinstance(line, QLineEdit):
                line.setText(getattr(known, field))
        form.save_button.click()


JUDGING: dict[str, Act] = {
    "assess_proving": assess(PROVED, Assessment.MET, "条例已公布施行，承诺事项全部完成。"),
    "assess_questioned": assess(PILOT_CITIES, Assessment.MET, "累计101个，扣除基数66个，新增35个，达到30个以上。"),
    "assess_refused": assess(UNPROVED, Assessment.MET),
    "assess_no_evidence": assess(SEARCHED, Assessment.NO_EVIDENCE),
    "assess_not_met": assess(PILOT_CITIES, Assessment.NOT_MET),
    "form_search": first_search,
    "search_round": search_round,
    "form_review": review,
    "known_piece": known_piece,
    "form_bulk": assess_several,
}
