"""Compare the verdicts of two ledgers, in which two people judged the same commitments (§7)."""

from contextlib import closing
from pathlib import Path

from tracker.domain.assessment.verdict_agreement import VerdictAgreement, VerdictNow, compare_verdicts
from tracker.domain.errors import UserError
from tracker.services.ledgers.workspace import Workspace, open_copy
from tracker.store.assessment.verdicts import list_verdicts
from tracker.store.files.symbolic_links import ledger_at
from tracker.store.server.addresses import is_url


def compare_with(workspace: Workspace, other: str) -> VerdictAgreement:
    """Compare the verdicts of a ledger with those of another one, which is a file and stays as it is.

    Raises `verdicts_need_file`, `verdicts_missing`, `compare_itself`, `verdicts_apart` where they hold no commitment in
    common, and what opening raises.
    """
    theirs = _verdicts_at(_place_of(other, workspace))
    with workspace.snapshot() as snapshot:
        ours = list_verdicts(snapshot.connection, snapshot.scope.horizon)
    agreement = compare_verdicts(ours, theirs)
    if not agreement.common:
        raise UserError("verdicts_apart", path=other)
    return agreement


def _place_of(other: str, workspace: Workspace) -> Path:
    if is_url(other):
        raise UserError("verdicts_need_file", path=other)
    place = ledger_at(other)
    if not place.is_file():
        raise UserError("verdicts_missing", path=str(place))
    if not is_url(workspace.location) and place.samefile(workspace.location):
        raise UserError("compare_itself", path=str(place))
    return place


def _verdicts_at(place: Path) -> tuple[VerdictNow, ...]:
    with closing(open_copy(place)) as workspace, workspace.snapshot() as snapshot:
        return list_verdicts(snapshot.connection, snapshot.scope.horizon)
