"""What the pane of one commitment and the panel of several ask for, and what of the recorder does it."""

from collections.abc import Callable
from functools import partial

from tracker.desktop.views.detail.detail_pane import DetailPane
from tracker.desktop.views.ledger.bulk_panel import BulkPanel
from tracker.desktop.views.recording.bulk_recorder import BulkRecorder
from tracker.domain.rows import CommitmentDetail

Act = Callable[[Callable[[CommitmentDetail], object]], None]
"""Does something with the commitment that is shown."""


def connect_acts(act: Act, recorder: BulkRecorder, detail: DetailPane, bulk: BulkPanel) -> None:
    """Let what is asked for be done with the commitment that is shown, or with those that are selected."""
    for wanted, deed in (
        (detail.judge_wanted, recorder.judge),
        (detail.evidence_wanted, recorder.add_evidence),
        (detail.search_wanted, recorder.log_search),
        (detail.search_again_wanted, recorder.search_again),
        (detail.claim_wanted, recorder.add_claim),
        (detail.restatement_wanted, recorder.add_restatement),
        (detail.review_wanted, recorder.review),
        (bulk.judge_wanted, recorder.judge),
        (bulk.search_wanted, recorder.log_search),
        (bulk.departments_wanted, recorder.set_departments),
    ):
        wanted.connect(partial(act, deed))
    detail.file_wanted.connect(recorder.look_at)
    detail.edit_wanted.connect(lambda piece: act(lambda shown: recorder.edit_evidence(shown, piece)))
    detail.withdraw_wanted.connect(lambda piece: act(lambda shown: recorder.withdraw_evidence(shown, piece)))
    detail.search_decision_wanted.connect(lambda one: act(lambda shown: recorder.decide_search(shown, one)))
    detail.statement_withdrawal_wanted.connect(lambda said: act(lambda shown: recorder.withdraw_statement(shown, said)))
