"""A ledger with a second, later source of the same body, whose commitments say some of the first ones again."""

from dataclasses import replace
from datetime import date

from tracker.briefing.coding import read_briefing
from tracker.domain.commitments.coded import CodedBriefing
from tracker.domain.rows import Name
from tracker.locations import db_dir
from tracker.services.assessment.statements import add_restatement
from tracker.services.briefings.coding import load_briefing
from tracker.services.commands import NewRestatement, command
from tracker.services.ledgers.workspace import Workspace

LATER = date(2026, 1, 20)


def later_briefing(key: str = "2026-01-20-miit", prefix: str = "MIIT-2026", held_on: date = LATER) -> CodedBriefing:
    """The first briefing as another one that was held later."""
    briefing = read_briefing(db_dir() / "briefings" / "2025-01-21-miit")
    source = replace(briefing.source, key=key, code_prefix=prefix, held_on=held_on)
    coded = tuple(replace(one, code=one.code.replace("MIIT-2025", prefix)) for one in briefing.commitments)
    return replace(briefing, source=source, commitments=coded)


def load_of_another_body(workspace: Workspace) -> None:
    """Load it once more, as what a province said."""
    briefing = later_briefing("2026-02-01-province", "PROV-2026", date(2026, 2, 1))
    source = replace(briefing.source, publisher=Name("province", "某省人民政府", "A province"))
    load_briefing(workspace, replace(briefing, source=source))


def relate(workspace: Workspace, earlier: str, later: str, kind: str = "restated") -> None:
    """Tie two commitments."""
    given = {"commitment": earlier, "kind": kind, "other": later, "said_on": LATER.isoformat()}
    add_restatement(workspace, command(NewRestatement, **given))
