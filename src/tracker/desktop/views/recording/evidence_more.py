"""What is seldom filled in of a piece of evidence: when a law takes effect, its gist, and both in English."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.views.common.widgets import button, column, row
from tracker.desktop.views.forms.form_dialog import FormDialog, line, lines
from tracker.desktop.views.forms.read_field import DateField


class MoreFields(QObject):
    """Three parts of a form: `law` shows where a day of taking effect makes sense, `english` folded until it is
    wanted. `unfolded` says that it takes more room now."""

    unfolded = Signal()

    def __init__(self, form: FormDialog, start: Mapping[str, Any]) -> None:
        super().__init__(form)
        self._effective_on = DateField(form.appearance, start["effective_on"], "2025-06-01")
        self._gist = lines(start["gist"], height=2)
        self._gist_en = lines(start["gist_en"], height=2)
        self._title_en = line(start["title_en"])
        self.law = QWidget()
        self.gist = QWidget()
        self.english = QWidget()
        self.law.setLayout(form.add("effective_on", self._effective_on, optional=True))
        self.gist.setLayout(form.add("gist", self._gist, optional=True))
        self._fold = button(self.tr("Title and gist in English"), "quiet-link")
        self._fold.setObjectName("unfoldEnglish")
        self._fold.setCheckable(True)
        self._folded = QWidget()
        fields = form.add("title_en", self._title_en, optional=True), form.add("gist_en", self._gist_en, optional=True)
        self._folded.setLayout(column(*fields, spacing=9))
        self.english.setLayout(column(row(self._fold, None), self._folded, spacing=6))
        self._fold.setChecked(bool(start["title_en"] or start["gist_en"]))
        self._folded.setVisible(self._fold.isChecked())
        self._fold.toggled.connect(self._unfold)

    def values(self) -> dict[str, Any]:
        """The fields by their names; also those that do not show, so that nothing known is lost."""
        return {
            "effective_on": self._effective_on.value or None,
            "gist": self._gist.toPlainText(),
            "title_en": self._title_en.text(),
            "gist_en": self._gist_en.toPlainText(),
        }

    def show_law(self, shown: bool) -> None:
        """Ask for the day of taking effect, or not; one that is filled in always shows."""
        self.law.setVisible(shown or bool(self._effective_on.text()))

    def _unfold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        self.unfolded.emit()
