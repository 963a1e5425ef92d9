"""A returned form beside the one that was sent: row by row and cell by cell, with everything that is doubtful named."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.exchange.forms import (
    LOCKED,
    OPEN,
    FillField,
    FormFinding,
    FormWords,
    PreviewRow,
    ReturnedForm,
    ReturnedRow,
    Sending,
    Weight,
    plain_code,
    same_words,
)
from tracker.domain.exchange.returned_cells import ReturnedEntry, read_entry


@dataclass(frozen=True, slots=True)
class FormContext:
    """What the ledger knows when a form comes back.

    `known` are all its codes, `responsible` those that are the department's now, `changed` those that something was
    done to since the form was sent. `entered` reports each row that was entered already its mark and the day.
    `newest` is the last form that was sent to the same department, `same_file` the day on which this very file was
    entered, or "". `earlier_file` is the name of another file of the same form that was entered, and the day;
    `closed_on` the day on which the form's round was closed, `open_round` the period of another that is open.
    """

    today: date
    known: frozenset[str] = frozenset()
    responsible: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    entered: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    newest: Sending | None = None
    same_file: str = ""
    earlier_file: tuple[str, str] | None = None
    closed_on: str = ""
    open_round: str = ""


def compare(sending: Sending, form: ReturnedForm, words: FormWords, standing: FormContext) -> tuple[PreviewRow, ...]:
    """Return the rows of the form as they came, then those of the sending that did not come back."""
    codes = [plain_code(row.cells.get(FillField.CODE, "")) for row in form.rows]
    often = Counter(codes)
    seen = Counter[str]()
    rows: list[PreviewRow] = []
    for code, returned in zip(codes, form.rows, strict=True):
        seen[code] += 1
        # A row that somebody copied: both are shown, and neither is clear until somebody chooses.
        key = code if seen[code] == 1 else f"{code}#{seen[code]}"
        entry = read_entry(sending, code, returned, words, standing.today)
        twice = [FormFinding("code_twice", Weight.DOUBT)] if often[code] > 1 else []
        findings = [*_place_findings(sending, code, standing), *twice, *_locked_findings(sending, code, form, returned)]
        rows.append(_row(sending, key, code, returned, entry, standing, findings))
    lacking = (FormFinding("not_returned", Weight.NOTE),)
    missing = (code for code in sending.rows if code not in seen)
    return (
        *rows,
        *(PreviewRow(code, sending.commitment(code), 0, sending.rows[code], findings=lacking) for code in missing),
    )


def form_findings(sending: Sending, form: ReturnedForm, standing: FormContext) -> Iterator[FormFinding]:
    """Return what concerns the form as a whole."""
    yield from form.findings
    if standing.same_file:
        yield FormFinding("form_entered", Weight.DOUBT, {"day": standing.same_file})
    elif standing.earlier_file:
        name, day = standing.earlier_file
        yield FormFinding("form_second", Weight.NOTE, {"name": name, "day": day})
    if standing.closed_on:
        yield FormFinding("round_closed", Weight.NOTE, {"period": sending.period, "day": standing.closed_on})
        if standing.open_round:
            details = {"period": sending.period, "open": standing.open_round}
            yield FormFinding("form_other_round", Weight.DOUBT, details)
    newest = standing.newest
    if newest is not None and newest.batch != sending.batch and newest.event > sending.event:
        details = {"period": sending.period, "day": sending.sent_on.isoformat(), "newest": newest.period}
        changed = standing.changed & set(map(sending.commitment, sending.rows))
        yield FormFinding("form_earlier", Weight.DOUBT, {**details, "changed": len(changed)})
    missing = [column for column in sending.columns if column not in form.columns]
    if missing:
        yield FormFinding("columns_missing", Weight.DOUBT, {"columns": missing})
    returned = {plain_code(row.cells.get(FillField.CODE, "")) for row in form.rows}
    if lacking := [code for code in sending.rows if code not in returned]:
        yield FormFinding("rows_missing", Weight.NOTE, {"codes": lacking, "count": len(lacking)})


def _row(
    sending: Sending,
    key: str,
    code: str,
    returned: ReturnedRow,
    entry: ReturnedEntry,
    standing: FormContext,
    findings: list[FormFinding],
) -> PreviewRow:
    mark = _mark(returned)
    before = (standing.entered or {}).get(code, ())
    is_filled = bool(entry.said) or entry.evidence is not None
    if is_filled and (day := next((day for known, day in before if known == mark), "")):
        findings.append(FormFinding("row_entered", Weight.STOP, {"day": day}))
    elif is_filled and before:
        findings.append(FormFinding("row_corrects", Weight.NOTE, {"day": before[-1][1]}))
    if not is_filled:
        findings.append(FormFinding("row_empty", Weight.NOTE))
    return PreviewRow(
        key=key,
        code=sending.commitment(code),
        place=returned.place,
        sent=sending.rows.get(code, {}),
        returned=returned.cells,
        said=entry.said,
        claimed=entry.claimed,
        value=entry.value,
        role=entry.role,
        said_on=entry.said_on,
        evidence=entry.evidence,
        mark=mark,
        findings=(*findings, *entry.findings),
    )


def _place_findings(sending: Sending, code: str, standing: FormContext) -> Iterator[FormFinding]:
    """Whether the row is where it belongs, and what became of its commitment meanwhile."""
    if code not in sending.rows:
        is_known = code in standing.known
        yield FormFinding("row_not_sent" if is_known else "row_unknown", Weight.STOP, {"code": code})
        return
    commitment = sending.commitment(code)
    if sending.event and commitment not in standing.responsible:
        yield FormFinding("not_responsible", Weight.NOTE)
    if commitment in standing.changed:
        yield FormFinding("changed_since", Weight.NOTE)


def _locked_findings(sending: Sending, code: str, form: ReturnedForm, returned: ReturnedRow) -> Iterator[FormFinding]:
    """Whether what is the ledger's came back as it was sent, and whether cells were merged."""
    if merged := [column for column in FillField if column in returned.merged]:
        yield FormFinding("cells_merged", Weight.DOUBT, {"columns": merged})
    if code not in sending.rows:
        return
    for column in LOCKED:
        if column is FillField.CODE or column not in form.columns or column in returned.merged:
            continue
        sent = sending.rows[code].get(column, "")
        came = returned.cells.get(column, "")
        if not same_words(sent, came):
            yield FormFinding("locked_changed", Weight.DOUBT, {"column": column, "sent": sent, "returned": came})


def _mark(returned: ReturnedRow) -> str:
    """Stands for what a department filled in."""
    # The open cells alone: if somebody widened a locked one, the same answer would be entered a second time.
    cells = {column.value: returned.cells[column] for column in OPEN if returned.cells.get(column)}
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
