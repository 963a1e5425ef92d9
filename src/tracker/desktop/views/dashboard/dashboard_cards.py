"""The cards of the dashboard: each turns one part of what was read into words, numbers and marks that lead to rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.drawing import draw_focus
from tracker.desktop.models.marks import draw_assessment, draw_basis
from tracker.desktop.models.names import at_the_beginning, short_department
from tracker.desktop.theme import scaled
from tracker.desktop.views.common.widgets import DrawnLine, ElidedLabel, button, clear_layout, column, label, row, text
from tracker.desktop.views.dashboard.charts import (
    BarLine,
    Bucket,
    Bullet,
    BulletBars,
    ChartView,
    Goal,
    MonthColumns,
    Segment,
    Sort,
    StackedBars,
)
from tracker.domain.commitments.schedule import ASKING_BASES
from tracker.domain.evidence.evidence_query import INBOX, EvidenceChoices
from tracker.domain.rows import FacetValue, LedgerRow
from tracker.domain.search.ledger_query import Attention, Choices, Facet
from tracker.domain.terms import ASSESSMENTS_AS_SHOWN, Assessment, Doubt, DueBasis

if TYPE_CHECKING:
    from tracker.services.commitments.dashboard import Dashboard

Table = Sequence[Sequence[str]]
_LINE = 36
_PAD = 6
_NUMBER = 32
_ARROW = " →"


def _rows(facet: Facet, *keys: str) -> Choices:
    return {facet: frozenset(keys)}


class Card(QFrame):
    """Signals: `wanted` carries where a mark leads, `said` a sentence for the status bar."""

    wanted = Signal(object)
    said = Signal(str)

    def __init__(self, appearance: Appearance, body: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.appearance = appearance
        self.body = body
        self._table: Table = ()
        self._title = label("", "cardTitle")
        self._hint = label("", "small")
        self._hint.setMinimumWidth(1)
        self._empty = text("", "calmText")
        self.copy_button = button("", "quiet-link")
        self.copy_button.clicked.connect(self.copy)
        self._empty.hide()
        head = row(self._title, self._hint, None, self.copy_button, spacing=10, margins=(5, 0, 3, 0))
        none = column(self._empty, margins=(5, 0, 3, 4))
        lines = column(head, body, none, None, spacing=8, margins=(13, 14, 13, 14))
        lines.setStretchFactor(body, 1)
        self.setLayout(lines)
        self.setMinimumWidth(1)
        if isinstance(body, ChartView):
            body.wanted.connect(self.wanted)
            body.described.connect(self.said)
            body.copy_wanted.connect(self.copy)

    def name(self, title: str, hint: str, empty: str) -> None:
        """Take new words: the title, what its numbers are, and what to do while there is nothing to show."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setToolTip(hint)
        self._empty.setText(empty)
        self.setAccessibleName(title)
        self.body.setAccessibleName(title)
        self.copy_button.setText(self.tr("Copy as text"))
        self.copy_button.setAccessibleName(self.tr("Copy “{title}” as text").format(title=title))

    def fill(self, table: Table, *, empty: bool) -> None:
        """Take the numbers as rows of words, headings first; an empty card says what to do instead."""
        self._table = table
        words = self.appearance.words
        if isinstance(self.body, ChartView):
            self.body.refresh(words.join((words.join(filter(None, line)) for line in table[1:]), "clause"))
        self.body.setVisible(not empty)
        self._empty.setVisible(empty)
        self.copy_button.setVisible(not empty)

    def copy(self) -> None:
        """Put the numbers on the clipboard, as spreadsheets take them."""
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in self._table))
        self.said.emit(self.tr("“{title}” is on the clipboard as a table.").format(title=self._title.text()))


@dataclass(frozen=True, slots=True)
class AttentionTask:
    """How many things want what. Without a goal the line only says so; `rule` says why it is so."""

    count: int
    sentence: str
    remedy: str
    goal: Goal | EvidenceChoices | None
    rule: str = ""


