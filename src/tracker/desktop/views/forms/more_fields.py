"""The part of a form that is folded until it is wanted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from tracker.desktop.settings import Settings
from tracker.desktop.views.common.widgets import ElidedLabel, button, column, row


class MoreFields(QWidget):
    """What is seldom asked for, folded behind a line that says what is in it. Whether it is open is remembered.

    `toggled` says that it takes more room now, or less.
    """

    toggled = Signal(bool)

    def __init__(self, settings: Settings, kept: str) -> None:
        """`kept` is the name under which it is kept whether its fields show."""
        super().__init__()
        self._kept = kept
        self._settings = settings
        self.fold = button("", "quiet-link")
        self.fold.setObjectName("moreFields")
        self.fold.setCheckable(True)
        self._said = ElidedLabel("hint")
        self._inside = QWidget()
        self._fields = column(spacing=9)
        self._inside.setLayout(self._fields)
        head = row(self.fold, self._said, None, spacing=8)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._inside, spacing=8))
        self._unfold(bool(settings.recall(kept).get("open")))
        self.fold.clicked.connect(self._remember)

    def add(self, *fields: QLayout | QWidget) -> None:
        """Place fields in it, from above."""
        for field in fields:
            if isinstance(field, QLayout):
                self._fields.addLayout(field)
            else:
                self._fields.addWidget(field)

    @property
    def is_open(self) -> bool:
        """Whether its fields show."""
        return self.fold.isChecked()

    def open(self) -> None:
        """Show its fields for once: something in them is to be seen."""
        if not self.is_open:
            self._unfold(True)

    def say(self, contents: str) -> None:
        """Say what is in it, while it is folded."""
        self._said.setText(contents)
        self._said.setToolTip(contents)
        self.fold.setAccessibleDescription(contents)

    def _remember(self, unfolded: bool) -> None:
        self._settings.keep(self._kept, {"open": unfolded})
        self._unfold(unfolded)

    def _unfold(self, unfolded: bool) -> None:
        self.fold.setChecked(unfolded)
        self.fold.setText(("▾ " if unfolded else "▸ ") + self.tr("More"))
        self._inside.setVisible(unfolded)
        self._said.setVisible(not unfolded)
        self.toggled.emit(unfolded)
