"""What it would mean to go back to a backup, in sentences."""

from dataclasses import asdict

from tracker.domain.safety.backups import LedgerSummary, RestorePreview
from tracker.domain.text.dates import stamp
from tracker.wording.words import Words


def preview_lines(preview: RestorePreview, words: Words) -> list[str]:
    """Return what would change, a sentence a line."""
    now = [words.phrase("restore_now", **_counts(preview.now))] if preview.now is not None else []
    return [*now, words.phrase("restore_then", **_counts(preview.then)), *loss_lines(preview, words)]


def loss_lines(preview: RestorePreview, words: Words) -> list[str]:
    """Return what would be lost, and what would come back."""
    lines = []
    if preview.now is None:
        lines.append(words.phrase("restore_no_now"))
    elif preview.newest_lost is None:
        lines.append(words.phrase("restore_nothing_lost"))
    else:
        last = preview.newest_lost
        lines.append(words.phrase("restore_lost", count=preview.lost, at=stamp(last.at), author=last.author))
    if preview.regained:
        lines.append(words.phrase("restore_regained", count=preview.regained))
    if preview.missing:
        lines.append(words.phrase("restore_missing_files", count=preview.missing))
    return lines


def _counts(summary: LedgerSummary) -> dict[str, object]:
    newest = stamp(summary.newest) if summary.newest else ""
    return {**asdict(summary), "newest": newest}
