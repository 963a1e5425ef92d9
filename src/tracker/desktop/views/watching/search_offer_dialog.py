"""The offer to log a check as searches (§6): each source with its days, each commitment with what was found or not."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import TickDelegate
from tracker.desktop.models.offered_searches import OfferedSearchesModel
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.row_table import RowTable
from tracker.desktop.views.common.widgets import label, text
from tracker.desktop.views.forms.plain_dialog import PlainDialog
from tracker.domain.errors import UserError
from tracker.domain.terms import SearchOutcome
from tracker.domain.watching.watched import SearchOffer

_SIZE = (880, 620)
_WORDS = 190


class SearchOfferDialog(PlainDialog):
    """`chosen` carries what is to be logged: of each offer its place and the codes of the commitments, but for those
    of which nothing is ticked. It stays until that is written."""

    chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget, offers: Sequence[SearchOffer]) -> None:
        super().__init__(appearance, parent)
        self.setObjectName("searchOffer")
        self._is_writing = False
        self.set_title(self.tr("Log the check as searches"))
        hint = self.tr(
            "What was published in these days was seen without a gap. For each open commitment that is a search: "
            "“{something}” where a title may bear on it, else “{nothing}”. Titles alone were looked at, so that no "
            "assessment follows from it by itself."
        )
        outcomes = {one.value: appearance.words.term(one) for one in (SearchOutcome.SOMETHING, SearchOutcome.NOTHING)}
        self.body.addWidget(text(hint.format(**outcomes), "hint"))
        self.rows = OfferedSearchesModel(appearance, offers)
        self.table = RowTable(appearance)
        self.table.setObjectName("choices")
        self.table.setModel(self.rows)
        self.table.setItemDelegate(TickDelegate(appearance, self.table))
        self._fields.register("searches", self.table, self.tr("Searches that are offered")).setParent(self)
        self._counted = label("", "hint")
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._counted)
        self._fault = text("", "fault")
        self._fault.hide()
        self.body.addWidget(self._fault)
        self.log_button = self.finish(self.tr("Log as searches"), self.tr("Not now"), width=_SIZE[0])
        self.log_button.setObjectName("logSearches")
        self.log_button.clicked.connect(self._submit)
        self.rows.dataChanged.connect(self._count)
        self.resize_within(*_SIZE)
        self._share()
        self._count()
        self.table.setFocus()
        self.table.setCurrentIndex(self.rows.index(0, 0))

    def explain(self, error: Exception) -> None:
        """Say why nothing was logged; a defect has been reported already."""
        self._is_writing = False
        self._count()
        if isinstance(error, UserError):
            self._fault.setText(self.appearance.words.error(error))
            self._fault.show()

    def _share(self) -> None:
        """The words are as wide as they need; the two others share what is left."""
        self.table.fit_columns(2)
        self.table.setColumnWidth(0, scaled(_SIZE[0]) * 2 // 5)
        self.table.setColumnWidth(1, scaled(_WORDS))

    def _count(self) -> None:
        ticked = self.rows.ticked
        count = sum(map(len, ticked.values()))
        places = sum(1 for codes in ticked.values() if codes)
        said = self.tr(
            "{count} searches at {places} sources will be logged together; undo takes back one source at a time."
        )
        none = self.tr("Nothing is ticked.")
        self._counted.setText(said.format(count=count, places=places) if count else none)
        self.log_button.setEnabled(bool(count) and not self._is_writing)

    def _submit(self) -> None:
        self._fault.hide()
        # A tick that is changed while it is written must not let it be logged twice.
        self._is_writing = True
        self.log_button.setEnabled(False)
        ticked = self.rows.ticked
        self.chosen.emit(
            tuple(
                (offer, self.rows.place(offer), ticked[offer.page_uid])
                for offer in self.rows.offers
                if ticked[offer.page_uid]
            )
        )
