"""How far two people agree who coded one text, or judged the same commitments. What `--json` prints of it:

    source compare   {first {path, units}, second {path, units}, clean_sha256, sections, all_sections,
                      sentences agreement, units {both, only_first, only_second, neither, share, alpha},
                      fields {kind, amount, due, lead, not_verifiable: agreement},
                      sentences_differing [{text, start, end, in_first}],
                      only_first [unit], only_second [unit],
                      units_differing [{fields, first unit, second unit}], event or null}
    status compare   {common, only_first, only_second, judged_first, judged_second, shared, agreement agreement,
                      met [{first, second, count}],
                      differing [{code, title, title_en, first verdict, second verdict}]}

where an agreement is {compared, agreed, share, alpha}: `share` is the percent agreement as a part of 1, `alpha`
Krippendorff's α for nominal values; both are null where they are undefined. A unit is {code, title, passages [{text,
start, end}], kind, quantity or null, due {date, basis, about}, leads [key], not_verifiable (the reason, or null)}, a
verdict {assessment, reason, reason_en}. Of `sections` out of `all_sections` both coded something; the others are not
compared; `event` is the entry of the history that `--record` made. Where verdicts are compared, `first` is this ledger,
what came with the coding is nobody's verdict, and one assessment that both ledgers have (`shared`) is not two.
"""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tracker.cli.inputs import opened
from tracker.cli.printing.json_shapes import Json, quantity_shape, show, taken
from tracker.cli.printing.plain_tables import print_table
from tracker.cli.printing.text_table import print_lines
from tracker.domain.assessment.verdict_agreement import VerdictAgreement, VerdictNow, VerdictPair
from tracker.domain.briefings.agreement import Agreement, CodingAgreement, MatchedUnit, UnitField, leads_of
from tracker.domain.commitments.coded import CodedCommitment
from tracker.locations import typed_path
from tracker.services.assessment.comparing import compare_with
from tracker.services.briefings.comparing import ComparedCodings, compare_folders, record_comparison
from tracker.wording import Words

_INDENT = "  "


def run_compare_codings(options: Namespace, words: Words) -> None:
    """Say how far two codings of one text agree, and where they do not; note it in the ledger where that is asked."""
    places = typed_path(options.first), typed_path(options.second)
    found = compare_folders(*places)
    event: int | None = None
    if options.record is not None:
        with opened(options) as workspace:
            event = record_comparison(workspace, found, options.record).event_id
    shape = {**_codings_shape(found, *places), "event": event}

    def tell() -> None:
        _print_codings(found, *places, words)
        if event is not None:
            print_lines(["", words.phrase("agree_recorded", number=event)])

    show(options, shape, tell)


def run_compare_verdicts(options: Namespace, words: Words) -> None:
    """Say how far the verdicts of two ledgers agree, and where they do not."""
    with opened(options) as workspace:
        found = compare_with(workspace, options.other)
    show(options, _verdicts_shape(found), lambda: _print_verdicts(found, words))


def _codings_shape(found: ComparedCodings, first: Path, second: Path) -> Json:
    said = found.agreement
    return {
        "first": {"path": str(first), "units": len(found.first.briefing.commitments)},
        "second": {"path": str(second), "units": len(found.second.briefing.commitments)},
        "clean_sha256": found.sha256,
        **taken(said, "sections", "all_sections"),
        "sentences": asdict(said.sentences),
        "units": {
            "both": len(said.matched),
            "only_first": len(said.only_first),
            "only_second": len(said.only_second),
            **taken(said, "neither"),
            **taken(said.units, "share", "alpha"),
        },
        "fields": {field.value: asdict(one) for field, one in said.fields.items()},
        "sentences_differing": [
            {"text": one.exact, **taken(one, "start", "end", "in_first")} for one in said.sentence_differences
        ],
        "only_first": list(map(_unit, said.only_first)),
        "only_second": list(map(_unit, said.only_second)),
        "units_differing": [
            {"fields": list(pair.differing), "first": _unit(pair.first), "second": _unit(pair.second)}
            for pair in said.matched
            if pair.differing
        ],
    }


def _unit(unit: CodedCommitment) -> Json:
    return {
        **taken(unit, "code", "title"),
        "passages": [{"text": one.exact, **taken(one, "start", "end")} for one in unit.promises],
        "kind": unit.kind,
        "quantity": quantity_shape(unit.quantity),
        "due": {"date": unit.due.on, **taken(unit.due, "basis", "about")},
        "leads": list(leads_of(unit)),
        "not_verifiable": unit.not_verifiable or None,
    }


def _verdicts_shape(found: VerdictAgreement) -> Json:
    return {
        **taken(found, "common", "only_first", "only_second", "judged_first", "judged_second", "shared"),
        "agreement": asdict(found.agreement),
        "met": [{"first": one, "second": other, "count": count} for (one, other), count in found.met.items()],
        "differing": [
            {
                "code": pair.first.code,
                "title": pair.first.title.zh,
                "title_en": pair.first.title.en,
                "first": _verdict(pair.first),
                "second": _verdict(pair.second),
            }
            for pair in found.differing
        ],
    }


