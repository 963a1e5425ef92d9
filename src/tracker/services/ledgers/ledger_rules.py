"""Change the settings that verdicts depend on."""

from dataclasses import asdict
from typing import Any

from tracker.domain.assessment.assessment_rules import Rules, check_rules
from tracker.domain.rows import Changes
from tracker.services.events.kept_commands import kept_command
from tracker.services.ledgers.workspace import Workspace
from tracker.store.database.ledger_settings import read_rules as read
from tracker.store.database.ledger_settings import replace_rules
from tracker.store.database.versions import Horizon


def read_rules(workspace: Workspace) -> Rules:
    """The settings in force."""
    with workspace.snapshot() as snapshot:
        return snapshot.scope.rules


def set_rules(workspace: Workspace, rules: Rules) -> Changes:
    """Put these settings in force, for everybody who opens the ledger. Raises those of `check_rules`."""
    check_rules(rules)
    with workspace.write() as work:
        before = read(work.connection, Horizon(workspace.today()))
        if before == rules:
            return work.changes
        details = {"before": _plain(before), "after": _plain(rules)}
        work.record("rules_changed", details, command=kept_command("set_rules", **_plain(rules)))
        replace_rules(work, rules)
        work.refresh_doubts()
        return work.changes


def _plain(rules: Rules) -> dict[str, Any]:
    return {**asdict(rules), "about_share": float(rules.about_share)}
