"""What offices send back or bring along: spreadsheets to bring in, filled-in forms, templates of their own."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.torture.inputs.documents import csv_bytes
from tests.torture.inputs.door import Door, Take, storable
from tests.torture.inputs.draw import Draw
from tests.torture.inputs.packed import Members, cell_words, changed, packed, workbook_members

from tracker.domain.commitments.progress import unwatched

_HEADINGS = (
    "序号",
    "任务",
    "牵头单位",
    "配合单位",
    "时限",
    "目标",
    "状态",
    "进展情况",
    "佐证材料",
    "链接",
    "发布日期",
    "标签",
)
_DAY = date(2026, 11, 23)
_ONE_IN = 500
"""Sheets that are entered into a real ledger, of those that could be."""
_STYLES_OF_A_KIND = 6


def _table(draw: Draw) -> list[list[str]]:
    """Rows under headings of a ledger of an office."""
    head = [draw.pick(_HEADINGS) for _ in range(1 + draw.below(8))]
    return [head, *([cell_words(draw) for _ in head] for _ in range(draw.below(5)))]


def _sheet_bytes(draw: Draw) -> tuple[bytes, str]:
    if draw.one_in(2):
        return csv_bytes(draw), "a.csv"
    members = workbook_members(draw, _table(draw))
    return packed(draw, changed(draw, members) if draw.one_in(2) else members), "a.xlsx"


def _open_import(folder: Path) -> Take:
    """Read as a spreadsheet, its headings and every row; now and then entered, whole or not at all."""
    from tests.torture.inputs.ledgers import head_of, open_ledger

    from tracker.capture.spreadsheets.headings import columns, find_header, plan_of
    from tracker.capture.spreadsheets.sheet_rows import RowReader, status_counts
    from tracker.capture.spreadsheets.workbooks import read_sheets
    from tracker.domain.errors import UserError
    from tracker.domain.exchange.spreadsheet_rows import SheetRow
    from tracker.services.commands import SheetWish, command
    from tracker.services.exchange.importing import bring_in, offer

    workspace = open_ledger(folder)

    def take(draw: Draw) -> None:
        content, name = _sheet_bytes(draw)
        file = read_sheets(content, name)
        sheet = file.sheet("")
        header = find_header(sheet)
        plan = plan_of(sheet, header, columns(sheet, header))
        status_counts(sheet, plan)
        for row in RowReader(sheet, plan, _DAY).rows():
            if isinstance(row, SheetRow):
                storable(row.words, row.title, row.code, row.leads, row.topic, row.speaker, row.details, *row.tags)
        if not draw.one_in(_ONE_IN):
            return
        found = offer(workspace, file, recall=False)
        wish = command(
            SheetWish, title=found.title, publisher="办公厅", held_on=_DAY, stated_on=_DAY, prefix=found.prefix
        )
        before = head_of(workspace)
        try:
            bring_in(workspace, file, found.plan, wish)
        except UserError:
            assert head_of(workspace) == before, "something stays of what was refused"
            raise

    return take


def _open_form(folder: Path) -> Take:
    """Read as a returned form, and held against what was sent."""
    from tests.torture.inputs.ledgers import open_ledger

    from tracker.capture.spreadsheets.returned_forms import read_form
    from tracker.domain.exchange.forms import FillField
    from tracker.domain.exchange.returned_form import FormContext, compare, form_findings
    from tracker.exports.filling import form_words, send_form
    from tracker.services.exchange.forms import FillWish, examine_form
    from tracker.wording import load_words

    workspace = open_ledger(folder)
    path = folder / "form.xlsx"
    sent = send_form(workspace, FillWish("sme-bureau"), path, load_words("zh"))
    words, sound = form_words(), _unpacked(path.read_bytes())
    codes = tuple(sent.rows)
    sheet = next(name for name in sound if name.startswith("xl/worksheets/sheet1"))
    heads = [words.sentences["zh"][f"column_{column}"] for column in FillField]

    def take(draw: Draw) -> None:
        if draw.one_in(2):
            members = changed(draw, sound)
        else:
            rows = [[draw.pick(codes), *(cell_words(draw) for _ in heads[1:])] for _ in range(draw.below(5))]
            members = {**sound, sheet: workbook_members(draw, [heads, *rows])["xl/worksheets/sheet1.xml"]}
        data = packed(draw, members)
        form = read_form(data, "退回.xlsx", words)
        sending = form.stated or sent
        for row in compare(sending, form, words, FormContext(_DAY, frozenset(codes))):
            storable(row.said, row.code)
        list(form_findings(sending, form, FormContext(_DAY)))
        if draw.one_in(100):
            examine_form(workspace, data, "退回.xlsx", words)

    return take


def _unpacked(data: bytes) -> Members:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _thin_out(made: Any) -> None:
    """Leave some styles of each kind of the 164 that python-docx begins with: to read them took most of the time."""
    from docx.oxml.ns import qn

    kinds: Counter[Any] = Counter()
    for style in list(made.styles):
        kinds[style.type] += 1
        if kinds[style.type] > _STYLES_OF_A_KIND and not style.element.get(qn("w:default")):
            style.element.getparent().remove(style.element)


def _open_template(folder: Path) -> Take:
    """Filled with a report and saved."""
    import docx
    from docx.opc import phys_pkg
    from tests.torture.inputs.ledgers import open_ledger, report_of

    from tracker.exports.docx.template import BLOCKS, FIELDS, fill
    from tracker.exports.template import Template

    workspace = open_ledger(folder)
    report = replace(report_of(workspace), items=())
    made: Any = docx.Document()
    for field in ("title", "body"):
        made.add_paragraph(f"{{{{{field}}}}}")
    _thin_out(made)
    file = io.BytesIO()
    made.save(file)
    sound = _unpacked(file.getvalue())
    sound["word/stylesWithEffects.xml"] = sound["word/styles.xml"]  # which nobody reads
    # What is written is thrown away; to press it took half of the time.
    phys_pkg.ZIP_DEFLATED = zipfile.ZIP_STORED  # pyright: ignore[reportPrivateImportUsage]
    fields = (*FIELDS, *BLOCKS, "x", "", "{{")

    def take(draw: Draw) -> None:
        text = sound["word/document.xml"].decode()
        for _ in range(draw.below(3)):
            said = "{{" + draw.pick(fields) + "}}" + cell_words(draw)
            text = text.replace("<w:p>", f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p><w:p>", 1)
        members = {**sound, "word/document.xml": text.encode(errors="replace")}
        data = packed(draw, changed(draw, members) if draw.below(4) else members)
        fill(Template(Path("a.docx"), data), report, unwatched).save(io.BytesIO())

    return take


_READERS = (
    "tracker.capture.spreadsheets.workbooks",
    "tracker.capture.spreadsheets.returned_forms",
    "tracker.capture.spreadsheets.cells",
    "tracker.services.ledgers.workspace",
)

DOORS = (
    Door("spreadsheet to bring in", _open_import, _READERS, 0.8, f"1 in {_ONE_IN} entered"),
    Door("returned form", _open_form, (*_READERS, "tracker.exports.filling"), 1.4),
    Door("template of an office", _open_template, ("tracker.exports.docx.template",), 4.0),
)
