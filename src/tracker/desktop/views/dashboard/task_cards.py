"""The cards of lines that each lead to their rows: what needs attention, and which verdicts are in doubt."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.desktop.appearance import Appearance
from tracker.desktop.models.names import at_the_beginning
from tracker.desktop.views.common.widgets import clear_layout, column
from tracker.desktop.views.dashboard.chart_attention import AttentionTask, TaskLine
from tracker.desktop.views.dashboard.chart_card import Card
from tracker.domain.evidence.evidence_query import INBOX
from tracker.domain.rows import FacetValue
from tracker.domain.search.ledger_query import Attention, Facet
from tracker.domain.terms import Doubt

if TYPE_CHECKING:
    from tracker.services.commitments.dashboard import Dashboard


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
        if (tasks, self.appearance.tokens.name) != self._shown:
            self._shown = (tasks, self.appearance.tokens.name)
            self._set_lines(tasks)
        head = (self.tr("Number"), self.tr("Matter"), self.tr("What to do"))
        self.fill([head, *((str(task.count), task.sentence, task.remedy) for task in tasks)], empty=not tasks)

    def _set_lines(self, tasks: list[AttentionTask]) -> None:
        for line in self.lines:
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
            Attention.UNJUDGED: (self.tr("New evidence since the last judgement"), self.tr("Weigh the evidence")),
            Attention.GROUNDS_CHANGED: (self.tr("The grounds of a verdict have changed"), self.tr("Judge again")),
            Attention.DUE: (self.tr("Due date passed, no final judgement yet"), self.tr("Judge one by one")),
            Attention.DUE_ASKED: (
                self.tr("Date of the section or the question passed, not judged"),
                self.tr("Judge, or leave it open"),
            ),
            Attention.REVIEW: (self.tr("No due date, and the yearly review is past"), self.tr("Look again")),
            Attention.RED: (self.tr("Red light: far behind or overdue"), self.tr("Look at the reasons")),
            Attention.OLD_SEARCH: (self.tr("“No public evidence”, but the search is old"), self.tr("Search again")),
        }


class DoubtCard(TaskCard):
    """Which doubts are shown beside the verdicts, and beside how many of them."""

    def show_doubts(self, doubts: Sequence[FacetValue]) -> None:
        """Show those that there are."""
        words = self.appearance.words
        self.name(
            self.tr("Verdicts in doubt"),
            self.tr("A doubt stands beside its verdict everywhere"),
            self.tr("No verdict is in doubt."),
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
