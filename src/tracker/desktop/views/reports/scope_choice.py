"""Which commitments a report is of: all, what the ledger page shows, a saved view, or those of a report before."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox

from tracker.domain.reports.past_report import PastReport
from tracker.domain.search.ledger_query import LedgerQuery

_ALL = "all"
_SHOWN = "shown"
_BEFORE = "before"
_VIEW = "view:"


class ScopeChoice(QComboBox):
    """The choices are named again whenever something about them changes; the chosen one stays, if it is still there."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = LedgerQuery()
        self._views: Mapping[str, LedgerQuery] = {}
        self._before: PastReport | None = None
        self.retranslate()

    @property
    def query(self) -> LedgerQuery:
        """What the scope asks of the ledger; order and groups are the report's own."""
        chosen = str(self.currentData())
        found = LedgerQuery()
        if chosen == _SHOWN:
            found = self._shown
        elif chosen == _BEFORE and self._before is not None:
            found = self._before.wish.query
        elif chosen.startswith(_VIEW):
            found = self._views.get(chosen.removeprefix(_VIEW), found)
        return LedgerQuery(found.choices, found.search, changed_since=found.changed_since)

    @property
    def before(self) -> PastReport | None:
        """The report that the next one is to follow, while its scope is the chosen one."""
        return self._before if self.currentData() == _BEFORE else None

    @property
    def is_shown(self) -> bool:
        """Whether the scope is what the ledger page shows."""
        return self.currentData() == _SHOWN

    def show_views(self, views: Mapping[str, LedgerQuery]) -> None:
        """Offer these saved views."""
        self._views = views
        self.retranslate()

    def follow(self, query: LedgerQuery) -> None:
        """The ledger page shows this now."""
        self._shown = query
        self.retranslate()

    def continue_from(self, past: PastReport) -> None:
        """Choose the scope of a report before."""
        self._before = past
        self.retranslate(_BEFORE)

    def retranslate(self, chosen: str | None = None) -> None:
        """Name all choices again."""
        names = {_ALL: self.tr("The whole ledger")}
        if self._shown.is_filtered:
            names[_SHOWN] = self.tr("What the ledger page shows now")
        names |= {_VIEW + name: self.tr("View “{view}”").format(view=name) for name in self._views}
        if self._before is not None:
            day = self._before.as_of.isoformat()
            names[_BEFORE] = self.tr("As in the report of {day}").format(day=day)
        fill(self, names, chosen or str(self.currentData()))


def fill(combo: QComboBox, names: Mapping[str, str], chosen: str) -> None:
    """Offer these choices by their keys; silent where the chosen one is still there."""
    before = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    for key, name in names.items():
        combo.addItem(name, key)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.blockSignals(False)
    if combo.currentData() != before:
        combo.currentIndexChanged.emit(combo.currentIndex())
