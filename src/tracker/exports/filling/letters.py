"""The letters of a round (督办通知, 催办单) and its page for the report: each a DOCX, by an office's template, too."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from tracker.capture.documents.files import display_name
from tracker.domain.errors import UserError
from tracker.domain.exchange.forms import FillField
from tracker.domain.exchange.rounds import AskedDepartment, Round, RoundAnswer, RoundStatus
from tracker.domain.reports.report_request import ReportKind
from tracker.domain.terms import Assessment, ValueRole
from tracker.exports.registry import write_report
from tracker.exports.report_text import Paragraph, paragraph
from tracker.exports.report_tree import Block, Cell, CellKind, Column, Front, ItemTable, Report, Row, Section, Table
from tracker.exports.running_text import day_words
from tracker.exports.template import Template
from tracker.wording import Words

_NONE = Cell()


def write_letter(letter: Report, path: Path, template: Template | None = None) -> None:
    """Write one of them. Raises what `write_report` raises."""
    write_report(letter, "docx", path, template=template)


def free_letter(folder: Path, letter: Report) -> Path:
    """Return a path in a folder that no file has, by the title. Raises `output_unwritable` without the folder."""
    if not folder.is_dir():
        raise UserError("output_unwritable", field="out", path=folder)
    stem = display_name(letter.title)
    names = (stem, *(f"{stem} ({number})" for number in range(2, 10_000)))
    return next(path for name in names if not (path := folder / f"{name}.docx").exists())


def notice(status: RoundStatus, today: date, words: Words) -> Report:
    """Return the notice that a round begins (督办通知): what is asked, of whom, by when."""
    one = status.round
    asked = words.letter(
        "notice",
        period=one.period,
        return_by=day_words(one.return_by, words),
        departments=str(len(status.asked)),
        commitments=str(len({code for each in status.asked for code in each.commitments})),
    )
    rows = tuple(_named(number, each, words) for number, each in enumerate(status.asked, 1))
    columns = _columns(words, ("ordinal", 56), ("department", 260), ("count", 80))
    return _letter(
        words.letter("title_notice", period=one.period),
        words,
        today,
        Section("summary", words.letter("asked"), 1, (paragraph(asked), *_whom_to_ask(one, words))),
        Section("departments", words.letter("departments"), 1, (_table("departments", columns, rows),)),
    )


def reminder(status: RoundStatus, asked: AskedDepartment, today: date, words: Words) -> Report:
    """Return the reminder of a department whose form has not come back (催办单)."""
    one = status.round
    department = words.name(asked.department)
    late = asked.days_late(one, today)
    said = words.letter(
        "reminder",
        department=department,
        period=one.period,
        count=str(len(asked.commitments)),
        sent=day_words(asked.sent_on, words),
        return_by=day_words(one.return_by, words),
        today=day_words(today, words),
    )
    overdue = [paragraph(words.letter("overdue", days=str(late)))] if late else []
    before = words.join(day_words(day, words) for day in asked.reminded)
    again = [paragraph(words.letter("reminded_before", days=before))] if before else []
    columns = _columns(words, ("ordinal", 56), ("code", 130), ("title", 320), ("due", 200))
    told = (FillField.CODE, FillField.TITLE, FillField.DUE)
    ordinals = {code: number for number, code in enumerate(asked.commitments, 1)}
    rows = tuple(
        (
            _number(ordinals[code]) if code in ordinals else _NONE,  # a part goes with what it is a part of
            *(_text(texts.get(column, "").strip()) for column in told),
        )
        for code, texts in asked.rows.items()
    )
    return _letter(
        words.letter("title_reminder", department=department, period=one.period),
        words,
        today,
        Section("summary", words.letter("matter"), 1, (paragraph(said), *overdue, *again, *_whom_to_ask(one, words))),
        Section("commitments", words.letter("commitments"), 1, (_table("commitments", columns, rows),)),
    )


def page(status: RoundStatus, today: date, words: Words) -> Report:
    """Return the page of a round for the report: who has answered, where answers disagree, what they say is wrong."""
    title = words.letter("title_page", period=status.round.period)
    return _letter(title, words, today, *page_sections(status, words))


def page_sections(status: RoundStatus, words: Words) -> Iterator[Section]:
    """Return the sections of that page."""
    said = returned_words(status, words)
    names = words.join(words.name(one.department) for one in status.missing)
    missing = [paragraph(words.letter("not_returned", departments=names))] if names else []
    columns = _columns(words, ("department", 200), ("count", 60), ("sent", 130), ("returns", 220), ("reminded", 130))
    rows = tuple(_returned(one, words) for one in status.asked)
    yield Section("round", words.letter("returns"), 1, (paragraph(said), *missing, _table("round", columns, rows)))
    yield Section("conflicts", words.letter("conflicts"), 1, tuple(_conflicts(status, words)))
    yield Section("problems", words.letter("problems"), 1, tuple(_problems(status, words)))


def returned_words(status: RoundStatus, words: Words, *, spelt: bool = True) -> str:
    """Return how many departments were asked and have returned, in a sentence; `spelt` writes days as a letter does."""
    told = (("asked", status.asked), ("returned", status.returned), ("missing", status.missing))
    counts = {name: str(len(of)) for name, of in told}
    return words.letter("returned", return_by=_day(status.round.return_by, words, spelt=spelt), **counts)


def returns_words(one: AskedDepartment, words: Words, *, spelt: bool = True) -> str:
    """Return what came back of a department, by day and file."""
    return words.join(
        words.letter(
            "return_late" if back.late else "return", day=_day(back.day[:10], words, spelt=spelt), name=back.name
        )
        for back in one.returns
    )


def ask_words(one: Round, words: Words) -> str:
    """Return whom departments may ask, in a sentence; "" where nobody was named."""
    who = " ".join(filter(None, (one.contact, one.phone)))
    return words.form("text", "ask", who=who).strip() if who else ""


def claimed_words(answer: RoundAnswer, words: Words) -> str:
    """Return how far a department says that it is done."""
    return words.term(Assessment(answer.texts["claimed"])) if "claimed" in answer.texts else ""


def counted_words(answer: RoundAnswer, words: Words) -> str:
    """Return what a department counted, with what kind of amount it is and its unit."""
    texts = answer.texts
    if "value" not in texts:
        return ""
    role = words.term(ValueRole(texts["role"])) if "role" in texts else ""
    return " ".join(filter(None, (role, texts["value"], texts.get("unit", ""))))


def _conflicts(status: RoundStatus, words: Words) -> Iterator[Block]:
    if not status.conflicts:
        yield paragraph(words.letter("no_conflicts"))
        return
    columns = _columns(words, ("code", 120), ("department", 150), ("claimed", 80), ("value", 90), ("said", 320))
    rows = [_answered(key, answer, words) for key, answers in status.conflicts for answer in answers]
    yield _table("conflicts", columns, tuple(rows))


def _problems(status: RoundStatus, words: Words) -> Iterator[Block]:
    columns = _columns(words, ("code", 120), ("department", 150), ("problems", 250), ("next_step", 250))
    told = ("problems", "next_step")
    rows = tuple(
        (_text(answer.key), _text(words.name(one.department)), *(_text(answer.texts.get(name, "")) for name in told))
        for one in status.asked
        for answers in one.answers.values()
        for answer in answers
        if any(answer.texts.get(name) for name in told)
    )
    yield _table("problems", columns, rows) if rows else paragraph(words.letter("no_problems"))


def _day(day: date | str, words: Words, *, spelt: bool) -> str:
    return day_words(day, words) if spelt else str(day)


def _returned(one: AskedDepartment, words: Words) -> Row:
    reminded = words.join(day_words(day, words) for day in one.reminded)
    sent = Cell((day_words(one.sent_on, words),), one.sent_on)
    return (
        _text(words.name(one.department)),
        _number(len(one.commitments)),
        sent,
        _text(returns_words(one, words)),
        _text(reminded),
    )


def _answered(key: str, answer: RoundAnswer, words: Words) -> Row:
    claimed, counted = claimed_words(answer, words), counted_words(answer, words)
    return tuple(map(_text, (key, words.name(answer.department), claimed, counted, answer.texts.get("said", ""))))


def _whom_to_ask(one: Round, words: Words) -> Iterator[Paragraph]:
    if said := ask_words(one, words):
        yield paragraph(said)


def _named(number: int, asked: AskedDepartment, words: Words) -> Row:
    return _number(number), _text(words.name(asked.department)), _number(len(asked.commitments))


def _number(value: int) -> Cell:
    return Cell((str(value),), Decimal(value))


def _text(text: str) -> Cell:
    return Cell((text,)) if text else _NONE


def _columns(words: Words, *widths: tuple[str, int]) -> tuple[Column, ...]:
    kinds = {"ordinal": CellKind.NUMBER, "count": CellKind.NUMBER, "sent": CellKind.DATE}
    return tuple(
        Column(key, words.letter(f"column_{key}"), width, kinds.get(key, CellKind.TEXT)) for key, width in widths
    )


def _table(key: str, columns: tuple[Column, ...], rows: Sequence[Row]) -> Table:
    return Table(key, "", columns, tuple(rows), "")


def _letter(title: str, words: Words, today: date, *sections: Section) -> Report:
    """A letter as the report that it is to a writer: without commitments of its own."""
    nothing = ItemTable("register", "", (), (), lambda _: ())
    front = Front(today, None, today, "", "", 0, 0, "", (), illustrative=False)
    return Report(
        kind=ReportKind.PERIOD,
        language=words.language,
        title=title,
        subtitle=day_words(today, words),
        mark="",
        lines=(),
        front=front,
        sections=sections,
        register=nothing,
        evidence=nothing,
        items=(),
    )
