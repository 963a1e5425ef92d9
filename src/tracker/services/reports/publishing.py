"""What the public pages tell besides what every report does: when the verdicts changed."""

from collections.abc import Mapping
from datetime import date

from tracker.domain.terms import Assessment
from tracker.services.ledgers.workspace import Workspace
from tracker.services.reports.reporting import ReportFacts
from tracker.store.database.versions import Horizon
from tracker.store.reports import verdict_days

Verdicts = Mapping[int, tuple[tuple[date, Assessment], ...]]
"""By commitment, the days on which its assessment changed and what it became, oldest first."""


def read_verdicts(workspace: Workspace, facts: ReportFacts) -> Verdicts:
    """Return the verdicts of all commitments up to the newest event of these facts."""
    # A snapshot of its own tells the same, whoever writes meanwhile: versions up to an event never change.
    with workspace.snapshot_at(Horizon(facts.as_of, facts.event)) as snapshot:
        return verdict_days.verdict_days(snapshot.connection, snapshot.scope)
