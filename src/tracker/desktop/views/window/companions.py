"""What is shown beside the pages of the window, a line each."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.views.common.page import Companion
from tracker.desktop.views.exchange.forms import Filling
from tracker.desktop.views.exchange.sheet_dialog import SheetBringer
from tracker.desktop.views.safety.backups import Backups
from tracker.desktop.views.safety.clock_question import ClockQuestion
from tracker.desktop.views.safety.comparing import Comparing

CompanionMaker = Callable[[Appearance, Settings, Jobs, QWidget], Companion]

COMPANIONS: tuple[CompanionMaker, ...] = (SheetBringer, Filling, Backups, Comparing, ClockQuestion)
