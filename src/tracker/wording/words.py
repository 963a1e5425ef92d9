"""Sentences about domain values. The texts themselves are data: `resources/wording/zh.toml` and `en.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.domain.commitments.quantity import Quantity, Threshold, Working
from tracker.domain.errors import UserError
from tracker.domain.evidence.active_content import ActiveContent
from tracker.domain.evidence.unreadable import Unread, Unreadable
from tracker.domain.json_values import is_list, is_object
from tracker.domain.languages import LANGUAGES
from tracker.domain.rows import (
    ChainLink,
    Due,
    EventRow,
    EvidenceOutline,
    FollowUpQuestion,
    LedgerRow,
    Name,
    Responsible,
    SourceRow,
    Uncounted,
    VerdictDoubt,
)
from tracker.domain.search.ledger_query import FACET_TERMS, Facet
from tracker.domain.terms import (
    Assessment,
    Bearing,
    DepartmentBasis,
    DepartmentRole,
    EvidenceKind,
    FollowUp,
    LedgerRole,
    Operator,
    RelationKind,
    SearchOutcome,
)
from tracker.domain.text.dates import BEIJING, first_day
from tracker.domain.watching.terms import ItemState, RecheckOutcome
from tracker.locations import resources_dir
from tracker.wording.numbers import alpha_text, share_text, signed_text

if TYPE_CHECKING:
    from tracker.domain.exchange.forms import FormFinding
    from tracker.domain.exchange.spreadsheet_rows import RowFinding
    from tracker.domain.watching.page_changes import PageChange, RecheckRow

_LONGEST_VALUE = 300
"""Characters of the user's own input that an error repeats."""
_MOST_ACTIVE = 3
"""Finds in a file that a sentence names."""
_QUOTED = re.compile("'([^']*)'")
_INNER_QUOTES = str.maketrans("“”", "‘’")
"""For words that stand in quotation marks themselves."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_HUMP = re.compile("(?<!^)(?=[A-Z])")
_MOST_TERMS = 24
"""So many terms of a sum a reader still takes in; a label of thousands takes Qt seconds to lay out."""
_OUTER_TERMS = 4
_TAKING_BACK = frozenset({"undone", "redone"})
"""Kinds of events that are about another; their details are the other's, and `change` is its kind."""
_COMMITMENT_FIELDS = {"kind": "commitment_kind"}
"""Fields of a commitment that have another name than the same field of a piece of evidence."""
_BOUNDS = {Operator.AT_LEAST: "≥", Operator.AT_MOST: "≤"}
_DETAIL_TERMS: Mapping[str, type[StrEnum]] = {
    "before": Assessment,
    "after": Assessment,
    "kind": EvidenceKind,
    "restated": RelationKind,
    "claimed": Assessment,
    "bearing": Bearing,
    "outcome": SearchOutcome,
    "state": ItemState,
}


_HANZI = re.compile("[\u3400-\u9fff]")
_EVENT_TERMS: Mapping[tuple[str, str], type[str]] = {
    ("search_decided", "before"): SearchOutcome,
    ("view_renamed", "before"): str,
}
"""Details that in one kind of event are a term of another vocabulary than elsewhere, or a name."""


def has_chinese(text: str) -> bool:
    """Whether a text holds Chinese characters."""
    return _HANZI.search(text) is not None


