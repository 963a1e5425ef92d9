"""The settings: of the window, of whoever writes, and of the ledger that is open."""

import math
import os
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLayout, QLineEdit, QSystemTrayIcon, QWidget
from shiboken6 import isValid

from tracker.desktop import services
from tracker.desktop.appearance import Appearance
from tracker.desktop.form_drafts import draft_key
from tracker.desktop.jobs import Jobs
from tracker.desktop.settings import Settings
from tracker.desktop.theme import scaled
from tracker.desktop.views.actions import Do
from tracker.desktop.views.common.notices import LONGEST_AUTHOR, blank_author
from tracker.desktop.views.common.page import Controller
from tracker.desktop.views.common.typed_draft import TypedDraft
from tracker.desktop.views.common.widgets import CheckBox, allow, button, hairline, label, open_path, row, text
from tracker.desktop.views.forms.form_dialog import choice, line, side_by_side
from tracker.desktop.views.forms.plain_dialog import PlainDialog, if_open
from tracker.domain.assessment.assessment_rules import MOST_DAYS, Rules
from tracker.domain.commitments.schedule import Thresholds
from tracker.domain.errors import UserError
from tracker.domain.rows import Changes
from tracker.domain.text.lines import one_line
from tracker.systems.processes import account_name

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger

_WIDTH = 560
_FRAME = 136
"""Pixels of the design: heading, buttons and margins."""


