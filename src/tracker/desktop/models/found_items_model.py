"""New items of watched pages as a Qt list model: a line is an item, or the head of its group, which may be folded."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.lazy_table import HERE, Index
from tracker.domain.evidence.evidence_query import EvidenceStatus
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.watching.terms import ItemGroup
from tracker.domain.watching.watched import RankedItem
from tracker.wording import Words

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
"""The `RankedItem` or the `ItemHead` that a line is."""
_MOST_WORDS = 4
_FOLDED_FIRST = frozenset({ItemGroup.PUT_DOWN, ItemGroup.IN_LEDGER})
"""Groups whose items are done with by their head, mostly: it says how many there are."""


@dataclass(frozen=True, slots=True)
class ItemHead:
    """The head of a group of items, with how many there are."""

    group: ItemGroup
    count: int


Line = RankedItem | ItemHead


class FoundItemsModel(QAbstractListModel):
    """Holds all items; those of a folded group have no line."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._groups: dict[ItemGroup, list[RankedItem]] = {}
        self._folded = set(_FOLDED_FIRST)
        self._lines: list[RankedItem | ItemGroup] = []

    def show_items(self, items: Sequence[RankedItem]) -> bool:
        """Show these items in their order; False where these are shown already, and nothing has to be done."""
        groups: dict[ItemGroup, list[RankedItem]] = {}
        for group in ItemGroup:
            members = [item for item in items if item.group is group]
            if members:
                groups[group] = members
        if groups == self._groups:
            return False
        self.beginResetModel()
        self._groups = groups
        self._lines = list(self._laid_out())
        self.endResetModel()
        return True

    def remove(self, uids: Collection[str]) -> None:
        """Take items out, and the head of a group that is empty then. What else there is stays where it is."""
        uids = frozenset(uids)
        for group, members in self._groups.items():
            self._groups[group] = [item for item in members if item.item.uid not in uids]
        gone = [
            number
            for number, line in enumerate(self._lines)
            if (not self._groups[line] if isinstance(line, ItemGroup) else line.item.uid in uids)
        ]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._lines[first : last + 1]
            self.endRemoveRows()
        self._groups = {group: members for group, members in self._groups.items() if members}
        self._tell_heads()

    def is_folded(self, group: ItemGroup) -> bool:
        """Whether the items of a group are folded away."""
        return group in self._folded

    def fold(self, group: ItemGroup, folded: bool) -> None:
        """Fold the items of a group away, or show them again."""
        if folded == self.is_folded(group) or group not in self._groups:
            return
        start = self._lines.index(group)
        members = self._groups[group]
        if folded:
            self.beginRemoveRows(QModelIndex(), start + 1, start + len(members))
            self._folded.add(group)
            del self._lines[start + 1 : start + 1 + len(members)]
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), start + 1, start + len(members))
            self._folded.discard(group)
            self._lines[start + 1 : start + 1] = members
            self.endInsertRows()
        self._tell_heads()

    @property
    def items(self) -> Iterator[RankedItem]:
        """All items in their order, folded away or not."""
        return (item for members in self._groups.values() for item in members)

    def members(self, group: ItemGroup) -> tuple[RankedItem, ...]:
        """Return the items of a group."""
        return tuple(self._groups.get(group, ()))

    def line(self, number: int) -> Line | None:
        """Return the item or the head at a line; None where there is no such line."""
        if not 0 <= number < len(self._lines):
            return None
        found = self._lines[number]
        return ItemHead(found, len(self._groups.get(found, ()))) if isinstance(found, ItemGroup) else found

    def line_of(self, uid: str) -> int | None:
        """Return the line of an item; None where it has none."""
        return next(iter(self.lines_of((uid,))), None)

    def lines_of(self, uids: Collection[str]) -> list[int]:
        """Return the lines of items, from top to bottom, of those that have one."""
        wanted = frozenset(uids)
        return [n for n, line in enumerate(self._lines) if isinstance(line, RankedItem) and line.item.uid in wanted]

    def head_above(self, number: int) -> int | None:
        """Return the line of the head of the group that a line belongs to."""
        return next((n for n in range(number, -1, -1) if isinstance(self._lines[n], ItemGroup)), None)

    def next_item(self, number: int) -> int | None:
        """Return the line of the item at a line, or else of the one that comes next, or else of the last one."""
        items = [n for n, line in enumerate(self._lines) if isinstance(line, RankedItem)]
        return next((n for n in items if n >= number), items[-1] if items else None)

    def retranslate(self) -> None:
        """The language changed: every text is another one."""
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads can be gone to, but are not among what is selected."""
        if index.isValid() and isinstance(self._lines[index.row()], ItemGroup):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        words = self._appearance.words
        if role == Qt.ItemDataRole.DisplayRole:
            return group_name(line.group, words) if isinstance(line, ItemHead) else line.item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(line, words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._aloud(line, words)
        return None

    def count_text(self, head: ItemHead) -> str:
        """Return in words how many items a group has."""
        return self.tr("1 item") if head.count == 1 else self.tr("{count} items").format(count=f"{head.count:,}")

    def _laid_out(self) -> Iterator[RankedItem | ItemGroup]:
        for group, members in self._groups.items():
            yield group
            if group not in self._folded:
                yield from members

    def _tell_heads(self) -> None:
        """The counts or the triangles of heads are others."""
        for number, line in enumerate(self._lines):
            if isinstance(line, ItemGroup):
                self.dataChanged.emit(self.index(number), self.index(number))

    def _tip(self, line: Line, words: Words) -> str:
        if isinstance(line, ItemHead):
            return words.rule(line.group)
        item = line.item
        said = [item.title, " · ".join(part for part in (item.page, item.published) if part), item.summary]
        return "\n".join(part for part in (*said, *marks_of(line, words)) if part)

    def _aloud(self, line: Line, words: Words) -> str:
        if isinstance(line, ItemHead):
            state = self.tr("folded") if self.is_folded(line.group) else self.tr("unfolded")
            return f"{group_name(line.group, words)}, {self.count_text(line)}, {state}"
        said = [line.item.title, line.item.published, line.item.page]
        if line.suggestions:
            said.append(bearing_text(line.suggestions[0], words))
        return ", ".join(part for part in (*said, *marks_of(line, words)) if part)


def group_name(group: ItemGroup, words: Words) -> str:
    """The name of a group at its head."""
    name = words.term(group)
    return name[:1].upper() + name[1:]


def bearing_text(suggestion: Suggestion, words: Words) -> str:
    """A commitment that an item may bear on: its code, its title, and the words that speak for it."""
    title = words.name(suggestion.title)
    return f"{suggestion.code} {title} · {matched_text(suggestion, words)}"


def matched_text(suggestion: Suggestion, words: Words) -> str:
    """The words that speak for a commitment, the weightiest first."""
    return words.join(dict.fromkeys(words.quote(match.words) for match in suggestion.reasons[:_MOST_WORDS]))


def marks_of(ranked: RankedItem, words: Words) -> tuple[str, ...]:
    """What is to be known of an item beside its title, a few words each."""
    found: list[str] = []
    if ranked.same_briefing:
        found.append(words.term(EvidenceStatus.SAME_BRIEFING))
    if ranked.early:
        found.append(words.term(EvidenceStatus.EARLY))
    if ranked.sign is not None and ranked.suggestions:
        # Without a commitment that it may bear on there is nothing that it could stand lower for.
        found.append(words.term(ranked.sign))
    if ranked.put_down_by:
        found.append(words.quote(ranked.put_down_by))
    return tuple(found)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of numbers that follow upon each other."""
    start = before = -2
    for number in numbers:
        if number != before + 1:
            if start >= 0:
                yield start, before
            start = number
        before = number
    if start >= 0:
        yield start, before