class Words:
    """All sentences of one language."""

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language = language
        self._texts = texts

    def term(self, member: Enum) -> str:
        """Return the word for a member of a vocabulary of `domain.terms`."""
        return self._texts["terms"][vocabulary_of(type(member))][member.value]

    def rule(self, member: Enum) -> str:
        """Return the rule behind an assessment, a light or a basis, in one sentence."""
        return self._texts["rules"][vocabulary_of(type(member))][member.value]

    def starters(self, assessment: Assessment) -> tuple[str, ...]:
        """Beginnings of a reason for this assessment."""
        known = self._texts["starters"].items()
        return tuple(sentence for key, sentence in known if key.rpartition("_")[0] == assessment.value)

    def name(self, name: Name) -> str:
        """Return a name in this language."""
        return name.in_language(self.language)

    def title(self, row: LedgerRow) -> str:
        """Return the title of a commitment as tables have it: with a mark before it where nobody has read it yet."""
        title = self.name(row.title)
        return title if row.is_reviewed else self.phrase("title_not_reviewed", title=title)

    def in_original(self, text: str) -> str:
        """Return a text of the ledger; in English with the mark of what is not translated behind it."""
        if self.language == "en" and has_chinese(text):
            return self.report("untranslated", text=text)
        return text

    def reason(self, reason: str, english: str) -> str:
        """Return a reason in this language: in English the English one, else the original with its mark."""
        return english if english and self.language == "en" else self.in_original(reason)

    def field(self, key: str) -> str:
        """Return an input by name."""
        return self._texts["fields"].get(key, key)

    def column(self, key: str) -> str:
        """Return the heading of a column."""
        return self._texts["columns"][key]

    def register(self, key: str) -> str:
        """Return the heading of a column of the register of a report."""
        return self._texts["register"][key]

    def choice(self, facet: Facet, key: str, name: Name | None = None) -> str:
        """Return a value of a facet: a name, a term, or as it stands (a month, a tag)."""
        if name is not None:
            return self.name(name)
        if facet in FACET_TERMS:
            return self.term(FACET_TERMS[facet](key))
        return key or self._pattern("lead_none" if facet is Facet.LEAD else "due_none")

    def phrase(self, key: str, **values: object) -> str:
        """Return a sentence that stands on its own."""
        return self._fill("phrases", key, values)

    def report(self, key: str, **values: object) -> str:
        """A heading, label or sentence of a report; unlike in other sentences, no text in it is cut or laid again, and
        days are as an office writes them."""
        # Texts as they are: a quotation in a report is never shortened, as one in an error is.
        shown = {name: value if type(value) is str else self._in_report(value) for name, value in values.items()}
        return self._texts["report"][key].format_map(shown)

    def _in_report(self, value: object) -> str:
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.day(value)
        return self._shown(value)

    def day(self, day: date, *, year: bool = True) -> str:
        """Return a day as a letter writes it: 2026年11月29日, 29 November 2026; or without its year."""
        days = self._texts["days"]
        month = days["months"].split()[day.month - 1]
        return days["day" if year else "day_of_year"].format(year=day.year, month=month, day=day.day)

    def month(self, month: date, *, year: bool = True) -> str:
        """Return the month of a day: 2026年11月, November 2026; or without its year."""
        days = self._texts["days"]
        return days["month" if year else "month_of_year"].format(
            year=month.year, month=days["months"].split()[month.month - 1]
        )

    def published(self, day: str, *, year: bool = True) -> str:
        """Return an ISO day or month as a letter writes it; what is none stays as it stands."""
        try:
            first = first_day(day)
        except ValueError:
            return day
        return self.day(first, year=year) if len(day) > len("YYYY-MM") else self.month(first, year=year)

    def site(self, key: str, **values: object) -> str:
        """A heading, label or sentence of the public pages; as in a report, nothing in it is cut."""
        text: str = self._texts["site"][key]
        # Most are headings, which ten thousand pages ask for thirty times each.
        if not values:
            return text
        return text.format_map(
            {name: value if type(value) is str else self._shown(value) for name, value in values.items()}
        )

    def as_of(self, day: date) -> str:
        """Return the day that something is of."""
        return self.report("subtitle_dossier", as_of=day)

    def form(self, table: str, key: str, **values: str) -> str:
        """Return a text of the form that departments fill in: of its `column`s, their `hint`s, or other `text`."""
        return self._texts["form"][table][key].format_map(values)

    def letter(self, key: str, **values: str) -> str:
        """Return a text of the letters of a round."""
        return self._texts["letter"][key].format_map(values)

    def form_texts(self, table: str) -> Mapping[str, str]:
        """Return all patterns of a table of the form, to be filled elsewhere."""
        return self._texts["form"][table]

    def form_finding(self, finding: "FormFinding") -> str:
        """One sentence about something that was noticed about a returned form."""
        details = dict(finding.details)
        if finding.code == "refused":
            field = str(details.pop("field"))
            return self.error(UserError(str(details.pop("error")), field=field, **details))
        self._choose_department(details)
        if "column" in details:
            details["column"] = self.form("column", str(details["column"]))
        if isinstance(columns := details.get("columns"), list | tuple):
            details["columns"] = [self.form("column", str(column)) for column in columns]
        shown = {name: self._shown(value) for name, value in details.items()}
        return self._texts["form"]["finding"][finding.code].format_map(shown)

    def _choose_department(self, details: dict[str, object]) -> None:
        """Let a department that is named in both languages read in this one."""
        if self.language == "en" and details.get("department_en"):
            details["department"] = details["department_en"]

    def separator(self, name: str) -> str:
        """Return what stands between the pieces of an enumeration: see `join`."""
        return self._texts["separators"][name]

    def join(self, pieces: Iterable[str], separator: str = "list") -> str:
        """Return an enumeration of words (`list`) or of clauses (`clause`)."""
        return self.separator(separator).join(pieces)

    def error(self, error: UserError) -> str:
        """One whole sentence that names the field and the remedy."""
        details = dict(error.details)
        if isinstance(allowed := details.get("allowed"), str):
            details["allowed"] = _QUOTED.findall(allowed) or allowed
        if "found" in details:
            details["found"] = self._actives(details["found"])
        for name in ("role", "needed"):
            if details.get(name) in set(LedgerRole):  # one that was kept came back as a text
                details[name] = LedgerRole(str(details[name]))
        if details.get("by", "") is None:
            details["by"] = self.phrase("somebody_gone")
        if isinstance(reasons := details.get("reasons"), Mapping):
            counted = [
                self.phrase("refused_count", why=self.phrase(f"refused_{why}"), count=n) for why, n in reasons.items()
            ]
            details["reasons"] = self.join(counted, "clause")
        # With nothing that stands in the way, a list of it would say "none" in the middle of the sentence.
        code = f"{error.code}_none" if details.get("obstacles") == {} else error.code
        return self._fill("errors", code, {"field": self.field(error.field or ""), **details})

    def active(self, found: ActiveContent) -> str:
        """Return what in a file acts, and where it stands."""
        what = self.term(found.kind)
        words = _one_line(found.words)
        if found.page:
            return self._pattern("active_on_page", what=what, page=found.page)
        if found.place is None:
            return self._pattern("active_at", what=what, words=words) if words else what
        key = "active_near_words" if words else "active_in_part"
        return self._pattern(key, what=what, place=self.term(found.place), part=_one_line(found.part), words=words)

    def _actives(self, found: object) -> object:
        """Several of them as one clause each, the first few; anything else stays what it is."""
        if not isinstance(found, tuple) or not all(isinstance(one, ActiveContent) for one in found):
            return found
        told = [self.active(one) for one in found[:_MOST_ACTIVE]]
        more = len(found) - len(told)
        return self.join([*told, *([self._pattern("active_more", count=more)] if more else [])], "clause")

    def finding(self, finding: "RowFinding") -> str:
        """One line about something in a row of a spreadsheet, and what comes of it."""
        shown = {name: _one_line(text) for name, text in (("words", finding.words), ("taken", finding.taken))}
        return self._texts["rules"]["sheet_finding"][finding.code].format_map(shown)

    def fault(self, code: str, details: Mapping[str, object]) -> str:
        """One line about something wrong in the ledger."""
        shown = dict(details)
        if "assessment" in shown:
            shown["assessment"] = Assessment(str(shown["assessment"]))
            shown["why"] = self.phrase(f"refused_{shown['why']}")
        if "object_kind" in shown:
            shown["object_kind"] = self.phrase(f"schema_{shown['object_kind']}")
        return self._fill("faults", code, shown)

    def quantity(self, quantity: Quantity) -> str:
        """Return a target: ≥ 30 个（新增）."""
        if quantity.threshold is not None:
            target = self.quantity(replace(quantity, threshold=None))
            return self._pattern("with_threshold", target=target, threshold=self.threshold(quantity.threshold))
        if quantity.value is None:
            return self._pattern("unquantified", wording=quantity.wording)
        amount = self.amount(quantity.value, quantity.unit)
        return self._pattern(quantity.operator, amount=amount, basis=self.term(quantity.basis))

    def doubt(self, doubt: VerdictDoubt) -> str:
        """Return a doubt beside a verdict, with the reason by which the analyst holds to it."""
        if not doubt.reason:
            return self.term(doubt.rule)
        return self.phrase("held", doubt=doubt.rule, reason=doubt.reason)

    def threshold(self, threshold: Threshold) -> str:
        """Return what each counted thing must reach: 每个 ≥ 1000 亿元."""
        relation = _BOUNDS.get(threshold.operator, "=")
        return self._pattern("threshold", relation=relation, amount=self.amount(threshold.value, threshold.unit))

    def uncounted(self, left_out: Uncounted) -> str:
        """Return a measured value that the arithmetic leaves out, with the reason: 35 万元 计划：计划数，不计入."""
        role = self.term(left_out.role)
        measured = f"{self.amount(left_out.value, left_out.unit)} {role}"
        return self._texts["rules"]["uncountable"][left_out.why].format_map({"measured": measured})

    def follow_up(self, question: FollowUpQuestion) -> str:
        """Return a question beside a piece of evidence, with the words or figures that raise it."""
        asked = self.term(question.kind)
        values: dict[str, object] = {"question": asked[:1].upper() + asked[1:]}
        said = [words.translate(_INNER_QUOTES) for words in question.said]
        amounts = [self.amount(*amount) for amount in question.amounts]
        key = f"follow_up_{question.kind}"
        if (other := question.other) is not None:
            values |= {"title": other.title.translate(_INNER_QUOTES), "published": other.published}
        match question.kind:
            case FollowUp.CANCELLED:
                values["words"] = said[-1]
                if values["words"] == values.get("title"):
                    key = "follow_up_cancelled_in_title"
            case FollowUp.RENAMED:
                values["old"], values["new"] = said
            case FollowUp.AMOUNT_CHANGED:
                values["old"], values["new"] = amounts
            case FollowUp.OTHER_BODY:
                values["publisher"] = said[0]
            case FollowUp.COUNTED_ELSEWHERE:
                values |= {"amount": amounts[0], "commitment": question.commitment}
                if other is not None:
                    key = "follow_up_counted_there"
        return self.phrase(key, **values)

    def unread(self, found: Unreadable) -> str:
        """Why nothing of a document could be read, and what to do about it."""
        return self._texts["rules"]["unread"][found.reason].format_map({"target": self._shown(found.target)})

    def recheck(self, row: "RecheckRow") -> str:
        """What became of a captured page, in one sentence; "" of one that is as it was, or was not seen."""
        change = row.change
        day = change.retrieved_at.astimezone(BEIJING).date()
        if change.outcome is RecheckOutcome.GONE:
            return self.phrase("recheck_gone", day=day, why=self.not_seen(change, row.address))
        if change.outcome is not RecheckOutcome.CHANGED:
            return ""
        signs = [self.term(sign) for sign in change.signs]
        if change.rows_before != change.rows_after:
            signs.append(self.phrase("recheck_rows", before=change.rows_before, after=change.rows_after))
        return self.phrase("recheck_changed", day=day, what=self.join(signs))

    def not_seen(self, change: "PageChange", address: str) -> str:
        """Why a captured page was not seen when it was looked at again; "" where it was."""
        if not change.reason:
            return ""
        if change.reason in frozenset(Unread):
            return self.unread(Unreadable(Unread(change.reason), address))
        return self.error(UserError(change.reason, **change.details))

    def change(self, before: str, after: str) -> str:
        """Return words that became others, "" for words that were put in or taken out."""
        key = "words_replaced" if before and after else "words_put_in" if after else "words_taken_out"
        return self.phrase(key, before=before, after=after)

    def unit(self, unit: str) -> str:
        """Return a unit of measure."""
        return self._texts["units"].get(unit, unit)

    def amount(self, value: Decimal, unit: str) -> str:
        """Return a number with its unit."""
        return f"{signed_text(value)} {self.unit(unit)}".rstrip()

    def working(self, working: Working) -> str:
        """Return the arithmetic: 101 累计 − 66 基数 = 35 新增 ≥ 30.

        Of very many terms the first and the last are written out; those between stand as one sum, with their number.
        """
        between = working.terms[_OUTER_TERMS:-_OUTER_TERMS] if len(working.terms) > _MOST_TERMS else ()
        written = (*working.terms[:_OUTER_TERMS], *working.terms[-_OUTER_TERMS:]) if between else working.terms
        terms = [(term.value, self._measured(abs(term.value), term.source)) for term in written]
        if between:
            rest = sum((term.value for term in between), Decimal())
            said = self._pattern("measured_between", value=signed_text(abs(rest)), count=f"{len(between):,}")
            terms.insert(_OUTER_TERMS, (rest, said))
        steps = [("−" if value < 0 else "") + said for value, said in terms[:1]]
        steps += [("− " if value < 0 else "+ ") + said for value, said in terms[1:]]
        basis = working.quantity.basis
        if [term.source for term in working.terms] != [basis]:
            steps.append("= " + self._measured(working.actual, basis))
        if working.quantity.value is not None:
            steps.append(f"{_relation(working)} {signed_text(working.quantity.value)}")
        return " ".join(steps)

    def due(self, due: Due, *, spelt: bool = False) -> str:
        """Return a due date with how it is known: 2025-12-31（假定）; `spelt` as a letter writes the day."""
        if due.on is None:
            return self._pattern("due_none")
        pattern = "due_about" if due.about else "due"
        day = self.day(due.on) if spelt else due.on.isoformat()
        return self._pattern(pattern, date=day, basis=self.term(due.basis))

    def responsible(self, responsible: Responsible) -> str:
        """Return a department with how it is known, and its role where it does not lead."""
        role = "co_lead" if responsible.role is DepartmentRole.CO_LEAD else "lead"
        department = self.name(responsible.department)
        basis = self.term(responsible.basis)
        return self._pattern(role, department=department, basis=basis)

    def chain_link(self, link: ChainLink, code: str) -> str:
        """Return one commitment of a chain: when, which, what it says again; `code` is the one that is read."""
        pieces = [
            link.held_on.isoformat() if link.held_on else "",
            f"{link.code} {self.name(link.title)}",
            *(self.phrase("chain_follows", kind=self.term(one.kind), code=one.earlier) for one in link.follows),
            self.phrase("chain_this") if link.code == code else "",
        ]
        return self.join(filter(None, pieces), "clause")

    def in_charge(self, responsible: Responsible) -> str:
        """Return a department; with how it is known where the source does not name it."""
        department = self.name(responsible.department)
        if responsible.basis is DepartmentBasis.NAMED:
            return department
        return self._pattern("lead", department=department, basis=self.term(responsible.basis))

    def evidence(self, evidence: EvidenceOutline) -> str:
        """Return a piece of evidence on one line: title, publisher, date."""
        return self._pattern(
            "evidence_early" if evidence.early else "evidence",
            title=evidence.title,
            publisher=evidence.publisher,
            published=evidence.published,
        )

    def source(self, source: SourceRow) -> str:
        """Return a source on one line: title, publisher, date."""
        return self._pattern(
            "source",
            title=self.name(source.title),
            publisher=self.name(source.publisher),
            date=source.held_on.isoformat(),
        )

    def quote(self, text: str) -> str:
        """Return words of a source, in quotation marks."""
        return self._pattern("quoted", value=text)

    def qualified(self, name: str, aside: str) -> str:
        """Return a name with a word beside it that says how it is meant."""
        return self._pattern("qualified", name=name, aside=aside)

    def event(self, event: EventRow) -> str:
        """One sentence about an entry of the history; its reason is shown beside it."""
        details = dict(event.details)
        key = event.kind
        if key in _TAKING_BACK:
            details["what"] = self.event(replace(event, kind=str(details["change"])))
            return self._fill("events", key, details)
        if is_object(other := details.get("other")):
            kind, told = str(other["kind"]), other["details"]
            details |= {"what": self.event(replace(event, kind=kind, details=told)), "by": other["author"]}
        if isinstance(fields := details.get("fields"), list | tuple):
            details["fields"] = [self.field(_COMMITMENT_FIELDS.get(str(field), str(field))) for field in fields]
        if isinstance(codes := details.get("commitments"), list | tuple):
            details["count"] = len(codes)
        if key == "codings_compared":
            details |= self._compared(details)
        self._choose_department(details)
        for name, vocabulary in _DETAIL_TERMS.items():
            term = details.get(name)
            if isinstance(term, str) and term:  # a change of the rules has whole tables before and after
                details[name] = _EVENT_TERMS.get((key, name), vocabulary)(term)
        return self._fill("events", _event_key(key, details), details)

    def comparison(self, event: EventRow) -> str:
        """Return how far two codings agreed that an entry of the history compared, and what of it is settled."""
        details = {**event.details, **self._compared(event.details)}
        return self._fill("phrases", "agree_noted_settled" if "differences" in details else "agree_noted", details)

    def _compared(self, details: Mapping[str, object]) -> dict[str, object]:
        """How far two codings agree, and how many of their differences are settled."""
        figures = details.get("figures")
        known = figures if is_object(figures) else {}
        told = {name: self._agreed(known.get(name)) for name in ("sentences", "units")}
        settled = details.get("resolutions")
        return {**told, "resolved": len(settled) if is_list(settled) else 0}

    def _agreed(self, figures: object) -> str:
        """Percent agreement and α, from what an event keeps of an agreement."""
        known = figures if is_object(figures) else {}
        return self._pattern("agreed", share=share_text(known.get("share")), alpha=alpha_text(known.get("alpha")))

    def _measured(self, value: Decimal, source: str) -> str:
        words = self._texts["sources"].get(source) or self._texts["terms"]["value_role"][source]
        return self._pattern("measured", value=signed_text(value), source=words)

    def _pattern(self, key: str, **values: object) -> str:
        return self._texts["patterns"][key].format_map(values)

    def _fill(self, table: str, key: str, values: Mapping[str, object]) -> str:
        shown = {name: self._shown(value) for name, value in values.items()}
        return self._texts[table][key].format_map(shown)

    def _entry(self, key: object, what: object) -> str:
        """What is said of a commitment or a piece: its code or number, and the terms that go with it."""
        terms = what if isinstance(what, list | tuple) else (what,)
        if not all(isinstance(term, Enum) for term in terms):
            return self._shown(key)
        return self._pattern("entry", one=self._shown(key), what=self._shown(terms))

    def _shown(self, value: object) -> str:
        match value:
            case None | "":
                text = self._texts["patterns"]["none"]
            case datetime():
                text = value.strftime("%Y-%m-%d %H:%M")
            case date():
                text = value.isoformat()
            case Decimal():
                text = signed_text(value)
            case Enum():
                text = self.term(value)
            case list() | tuple():
                text = self.join(map(self._shown, value))
            case dict():
                text = self.join(self._entry(key, what) for key, what in value.items()) or self._shown(None)
            case _:
                text = _one_line(str(value))
        return text


