"""`tracker source`: a text that may be the next source, and the sources that the ledger has."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from tracker.cli.inputs import opened
from tracker.cli.intake import shown_progress
from tracker.cli.printing.json_shapes import quantity_shape, show, taken
from tracker.cli.printing.text_table import print_lines
from tracker.domain.briefings.found_units import FoundUnit, LeftOut
from tracker.domain.briefings.recognition import Recognition
from tracker.domain.briefings.source_summary import SourceSummary
from tracker.domain.text.date_input import read_day
from tracker.domain.text.dates import day_of
from tracker.locations import typed_path
from tracker.services.briefings.coding_drafts import OpenedDraft, begin_draft, list_drafts, raw_of
from tracker.services.briefings.draft_coding import draft_of
from tracker.services.briefings.finding import FoundSource, find_in_source
from tracker.services.briefings.loading import default_prefix, load_draft
from tracker.services.briefings.recognising import KnownAgain, SaidBy, recognise, words_of_unit
from tracker.services.briefings.reviewing import accept_units, list_unreviewed
from tracker.services.briefings.source_text import CleaningStep, read_source_file
from tracker.services.briefings.sources import export_source, list_sources
from tracker.services.commands import NewSource, UnitsAcceptance, command
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words


def _find(options: Namespace, words: Words) -> FoundSource | None:
    """Find the units of the file of the options; None where it gives no words, which standard error then says."""
    held_on = read_day(options.date, "date") if options.date else None
    rules = typed_path(options.rules) if options.rules else None
    with shown_progress() as progress:
        source = read_source_file(typed_path(options.file), progress=progress)
    if source.unread is not None:
        print(f"tracker: {words.unread(source.unread)}", file=sys.stderr)
        return None
    return find_in_source(source, day_of(datetime.now(UTC)), held_on=held_on, rules=rules)


def run_read(options: Namespace, words: Words) -> int:
    """Say which commitments a text may hold; 1 where nothing could be read, and why on the error channel."""
    found = _find(options, words)
    if found is None:
        return 1
    again = _known_again(options, found) if options.again else ()
    show(options, shape(found, again), lambda: print_found(found, words, again))
    return 0


def _known_again(options: Namespace, found: FoundSource) -> tuple[KnownAgain, ...]:
    units = [words_of_unit(unit, found.held_on) for unit in found.findings.units]
    with opened(options) as workspace:
        return recognise(workspace, units, SaidBy(found.publisher, found.held_on))


def shape(found: FoundSource, again: Sequence[KnownAgain] = ()) -> dict[str, Any]:
    """{name, sha256, format, title, publisher, held_on, held_on_basis, rough, clean_text,
    steps [{number, kind, start, end, before, after, count}],
    units [{passages [{text, start, end, speaker, office}], kind, quantity, due, departments [{name, role, basis}],
    parts [text], speaker, rule, score}], omissions [{text, start, end, reason}], open [{text, start, end}]}.
    Offsets are into the clean text, end exclusive. What is unsure is null or empty. With `--again` a unit also has
    again, the commitments of the ledger by the same body that it may say again, and evidence_for, those of others:
    [{code, title, publisher, held_on, score, relation or null, earlier, differences [{change, before, after, said}]}].
    """
    return {
        "name": found.source.name,
        "sha256": found.source.sha256,
        "format": found.source.kind.value,
        "title": found.title or None,
        "publisher": found.publisher or None,
        "held_on": found.held_on,
        "held_on_basis": found.day_basis.value,
        "rough": found.is_rough,
        "clean_text": found.source.clean.text,
        "steps": [_step(step) for step in found.source.clean.steps],
        "units": [
            _unit(unit) | (_again(again[place]) if again else {}) for place, unit in enumerate(found.findings.units)
        ],
        "omissions": [{**_stretch(one), "reason": one.reason} for one in found.findings.left_out if one.reason],
        "open": [_stretch(one) for one in found.findings.open],
    }


def _step(step: CleaningStep) -> dict[str, Any]:
    return taken(step, "number", "kind", "start", "end", "before", "after", "count")


def _unit(unit: FoundUnit) -> dict[str, Any]:
    due = unit.due
    first = unit.passages[0]
    return {
        "passages": [
            {
                "text": one.exact,
                "start": one.start,
                "end": one.end,
                "speaker": one.speaker or None,
                "office": one.office or None,
            }
            for one in unit.passages
        ],
        "kind": unit.kind,
        "quantity": quantity_shape(unit.quantity),
        "due": None if due is None else {"date": due.on, "basis": due.basis, "about": due.about},
        "departments": [taken(one, "name", "role", "basis") for one in unit.departments],
        "parts": list(unit.parts),
        "speaker": first.speaker or None,
        "rule": unit.rule,
        "score": unit.score,
    }


def _again(known: KnownAgain) -> dict[str, Any]:
    return {"again": list(map(_earlier, known.same_body)), "evidence_for": list(map(_earlier, known.other_bodies))}


def _earlier(one: Recognition) -> dict[str, Any]:
    names = ("code", "publisher", "held_on", "score", "relation", "earlier")
    changed = [taken(difference, "change", "before", "after", "said") for difference in one.differences]
    return {"title": one.title.zh, **taken(one, *names), "differences": changed}


def _stretch(one: LeftOut) -> dict[str, Any]:
    return {"text": one.exact, "start": one.start, "end": one.end}


def print_found(found: FoundSource, words: Words, again: Sequence[KnownAgain] = ()) -> None:
    """What the source says of itself, then each unit with what is sure of it, and a count of all else."""
    print_lines(_head(found, words))
    for number, unit in enumerate(found.findings.units, 1):
        said = " / ".join(f"“{passage.exact}”" for passage in unit.passages)
        print_lines([f"{number:3}  {said}"])
        print_lines([words.join(_fields(unit, words), "clause")], "     ")
        if again:
            print_lines(_again_text(again[number - 1], words), "     ")
    print_lines(_tail(found, words))


def _head(found: FoundSource, words: Words) -> Iterator[str]:
    fields = (("title", found.title), ("publisher", found.publisher))
    yield from (f"{words.field(name)}  {value or '–'}" for name, value in fields)
    yield words.phrase("source_day", day=found.held_on, basis=words.term(found.day_basis))
    if found.is_rough:
        yield words.phrase("units_rough")
    counts = Counter(step.kind for step in found.source.clean.steps)
    for kind, count in counts.items():
        yield words.phrase("cleaning_steps", kind=words.term(kind), count=count)


def _fields(unit: FoundUnit, words: Words) -> Iterator[str]:
    first = unit.passages[0]
    if first.speaker:
        yield f"{first.office}{first.speaker}" if words.language == "zh" else f"{first.speaker} ({first.office})"
    if unit.kind:
        yield words.term(unit.kind)
    if unit.quantity:
        yield words.quantity(unit.quantity)
    if unit.due:
        yield words.due(unit.due)
    for one in unit.departments:
        yield words.phrase("found_department", name=one.name, role=words.term(one.role), basis=words.term(one.basis))
    yield words.phrase("found_by", rule=words.rule(unit.rule), score=round(100 * unit.score))


def _again_text(known: KnownAgain, words: Words) -> Iterator[str]:
    """The likeliest earlier commitment of the same body, and of another for which the words may be evidence."""
    for one in known.same_body[:1]:
        relation = words.term(one.relation) if one.relation else "–"
        yield words.phrase("known_again", code=one.code, relation=relation, words=one.earlier)
    for one in known.other_bodies[:1]:
        yield words.phrase("evidence_for", code=one.code, publisher=one.publisher, words=one.earlier)


def _tail(found: FoundSource, words: Words) -> Iterator[str]:
    findings = found.findings
    if not findings.units:
        yield words.phrase("units_none")
    reasons = Counter(one.reason for one in findings.left_out if one.reason)
    left = words.join(words.phrase("left_out_as", reason=words.term(one), count=n) for one, n in reasons.items())
    yield words.phrase("units_found", count=len(findings.units), open=len(findings.open), left=left or "–")
    for one in findings.open:
        yield words.phrase("clause_open", text=one.exact)


def run_add(options: Namespace, words: Words) -> int:
    """Take a text in, or keep its draft; 1 where nothing could be read, and why on the error channel.

    JSON: {source, draft, title, publisher, held_on, held_on_basis, prefix, count, open, event}; of a draft `source` and
    `event` are null, of a source `draft` is.
    """
    found = _find(options, words)
    if found is None:
        return 1
    with opened(options) as workspace:
        wish = _wish(workspace, options, found)
        if options.accept_all:
            draft, _ = draft_of(found.source.clean.text, found.findings).accept_all()
            event = load_draft(workspace, draft, raw_of(found), wish, is_reviewed=False).event_id
            key = next(one.key for one in list_sources(workspace) if one.prefix == wish.prefix)
            uid = None
        else:
            uid = begin_draft(workspace, found, wish)
            event = key = None
    counts = {"count": len(found.findings.units), "open": len(found.findings.open)}
    said = words.phrase("source_draft_waits", title=wish.title, **counts)
    if key is not None:
        said = words.phrase("source_taken_in", source=key, prefix=wish.prefix, **counts)
    added = {
        "source": key,
        "draft": uid,
        **wish.model_dump(),
        "held_on_basis": found.day_basis,
        **counts,
        "event": event,
    }
    show(options, added, lambda: print_lines([said]))
    return 0


def _wish(workspace: Workspace, options: Namespace, found: FoundSource) -> NewSource:
    """What the source is to be called: as it was given, else as its text says. Raises `prefix_missing`, and as
    `command`."""
    publisher = options.publisher or found.publisher
    prefix = options.prefix or default_prefix(workspace, publisher, found.held_on)
    title = options.title or found.title or typed_path(options.file).stem
    return command(NewSource, title=title, publisher=publisher, held_on=found.held_on, prefix=prefix)


def run_accept(options: Namespace, words: Words) -> None:
    """Take commitments for reviewed; with `--all` every one that waits. JSON: {accepted [code], event}."""
    with opened(options) as workspace:
        waiting = list_unreviewed(workspace)
        codes = waiting if options.all else tuple(options.codes)
        event = 0
        if codes or not options.all:  # named, it has to be said which
            event = accept_units(workspace, command(UnitsAcceptance, commitments=codes)).event_id
    accepted = [code for code in dict.fromkeys(map(str.strip, codes)) if code in waiting]
    said = words.phrase("units_accepted_now", count=len(accepted)) if accepted else words.phrase("units_none_waiting")
    show(options, {"accepted": accepted, "event": event or None}, lambda: print_lines([said]))


def run_list(options: Namespace, words: Words) -> None:
    """Print the sources of the ledger and the drafts that wait in it, and whether somebody has decided on every word of
    each."""
    with opened(options) as workspace:
        sources = list_sources(workspace)
        # Of those whose source is there already, its own line says what is open.
        drafts = [one for one in list_drafts(workspace) if not one.kept.source_key]
    shapes = [*map(_summary, sources), *map(_draft_summary, drafts)]
    lines = [*(_line(one, words) for one in sources), *(_draft_line(one, words) for one in drafts)]
    show(options, shapes, lambda: print_lines(lines))


def run_export(options: Namespace, words: Words) -> None:
    """Write a source as a folder, and say where it lies."""
    folder = typed_path(options.out)
    with opened(options) as workspace:
        coding = export_source(workspace, options.key, folder)
    print_lines([words.phrase("source_exported", source=options.key, count=len(coding.commitments), path=folder)])


def _summary(source: SourceSummary) -> dict[str, Any]:
    """{key, prefix, title, title_en, publisher, publisher_en, held_on, commitments, unreviewed, open, finished,
    spreadsheet, draft}; of a draft `draft` is its UUID, `key` null, `commitments` what is accepted so far, `unreviewed`
    what is only proposed."""
    return {
        "key": source.key,
        "prefix": source.prefix,
        "title": source.title.zh,
        "title_en": source.title.en,
        "publisher": source.publisher.zh,
        "publisher_en": source.publisher.en,
        "held_on": source.held_on,
        "commitments": source.commitments,
        "unreviewed": source.unreviewed,
        "open": source.open,
        "finished": source.is_finished,
        "spreadsheet": source.is_spreadsheet,
        "draft": None,
    }


def _draft_summary(waiting: OpenedDraft) -> dict[str, Any]:
    kept = waiting.kept
    counts = waiting.draft.counts
    return {
        "key": None,
        "prefix": kept.prefix,
        "title": kept.title,
        "title_en": kept.title,
        "publisher": kept.publisher,
        "publisher_en": kept.publisher,
        "held_on": kept.held_on,
        "commitments": counts.accepted,
        "unreviewed": counts.proposed,
        "open": counts.open,
        "finished": False,
        "spreadsheet": False,
        "draft": kept.uid,
    }


def _draft_line(waiting: OpenedDraft, words: Words) -> str:
    kept = waiting.kept
    counts = waiting.draft.counts
    return words.phrase(
        "draft_line",
        prefix=kept.prefix,
        day=kept.held_on,
        title=kept.title,
        publisher=kept.publisher,
        accepted=counts.accepted,
        proposed=counts.proposed,
        open=counts.open,
        by=kept.coder,
    )


def _line(source: SourceSummary, words: Words) -> str:
    return words.phrase(
        "source_line",
        source=source.key,
        prefix=source.prefix,
        day=source.held_on,
        title=words.name(source.title),
        publisher=words.name(source.publisher),
        count=source.commitments,
        state=_state(source, words),
    )


def _state(source: SourceSummary, words: Words) -> str:
    if source.is_finished:
        return words.phrase("source_finished")
    return words.phrase("source_unfinished", unreviewed=source.unreviewed, open=source.open)