class TaskLine(DrawnLine):
    """One task; pressing it leads to its rows."""

    def __init__(self, appearance: Appearance, task: AttentionTask, highest: int) -> None:
        """All lines leave room for the `highest` number, so that their sentences stand below each other."""
        super().__init__(appearance)
        self.task = task
        self.setText(task.sentence)
        self.setAccessibleName(appearance.words.join([f"{task.count} {task.sentence}", task.remedy], "clause"))
        self.setAccessibleDescription(task.rule)
        self._number = label(f"{task.count:,}", "taskNumber" if task.goal else "taskNumberOnly")
        self._sentence = ElidedLabel("taskSentence")
        self._sentence.setText(task.sentence)
        remedy = label(task.remedy + (_ARROW if task.goal else ""), "small")
        bold = QFont(self.font())
        bold.setBold(True)
        widest = QFontMetrics(bold).horizontalAdvance(f"{highest:,}") + 2
        self._number.setFixedWidth(max(scaled(_NUMBER), widest))
        line = row(self._number, self._sentence, remedy, margins=(_PAD, 0, _PAD, 0))
        line.setSpacing(scaled(4))
        line.setStretch(1, 1)
        self.setLayout(line)
        for part in (self._number, self._sentence, remedy):
            # The line is pressed, not what stands on it.
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if not task.goal:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.unsetCursor()

    def sizeHint(self) -> QSize:
        return QSize(scaled(240), scaled(_LINE))

    def minimumSizeHint(self) -> QSize:
        return QSize(1, scaled(_LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.task.sentence) > self._sentence.width()
        self.setToolTip("\n".join(filter(None, [self.task.sentence if cut else "", self.task.rule])))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        tokens = self._appearance.tokens
        painter = QPainter(self)
        if self.task.goal and self.underMouse():
            painter.fillRect(self.rect(), tokens.colour("hover"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.colour("line"))
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self.rect(), tokens, scaled(3), 2)


class TaskCard(Card):
    """Lines, each of which leads to its rows."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__(appearance, QWidget())
        self._shown: tuple[list[AttentionTask], str] | None = None
        self._lines = column()
        self.body.setLayout(self._lines)

    @property
    def lines(self) -> list[TaskLine]:
        """The lines from top to bottom."""
        return self.body.findChildren(TaskLine)

    def show_tasks(self, tasks: list[AttentionTask]) -> None:
        """Show these lines; the same ones stay as they are, with the keyboard where it was."""
        # Lines that are made again would drop the keyboard and blink.
        if (tasks, self.appearance.tokens.name) != self._shown:
            self._shown = (tasks, self.appearance.tokens.name)
            self._set_lines(tasks)
        head = (self.tr("Number"), self.tr("Matter"), self.tr("What to do"))
        self.fill([head, *((str(task.count), task.sentence, task.remedy) for task in tasks)], empty=not tasks)

    def _set_lines(self, tasks: list[AttentionTask]) -> None:
        for line in self.lines:
            # Gone at once: deleteLater() alone leaves them among the children until the next turn.
            line.setParent(None)
            line.deleteLater()
        clear_layout(self._lines)
        highest = max((task.count for task in tasks), default=0)
        for task in tasks:
            line = TaskLine(self.appearance, task, highest)
            if task.goal is not None:
                line.clicked.connect(partial(self.wanted.emit, task.goal))
            self._lines.addWidget(line)


class AttentionCard(TaskCard):
    """What asks for the analyst, in the order in which it does: see `Attention`."""

    def show_board(self, board: "Dashboard") -> None:
        """Show what is open now."""
        self.name(
            self.tr("Needs attention"),
            self.tr("As of {day}").format(day=board.as_of.isoformat()),
            self.tr(
                "Nothing needs attention: every due commitment is judged, no search is old, and all evidence is linked."
            ),
        )
        self.show_tasks(self._tasks(board))

    def _tasks(self, board: "Dashboard") -> list[AttentionTask]:
        worded = self._worded()
        words = self.appearance.words
        counts = {mark.key: mark.count for mark in board.attention}
        tasks = [
            AttentionTask(
                counts[attention.value],
                *worded[attention],
                {Facet.ATTENTION: frozenset({attention.value})},
                rule=words.rule(attention),
            )
            for attention in Attention
            if counts.get(attention.value)
        ]
        if board.unlinked:
            matter = self.tr("Evidence linked to no commitment yet")
            tasks.append(AttentionTask(board.unlinked, matter, self.tr("Link it in the inbox"), INBOX))
        return tasks

    def _worded(self) -> Mapping[Attention, tuple[str, str]]:
        return {
            Attention.UNJUDGED: (self.tr("New evidence since the last assessment"), self.tr("Weigh the evidence")),
            Attention.GROUNDS_CHANGED: (self.tr("The grounds of an assessment have changed"), self.tr("Judge again")),
            Attention.DUE: (self.tr("Due date passed, no final assessment yet"), self.tr("Judge one by one")),
            Attention.DUE_ASKED: (
                self.tr("Date of the section or the question passed, not judged"),
                self.tr("Judge, or leave it open"),
            ),
            Attention.REVIEW: (self.tr("No due date, and the yearly review is past"), self.tr("Look again")),
            Attention.RED: (self.tr("Red light: far behind or overdue"), self.tr("Look at the reasons")),
            Attention.OLD_SEARCH: (self.tr("“No public evidence”, but the search is old"), self.tr("Search again")),
            Attention.NOT_SAID_AGAIN: (
                self.tr("Promised once, and not said again in a later source of the same body"),
                self.tr("Say what became of it"),
            ),
            Attention.NOT_REVIEWED: (self.tr("Found by rules, and not reviewed yet"), self.tr("Read and accept")),
        }


class DoubtCard(TaskCard):
    """Which doubts are shown beside the verdicts, and beside how many of them."""

    def show_doubts(self, doubts: Sequence[FacetValue]) -> None:
        """Show those that there are."""
        words = self.appearance.words
        self.name(
            self.tr("Assessments in doubt"),
            self.tr("A doubt stands beside its assessment everywhere"),
            self.tr("No assessment is in doubt."),
        )
        counts = {value.key: value.count for value in doubts}
        self.show_tasks(
            [
                AttentionTask(
                    counts[doubt.value],
                    at_the_beginning(words.term(doubt)),
                    self.tr("Show them"),
                    {Facet.DOUBT: frozenset({doubt.value})},
                    rule=words.rule(doubt),
                )
                for doubt in Doubt
                if counts.get(doubt.value)
            ]
        )


@dataclass(frozen=True, slots=True)
class CountLine:
    """A line of stacked bars: its name, whole and short, where it leads, and its counts in the order of the sorts."""

    name: str
    short: str
    goal: Choices
    counts: tuple[int, ...]


class BarCard(Card):
    """Stacked bars: a line for each value of one facet, in parts by the values of another."""

    def __init__(self, appearance: Appearance) -> None:
        self.chart = StackedBars(appearance)
        super().__init__(appearance, self.chart)

    def show_lines(self, heading: str, sorts: Sequence[Sort], lines: Sequence[CountLine]) -> None:
        """Show lines that lead to all their rows, each part to the rows of its sort."""
        label = self.tr("{name}: {count}")
        head = (heading, *(sort.words for sort in sorts), self.tr("Total"))
        table = [(line.name, *map(str, line.counts), str(sum(line.counts))) for line in lines]
        bars = [
            BarLine(
                line.short,
                label.format(name=line.name, count=sum(line.counts)),
                line.goal,
                tuple(
                    Segment(
                        sort,
                        count,
                        label.format(name=f"{line.name} · {sort.words}", count=count),
                        {**line.goal, **sort.goal},
                    )
                    for sort, count in zip(sorts, line.counts, strict=True)
                    if count
                ),
            )
            for line in lines
        ]
        self.chart.set_lines(sorts, bars)
        self.fill([head, *table], empty=not lines)

    def sort(self, facet: Facet, term: Assessment | DueBasis, count: int, **looks: Any) -> Sort:
        """Return how the things of a term are told apart, of which there are so many; `looks`: see `Sort`."""
        words = self.appearance.words
        rule = self.tr("{name}: {count}. {rule}")
        tip = rule.format(name=words.term(term), count=count, rule=words.rule(term))
        return Sort(term, words.term(term), tip, goal=_rows(facet, term.value), **looks)


class DepartmentCard(BarCard):
    """How the commitments of each lead department are judged."""

    def show_board(self, board: "Dashboard") -> None:
        """Show the departments, the busiest first."""
        words = self.appearance.words
        self.name(
            self.tr("Assessments by lead department"),
            self.tr("Numbers are commitments, {total} in all").format(total=f"{board.total:,}"),
            self.tr("The ledger holds no commitment yet."),
        )
        groups = sorted(board.departments, key=lambda group: (not group.key, -group.count))
        totals = {one: sum(group.assessments.get(one, 0) for group in groups) for one in ASSESSMENTS_AS_SHOWN}
        used = [one for one in ASSESSMENTS_AS_SHOWN if totals[one]]
        lines = [
            CountLine(
                words.choice(Facet.LEAD, group.key, board.names.get(group.key)),
                self._short(board, group.key),
                _rows(Facet.LEAD, group.key),
                tuple(group.assessments.get(one, 0) for one in used),
            )
            for group in groups
        ]
        self.show_lines(words.term(Facet.LEAD), [self._sort(one, totals[one]) for one in used], lines)

    def _short(self, board: "Dashboard", key: str) -> str:
        name = board.names.get(key)
        words = self.appearance.words
        return words.choice(Facet.LEAD, key) if name is None else short_department(name, words)

    def _sort(self, assessment: Assessment, count: int) -> Sort:
        colours = self.appearance.tokens.assessments[assessment]
        looks = {"draw": draw_assessment, "text": colours.text, "ground": colours.ground}
        return self.sort(Facet.ASSESSMENT, assessment, count, **looks)


class DueCard(BarCard):
    """When commitments fall due, and how each date is known."""

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
        months = sorted((due.key for due in board.dues if due.count), key=lambda key: key or "~")
        lines = []
        for month in months:
            name = words.choice(Facet.DUE_MONTH, month)
            numbers = tuple(counts[basis].get(month, 0) for basis in used)
            lines.append(CountLine(name, name, _rows(Facet.DUE_MONTH, month), numbers))
        sorts = [self._sort(basis, sum(counts[basis].values())) for basis in used]
        self.show_lines(words.term(Facet.DUE_MONTH), sorts, lines)

    def _sort(self, basis: DueBasis, count: int) -> Sort:
        tokens = self.appearance.tokens
        asking = basis in ASKING_BASES
        stated = basis is DueBasis.STATED
        return self.sort(
            Facet.DUE_BASIS,
            basis,
            count,
            draw=draw_basis,
            text=tokens.colour("warn" if asking else "ink" if stated else "soft"),
            ground=tokens.colour("card" if asking else "line" if stated else "panel"),
            open=asking,
        )


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
        self.chart.set_bullets(bullets)
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
        self.chart.set_numbers({**now, **board.activity}, self._label, self._goal)
        self.fill(table, empty=not board.activity)

    def _label(self, bucket: Bucket) -> str:
        said = self.tr("{month}: pieces of evidence published: {count}. Opens the commitments they bear on.")
        return said.format(month=bucket.key, count=bucket.count)

    def _goal(self, bucket: Bucket) -> Goal:
        return _rows(Facet.EVIDENCE_MONTH, *bucket.months)
