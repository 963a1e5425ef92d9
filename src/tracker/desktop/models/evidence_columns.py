"""The columns of the evidence table, as data: what each says, how it looks, what it sorts by."""

from tracker.desktop.models.columns import NOTHING, CellStyle, TableColumn
from tracker.domain.evidence.evidence_query import EvidenceSort, state_of
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import EvidenceKind
from tracker.wording import Words

_KINDS = tuple(EvidenceKind)


def strength(kind: EvidenceKind) -> float:
    """How strong a kind of evidence is among all kinds (§5), as a share: 1.0 for a law."""
    return 1 - _KINDS.index(kind) / len(_KINDS)


def _kind_tip(piece: EvidenceRow, words: Words) -> str:
    return words.phrase("strength", rank=_KINDS.index(piece.kind) + 1, count=len(_KINDS))


def _codes(piece: EvidenceRow) -> tuple[str, ...]:
    """The commitments that a piece bears on, each once."""
    return tuple(dict.fromkeys(link.commitment for link in piece.links))


def _numbers(piece: EvidenceRow, words: Words) -> str:
    """The numbers alone, as in the ledger; the tip says the whole codes."""
    return words.join(code.rpartition("-")[2] for code in _codes(piece)) or NOTHING


def _files(piece: EvidenceRow, _words: Words) -> str:
    return str(len(piece.attachments)) if piece.attachments else NOTHING


def _state_tip(piece: EvidenceRow, words: Words) -> str:
    said = words.rule(state_of(piece))
    return f"{said}\n{words.phrase('withdrawn', reason=piece.withdrawal_reason)}" if piece.withdrawn else said


EVIDENCE_COLUMNS: tuple[TableColumn[EvidenceRow], ...] = (
    TableColumn(
        "published", lambda piece, _: piece.published, CellStyle.TEXT, 104, EvidenceSort.PUBLISHED, frozen=True
    ),
    TableColumn("evidence_title", lambda piece, _: piece.title, CellStyle.TITLE, 240, EvidenceSort.TITLE, frozen=True),
    TableColumn("kind", lambda p, words: words.term(p.kind), CellStyle.KIND, 122, EvidenceSort.KIND, tip=_kind_tip),
    TableColumn("publisher", lambda p, _: p.publisher, CellStyle.TEXT, 136, EvidenceSort.PUBLISHER, widest=280),
    TableColumn("number", lambda p, _: p.number or NOTHING, CellStyle.TEXT, 140, EvidenceSort.NUMBER, widest=200),
    TableColumn(
        "bears_on",
        _numbers,
        CellStyle.TEXT,
        92,
        EvidenceSort.BEARS_ON,
        widest=160,
        tip=lambda piece, _: "\n".join(_codes(piece)) or None,
    ),
    TableColumn(
        "files",
        _files,
        CellStyle.FILES,
        64,
        EvidenceSort.FILES,
        tip=lambda piece, _: "\n".join(file.name for file in piece.attachments) or None,
    ),
    TableColumn(
        "state",
        lambda piece, words: words.term(state_of(piece)),
        CellStyle.STATE,
        108,
        EvidenceSort.STATE,
        tip=_state_tip,
    ),
)
