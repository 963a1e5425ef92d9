"""Backups, the way back to one, repair, and two copies side by side. What `--json` prints of them:

    backup           {path}
    backup --list    [{path, made_at, reason, size, standing}], newest first
    restore          {path, kept, lost, regained, missing}
    --preview        {path, now, then, lost, newest_lost {at, author, kind} or null, regained, missing}
    repair           {path, mended [words], lost [words], faults [{code, message, details}]}
    compare          {same, first, second, common, only_first [event], only_second [event], altered [event],
                      last_common {id, at, author, kind, reason, details, uid, commitments} or null}

where `standing`, `now` and `then` are {events, recorded, newest, commitments, judged, evidence, attachments}, or null
where nothing can be read.
"""

from argparse import Namespace
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from tracker.cli.inputs import asking, open_asking
from tracker.cli.printing import json_shapes, plain_tables
from tracker.domain.safety.backups import Backup
from tracker.domain.safety.comparison import ComparedEvent
from tracker.domain.text.dates import stamp
from tracker.locations import typed_path
from tracker.services.ledgers.shared_addresses import is_url
from tracker.services.ledgers.workspace import default_author, default_location, open_workspace
from tracker.services.safety.backups import back_up, list_backups, preview_restore, restore
from tracker.services.safety.comparing import compare
from tracker.services.safety.copying import save_copy
from tracker.services.safety.repairing import repair
from tracker.wording import Words
from tracker.wording.comparing import comparison_lines
from tracker.wording.restoring import preview_lines

DIFFERENT = 3
_MEGA = 1_000_000
_OUTCOMES = ("mended", "lost", "left")
"""Of a repair."""


def run_backup(options: Namespace, words: Words) -> None:
    """Make a backup, write a complete one elsewhere, or list those that there are."""
    location = options.ledger or default_location()
    if options.list:
        found = list_backups(location)
        json_shapes.show(options, list(map(_shape, found)), lambda: _print_backups(found, words))
        return
    with closing(open_asking(location, options)) as workspace:
        if options.out:
            path = typed_path(options.out).absolute()
            save_copy(workspace, path)
        else:
            path = back_up(workspace)
    json_shapes.show(options, {"path": str(path)}, lambda: print(path))


def run_restore(options: Namespace, words: Words) -> None:
    """Say what a restore would change, or do it."""
    location = options.ledger or default_location()
    source = _source(location, options.file)
    preview = preview_restore(location, source)
    if options.preview:
        shape = {**asdict(preview), "path": str(preview.path)}
        json_shapes.show(options, shape, lambda: print(*preview_lines(preview, words), sep="\n"))
        return
    kept = restore(location, source, author=default_author())
    shape = {"path": str(source), "kept": str(kept) if kept else None}
    lines = [words.phrase("restored", path=source), *([words.phrase("restore_kept", path=kept)] if kept else [])]
    shape |= json_shapes.taken(preview, "lost", "regained", "missing")
    json_shapes.show(options, shape, lambda: print(*lines, sep="\n"))


def run_repair(options: Namespace, words: Words) -> None:
    """Write a repaired copy, and say what was mended, what is lost, and what is still wrong."""
    location = options.ledger or default_location()
    beside = Path(location)
    out = options.out or beside.with_name(f"{beside.stem}.repaired{beside.suffix}")
    done = repair(location, typed_path(out).absolute(), author=default_author())
    said = {name: [words.fault(one.code, one.details) for one in getattr(done, name)] for name in _OUTCOMES}
    lines = [words.phrase(f"repair_{name}", what=what) for name in _OUTCOMES for what in said[name]]
    faults = [json_shapes.fault(fault, words) for fault in done.left]
    shape = {"path": str(done.path), "mended": said["mended"], "lost": said["lost"], "faults": faults}
    json_shapes.show(options, shape, lambda: print(words.phrase("repaired", path=done.path), *lines, sep="\n"))


def run_compare(options: Namespace, words: Words) -> int:
    """Say where two ledgers part: 0 where neither has anything that the other lacks, 3 where one has."""
    first, second = (_reached(place, options) for place in (options.first, options.second))
    found = compare(first, second)
    places = {"same": found.are_same, "first": found.first, "second": found.second, "common": found.common}
    last = _event_shape(found.last_common) if found.last_common is not None else None
    lists = {name: list(map(_event_shape, getattr(found, name))) for name in ("only_first", "only_second", "altered")}
    shape = {**places, "last_common": last, **lists}
    json_shapes.show(options, shape, lambda: print(*comparison_lines(found, words), sep="\n"))
    return 0 if found.are_same else DIFFERENT


def _reached(place: str, options: Namespace) -> str:
    """The address of a ledger to which a password is known by now; the path of a file as it is."""

    def reach(location: str) -> str:
        open_workspace(location).close()
        return location

    return asking(place, options, reach) if is_url(place) else place


def _source(location: str, name: str) -> Path:
    """The file that is meant: a path, or the name of a backup as the list has it."""
    path = typed_path(name).absolute()
    if not path.exists() and Path(name).name == name and "://" not in location:
        return next((backup.path for backup in list_backups(location) if backup.path.name == name), path)
    return path


def _print_backups(found: tuple[Backup, ...], words: Words) -> None:
    cells = [
        (
            backup.path.name,
            stamp(backup.made_at),
            words.term(backup.reason),
            f"{backup.size / _MEGA:.1f} MB",
            str(backup.summary.events) if backup.summary else words.phrase("unreadable"),
        )
        for backup in found
    ]
    titles = ("file", "at", "backup_reason", "size", "events")
    plain_tables.print_table(titles, cells, 2, words, none="backups_none")


def _shape(backup: Backup) -> json_shapes.Json:
    standing = asdict(backup.summary) if backup.summary else None
    return {"path": str(backup.path), **json_shapes.taken(backup, "made_at", "reason", "size"), "standing": standing}


def _event_shape(told: ComparedEvent) -> json_shapes.Json:
    return {**json_shapes.event(told.event), "uid": told.uid, "commitments": list(told.commitments)}