def _verdict(verdict: VerdictNow) -> Json:
    return taken(verdict, "assessment", "reason", "reason_en")


def _print_codings(found: ComparedCodings, first: Path, second: Path, words: Words) -> None:
    said = found.agreement
    for name, path, coding in (("A", first, found.first), ("B", second, found.second)):
        count = len(coding.briefing.commitments)
        print_lines([words.phrase("agree_coding", name=name, path=path, count=count)])
    print_lines([words.phrase("agree_sections", count=said.sections, total=said.all_sections), ""])
    fields = [(_INDENT + words.term(field), one) for field, one in said.fields.items()]
    by_unit = (words.phrase("agree_by_unit"), said.units)
    _print_agreements([(words.phrase("agree_by_sentence"), said.sentences), by_unit, *fields], words)
    print_lines([_unit_counts(said, words), words.phrase("agree_alpha_none")])
    print_lines(_sentences(said, words))
    for name, units in (("A", said.only_first), ("B", said.only_second)):
        if units:
            print_lines(["", words.phrase("agree_only_in", name=name, count=len(units))])
            print_lines((f"{unit.code}  {_quoted(unit)}" for unit in units), _INDENT)
    for pair in said.matched:
        if pair.differing:
            print_lines(["", f"{pair.first.code} / {pair.second.code}  {_quoted(pair.first)}"])
            print_lines(_differences(pair, found, words), _INDENT)


def _unit_counts(said: CodingAgreement, words: Words) -> str:
    return words.phrase(
        "agree_unit_counts",
        both=len(said.matched),
        first=len(said.only_first),
        second=len(said.only_second),
        neither=said.neither,
    )


def _sentences(said: CodingAgreement, words: Words) -> Iterator[str]:
    if said.sentence_differences:
        yield ""
        yield words.phrase("agree_sentences_differ", count=len(said.sentence_differences))
    for one in said.sentence_differences:
        yield _INDENT + words.phrase("agree_sentence_in", name="A" if one.in_first else "B", text=one.exact)


def _quoted(unit: CodedCommitment) -> str:
    return " / ".join(f"“{one.exact}”" for one in unit.promises)


def _differences(pair: MatchedUnit, found: ComparedCodings, words: Words) -> Iterator[str]:
    for field in pair.differing:
        first, second = (_value(field, unit, found, words) for unit in (pair.first, pair.second))
        yield words.phrase("agree_differs", field=words.term(field), first=first, second=second)


def _value(field: UnitField, unit: CodedCommitment, found: ComparedCodings, words: Words) -> str:
    """What a coder says of a unit; "" for nothing."""
    match field:
        case UnitField.KIND:
            return words.term(unit.kind)
        case UnitField.AMOUNT:
            return words.quantity(unit.quantity) if unit.quantity else ""
        case UnitField.DUE:
            return words.due(unit.due)
        case UnitField.LEAD:
            names = found.departments
            return words.join(words.name(names[key]) if key in names else key for key in leads_of(unit))
        case UnitField.NOT_VERIFIABLE:
            return unit.not_verifiable or words.phrase("agree_verifiable")


def _print_verdicts(found: VerdictAgreement, words: Words) -> None:
    print_lines([words.phrase("agree_common", count=found.common, first=found.only_first, second=found.only_second)])
    print_lines([words.phrase("agree_judged_in", first=found.judged_first, second=found.judged_second)])
    if found.shared:
        print_lines([words.phrase("agree_shared", count=found.shared)])
    print_lines([""])
    _print_agreements([(words.phrase("agree_verdicts"), found.agreement)], words)
    print_lines([words.phrase("agree_alpha_none"), ""])
    cells = [(words.term(one), words.term(other), str(count)) for (one, other), count in found.met.items()]
    print_table(("this_ledger", "other_ledger", "commitments"), cells, 0, words, none="agree_none_judged")
    for pair in found.differing:
        print_lines(["", f"{pair.first.code}  {words.name(pair.first.title)}"])
        print_lines(_judged(pair, words), _INDENT)


def _judged(pair: VerdictPair, words: Words) -> Iterator[str]:
    for key, verdict in (("this_ledger", pair.first), ("other_ledger", pair.second)):
        reason = words.reason(verdict.reason, verdict.reason_en)
        yield words.phrase("agree_judged", who=words.column(key), assessment=verdict.assessment, reason=reason)


def _print_agreements(rows: Sequence[tuple[str, Agreement]], words: Words) -> None:
    cells = [
        (
            name,
            str(one.agreed),
            str(one.compared),
            _percent(one.share),
            "–" if one.alpha is None else f"{one.alpha:.3f}",
        )
        for name, one in rows
    ]
    print_table(("compared_by", "agreed", "compared", "agreement", "alpha"), cells, 0, words, none="count_none")


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
