"""How far two people agree who coded one text, or judged the same commitments. What `--json` prints of it:

    source compare   {first {path, source, units}, second {path, source, units}, clean_sha256, sections, all_sections,
                      sentences agreement, units {both, only_first, only_second, neither, share, alpha},
                      fields {kind, amount, due, lead, not_verifiable: agreement},
                      sentences_differing [{text, start, end, in_first}],
                      only_first [unit], only_second [unit],
                      units_differing [{fields, first unit, second unit}], differences,
                      to_settle [{number, kind, start, end, field or null, first code, second code, holds or null,
                      reason or null}], applied {commitments [code], refused {code: why}} or null, event or null}
    status compare   {common, only_first, only_second, judged_first, judged_second, shared, agreement agreement,
                      met [{first, second, count}],
                      differing [{code, title, title_en, first verdict, second verdict}]}

where an agreement is {compared, agreed, share, alpha}: `share` is the percent agreement as a part of 1, `alpha`
Krippendorff's α for nominal values; both are null where they are undefined. A unit is {code, title, passages [{text,
start, end}], kind, quantity or null, due {date, basis, about}, leads [key], not_verifiable (the reason, or null)}, a
verdict {assessment, reason, reason_en}. Of `path` and `source` one is null: a coding lies in a folder, or is that of a
source of the ledger. `differences` is how many a reader has to settle: `to_settle`, of which `holds` (first, second,
neither) is what `--resolve` said; `applied` is what became of the ledger's own commitments by `--apply`. Of `sections`
out of `all_sections` both coded something; the others are not compared; `event` is the entry of the history that
`--record` made. Where verdicts are compared, `first` is this ledger; an assessment that came with the coding counts as
no verdict, and one that was copied from the one ledger to the other (`shared`) says nothing of their agreement.
"""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from tracker.cli.inputs import opened
from tracker.cli.printing.json_shapes import Json, quantity_shape, show, taken
from tracker.cli.printing.plain_tables import print_table
from tracker.cli.printing.text_table import print_lines
from tracker.domain.assessment.verdict_agreement import VerdictAgreement, VerdictNow, VerdictPair
from tracker.domain.briefings.agreement import Agreement, CodingAgreement, MatchedUnit, leads_of
from tracker.domain.briefings.coding_differences import CodingDifference, Resolution
from tracker.domain.commitments.coded import CodedCommitment
from tracker.locations import typed_path
from tracker.services.assessment.comparing import compare_with
from tracker.services.briefings.comparing import (
    ComparedCoding,
    ComparedCodings,
    compare_folders,
    compare_two,
    read_folder,
    read_source,
    record_comparison,
)
from tracker.services.briefings.resolving import AppliedResolutions, apply_resolutions, read_resolutions
from tracker.services.ledgers.workspace import Workspace
from tracker.wording import Words
from tracker.wording.compared_codings import coded_value, difference_line
from tracker.wording.numbers import alpha_text, share_text

_INDENT = "  "


def run_compare_codings(options: Namespace, words: Words) -> None:
    """Say how far two codings of one text agree, and where they do not; note it in the ledger where that is asked."""
    event: int | None = None
    resolutions: tuple[Resolution, ...] = ()
    applied: AppliedResolutions | None = None
    records = options.record is not None or bool(options.resolve) or options.apply
    if not records and _is_folder(options.first) and _is_folder(options.second):
        # No ledger is needed for it, nor made.
        found = compare_folders(typed_path(options.first), typed_path(options.second))
    else:
        with opened(options) as workspace:
            found = compare_two(_read(options.first, workspace), _read(options.second, workspace))
            if records:
                resolutions = read_resolutions(found, options.resolve)
                event = record_comparison(workspace, found, options.record or "", resolutions).event_id
            if options.apply:
                applied = apply_resolutions(workspace, found, resolutions)
    settled = {one.difference.key: one for one in resolutions}
    shape = {
        **_codings_shape(found),
        "to_settle": [_to_settle(n, one, settled.get(one.key)) for n, one in enumerate(found.differences, 1)],
        "applied": None if applied is None else _applied(applied, words),
        "event": event,
    }

    def tell() -> None:
        _print_codings(found, words)
        print_lines(_one_by_one(found, settled, words))
        if applied is not None:
            print_lines(_what_became(applied, words))
        if event is not None:
            print_lines(["", words.phrase("agree_recorded", number=event)])

    show(options, shape, tell)


def run_compare_verdicts(options: Namespace, words: Words) -> None:
    """Say how far the verdicts of two ledgers agree, and where they do not."""
    with opened(options) as workspace:
        found = compare_with(workspace, options.other)
    show(options, _verdicts_shape(found), lambda: _print_verdicts(found, words))


def _to_settle(number: int, one: CodingDifference, settled: Resolution | None) -> Json:
    said = {"holds": None, "reason": None} if settled is None else taken(settled, "holds", "reason")
    return {"number": number, **one.plain(), **said}


def _applied(applied: AppliedResolutions, words: Words) -> Json:
    refused = {code: words.error(error) for code, error in applied.refused.items()}
    return {"commitments": list(applied.commitments), "refused": refused}


def _one_by_one(found: ComparedCodings, settled: Mapping[str, Resolution], words: Words) -> Iterator[str]:
    """Each difference by its number, with who holds where that is said, and how many are open."""
    if not found.differences:
        return
    yield ""
    yield words.phrase("agree_one_by_one")
    for number, one in enumerate(found.differences, 1):
        yield f"{_INDENT}{number}  {difference_line(one, found.departments, words)}"
        if (said := settled.get(one.key)) is not None:
            yield f"{_INDENT * 3}{words.term(said.holds)}{words.separator('clause')}{said.reason}"
    if still := len(found.differences) - len(settled):
        yield ""
        yield words.phrase("agree_unresolved", count=still)


def _what_became(applied: AppliedResolutions, words: Words) -> Iterator[str]:
    yield ""
    if applied.commitments:
        yield words.phrase("agree_applied", codes=applied.commitments)
    for code, why in applied.refused.items():
        yield f"{code}  {words.error(why)}"
    if not applied.commitments and not applied.refused:
        yield words.phrase("agree_none_applied")


def _is_folder(place: str) -> bool:
    """Whether a place is a folder, there or not, and no key of a source."""
    path = typed_path(place)
    return path.is_dir() or len(path.parts) > 1


def _read(place: str, workspace: Workspace) -> ComparedCoding:
    return read_folder(typed_path(place)) if _is_folder(place) else read_source(workspace, place)


def _codings_shape(found: ComparedCodings) -> Json:
    said = found.agreement
    return {
        "first": _side(found.first),
        "second": _side(found.second),
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
        "differences": len(found.differences),
    }


def _side(coding: ComparedCoding) -> Json:
    path, source = (None, coding.place) if coding.folder is None else (coding.place, None)
    return {"path": path, "source": source, "units": len(coding.briefing.commitments)}


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


def _print_codings(found: ComparedCodings, words: Words) -> None:
    said = found.agreement
    for name, coding in (("A", found.first), ("B", found.second)):
        count = len(coding.briefing.commitments)
        print_lines([words.phrase("agree_coding", name=name, path=coding.place, count=count)])
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
        first, second = (coded_value(field, unit, found.departments, words) for unit in (pair.first, pair.second))
        yield words.phrase("agree_differs", field=words.term(field), first=first, second=second)


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
            share_text(one.share),
            alpha_text(one.alpha),
        )
        for name, one in rows
    ]
    print_table(("compared_by", "agreed", "compared", "agreement", "alpha"), cells, 0, words, none="count_none")
