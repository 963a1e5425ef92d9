"""What is done in the background while a source is added: it is read, looked through, kept as a draft, or taken in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.desktop import services
from tracker.domain.commitments.bodies import state_bodies
from tracker.domain.commitments.progress import Progress
from tracker.domain.errors import UserError
from tracker.domain.evidence.unreadable import Unreadable
from tracker.domain.rows import Changes
from tracker.domain.text.date_input import read_day

if TYPE_CHECKING:
    from tracker.desktop.open_ledger import OpenLedger
    from tracker.services.briefings.finding import FoundSource
    from tracker.services.briefings.source_text import ReadSource
    from tracker.services.commands import NewSource

Reader = Callable[[Progress], "ReadSource"]
"""Reads a source: a file, or a text that was pasted."""


@dataclass(frozen=True, slots=True)
class SourceOffer:
    """A source that was read, with what was found, and what its form offers: a prefix, "" where none is known, and the
    publishers that can be completed."""

    found: "FoundSource"
    prefix: str
    publishers: tuple[str, ...]


def offer_source(
    ledger: "OpenLedger", read: Reader, progress: Progress, rules: Path | None = None
) -> SourceOffer | Unreadable:
    """Read a source and find what it holds, by the office's own `rules` too, or say why it could not be read.

    Raises what `read` raises, `source_known`, `source_waits`, `source_without_unit`, and as `find_in_source`; lets
    `Cancelled` pass.
    """
    workspace = ledger.workspace
    source = read(progress)
    if source.unread is not None:
        return source.unread
    services.coding_drafts.check_new(workspace, source)
    found = services.finding.find_in_source(source, workspace.today(), rules=rules)
    # Finding tells of no steps: whoever has cancelled meanwhile gets nothing.
    progress(1, 1)
    if not found.findings.units:
        raise UserError("source_without_unit", field="file")
    earlier = (one.publisher.zh for one in services.sources.list_sources(workspace))
    bodies = (body.full_name for body in state_bodies().independent)
    prefix = _known_prefix(ledger, found.publisher, found.held_on)
    return SourceOffer(found, prefix, tuple(dict.fromkeys((*earlier, *bodies))))


def look_again(
    ledger: "OpenLedger",
    first: "FoundSource",
    found: "FoundSource",
    values: Mapping[str, Any],
    undone: Collection[int],
    progress: Progress,
) -> tuple["FoundSource", str]:
    """Find again where the day or a cleaning step is another one; also returns the prefix that goes with publisher and
    day, "" where none is known. `first` is what was found at first: by it the day may still be known.

    Raises `date_invalid` and the like for the day, `source_empty`; lets `Cancelled` pass.
    """
    day = read_day(values["held_on"], "held_on")
    if day != found.held_on or set(undone) != undone_in(found):
        source = found.source.with_undone(undone)
        progress(0, 0)
        found = services.finding.find_in_source(source, ledger.workspace.today(), held_on=day, rules=found.rules)
        if day == first.held_on:
            found = replace(found, day_basis=first.day_basis)
    return found, _known_prefix(ledger, values["publisher"], day)


def undone_in(found: "FoundSource") -> set[int]:
    """Return the numbers of the cleaning steps that were not taken."""
    return {step.number for step in found.source.clean.steps if step.undone}


def begin_draft(ledger: "OpenLedger", found: "FoundSource", values: Mapping[str, Any]) -> str:
    """Keep a source as a draft that waits for review; returns its UUID. Raises as `coding_drafts.begin_draft`."""
    return services.coding_drafts.begin_draft(ledger.present, found, _wish(ledger, values))


def take_in(ledger: "OpenLedger", found: "FoundSource", values: Mapping[str, Any]) -> Changes:
    """Take in everything that was found, not reviewed. Raises as `loading.load_draft`."""
    wish = _wish(ledger, values)
    draft, _ = services.draft_coding.draft_of(found.source.clean.text, found.findings).accept_all()
    raw = services.coding_drafts.raw_of(found)
    return services.loading.load_draft(ledger.present, draft, raw, wish, is_reviewed=False)


def _wish(ledger: "OpenLedger", values: Mapping[str, Any]) -> "NewSource":
    """What the source is to be called; without a prefix it gets the usual one. Raises `prefix_missing`, and as
    `commands.command`."""
    command, kind = services.commands.command, services.commands.NewSource
    if values["prefix"]:
        return command(kind, **values)
    # All else first: without a publisher there is no prefix, and that is not what is to be mended.
    wish = command(kind, **{**values, "prefix": "X"})
    return command(kind, **{**values, "prefix": _default(ledger, wish.publisher, wish.held_on)})


def _known_prefix(ledger: "OpenLedger", publisher: str, held_on: date) -> str:
    try:
        return _default(ledger, publisher.strip(), held_on)
    except UserError:
        return ""


def _default(ledger: "OpenLedger", publisher: str, held_on: date) -> str:
    return services.loading.default_prefix(ledger.workspace, publisher, held_on)
