"""Where forms are sent to departments, and taken in when they come back.

What writes and reads workbooks is imported when it is wanted.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracker.desktop.desks.desk import Desk
from tracker.domain.commitments.progress import Progress
from tracker.domain.exchange.forms import Preview
from tracker.domain.rows import Changes, Name
from tracker.services.commitments.reading import list_departments
from tracker.wording import Words


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A returned file: its content, and what it would become."""

    content: bytes
    preview: Preview


class FillDesk(Desk):
    """Sends forms and takes them in."""

    def departments(self) -> tuple[Name, ...]:
        """Those that can be asked."""
        return list_departments(self._workspace)

    def send(
        self, keys: Sequence[str], period: str, leads_only: bool, folder: Path, words: Words, progress: Progress
    ) -> tuple[Path, ...]:
        """Write a form for each of these departments into a folder; returns the files."""
        from tracker.exports.filling import send_forms
        from tracker.services.exchange.forms import FillWish

        wishes = [FillWish(key, period, leads_only) for key in keys]
        return send_forms(self._present, wishes, folder, words, progress)

    def is_form(self, path: Path) -> bool:
        """Whether a file is a form that was sent, and may be taken in."""
        from tracker.services.exchange.forms import is_sent_form

        return is_sent_form(path)

    def examine(self, path: Path) -> TakenIn:
        """What a returned file would become; nothing is recorded."""
        from tracker.exports.filling import form_words
        from tracker.services.evidence.capturing import read_file
        from tracker.services.exchange.forms import examine_form

        content = read_file(path)
        return TakenIn(content, examine_form(self._present, content, path.name, form_words()))

    def enter(self, taken: TakenIn, accepted: Collection[str]) -> Changes:
        """Enter the accepted rows."""
        from tracker.exports.filling import form_words
        from tracker.services.exchange.forms import enter_form

        return enter_form(self._present, taken.content, taken.preview.name, form_words(), accepted)
