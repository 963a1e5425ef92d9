"""Backups, the way back to one, and repair. What `--json` prints of them:

    backup           {path}
    backup --list    [{path, made_at, reason, size, standing}], newest first
    restore          {path, kept, lost, regained, missing}
    --preview        {path, now, then, lost, newest_lost {at, author, kind} or null, regained, missing}
    repair           {path, mended [words], lost [words], faults [{code, message, details}]}

where `standing`, `now` and `then` are {events, recorded, newest, commitments, judged, evidence, attachments}, or null
where nothing can be read.
"""

from argparse import Namespace
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from tracker.cli.printing import json_shapes
from tracker.cli.printing.text_table import table_lines, terminal_width
from tracker.domain.safety.backups import Backup, RestorePreview
from tracker.domain.text.dates import stamp
from tracker.locations import typed_path
from tracker.services.ledgers.workspace import default_author, default_location, open_workspace
from tracker.services.safety.backups import back_up, list_backups, preview_restore, restore
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair
from tracker.wording import Words
from tracker.wording.restoring import preview_lines

_MEGA = 1_000_000
_OUTCOMES = ("mended", "lost", "left")
"""Of a repair."""


def run_backup(options: Namespace, words: Words) -> int:
    """Make a backup, write a complete one elsewhere, or list those that there are."""
    location = options.ledger or default_location()
    if options.list:
        found = list_backups(location)
        if options.json:
            json_shapes.print_json([_shape(backup) for backup in found])
        else:
            _print_backups(found, words)
        return 0
    with closing(open_workspace(location)) as workspace:
        if options.out:
            path = typed_path(options.out).absolute()
            save_copy(workspace, path)
        else:
            path = back_up(workspace)
    if options.json:
        json_shapes.print_json({"path": str(path)})
    else:
        print(path)
    return 0


def run_restore(options: Namespace, words: Words) -> int:
    """Say what a restore would change, or do it."""
    location = options.ledger or default_location()
    source = _source(location, options.file)
    preview = preview_restore(location, source)
    if options.preview:
        if options.json:
            json_shapes.print_json(_preview_shape(preview))
        else:
            print(*preview_lines(preview, words), sep="\n")
        return 0
    kept = restore(location, source, author=default_author())
    if options.json:
        counts = {"lost": preview.lost, "regained": preview.regained, "missing": preview.missing}
        json_shapes.print_json({"path": str(source), "kept": str(kept) if kept else None, **counts})
        return 0
    print(words.phrase("restored", path=source))
    if kept is not None:
        print(words.phrase("restore_kept", path=kept))
    return 0


def run_repair(options: Namespace, words: Words) -> int:
    """Write a repaired copy, and say what was mended, what is lost, and what is still wrong."""
    location = options.ledger or default_location()
    out = Path(options.out) if options.out else _beside(Path(location))
    done = repair(location, typed_path(out).absolute(), author=default_author())
    said = {name: [words.fault(one.code, one.details) for one in getattr(done, name)] for name in _OUTCOMES}
    if options.json:
        faults = [json_shapes.fault(fault, words) for fault in done.left]
        json_shapes.print_json(
            {"path": str(done.path), "mended": said["mended"], "lost": said["lost"], "faults": faults}
        )
        return 0
    print(words.phrase("repaired", path=done.path))
    for name in _OUTCOMES:
        for what in said[name]:
            print(words.phrase(f"repair_{name}", what=what))
    return 0


def _beside(ledger: Path) -> Path:
    """Where the repaired ledger lies unless somebody says otherwise."""
    return ledger.with_name(f"{ledger.stem}.repaired{ledger.suffix}")


def _source(location: str, name: str) -> Path:
    """The file that is meant: a path, or the name of a backup as the list has it."""
    path = typed_path(name).absolute()
    if not path.exists() and Path(name).name == name and "://" not in location:
        return next((backup.path for backup in list_backups(location) if backup.path.name == name), path)
    return path


def _print_backups(found: tuple[Backup, ...], words: Words) -> None:
    if not found:
        print(words.phrase("backups_none"))
        return
    cells = [
        (
            backup.path.name,
            stamp(backup.made_at),
            words.term(backup.reason),
            f"{backup.size / _MEGA:.1f} MB",
            str(backup.standing.events) if backup.standing else words.phrase("unreadable"),
        )
        for backup in found
    ]
    titles = [words.column(key) for key in ("file", "at", "backup_reason", "size", "events")]
    print(*table_lines(titles, cells, 2, terminal_width()), sep="\n")


def _shape(backup: Backup) -> json_shapes.Json:
    standing = asdict(backup.standing) if backup.standing else None
    return {
        "path": str(backup.path),
        "made_at": backup.made_at,
        "reason": backup.reason,
        "size": backup.size,
        "standing": standing,
    }


def _preview_shape(preview: RestorePreview) -> json_shapes.Json:
    return {**asdict(preview), "path": str(preview.path)}
