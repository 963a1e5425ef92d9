"""`tracker import`: an office's spreadsheet, as it would come in or as it came in."""

from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tracker.cli.inputs import opened, read_term
from tracker.cli.printing.json_shapes import show, taken
from tracker.cli.printing.text_table import print_lines
from tracker.domain.commitments.quantity import Quantity
from tracker.domain.errors import UserError
from tracker.domain.exchange.spreadsheet_rows import (
    LEFT_FOR,
    OF_SHEETS,
    LeftReason,
    LeftRow,
    RowFinding,
    RowMark,
    SheetField,
    SheetItem,
    SheetOffer,
    SheetPlan,
    SheetPreview,
)
from tracker.locations import typed_path
from tracker.services.commands import SheetWish, command
from tracker.services.exchange.importing import SheetFile, bring_in, offer, open_sheets, preview
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words

_SHOWN = 20
"""Commitments, findings and rows that are printed; JSON has more."""


def run_import(options: Namespace, words: Words) -> None:
    """Read the file, and bring it in, or with `--preview` only say what would come in."""
    with opened(options) as workspace:
        file = open_sheets(typed_path(options.file))
        first, *also = options.sheet or [""]
        found = offer(workspace, file, first, _header(options.header), also=also)
        takes = frozenset(read_term(RowMark, "take", one, words) for one in options.take)
        plan = replace(found.plan, fields=_mapped(options.map, found, words), takes=takes)
        wish = _wish(workspace, options, found)
        seen = preview(workspace, file, plan, wish)
        event = 0 if options.preview else bring_in(workspace, file, plan, wish).event_id
    lines = [words.phrase("imported", count=seen.count, file=file.name), *_sheet_lines(plan, found, words)]
    lines += [_finding_line(finding, words) for finding in seen.findings if finding.code in OF_SHEETS]
    if options.preview:
        lines = _preview_lines(plan, found, seen, words)
    show(options, _shape(file, found, plan, wish, seen, event), lambda: print_lines(lines))


def _wish(workspace: Workspace, options: Namespace, found: SheetOffer) -> SheetWish:
    return command(
        SheetWish,
        title=options.title or found.title,
        publisher=options.publisher or found.publisher or workspace.author,
        held_on=options.held_on or found.held_on,
        stated_on=options.stated_on or found.stated_on,
        prefix=options.prefix or found.prefix,
    )


def _mapped(given: Iterable[str], found: SheetOffer, words: Words) -> dict[int, SheetField]:
    """The mapping, before which goes what was given: FIELD=HEADING, FIELD= for none."""
    fields = dict(found.plan.fields)
    for pair in given:
        name, parted, heading = pair.partition("=")
        field = read_term(SheetField, "map", name if parted else pair, words)
        if not parted:
            raise UserError("heading_missing", field="map", value=pair)
        fields = {place: held for place, held in fields.items() if held is not field}
        if heading.strip():
            fields[_place(heading.strip(), found)] = field
    return fields


def _place(heading: str, found: SheetOffer) -> int:
    """The column with a heading; one without is named by its number."""
    for column in found.columns:
        if heading in (column.heading or str(column.index + 1), "".join(column.heading.split())):
            return column.index
    headings = [column.heading for column in found.columns if column.heading]
    raise UserError("heading_unknown", field="map", value=heading, allowed=headings)