class SettingsDialog(PlainDialog):
    """Shows the settings and, on Save, puts them in force; what is refused is shown beside its field."""

    def __init__(self, appearance: Appearance, settings: Settings, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self._settings = settings
        self.set_title(self.tr("Settings"))
        fields = self._fields
        self.draft = TypedDraft(appearance, self, draft_key("SettingsDialog"), fields.typed, fields.type_again)
        self.body.addWidget(self.draft)
        self._add_window()
        self._add_author()
        self.limits = {name: line() for name in ("on_schedule", "behind", "search_expiry_days", "about_share")}
        self.location = text("", "small")
        self._open_folder = button(self.tr("Open the folder"))
        self._rules: Rules | None = None

    def complete(self, location: str, rules: Rules | None, why_not: str = "") -> None:
        """Add the settings of the ledger that is open, if one is, and close the form; `why_not` says why they may not
        be changed."""
        self._rules = rules
        if rules is not None:
            self._add_ledger(location, rules, why_not)
        self.save_button = self.finish(self.tr("Save"), self.tr("Cancel"), width=_WIDTH)
        # What scrolls asks for little by itself: all of it shows where the screen has room.
        wanted = self.body.totalHeightForWidth(scaled(_WIDTH)) + scaled(_FRAME)
        self.resize(self.width(), min(wanted, self.screen().availableSize().height() * 17 // 20))

    @property
    def author(self) -> str:
        """The name as typed."""
        return one_line(self._author.text())

    def has_blank_author(self) -> bool:
        """Whether the name consists of spaces alone, which is said beside it."""
        if is_blank := bool(self._author.text()) and not self.author:
            self.refuse("author", blank_author())
        return is_blank

    def wanted_rules(self) -> Rules | None:
        """The limits as typed; None where there is nothing to change. Raises `value_invalid`."""
        if self._rules is None:
            return None
        on_schedule, behind = (self._number(name) for name in ("on_schedule", "behind"))
        days = self.limits["search_expiry_days"].text().strip()
        if not days.isdecimal():
            raise UserError("expiry_invalid", field="search_expiry_days", most=MOST_DAYS)
        wanted = Rules(Thresholds(on_schedule, behind), int(days), Decimal(str(self._number("about_share"))))
        return None if wanted == self._rules else wanted

    def refuse_limit(self, error: UserError) -> None:
        """Say beside its field why a limit was not taken."""
        self.save_button.setEnabled(True)
        self.refuse(error.field if error.field in self.limits else "on_schedule", error)

    def apply(self) -> None:
        """Show the window as chosen, and remember it."""
        self._settings.author = self.author
        self._settings.office = one_line(self._office.text())
        self._settings.notifies = self._notifies.isChecked()
        self._settings.checks_watched = self._checks_watched.isChecked()
        appearance = self.appearance
        for value, current, change in (
            (self._density.currentData(), appearance.density, appearance.set_density),
            (self._type_size.currentData(), appearance.type_size, appearance.set_type_size),
            (self._theme.currentData(), appearance.theme, appearance.set_theme),
            (self._language.currentData(), appearance.language, appearance.set_language),
        ):
            if value != current:
                change(value)

    def _number(self, name: str) -> float:
        typed = self.limits[name].text().strip()
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise UserError("value_invalid", field=name, value=typed)
        return number

    def _add_window(self) -> None:
        appearance = self.appearance
        self._language = choice([("中文", "zh"), ("English", "en")], appearance.language)
        themes = [(self.tr("As the system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")]
        self._theme = choice(themes, appearance.theme)
        densities = [(self.tr("Comfortable"), "comfortable"), (self.tr("Dense"), "dense")]
        self._density = choice(densities, appearance.density)
        sizes = [(f"{size} %", size) for size in appearance.type_sizes]
        self._type_size = choice(sizes, appearance.type_size)
        fields = side_by_side(
            self.add("language", self._language, self.tr("Language")),
            self.add("theme", self._theme, self.tr("Theme")),
            self.add("density", self._density, self.tr("Rows of the list")),
            self.add("type_size", self._type_size, self.tr("Type size")),
        )
        # The two in the middle have the longer words.
        for place, share in enumerate((3, 4, 4, 3)):
            fields.setStretch(place, share)
        self._section(self.tr("Window"), fields)

    def _add_author(self) -> None:
        fixed = os.environ.get("TRACKER_AUTHOR", "")
        self._author = QLineEdit(fixed or self._settings.author)
        self._author.setPlaceholderText(account_name())
        self._author.setEnabled(not fixed)
        self._author.setMaxLength(LONGEST_AUTHOR)
        hint = self.tr("It stands beside everything that you record. Undo takes back only what this name recorded.")
        if fixed:
            hint = self.tr("Set by the environment variable TRACKER_AUTHOR, which goes before this setting.")
        self._office = QLineEdit(self._settings.office)
        self._office.setMaxLength(LONGEST_AUTHOR)
        office_hint = self.tr("It is offered where a spreadsheet of your own office is brought in.")
        self._section(
            self.tr("You"),
            self.add("author", self._author, self.tr("Name"), hint),
            self.add("office", self._office, self.tr("Office"), office_hint),
            *self._notices(),
            *self._schedule(),
        )

    def _notices(self) -> tuple[QWidget, ...]:
        """Whether the system tells what fell due; no such choice where the system has no place for it."""
        self._notifies = CheckBox(self.appearance)
        self._notifies.setText(self.tr("At the start, let the system tell what fell due"))
        self._notifies.setChecked(self._settings.notifies)
        fault = self._fields.register("notifies", self._notifies, self._notifies.text())
        fault.setParent(self._notifies)
        self._notifies.setEnabled(QSystemTrayIcon.isSystemTrayAvailable())
        if self._notifies.isEnabled():
            return (self._notifies,)
        return self._notifies, text(self.tr("This system has no place for such notices."), "hint")

    def _schedule(self) -> tuple[QWidget, ...]:
        """Whether sites are asked by the program itself, with the sentence that says so."""
        self._checks_watched = CheckBox(self.appearance)
        self._checks_watched.setText(self.tr("Look at watched sources when the program starts, at most once a day"))
        self._checks_watched.setChecked(self._settings.checks_watched)
        self._fields.register("checks_watched", self._checks_watched, self._checks_watched.text()).setParent(
            self._checks_watched
        )
        said = self.tr(
            "While this is on, the program asks these sites by itself at its start. Otherwise it asks them only when "
            "you press “Check now”."
        )
        return self._checks_watched, text(said, "hint")

    def _add_ledger(self, location: str, rules: Rules, why_not: str) -> None:
        limits = rules.thresholds
        values = (limits.on_schedule, limits.behind, rules.search_expiry_days, rules.about_share)
        for field, value in zip(self.limits.values(), values, strict=True):
            field.setText(f"{value:g}")
            allow(field, why_not)
        fields = side_by_side(
            self.add("on_schedule", self.limits["on_schedule"], self.tr("On schedule up to (points)")),
            self.add("behind", self.limits["behind"], self.tr("Behind up to (points)")),
            self.add("search_expiry_days", self.limits["search_expiry_days"], self.tr("A search is old after (days)")),
        )
        about = self.add(
            "about_share",
            self.limits["about_share"],
            self.tr("“About” an amount is reached from this share on"),
            self.tr("Between 0 and 1: at 0.9, about 1000 is reached from 900 on."),
        )
        hint = text(self.tr("Points: by how many per cent of the whole the target lags behind the calendar."), "hint")
        shared = text(why_not or self.tr("These belong to the ledger, and hold for everybody who opens it."), "hint")
        self.location.setText(location)
        self._open_folder.setVisible("://" not in location)
        self._open_folder.clicked.connect(lambda: _show_folder(location))
        place = row(self.location, self._open_folder, spacing=8)
        place.setStretch(0, 1)
        self._section(self.tr("This ledger"), fields, hint, about, shared, place)

    def _section(self, title: str, *parts: QWidget | QLayout) -> None:
        if self.body.count():
            self.body.addWidget(hairline())
        self.body.addWidget(label(title, "sectionTitle"))
        for part in parts:
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)


class SettingsOpener(Controller):
    """Opens the settings, and writes what belongs to the ledger in the background."""

    def __init__(self, appearance: Appearance, settings: Settings, jobs: Jobs, window: QWidget) -> None:
        super().__init__(appearance, settings, jobs, window)
        self._dialog: SettingsDialog | None = None

    def open(self, ledger: "OpenLedger | None") -> None:
        """What was typed while the ledger goes is kept: its limits are no limits of the next one."""
        dialog = self._dialog
        if ledger is not self.ledger and dialog is not None and isValid(dialog) and dialog.isVisible():
            dialog.draft.leave()
            dialog.done(dialog.DialogCode.Rejected)
            self.said.emit(self.tr("The ledger was closed. What you typed for it stands in its form the next time."))
        super().open(ledger)

    @property
    def handlers(self) -> dict[str, Do]:
        return {"settings": self.ask}

    def ask(self) -> None:
        """Ask for the limits in force, then show the form."""
        ledger = self.ledger
        dialog = SettingsDialog(self._appearance, self._settings, self._window)
        self._dialog = dialog

        def show(rules: Rules | None) -> None:
            if not isValid(dialog):
                return
            dialog.complete(ledger.location if ledger is not None else "", rules, self.why_not("set_rules"))
            dialog.save_button.clicked.connect(lambda: self._save(dialog, ledger))
            dialog.open()

        if ledger is None:
            show(None)
        else:
            self._jobs.run(
                lambda: services.ledger_rules.read_rules(ledger.workspace), show, lambda _: show(None), "settings"
            )

    def _save(self, dialog: SettingsDialog, ledger: "OpenLedger | None") -> None:
        dialog.clear_faults()
        if dialog.has_blank_author():
            return
        try:
            wanted = dialog.wanted_rules()
        except UserError as error:
            dialog.refuse_limit(error)
            return
        dialog.save_button.setEnabled(False)
        author = dialog.author

        def write() -> Changes | None:
            if ledger is None:
                return None
            ledger.write_as(author)
            return services.ledger_rules.set_rules(ledger.present, wanted) if wanted is not None else None

        def done(changes: Changes | None) -> None:
            if isValid(dialog):
                dialog.draft.forget()
                dialog.accept()
                dialog.apply()
            self.written.emit(changes if changes is not None else Changes(0))

        self._jobs.run(write, done, if_open(dialog, partial(_refuse, dialog)))


def _refuse(dialog: SettingsDialog, error: Exception) -> None:
    if isinstance(error, UserError):
        dialog.refuse_limit(error)
    else:
        dialog.save_button.setEnabled(True)


def _show_folder(location: str) -> None:
    open_path(Path(location).parent)
