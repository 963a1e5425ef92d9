"""The cards of the dashboard: each turns one part of what was read into words, numbers and marks that lead to rows."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.marks import draw_assessment
from tracker.desktop.models.names import ASSESSMENTS_AS_SHOWN, short_department
from tracker.desktop.views.dashboard.chart_bars import BarLine, Segment, Sort, StackedBars
from tracker.desktop.views.dashboard.chart_bullets import Bullet, BulletBars
from tracker.desktop.views.dashboard.chart_card import Card
from tracker.desktop.views.dashboard.chart_months import Bucket, MonthColumns
from tracker.desktop.views.dashboard.charts import Goal
from tracker.domain.commitments.schedule import ASKING_BASES
from tracker.domain.rows import GroupRow, LedgerRow
from tracker.domain.search.ledger_query import Choices, Facet
from tracker.domain.terms import Assessment, DueBasis

if TYPE_CHECKING:
    from tracker.services.commitments.dashboard import Dashboard


def _rows(facet: Facet, *keys: str) -> Choices:
    return {facet: frozenset(keys)}


class DepartmentCard(Card):
    """How the commitments of each lead department are judged."""

    def __init__(self, appearance: Appearance) -> None:
        self.chart = StackedBars(appearance)
        super().__init__(appearance, self.chart)

    def show_board(self, board: "Dashboard") -> None:
        """Show the departments, the busiest first."""
        words = self.appearance.words
        self.name(
            self.tr("Assessments by lead department"),
            self.tr("Numbers are commitments, {total} in all").format(total=f"{board.total:,}"),
            self.tr("The ledger holds no commitment yet."),
        )
        groups = sorted(board.departments, key=lambda group: (not group.key, -group.count))
        counts = {member: sum(group.assessments.get(member, 0) for group in groups) for member in ASSESSMENTS_AS_SHOWN}
        used = [member for member in ASSESSMENTS_AS_SHOWN if counts[member]]
        sorts = {member: self._sort(member, counts[member]) for member in used}
        names = {group.key: words.choice(Facet.LEAD, group.key, board.names.get(group.key)) for group in groups}
        head = (words.term(Facet.LEAD), *(words.term(member) for member in used), self.tr("Total"))
        table = [
            (names[group.key], *(str(group.assessments.get(member, 0)) for member in used), str(group.count))
            for group in groups
        ]
        lines = [self._line(group, names[group.key], self._short(board, group.key), sorts) for group in groups]
        self.chart.set_lines(list(sorts.values()), lines, [head, *table])
        self.fill([head, *table], empty=not groups)

    def _short(self, board: "Dashboard", key: str) -> str:
        name = board.names.get(key)
        words = self.appearance.words
        return words.choice(Facet.LEAD, key) if name is None else short_department(name, words)

    def _sort(self, assessment: Assessment, count: int) -> Sort:
        words = self.appearance.words
        colours = self.appearance.tokens.assessments[assessment]
        return Sort(
            words=words.term(assessment),
            tip=self.tr("{name}: {count}. {rule}").format(
                name=words.term(assessment), count=count, rule=words.rule(assessment)
            ),
            sign=lambda painter, box, colour: draw_assessment(painter, box, assessment, colour),
            text=colours.text,
            ground=colours.ground,
            goal=_rows(Facet.ASSESSMENT, assessment.value),
        )

    def _line(self, group: GroupRow, name: str, short: str, sorts: Mapping[Assessment, Sort]) -> BarLine:
        parts = [(sort, group.assessments.get(member, 0)) for member, sort in sorts.items()]
        return _bar(self.tr("{name}: {count}"), name, short, _rows(Facet.LEAD, group.key), parts)


class TargetCard(Card):
    """Amounts that were promised, and how much of them evidence shows."""

    def __init__(self, appearance: Appearance) -> None:
        self.chart = BulletBars(appearance)
        super().__init__(appearance, self.chart)

    def show_board(self, board: "Dashboard") -> None:
        """Show the commitments with an amount, and say where these are only the first of many."""
        shown = len(board.targets)
        count = f"{board.target_count:,}"
        stroke = self.tr("The stroke marks the target")
        first = self.tr("The first {shown} of {count}; the stroke marks the target").format(shown=shown, count=count)
        said = stroke if shown == board.target_count else first
        self.name(self.tr("Targets"), said, self.tr("No commitment names an amount."))
        words = self.appearance.words
        bullets = [self._bullet(row) for row in board.targets]
        head = (words.column("code"), words.column("title"), words.column("quantity"), words.column("working"))
        table = [(b.code, b.name, b.amounts, b.working) for b in bullets]
        self.chart.set_bullets(bullets, [head, *table])
        self.fill([head, *table], empty=not bullets)

    def _bullet(self, row: LedgerRow) -> Bullet:
        words = self.appearance.words
        working = row.working
        quantity = row.quantity
        target = words.quantity(quantity) if quantity else ""
        name = words.name(row.title)
        amounts = target
        said = self.tr("No evidence has given an amount yet.")
        if working is not None:
            amounts = f"{words.amount(working.actual, '')} / {target}"
            said = words.working(working)
        return Bullet(
            code=row.code,
            name=name,
            reached=working.reached if working else None,
            satisfied=bool(working and working.satisfied),
            amounts=amounts,
            working=said,
            label="\n".join((f"{row.code} {name}", amounts, said)),
        )


class DueCard(Card):
    """When commitments fall due, and how each date is known."""

    def __init__(self, appearance: Appearance) -> None:
        self.chart = StackedBars(appearance)
        super().__init__(appearance, self.chart)

    def show_board(self, board: "Dashboard") -> None:
        """Show every month in which anything is due, in order; what has no date comes last."""
        words = self.appearance.words
        self.name(
            self.tr("Due dates"),
            self.tr("By month, and by how the date is known"),
            self.tr("The ledger holds no commitment yet."),
        )
        counts = {basis: {due.key: due.count for due in dues} for basis, dues in board.due_bases.items()}
        used = [basis for basis in DueBasis if any(counts[basis].values())]
        sorts = {basis: self._sort(basis, sum(counts[basis].values())) for basis in used}
        months = sorted((due for due in board.dues if due.count), key=lambda due: due.key or "~")
        head = (words.term(Facet.DUE_MONTH), *(words.term(basis) for basis in used), self.tr("Total"))
        table = [
            (
                words.choice(Facet.DUE_MONTH, due.key),
                *(str(counts[basis].get(due.key, 0)) for basis in used),
                str(due.count),
            )
            for due in months
        ]
        lines = [self._line(due.key, {b: counts[b].get(due.key, 0) for b in used}, sorts) for due in months]
        self.chart.set_lines(list(sorts.values()), lines, [head, *table])
        self.fill([head, *table], empty=not months)

    def _sort(self, basis: DueBasis, count: int) -> Sort:
        words = self.appearance.words
        tokens = self.appearance.tokens
        asking = basis in ASKING_BASES
        stated = basis is DueBasis.STATED
        return Sort(
            words=words.term(basis),
            tip=self.tr("{name}: {count}. {rule}").format(name=words.term(basis), count=count, rule=words.rule(basis)),
            sign=partial(_draw_basis, basis),
            text=tokens.colour("warn" if asking else "ink" if stated else "soft"),
            ground=tokens.colour("card" if asking else "line" if stated else "panel"),
            goal=_rows(Facet.DUE_BASIS, basis.value),
            open=asking,
        )

    def _line(self, month: str, counts: Mapping[DueBasis, int], sorts: Mapping[DueBasis, Sort]) -> BarLine:
        name = self.appearance.words.choice(Facet.DUE_MONTH, month)
        parts = [(sorts[basis], count) for basis, count in counts.items()]
        return _bar(self.tr("{name}: {count}"), name, name, _rows(Facet.DUE_MONTH, month), parts)


def _bar(label: str, name: str, short: str, goal: Choices, parts: Iterable[tuple[Sort, int]]) -> BarLine:
    """A line that leads to all its rows, each of its parts to the rows of that sort."""
    segments = tuple(
        Segment(sort, count, label.format(name=f"{name} · {sort.words}", count=count), {**goal, **sort.goal})
        for sort, count in parts
        if count
    )
    total = sum(segment.count for segment in segments)
    return BarLine(short, label.format(name=name, count=total), goal, segments)


class ActivityCard(Card):
    """When the evidence was published."""

    def __init__(self, appearance: Appearance) -> None:
        self.chart = MonthColumns(appearance)
        super().__init__(appearance, self.chart)

    def show_board(self, board: "Dashboard") -> None:
        """Show how many pieces each month brought."""
        words = self.appearance.words
        self.name(
            self.tr("New evidence by month"),
            self.tr("Pieces of evidence by date of publication"),
            self.tr("No evidence yet. Choose a commitment in the ledger, and press “Add evidence”."),
        )
        head = (words.term(Facet.EVIDENCE_MONTH), self.tr("Pieces of evidence"))
        table = [head, *((month, str(count)) for month, count in board.activity.items())]
        # The columns go on to the present: that nothing has come of late is to be seen.
        now = {f"{board.as_of:%Y-%m}": 0} if board.activity else {}
        self.chart.set_numbers({**now, **board.activity}, self._label, self._goal, table)
        self.fill(table, empty=not board.activity)

    def _label(self, bucket: Bucket) -> str:
        said = self.tr("{month}: pieces of evidence published: {count}. Opens the commitments they bear on.")
        return said.format(month=bucket.key, count=bucket.count)

    def _goal(self, bucket: Bucket) -> Goal:
        return _rows(Facet.EVIDENCE_MONTH, *bucket.months)


def _draw_basis(basis: DueBasis, painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A square for a date that the briefing tells: full where it is stated, filled in part where it has to be inferred.
    A circle for one that comes from elsewhere: full from a later document, hollow from the analyst."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    square = box.adjusted(0.5, 0.5, -0.5, -0.5)
    corners = square.topLeft(), square.topRight(), square.bottomLeft()
    match basis:
        case DueBasis.NONE:
            painter.fillRect(QRectF(square.left(), square.center().y(), square.width(), 1), colour)
        case DueBasis.DOCUMENT | DueBasis.USER:
            if basis is DueBasis.DOCUMENT:
                painter.setBrush(colour)
            painter.drawEllipse(square)
        case _:
            painter.drawRect(square)
            if basis is DueBasis.DERIVED:
                painter.setBrush(colour)
                painter.drawPolygon(QPolygonF(corners))
            share = _FILLED.get(basis, 0.0)
            painter.fillRect(QRectF(square.left(), square.top(), square.width() * share, square.height()), colour)
    painter.restore()


_FILLED = {DueBasis.STATED: 1.0, DueBasis.SECTION: 0.5}
"""How much of the square of a basis is full."""