def _header(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise UserError("field_invalid", field="header", value=text)
    return int(text)


def _shape(
    file: SheetFile, found: SheetOffer, plan: SheetPlan, wish: SheetWish, seen: SheetPreview, event: int
) -> dict[str, Any]:
    """{file, sha256, sheet, also [name], sheets [{name, rows, hidden, same_headings, taken}], takes [mark],
    marked {mark: count}, header, mapping {field: heading}, unmapped [heading], remembered, title, publisher, held_on,
    stated_on, prefix, count, claims, evidence, new_departments, new_topics, statuses [{words, count, claimed}],
    items [{row, sheet, code, title, words, departments [{key, name, role}], due, basis, target {operator, value, unit},
    topic, speaker, claimed}], findings [{row, sheet, code, words, taken}], found {code: count},
    left [{row, sheet, reason, words, twin}], left_out {reason: count}, event}. `event` is null where nothing was
    recorded; `sheet` of a row where only one is read."""
    headings = {column.index: column.heading for column in found.columns}
    return {
        "file": file.name,
        "sha256": file.sha256,
        "sheet": plan.sheet,
        "also": list(plan.also),
        "sheets": [
            {
                "name": one.name,
                "rows": one.rows,
                "hidden": not one.is_shown,
                "same_headings": one.is_sister,
                "taken": one.name in (plan.sheet, *plan.also),
            }
            for one in found.sheets
        ],
        "takes": sorted(plan.takes),
        "marked": {mark.value: count for mark, count in seen.marked.items()},
        "header": plan.header or None,
        "mapping": {field.value: headings.get(place, "") for place, field in sorted(plan.fields.items())},
        "unmapped": list(seen.unmapped),
        "remembered": found.remembered or None,
        **wish.model_dump(mode="json"),
        **taken(seen, "count", "claims", "evidence"),
        "new_departments": list(seen.new_departments),
        "new_topics": list(seen.new_topics),
        "statuses": [taken(one, "words", "count", "claimed") for one in seen.statuses],
        "items": [_item(item) for item in seen.items],
        "findings": [_finding(finding) for finding in seen.findings],
        "found": {code.value: count for code, count in seen.found.items()},
        "left": [_left(row) for row in seen.left],
        "left_out": {reason.value: count for reason, count in seen.left_out.items()},
        "event": event or None,
    }


def _item(item: SheetItem) -> dict[str, Any]:
    row = item.row
    due = item.row.due
    return {
        "row": row.row,
        "sheet": row.sheet or None,
        "code": item.code,
        "title": row.title,
        "words": row.words,
        "departments": [{"key": d.key or None, "name": d.name, "role": d.role} for d in item.departments],
        "due": due.on if due else None,
        "basis": due.basis if due else None,
        "target": _target(row.quantity) if row.quantity else None,
        "topic": row.topic or None,
        "speaker": row.speaker or None,
        "claimed": item.claimed,
    }


def _target(amount: Quantity) -> dict[str, Any]:
    value = None if amount.value is None else str(amount.value)
    return {"operator": amount.operator, "value": value, "unit": amount.unit}


def _finding(finding: RowFinding) -> dict[str, Any]:
    place = {"row": finding.row, "sheet": finding.sheet or None}
    return {**place, **taken(finding, "code", "words"), "taken": finding.taken or None}


def _left(row: LeftRow) -> dict[str, Any]:
    place = {"row": row.row, "sheet": row.sheet or None}
    return {**place, **taken(row, "reason", "words"), "twin": row.twin or None}


def _preview_lines(plan: SheetPlan, found: SheetOffer, seen: SheetPreview, words: Words) -> list[str]:
    """The mapping, the first commitments, what is to be known of them, and what is left out, a line each."""
    headings = {column.index: column.heading or str(column.index + 1) for column in found.columns}
    lines = [*_sheet_lines(plan, found, words), ""]
    lines += [f"{words.term(field)}  {headings.get(place, place)}" for place, field in sorted(plan.fields.items())]
    if seen.unmapped:
        lines.append(words.phrase("import_unmapped", columns=seen.unmapped))
    lines += ["", *(f"{item.code}  {item.row.title}" for item in seen.items[:_SHOWN])]
    lines += ["", *(_finding_line(finding, words) for finding in seen.findings[:_SHOWN])]
    lines += [_left_line(row, words) for row in seen.left[:_SHOWN] if row.reason is not LeftReason.EMPTY]
    left = sum(seen.left_out.values())
    return [*lines, "", words.phrase("import_total", count=seen.count, findings=sum(seen.found.values()), left=left)]


def _sheet_lines(plan: SheetPlan, found: SheetOffer, words: Words) -> list[str]:
    """Which sheets are read, which could be read with them, and which others there are; nothing of a CSV file."""
    if not plan.sheet:
        return []
    left = found.left_out(plan)
    sisters = [one for one in left if one.is_sister]
    others = [one for one in left if not one.is_sister]
    lines = [words.phrase("import_sheet", sheets=words.join([plan.sheet, *plan.also]))]
    for phrase, choices in (("import_sheet_sisters", sisters), ("import_sheet_left", others)):
        if choices:
            names = [
                one.name if one.is_shown else words.phrase("import_sheet_hidden", sheet=one.name) for one in choices
            ]
            lines.append(words.phrase(phrase, sheets=words.join(names)))
    return lines


def _finding_line(finding: RowFinding, words: Words) -> str:
    text = words.finding(finding)
    if finding.code in LEFT_FOR:
        text = words.phrase("import_take", text=text, mark=LEFT_FOR[finding.code].value)
    return words.phrase("import_row", row=finding.place, text=text)


def _left_line(row: LeftRow, words: Words) -> str:
    return words.phrase("import_left", row=row.place, reason=words.term(row.reason), text=row.words)
