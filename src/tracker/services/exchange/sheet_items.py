"""What the rows of a spreadsheet come to in a ledger: their codes, and the departments that it knows."""

import re
from collections.abc import Set
from dataclasses import replace

from sqlalchemy import Connection

from tracker.capture.spreadsheets.headings import claim_of
from tracker.domain.commitments.department_names import DepartmentNames, NamedDepartment
from tracker.domain.exchange.spreadsheet_rows import RowFinding, SheetFinding, SheetItem, SheetPlan, SheetRow
from tracker.domain.terms import Assessment, DepartmentRole
from tracker.store.briefings.coding import list_publishers
from tracker.store.commitments.commitment_fields import field_choices
from tracker.store.commitments.departments import bodies_in, offered
from tracker.store.exchange.importing import coded_prefixes, codes_in_use

_CODE = re.compile(r"\w[\w.\-/()（）〔〕#·]{0,39}")
_TELLING = re.compile(r"[^\W\d_]|\d[^\w]\d")
"""A letter, or numbers parted by something: a bare number is that of the row."""
_LONGEST_KEYWORD = 40


class SheetItemMaker:
    """Makes items of rows, in order. `new_departments` and `new_topics` are the names that nobody knows.

    `publisher` is whose spreadsheet it is: departments without a ministry before them are those of that one.
    """

    def __init__(self, connection: Connection, plan: SheetPlan, prefix: str, rows: int, publisher: str) -> None:
        choices = field_choices(connection)
        self._statuses = plan.statuses
        bodies = bodies_in(connection)
        # An office that is none of these bodies works under those whose sources it has in its ledger.
        publishers = (publisher,) if bodies.owners([publisher]) else list_publishers(connection)
        self._departments = DepartmentNames(offered(connection), bodies, publishers)
        self._topics = {form.casefold() for topic in choices.topics for form in (topic.key, topic.zh, topic.en)}
        # Those of commitments that were taken back as well: a code in an old report must never come to mean another.
        self._used = codes_in_use(connection)
        self._own: dict[str, str] = {}
        self._told: dict[tuple[SheetFinding, str], str] = {}
        self._coded = tuple(f"{one}-" for one in coded_prefixes(connection))
        self._numbers = _Numbers(prefix, self._used, rows)
        self.new_departments: dict[str, None] = {}
        self.new_topics: dict[str, None] = {}

    def make(self, row: SheetRow) -> SheetItem:
        """Return the commitment that a row becomes."""
        findings = list(row.findings)
        departments = self._responsible(row, findings)
        if row.topic and row.topic.casefold() not in self._topics:
            self.new_topics.setdefault(row.topic)
        code = self._own_code(row, findings)
        keywords = (row.code,) if row.code and not code and _is_telling(row.code) else ()
        return SheetItem(
            row=row,
            code=code or self._numbers.take(),
            departments=departments,
            claimed=self._claimed(row, findings),
            keywords=keywords,
            findings=tuple(findings),
        )

    def _responsible(self, row: SheetRow, findings: list[RowFinding]) -> tuple[NamedDepartment, ...]:
        """The first that leads, then the others, each once: a commitment has one lead."""
        named: dict[str, NamedDepartment] = {}
        for cell, role in ((row.leads, DepartmentRole.LEAD), (row.co_leads, DepartmentRole.CO_LEAD)):
            found, unread = self._departments.in_cell(cell, role)
            findings += (_finding(row, SheetFinding.DEPARTMENT_UNREAD, words[:200]) for words in unread)
            for one in found:
                named.setdefault(one.key or one.name, one)
        leads = [one for one in named.values() if one.role is DepartmentRole.LEAD]
        others = [one for one in named.values() if one.role is not DepartmentRole.LEAD]
        for one in leads[1:]:
            findings.append(_finding(row, SheetFinding.SECOND_LEAD, one.name))
        demoted = [replace(one, role=DepartmentRole.CO_LEAD) for one in leads[1:]]
        every = (*leads[:1], *demoted, *others)
        for one in every:
            if not one.key:
                self.new_departments.setdefault(one.name)
                self._tell_once(findings, _finding(row, SheetFinding.DEPARTMENT_NEW, one.name))
            elif one.guessed:
                self._tell_once(findings, _finding(row, SheetFinding.DEPARTMENT_GUESSED, one.guessed, one.name))
            elif one.former:
                self._tell_once(findings, _finding(row, SheetFinding.DEPARTMENT_FORMER, one.former, one.name))
        return every

    def _tell_once(self, findings: list[RowFinding], finding: RowFinding) -> None:
        """What is said of a name or a word holds for every row that has it."""
        if self._told.setdefault((finding.code, finding.words), finding.place) == finding.place:
            findings.append(finding)

    def _own_code(self, row: SheetRow, findings: list[RowFinding]) -> str:
        """The office's own code where it can be the ledger's, else ""."""
        code = row.code
        if not code:
            return ""
        twin = self._own.setdefault(code, row.place)
        if not _CODE.fullmatch(code) or not _is_telling(code):
            findings.append(_finding(row, SheetFinding.CODE_UNFIT, code[:200]))
        elif twin != row.place:
            findings.append(_finding(row, SheetFinding.CODE_TWICE, code, twin))
        elif code in self._used or self._numbers.took(code) or code.startswith(self._coded):
            findings.append(_finding(row, SheetFinding.CODE_TAKEN, code))
        else:
            self._used.add(code)
            return code
        return ""

    def _claimed(self, row: SheetRow, findings: list[RowFinding]) -> Assessment | None:
        if not row.status:
            return None
        known, claimed = claim_of(row.status, self._statuses)
        if not known:
            self._tell_once(findings, _finding(row, SheetFinding.STATUS_UNKNOWN, row.status[:200]))
        return claimed


class _Numbers:
    """Codes of a prefix, going on after the highest that was ever used. Those that were taken are not held: they are
    all between the first number and the last, but for the codes that were `used` besides."""

    def __init__(self, prefix: str, used: Set[str], rows: int) -> None:
        self._head = f"{prefix}-"
        self._used = used
        self._before = self._last = max((self._number(code) for code in used), default=0)
        self._width = max(3, len(str(self._last + rows)))

    def take(self) -> str:
        """Return the next code that is free."""
        while True:
            self._last += 1
            code = self._code(self._last)
            if code not in self._used:
                return code

    def took(self, code: str) -> bool:
        """Return whether a code was taken."""
        number = self._number(code)
        return self._before < number <= self._last and code == self._code(number)

    def _code(self, number: int) -> str:
        return f"{self._head}{number:0{self._width}d}"

    def _number(self, code: str) -> int:
        """The number of a code of the prefix, 0 of any other."""
        # Nine digits at most: int() of a longer cell could be anything, and no ledger has a billion commitments.
        tail = code[len(self._head) :] if code.startswith(self._head) else ""
        return int(tail) if re.fullmatch("[0-9]{1,9}", tail) else 0


def _finding(row: SheetRow, code: SheetFinding, words: str, taken: str = "") -> RowFinding:
    return RowFinding(row.row, code, words, taken, row.sheet)


def _is_telling(code: str) -> bool:
    return len(code) <= _LONGEST_KEYWORD and _TELLING.search(code) is not None
