"""What takes long: what is being done, how far it is, and a way to stop it. Nothing of it shows for short work."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy

from tracker.desktop.jobs import Task
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import ElidedLabel, button, row

_PATIENCE_MILLISECONDS = 300
"""Work that is done by then was not long."""
_LOOK_MILLISECONDS = 100


class ProgressStrip(QFrame):
    """Looks at a task from time to time, so that the work need not wait for the window.

    A form has a button of its own to cancel with: there the strip `offers` none.
    """

    def __init__(self, *, offers: bool = True) -> None:
        super().__init__()
        self.setObjectName("progressStrip")
        self._task: Task | None = None
        self._offers = offers
        self._what = ElidedLabel()
        self.bar = QProgressBar()
        self._what.setMinimumWidth(scaled(60))
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(scaled(140), scaled(6))
        self.stop_button = button("", "link")
        self.stop_button.clicked.connect(self.stop)
        self.setLayout(row(self._what, self.bar, self.stop_button, spacing=10))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MILLISECONDS)
        self._patience.timeout.connect(self._appear)
        self._looking = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._looking.timeout.connect(self._look)
        self.setVisible(False)
        self.retranslate()

    @property
    def is_stoppable(self) -> bool:
        """Whether something is to be seen here that can be stopped."""
        return self._task is not None and self._task.can_stop and not self.isHidden()

    def watch(self, task: Task | None) -> None:
        """Show this task, once it has taken a while, or nothing any more."""
        if task is self._task:
            return
        self._task = task
        self._patience.stop()
        self._looking.stop()
        self.setVisible(False)
        self._say("")
        if task is not None:
            self._patience.start()

    def stop(self) -> None:
        """Ask the task to stop."""
        if self._task is not None and self._task.can_stop:
            self._task.cancel()
            self._look()

    def retranslate(self) -> None:
        """Show all texts in the current language."""
        self.stop_button.setText(self.tr("Cancel"))
        self.stop_button.setToolTip(self.tr("Stop this and leave everything as it was (Esc)"))
        if self._task is None:
            self._say("")

    def _appear(self) -> None:
        task = self._task
        if task is not None:
            self._say(task.what)
            self.stop_button.setVisible(self._offers and task.can_stop)
            self._look()
            self.setVisible(True)
            self._looking.start()

    def _say(self, what: str) -> None:
        self._what.setText(what)
        self._what.setToolTip(what)
        # Or the strip would change its width, and all beside it its place, with each sentence.
        self._what.setFixedWidth(min(scaled(260), self._what.fontMetrics().horizontalAdvance(what) + 2))
        self.bar.setAccessibleName(what or self.tr("Progress"))
        self.stop_button.setAccessibleName(self.tr("Cancel: {what}").format(what=what))

    def _look(self) -> None:
        if self._task is not None:
            # Read, not signalled: a job may report thousands of steps a second.
            done, total = self._task.reached
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.stop_button.setEnabled(not self._task.is_stopping)
