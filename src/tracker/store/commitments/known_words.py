"""The words of the commitments that a ledger has, as many new ones at once are compared with them."""

from sqlalchemy import Connection, select

from tracker.domain.terms import PassageRole
from tracker.domain.text.text_folding import digest_of
from tracker.store.database.tables import Commitment, CommitmentState, Passage


class KnownWords:
    """Finds the commitment that says the same, blanks apart: the same ledger may come in again from a newer file.

    Only digests are held, however many there are. They are read when the first words are asked about.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[bytes, int] | None = None
        self._codes: dict[int, str] = {}

    def find(self, words: str) -> str:
        """Return the code of the first commitment in use with these words, "" for none."""
        if self._ids is None:
            self._ids = self._read()
        known = self._ids.get(_digest(words))
        if not known:
            return ""
        if known not in self._codes:
            code = select(Commitment.code).where(Commitment.id == known)
            self._codes[known] = self._connection.execute(code).scalar_one()
        return self._codes[known]

    def _read(self) -> dict[bytes, int]:
        ids: dict[bytes, int] = {}
        said = (
            select(Passage.commitment_id, Passage.exact)
            .join(CommitmentState, CommitmentState.commitment_id == Passage.commitment_id)
            .where(CommitmentState.until.is_(None), Passage.role == PassageRole.PROMISE.value)
            .order_by(Passage.commitment_id)
        )
        for commitment_id, exact in self._connection.execute(said.execution_options(yield_per=1_000)):
            ids.setdefault(_digest(exact), commitment_id)
        return ids


def _digest(words: str) -> bytes:
    return digest_of("".join(words.split()))
