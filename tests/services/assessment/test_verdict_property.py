"""Whatever is done to a ledger: every verdict was allowed when it was set, and is marked whenever it would be refused.

The doubts that a commitment keeps are held against the rules asked anew of everything that is read of it; undo and redo
are among the acts.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tracker.domain.assessment.assessment_rules import Rules
from tracker.domain.assessment.proof import Verdict, case_of, doubts_beside, questions, refusal
from tracker.domain.errors import UserError
from tracker.domain.rows import CommitmentDetail
from tracker.domain.terms import (
    Assessment,
    Bearing,
    Doubt,
    EvidenceKind,
    RelationKind,
    SearchOutcome,
    Stage,
    ValueRole,
)
from tracker.domain.text.dates import BEIJING, day_of
from tracker.services.assessment.judging import record_review, set_assessment
from tracker.services.assessment.searching import log_search
from tracker.services.assessment.statements import add_restatement
from tracker.services.briefings.coding import revise_commitment
from tracker.services.commands import (
    AssessmentChange,
    CommitmentRevision,
    EvidenceFields,
    NewRestatement,
    NewReview,
    NewSearch,
    Withdrawal,
    command,
)
from tracker.services.commitments.reading import read_detail
from tracker.services.events.undoing import redo, undo
from tracker.services.evidence.recording import add_evidence, withdraw_evidence
from tracker.services.ledgers.workspace import open_workspace
from tracker.services.safety.checking import check

CODES = ("MIIT-2025-044", "MIIT-2025-050", "MIIT-2025-018", "MIIT-2025-047")
"""A pilot with an amount and a stated date, one with parts, a document, and a study without a date."""
ASKED = tuple(doubt for doubt in Doubt if doubt is not Doubt.GROUNDS_CHANGED)
START = date(2025, 6, 1)

codes = st.sampled_from(CODES)
SETTINGS = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


class Ledger(RuleBasedStateMachine):
    """A ledger of a fresh start, and what an analyst may do to it on a day that only goes forward."""

    fresh: Path

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "ledger.db"
        shutil.copy(self.fresh, path)
        self.day = START
        self.pieces: list[int] = []
        self.workspace = open_workspace(path, author="张三", clock=self._now)

    def _now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=BEIJING)

    def teardown(self) -> None:
        faults = check(self.workspace)
        self.workspace.close()
        self._folder.cleanup()
        assert faults == ()

    @initialize(days=st.sampled_from((0, 300)))
    def begin(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(days=st.integers(1, 120))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(
        code=codes,
        kind=st.sampled_from(EvidenceKind),
        bearing=st.sampled_from(Bearing),
        stage=st.none() | st.sampled_from(Stage),
        early=st.sampled_from((False, False, False, True)),
        part=st.integers(0, 2),
        measured=st.none() | st.tuples(st.integers(1, 150), st.sampled_from(ValueRole)),
    )
    def evidence_comes(
        self,
        code: str,
        kind: EvidenceKind,
        bearing: Bearing,
        stage: Stage | None,
        early: bool,
        part: int,
        measured: tuple[int, ValueRole] | None,
    ) -> None:
        parts = self._detail(code).parts
        link: dict[str, Any] = {"commitment": code, "bearing": bearing, "stage": stage}
        if 0 < part <= len(parts):
            link["part_id"] = parts[part - 1].id
        if measured is not None:
            link |= {"value": measured[0], "unit": "个", "role": measured[1]}
        fields = command(
            EvidenceFields,
            title=f"材料{len(self.pieces)}号：{code}",
            publisher="部门",
            published="2024-12-31" if early else self.day.isoformat(),
            kind=kind,
            links=[link],
            same_briefing=False,
        )
        self.pieces.append(add_evidence(self.workspace, fields).evidence[0])

    @rule(place=st.integers(0, 20))
    def evidence_is_withdrawn(self, place: int) -> None:
        if self.pieces:
            piece = self.pieces[place % len(self.pieces)]
            self._attempt(
                lambda: withdraw_evidence(self.workspace, command(Withdrawal, evidence_id=piece, reason="重复"))
            )

    @rule(code=codes, outcome=st.sampled_from(SearchOutcome), ago=st.sampled_from((0, 10, 60)))
    def somebody_searches(self, code: str, outcome: SearchOutcome, ago: int) -> None:
        found = "" if outcome is SearchOutcome.NOTHING else "一份文件"
        values = {"place": "网站", "words": "词", "outcome": outcome, "found": found}
        on = self.day - timedelta(days=ago)
        log_search(self.workspace, command(NewSearch, commitment=code, searched_on=on, **values))

    @rule(code=codes, kind=st.sampled_from((RelationKind.REPLACED, RelationKind.RAISED)))
    def it_is_said_again(self, code: str, kind: RelationKind) -> None:
        said = {"wording": "另行安排", "said_by": "部门", "said_on": self.day.isoformat()}
        add_restatement(self.workspace, command(NewRestatement, commitment=code, kind=kind, **said))

    @rule(code=codes, title=st.sampled_from(("甲", "乙")))
    def a_part_is_named(self, code: str, title: str) -> None:
        detail = self._detail(code)
        kept = [{"position": place, "title": part.title.zh} for place, part in enumerate(detail.parts, 1)]
        if any(part["title"] == title for part in kept):
            return
        values = {"parts": [*kept, {"title": title}], "reason": "新列出"}
        self._attempt(lambda: revise_commitment(self.workspace, command(CommitmentRevision, commitment=code, **values)))

    @rule(code=codes, days=st.integers(-200, 200))
    def the_date_is_moved(self, code: str, days: int) -> None:
        due = self.day + timedelta(days=days)
        values = {"due_on": due, "due_basis": "document", "reason": "新文件"}
        revise_commitment(self.workspace, command(CommitmentRevision, commitment=code, **values))

    @rule(code=codes)
    def it_is_reviewed(self, code: str) -> None:
        record_review(self.workspace, command(NewReview, commitment=code, reason="没有变化"))

    @rule(code=codes, assessment=st.sampled_from(Assessment), holds=st.booleans())
    def somebody_judges(self, code: str, assessment: Assessment, holds: bool) -> None:
        before = self._detail(code)
        case = case_of(before, Rules().search_expiry_days)
        held = dict.fromkeys(ASKED, "坚持") if holds else {}
        change = command(AssessmentChange, commitment=code, assessment=assessment, reason="理由", held=held)
        refused = refusal(case, assessment, None, self.day)
        asked = questions(case, assessment, None, self.day)
        if refused is not None or (asked and not holds):
            wanted = "verdict_questioned" if refused is None else refused.code
            with pytest.raises(UserError, match=wanted):
                set_assessment(self.workspace, change)
            assert self._detail(code).row.version == before.row.version
            return
        set_assessment(self.workspace, change)
        after = self._detail(code)
        assert (after.row.assessment, after.row.grounds_changed) == (assessment, False)
        assert {one.rule for one in after.doubts if one.reason} == set(asked)

    @rule()
    def it_is_undone(self) -> None:
        self._attempt(lambda: undo(self.workspace))

    @rule()
    def it_is_done_again(self) -> None:
        self._attempt(lambda: redo(self.workspace))

    @invariant()
    def each_verdict_is_marked_as_the_rules_have_it_now(self) -> None:
        for code in CODES:
            detail = self._detail(code)
            row = detail.row
            kept = {*row.doubts, *([Doubt.GROUNDS_CHANGED] if row.grounds_changed else [])}
            assert kept == self._wanted(detail), (code, row.assessment)

    def _wanted(self, detail: CommitmentDetail) -> set[Doubt]:
        if detail.row.assessment in (Assessment.NOT_RATED, Assessment.NOT_VERIFIABLE) or detail.judged_at is None:
            return set()
        case = case_of(detail, Rules().search_expiry_days)
        verdict = Verdict(detail.row.assessment, frozenset(detail.cited), day_of(detail.judged_at))
        return set(doubts_beside(case, verdict, self.day))

    def _detail(self, code: str) -> CommitmentDetail:
        return read_detail(self.workspace, code)

    @staticmethod
    def _attempt(act: Callable[[], object]) -> None:
        """Do what may be refused; a refusal changes nothing, which the invariant finds out."""
        with suppress(UserError):
            act()


def test_every_verdict_is_marked_whenever_the_rules_would_refuse_it(
    fresh_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "fresh", fresh_ledger, raising=False)
    run_state_machine_as_test(Ledger, settings=SETTINGS)