@cache
def load_words(language: str) -> Words:
    """Return the words of `zh` or `en`. Raises `ValueError` for any other language."""
    if language not in LANGUAGES:
        raise ValueError(f"no words for language {language!r}")
    path = resources_dir() / "wording" / f"{language}.toml"
    return Words(language, tomllib.loads(path.read_text(encoding="utf-8")))


@cache  # a report of 10,000 commitments asks some 30,000 times
def vocabulary_of(kind: type[Enum]) -> str:
    """Return what a vocabulary is called in the wording and in data: CommitmentKind is commitment_kind."""
    return _HUMP.sub("_", kind.__name__).lower()


def _one_line(text: str) -> str:
    flat = _CONTROL.sub(" ", text).strip()
    # What somebody pasted by mistake may be a whole document.
    return flat if len(flat) <= _LONGEST_VALUE else flat[:_LONGEST_VALUE] + "…"


def _relation(working: Working) -> str:
    """The sign between actual and target that is true, whatever the target asked for."""
    actual = working.actual
    target = working.quantity.value
    operator = working.quantity.operator
    if target is None:
        return ""
    if working.satisfied and operator in _BOUNDS:
        return _BOUNDS[operator]
    if working.satisfied and operator is Operator.ABOUT and actual <= target:
        return "≈"
    return "=" if actual == target else ">" if actual > target else "<"


def _event_key(kind: str, details: Mapping[str, object]) -> str:
    """Which sentence reports an event: some kinds are told in more than one way."""
    told_as = {
        "assessment_set_many": kind == "assessment_set" and "commitments" in details,
        "commitment_revised_many": kind == "commitment_revised" and "commitments" in details,
        "codings_compared_settled": kind == "codings_compared" and "differences" in details,
        "assessment_kept": kind == "assessment_set" and details.get("before") == details.get("after"),
        "evidence_withdrawn_many": kind == "evidence_withdrawn" and "titles" in details,
        "put_aside_taken": kind == "put_aside_settled" and bool(details["taken"]),
        "layout_renamed": kind == "layout_saved" and "renamed" in details,
        "evidence_filed": kind == "evidence_added" and not details.get("bearing"),
        "found_items_marked_words": kind == "found_items_marked" and bool(details.get("added")),
        "search_empty": kind == "search_logged" and not details.get("found"),
        "tags_added": kind == "tags_changed" and not details.get("remove"),
        "tags_removed": kind == "tags_changed" and not details.get("add"),
    }
    return next((key for key, told in told_as.items() if told), kind)
