"""What `--json` prints: one shape for each thing, which scripts may rely on.

Keys are only ever added. Terms are the values of `tracker.domain.terms`, dates are ISO, amounts are numbers, and what
is not known is null. Texts are in the language of the source; a key that ends in `_en` holds the English.

    list                 [commitment]
    show                 commitment with source, evidence, cited, searches, history, judged_at, fulfilled_late and more
    evidence list        [evidence]
    evidence add         evidence
    status log           [judgement], oldest first
    search-log list      [search], newest first
    search-log queries   what `tracker.cli.searching` says, and of `search-log expiring` too
    undo, redo           what `tracker.cli.editing` says
    intake               what `tracker.cli.intake` says
    source read          what `tracker.cli.sources` says, and of the other `source` commands too
    source compare       what `tracker.cli.agreeing` says, and of `status compare` too
    push, pull, merge    what `tracker.cli.moving` says
    department           what `tracker.cli.departments` says
    fill-in send         {file, department, period, commitments}
    fill-in read         what `tracker.cli.filling` says
    suggest              [suggestion], the likeliest first
    check                [{code, message, details}]
    check --duplicates   [{pieces [{id, title, publisher, published, number, reasons, commitments [code]}]}]
    where                {ledger, data, resources, version}
"""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tracker.domain.commitments.quantity import Quantity, Working
from tracker.domain.rows import (
    ChainLink,
    CommitmentDetail,
    Due,
    EventRow,
    EvidenceLinkRow,
    EvidenceRow,
    Fault,
    FollowUpQuestion,
    Name,
    PartRow,
    Quote,
    RelationRow,
    Responsible,
    SearchRow,
    SourceRow,
    SpeakerRow,
    Uncounted,
    VerdictDoubt,
)
from tracker.domain.terms import Doubt
from tracker.domain.watching.page_changes import RecheckRow
from tracker.wording import Words

if TYPE_CHECKING:
    from tracker.domain.reports.past_report import PastReport
    from tracker.domain.search.suggestion import Suggestion

Json = dict[str, Any]


def show(options: Namespace, shape: object, tell: Callable[[], object]) -> None:
    """Print JSON where it is asked for, else what `tell` prints for people."""
    if options.json:
        print_json(shape)
    else:
        tell()


