"""What the form for a piece of evidence begins with: the piece that is corrected, a draft, or a commitment."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from tracker.desktop.views.forms.evidence_draft import EvidenceDraft
from tracker.desktop.views.recording.evidence_links import LinkDraft, draft_of
from tracker.domain.rows import CommitmentDetail, EvidenceRow
from tracker.domain.search.suggestion import Suggestion
from tracker.domain.terms import Bearing, EvidenceKind, Stage, ValueRole

MORE_TEXTS = ("effective_on", "gist", "title_en", "gist_en")
"""What is seldom filled in, by the names of the fields of a piece."""


def suggested_link(suggestion: Suggestion) -> LinkDraft:
    """What a suggestion that is followed begins with."""
    parts = (suggestion.part,) if suggestion.part is not None else ()
    return LinkDraft(suggestion.code, suggestion.title, parts, part=suggestion.part)


def first_values(evidence: EvidenceRow | None, draft: EvidenceDraft) -> dict[str, Any]:
    """What the inputs begin with."""
    names = ("title", "publisher", "published", "number", "url", "quote", "note", "retrieved", *MORE_TEXTS)
    start: dict[str, Any] = dict.fromkeys(names, "") | {"kind": EvidenceKind.DOCUMENT.value, "same_briefing": None}
    if evidence is None:
        return start | {name: value for name, value in draft.values.items() if value is not None}
    start |= {name: getattr(evidence, name) or "" for name in names if name != "effective_on"}
    start["effective_on"] = evidence.effective_on.isoformat() if evidence.effective_on is not None else ""
    anchor = asdict(evidence.anchor) if evidence.anchor is not None else None
    return start | {"kind": evidence.kind.value, "same_briefing": evidence.same_briefing, "anchor": anchor}


def link_drafts(detail: CommitmentDetail | None, evidence: EvidenceRow | None, draft: EvidenceDraft) -> list[LinkDraft]:
    """The links that a form begins with: those of the piece and of the draft, and the commitment it was opened for."""
    links = evidence.links if evidence is not None else ()
    if detail is None:
        found = [draft_of(link) for link in links]
        return found + [_proposed(values) for values in draft.values.get("links", ())]
    own = detail.row.code
    line_ = detail.row
    drafts = [
        draft_of(link, line_.title, detail.parts) if link.commitment == own else draft_of(link)
        for link in sorted(links, key=lambda link: link.commitment != own)
    ]
    if all(one.code != own for one in drafts):
        unit = line_.quantity.unit if line_.quantity is not None else ""
        drafts.insert(0, LinkDraft(own, line_.title, detail.parts, unit))
    return drafts


def _proposed(values: Mapping[str, Any]) -> LinkDraft:
    """A link as a draft has it, by the names of `NewLink`."""
    return LinkDraft(
        code=values.get("commitment", ""),
        unit=values.get("unit") or "",
        bearing=Bearing(values.get("bearing", Bearing.PROGRESS)),
        stage=Stage(values["stage"]) if values.get("stage") else None,
        value=str(values.get("value") or ""),
        role=ValueRole(values["role"]) if values.get("role") else None,
    )


def short(words: str, longest: int = 60) -> str:
    """The beginning of words that a form has little room for."""
    return words if len(words) <= longest else words[: longest - 1] + "…"
