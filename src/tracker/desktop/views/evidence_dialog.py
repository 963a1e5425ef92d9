"""The form for a piece of evidence, new or corrected."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.views.form_dialog import FormDialog, choice, line, lines, side_by_side
from tracker.desktop.views.widgets import hairline, label
from tracker.domain.rows import CommitmentDetail, EvidenceLink, EvidenceRow
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole
from tracker.wording import decimal_text

_NONE = "–"


class EvidenceDialog(FormDialog):
    """What the evidence is, and what it says about one commitment; what it says about others is kept as it is."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        detail: CommitmentDetail,
        evidence: EvidenceRow | None = None,
    ) -> None:
        super().__init__(appearance, parent, detail)
        self.evidence = evidence
        self._link = self._own_link()
        self.set_heading(self.tr("Edit evidence") if evidence else self.tr("Add evidence"))
        self._add_origin()
        self._add_contents()
        self.fields.addSpacing(4)
        self.fields.addWidget(hairline())
        self.fields.addWidget(label(self.tr("What it says about this commitment"), "sectionTitle"))
        self._add_bearing()
        self._add_amount()
        self.fields.addStretch()
        self._title.setFocus()

    def values(self) -> dict[str, Any]:
        return {
            "title": self._title.text(),
            "publisher": self._publisher.text(),
            "published": self._published.text().strip(),
            "kind": self._kind.currentData(),
            "number": self._number.text(),
            "url": self._url.text().strip(),
            "quote": self._quote.toPlainText(),
            "note": self._note.toPlainText(),
            "retrieved": self.evidence.retrieved if self.evidence else None,
            "links": (self._own_values(), *self._other_values()),
        }

    def accept_newer(self, detail: CommitmentDetail) -> None:
        """Someone else wrote meanwhile: save over their version from now on, on the user's own responsibility."""
        self.detail = detail
        if self.evidence is not None:
            known = self.evidence.id
            self.evidence = next((e for e in detail.evidence if e.id == known), self.evidence)
        self.reloaded()

    def _add_origin(self) -> None:
        e, words = self.evidence, self.appearance.words
        self._title = line(e.title if e else "")
        self._publisher = line(e.publisher if e else "")
        self._published = line(e.published if e else "", self.tr("2025-03-31 or 2025-03"))
        kinds = [(words.term(kind), kind.value) for kind in EvidenceKind]
        self._kind = choice(kinds, e.kind.value if e else EvidenceKind.DOCUMENT.value)
        self._number = line(e.number if e else "")
        self._url = line(e.url if e else "", "https://")
        self.fields.addLayout(self.add("title", self._title))
        self.fields.addLayout(
            side_by_side(self.add("publisher", self._publisher), self.add("published", self._published))
        )
        number = self.add("number", self._number, optional=True)
        self.fields.addLayout(side_by_side(self.add("kind", self._kind), number))
        self.fields.addLayout(self.add("url", self._url, optional=True))

    def _add_contents(self) -> None:
        e = self.evidence
        self._quote = lines(e.quote if e else "", height=3)
        self._quote.setFont(self.appearance.quote_font)
        self._note = lines(e.note if e else "", height=2)
        self.fields.addLayout(self.add("quote", self._quote, optional=True))
        self.fields.addLayout(self.add("note", self._note, optional=True))

    def _add_bearing(self) -> None:
        link = self._link
        bearing = link.bearing.value if link else Bearing.PROGRESS.value
        self._bearing = choice(self._options(Bearing), bearing)
        self._stage = choice([(_NONE, None), *self._options(Stage)], link.stage.value if link and link.stage else None)
        fields = [self.add("bearing", self._bearing), self.add("stage", self._stage, optional=True)]
        words = self.appearance.words
        parts = [(words.name(part.title), part.id) for part in self.detail.parts]
        whole: list[tuple[str, object]] = [(self.tr("The whole commitment"), None)]
        self._part = choice(whole + parts, link.part.id if link and link.part else None)
        if parts:
            fields.append(self.add("part_id", self._part))
        self.fields.addLayout(side_by_side(*fields))

    def _add_amount(self) -> None:
        link, quantity = self._link, self.detail.row.quantity
        usual = quantity.unit if quantity else ""
        self._value = line(decimal_text(link.value) if link and link.value is not None else "")
        self._unit = line((link.unit if link else None) or usual)
        self._role = choice([(_NONE, None), *self._options(ValueRole)], link.role.value if link and link.role else None)
        value = self.add("value", self._value, optional=True)
        unit, role = self.add("unit", self._unit), self.add("role", self._role)
        self.fields.addLayout(side_by_side(value, unit, role))

    def _own_values(self) -> dict[str, Any]:
        value, role = self._value.text().strip(), self._role.currentData()
        return {
            "commitment": self.detail.row.code,
            "bearing": self._bearing.currentData(),
            "part_id": self._part.currentData(),
            "stage": self._stage.currentData(),
            "value": value or None,
            # The unit is filled in beforehand: alone it says nothing.
            "unit": (self._unit.text().strip() or None) if value or role else None,
            "role": role,
        }

    def _other_values(self) -> Iterable[dict[str, Any]]:
        own = self._link.id if self._link else None
        for link in self.evidence.links if self.evidence else ():
            if link.id != own:
                yield {
                    "commitment": link.commitment,
                    "bearing": link.bearing,
                    "part_id": link.part.id if link.part else None,
                    "stage": link.stage,
                    "value": link.value,
                    "unit": link.unit,
                    "role": link.role,
                }

    def _own_link(self) -> EvidenceLink | None:
        links = self.evidence.links if self.evidence else ()
        return next((link for link in links if link.commitment == self.detail.row.code), None)

    def _options(self, vocabulary: type[Enum]) -> list[tuple[str, object]]:
        return [(self.appearance.words.term(member), member.value) for member in vocabulary]