def print_json(value: object) -> None:
    """Print readable JSON, Chinese as Chinese."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def taken(one: object, *names: str) -> Json:
    """These fields of a value, by their names."""
    return {name: getattr(one, name) for name in names}


def commitment(detail: CommitmentDetail) -> Json:
    """A commitment: {code, title, title_en, topic, topic_en, speaker, speaker_en, office, kind,
    speakers [{name, name_en, office, office_en}],
    passages [{text, start, end, prefix, suffix, paragraph, speaker, speaker_en, answer}],
    departments [department], quantity or null, due {date, basis, about}, review_on,
    parts [{id, position, title, title_en, due or null, quantity or null, departments, working or null}],
    parts_expected, assessment, doubts [{rule, reason, event}], grounds_changed, light, reason, reason_en,
    working or null, uncounted [{evidence, value, unit, role, why}],
    evidence_count, latest_evidence {id, title, publisher, published} or null, version, reviewed}.

    `speaker` is that of the first passage, `speakers` are all; `answer` counts from 1. A department is {key, name,
    name_en, role, basis, passage}, where `passage` is the start of the words by which a basis `speaker` is known; a
    quantity {operator, value, unit, basis, baseline, wording, counted, threshold {operator, value, unit} or null}; a
    working {terms [{value, source}], actual, reached, satisfied}. `review_on` is null where there is a due date. The
    `position` of a part is the number that `show` prints, from 1; its due date, quantity and departments are its own.
    Of a doubt, reason and event are null where the analyst was not asked; `why` says by which rule of
    `domain.quantity.Uncountable` a measured value does not count."""
    row = detail.row
    return {
        "code": row.code,
        **_named("title", row.title),
        **_named("topic", row.topic),
        **_named("speaker", detail.speakers[0].name),
        "office": detail.speakers[0].office.zh,
        "kind": row.kind,
        "speakers": [_speaker(speaker) for speaker in detail.speakers],
        "passages": [_passage(quote) for quote in detail.quotes],
        "departments": [_department(responsible) for responsible in detail.departments],
        "quantity": quantity_shape(row.quantity),
        "due": _due(row.due),
        "review_on": row.review_on if row.due.on is None else None,
        "parts": [_whole_part(position, part) for position, part in enumerate(detail.parts, 1)],
        "parts_expected": detail.parts_expected,
        "assessment": row.assessment,
        "doubts": [_doubt(doubt) for doubt in detail.doubts],
        "grounds_changed": row.grounds_changed,
        "light": row.light,
        "reason": detail.reason,
        "reason_en": detail.reason_en,
        "working": _working(row.working),
        "uncounted": [_uncounted(left_out) for left_out in detail.uncounted],
        "evidence_count": row.evidence_count,
        "latest_evidence": _latest(detail),
        "version": row.version,
        "reviewed": row.is_reviewed,
    }


def suggestion(found: "Suggestion") -> Json:
    """A commitment that a text may bear on: {code, score from 0 to 1, matched [words of the text, heaviest first],
    title, title_en, part {id, title, title_en} or null, early (the text is older than the briefing)}."""
    return {
        "code": found.code,
        "score": found.score,
        "matched": [match.words for match in found.matched],
        **_named("title", found.title),
        "part": _part(found.part) if found.part else None,
        "early": found.early,
    }


def whole_commitment(detail: CommitmentDetail) -> Json:
    """A commitment with everything about it: what `commitment` has, and
    baseline_passage and due_passage (as passages, or null), source {key, title, publisher, date, complete},
    evidence [evidence], questions [question],
    rechecks [{evidence, looked_at, outcome, signs}], what became of captured pages,
    cited [id], searches [search], judged_at, fulfilled_late,
    keywords [word], by which `suggest` knows it,
    rests_on_claims (nothing stronger than official statements is cited),
    claims [{uid, said, said_by, said_on, claimed, url, evidence_id}], newest first,
    relations [{uid, kind, said_on, said_by, wording, url, evidence_id, due_on, quantity, working, other, reason}],
    newest first, where `other` is the code of a later commitment; the same list is `restatements`, its earlier name,
    chain [{code, title, title_en, publisher, date, follows [{kind, code}]}], oldest first, itself in it: what says the
    pledge earlier and later, over any number of relations; empty where nothing does,
    history [{id, at, author, kind, reason, details}], newest first.

    A question about a piece of evidence is {kind, evidence, said [words], amounts [{value, unit}],
    other {id, title, published} or null, commitment or null}: `evidence` is the id of the piece that it is about,
    `other` the piece and `commitment` the code of the other commitment by which it arises."""
    relations = [_relation(later) for later in detail.relations]
    return {
        **commitment(detail),
        "baseline_passage": _passage(detail.baseline_quote) if detail.baseline_quote else None,
        "due_passage": _passage(detail.due_quote) if detail.due_quote else None,
        "source": _source(detail.source),
        "evidence": [evidence(piece) for piece in detail.evidence],
        "questions": [_question(question) for question in detail.questions],
        "rechecks": [_recheck(one) for one in detail.rechecks],
        "cited": list(detail.cited),
        "searches": [search(entry) for entry in detail.searches],
        "judged_at": detail.judged_at,
        "fulfilled_late": detail.fulfilled_late,
        "keywords": list(detail.keywords),
        "rests_on_claims": Doubt.CLAIMS_ONLY in detail.row.doubts,
        "claims": [asdict(claim) for claim in detail.claims],
        "relations": relations,
        "restatements": relations,
        "chain": [_chain_link(link) for link in detail.chain],
        "history": [event(entry) for entry in detail.history],
    }


def evidence(piece: EvidenceRow) -> Json:
    """A piece of evidence: {id, uid, kind, title, title_en, number, publisher, published, effective_on, retrieved, url,
    gist, gist_en, quote, note, withdrawn, withdrawal_reason, joined_into, early, same_briefing,
    links [{commitment, part, bearing, stage, value, unit, role}],
    attachments [{sha256, name, media_type, size, url, retrieved_at}],
    anchor {sha256, page, start, prefix, suffix} or null, version}.

    `joined_into` is the id of the piece that this one was found to be the same document as, or null."""
    names = (
        *("id", "uid", "kind", "title", "title_en", "number", "publisher", "published", "effective_on", "retrieved"),
        *("url", "gist", "gist_en", "quote", "note", "withdrawn", "withdrawal_reason", "joined_into", "early"),
        *("same_briefing", "version"),
    )
    return {
        **taken(piece, *names),
        "links": [_link(link) for link in piece.links],
        "attachments": [asdict(file) for file in piece.attachments],
        "anchor": asdict(piece.anchor) if piece.anchor else None,
    }


def event(entry: EventRow) -> Json:
    """An entry of the history: {id, at, author, kind, reason, details}."""
    return taken(entry, "id", "at", "author", "reason", "kind", "details")


def is_judgement(entry: EventRow) -> bool:
    """Whether the event changed the assessment: set it, took that back, or did it again."""
    return entry.details.get("change", entry.kind) == "assessment_set"


def judgement(entry: EventRow) -> Json:
    """A change of the assessment: {id, at, author, kind, before, after, reason, reason_en, evidence [id]}.

    `kind` is assessment_set, undone or redone; `before` and `after` are those of this change.
    """
    before, after, cited = (entry.details.get(name) for name in ("before", "after", "evidence"))
    if entry.kind == "undone":
        before, after, cited = after, before, []
    made = taken(entry, "id", "at", "author", "reason", "reason_en", "kind")
    return {**made, "before": before, "after": after, "evidence": cited}


def search(entry: SearchRow) -> Json:
    """A search: {id, place, words, date, by, outcome, decided, found, old}.

    `decided` is false where an older ledger did not say what it came to."""
    when = {"date": entry.searched_on, "by": entry.searched_by}
    return {**taken(entry, "id", "place", "words"), **when, **taken(entry, "outcome", "decided", "found", "old")}


def past_report(report: "PastReport") -> Json:
    """A report that was written: {number, at, author, kind, language, format, charts, template, as_of, since, code,
    filter {facet: [value]}, search, title, count, file, sha256, version}; `since` is null where no changes are told."""
    wish = report.wish
    return {
        "number": report.id,
        "at": report.made_at,
        "author": report.author,
        "kind": wish.kind,
        **taken(report.form, "language", "format", "charts"),
        "template": report.form.template or None,
        "as_of": report.as_of,
        "since": wish.since,
        "code": wish.code or None,
        "filter": {facet.value: sorted(values) for facet, values in wish.query.choices.items()},
        "search": wish.query.search,
        **taken(report, "title", "count", "file", "sha256", "version"),
    }


def fault(found: Fault, words: Words) -> Json:
    """A fault of the ledger: {code, message, details}."""
    return {"code": found.code, "message": words.fault(found.code, found.details), "details": found.details}


def _named(key: str, name: Name) -> Json:
    return {key: name.zh, f"{key}_en": name.en}


def _passage(quote: Quote) -> Json:
    return {
        "text": quote.passage.exact,
        **taken(quote.passage, "start", "end"),
        **taken(quote, "prefix", "suffix"),
        "paragraph": quote.paragraph_number,
        "speaker": quote.speaker.name.zh if quote.speaker else None,
        "speaker_en": quote.speaker.name.en if quote.speaker else None,
        "answer": quote.answer,
    }


def _speaker(speaker: SpeakerRow) -> Json:
    return {**_named("name", speaker.name), **_named("office", speaker.office)}


def _department(responsible: Responsible) -> Json:
    name = responsible.department
    return {"key": name.key, **_named("name", name), **taken(responsible, "role", "basis", "passage")}


def _due(due: Due) -> Json:
    return {"date": due.on, "basis": due.basis, "about": due.about}


def _doubt(doubt: VerdictDoubt) -> Json:
    return {"rule": doubt.rule, "reason": doubt.reason or None, "event": doubt.event}


def _recheck(row: RecheckRow) -> Json:
    return {
        "evidence": row.evidence_id,
        "looked_at": row.change.retrieved_at.isoformat(),
        "outcome": row.change.outcome.value,
        "signs": [sign.value for sign in row.change.signs],
    }


def _question(question: FollowUpQuestion) -> Json:
    return {
        "kind": question.kind,
        "evidence": question.evidence_id,
        "said": list(question.said),
        "amounts": [taken(amount, "value", "unit") for amount in question.amounts],
        "other": taken(question.other, "id", "title", "published") if question.other else None,
        "commitment": question.commitment,
    }


def _uncounted(left_out: Uncounted) -> Json:
    return {"evidence": left_out.evidence_id, **taken(left_out, "value", "unit", "role", "why")}


def quantity_shape(quantity: Quantity | None) -> Json | None:
    """{operator, value, unit, basis, baseline, wording, counted, threshold {operator, value, unit} or null}, or null:
    an amount that is promised."""
    if quantity is None:
        return None
    each = quantity.threshold
    threshold = None if each is None else taken(each, "operator", "value", "unit")
    names = ("operator", "value", "unit", "basis", "baseline", "wording", "counted")
    return {**taken(quantity, *names), "threshold": threshold}


def _working(working: Working | None) -> Json | None:
    if working is None:
        return None
    terms = [taken(term, "value", "source") for term in working.terms]
    return {"terms": terms, **taken(working, "actual", "reached", "satisfied")}


def _relation(later: RelationRow) -> Json:
    names = ("uid", "kind", "said_on", "said_by", "wording", "url", "evidence_id", "due_on", "other", "reason")
    counted = {"quantity": quantity_shape(later.quantity), "working": _working(later.working)}
    return taken(later, *names) | counted


def _chain_link(link: ChainLink) -> Json:
    return {
        "code": link.code,
        **_named("title", link.title),
        "publisher": link.publisher.zh,
        "date": link.held_on,
        "follows": [{"kind": one.kind, "code": one.earlier} for one in link.follows],
    }


def _part(part: PartRow) -> Json:
    return {"id": part.id, **_named("title", part.title)}


def _whole_part(position: int, part: PartRow) -> Json:
    return {
        "id": part.id,
        "position": position,
        **_named("title", part.title),
        "due": _due(part.due) if part.due else None,
        "quantity": quantity_shape(part.quantity),
        "departments": [_department(responsible) for responsible in part.departments],
        "working": _working(part.working),
    }


def _latest(detail: CommitmentDetail) -> Json | None:
    piece = next((piece for piece in detail.evidence if not piece.withdrawn), None)
    return None if piece is None else taken(piece, "id", "title", "publisher", "published")


def _source(source: SourceRow) -> Json:
    return {
        "key": source.key,
        "title": source.title.zh,
        "publisher": source.publisher.zh,
        "date": source.held_on,
        "complete": source.complete,
    }


def _link(link: EvidenceLinkRow) -> Json:
    said = taken(link, "commitment", "bearing", "stage", "value", "unit", "role")
    return {**said, "part": _part(link.part) if link.part else None}


def _plain(value: object) -> object:
    match value:
        case Decimal():
            # Scripts get 101 and not 101.0; a Decimal that is no whole number becomes a float, as JSON has nothing
            # else.
            return int(value) if value == value.to_integral_value() else float(value)
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return dict(value)
        case _:
            raise TypeError(f"no JSON for {type(value).__name__}")
