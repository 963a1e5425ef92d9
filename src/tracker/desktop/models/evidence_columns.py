"""The columns of the evidence table, as data: what each says, how it looks, what it sorts by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.evidence.evidence_query import EvidenceSort, state_of
from tracker.domain.rows import EvidenceRow
from tracker.domain.terms import EvidenceKind
from tracker.wording import Words

NOTHING = "–"
_KINDS = tuple(EvidenceKind)


class EvidenceLook(StrEnum):
    """How a cell is drawn."""

    TEXT = "text"
    KIND = "kind"
    TITLE = "title"
    FILES = "files"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class EvidenceColumn:
    """One column: its heading's key, what it says, how it looks, how wide it starts, and what it sorts by.

    Width in pixels of the design. A `spare` column gives way where the window is too narrow for all of them, the
    highest number first.
    """

    name: str
    text: Callable[[EvidenceRow, Words], str]
    look: EvidenceLook
    width: int
    key: EvidenceSort
    spare: int = 0

    def heading(self, words: Words) -> str:
        """The words at its top."""
        return words.column(self.name)


def strength(kind: EvidenceKind) -> float:
    """How strong a kind of evidence is among all kinds (§5), as a share: 1.0 for a law."""
    return 1 - _KINDS.index(kind) / len(_KINDS)


def codes_of(piece: EvidenceRow) -> tuple[str, ...]:
    """The commitments that a piece bears on, each once."""
    return tuple(dict.fromkeys(link.commitment for link in piece.links))


def _numbers(piece: EvidenceRow, words: Words) -> str:
    """The numbers alone, as in the ledger; the whole codes are told by the tip."""
    return words.join(code.rpartition("-")[2] for code in codes_of(piece)) or NOTHING


def _files(piece: EvidenceRow, words: Words) -> str:
    del words
    return str(len(piece.attachments)) if piece.attachments else NOTHING


EVIDENCE_COLUMNS: tuple[EvidenceColumn, ...] = (
    EvidenceColumn("published", lambda piece, _: piece.published, EvidenceLook.TEXT, 104, EvidenceSort.PUBLISHED),
    EvidenceColumn("kind", lambda p, words: words.term(p.kind), EvidenceLook.KIND, 122, EvidenceSort.KIND, spare=3),
    EvidenceColumn("evidence_title", lambda piece, _: piece.title, EvidenceLook.TITLE, 240, EvidenceSort.TITLE),
    EvidenceColumn("publisher", lambda p, _: p.publisher, EvidenceLook.TEXT, 136, EvidenceSort.PUBLISHER, spare=2),
    EvidenceColumn(
        "number", lambda piece, _: piece.number or NOTHING, EvidenceLook.TEXT, 140, EvidenceSort.NUMBER, spare=5
    ),
    EvidenceColumn("bears_on", _numbers, EvidenceLook.TEXT, 92, EvidenceSort.BEARS_ON, spare=1),
    EvidenceColumn("files", _files, EvidenceLook.FILES, 64, EvidenceSort.FILES, spare=4),
    EvidenceColumn("state", lambda p, words: words.term(state_of(p)), EvidenceLook.STATE, 108, EvidenceSort.STATE),
)
TITLE_COLUMN = next(number for number, one in enumerate(EVIDENCE_COLUMNS) if one.look is EvidenceLook.TITLE)
