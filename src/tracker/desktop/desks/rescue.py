"""What can be done about a ledger in a file that does not open."""

from tracker.domain.commitments.progress import Progress
from tracker.domain.safety.backups import Repair
from tracker.locations import typed_path
from tracker.services.ledgers.workspace import default_author
from tracker.services.safety import backups
from tracker.services.safety.repairing import place_beside, repair


def make_repaired_copy(location: str, author: str, _progress: Progress) -> Repair:
    """Write a repaired copy beside the ledger, which stays as it is. Raises as `repair` does."""
    return repair(location, place_beside(location), author=author or default_author())


def go_back(location: str, backup: str, author: str, progress: Progress) -> str:
    """Let the ledger become what the backup of this name is; as it is now, it is kept. Returns its path."""
    ledger = typed_path(location).absolute()
    source = next(one.path for one in backups.list_backups(ledger) if one.path.name == backup)
    backups.restore(ledger, source, author=author or default_author(), progress=progress)
    return str(ledger)
