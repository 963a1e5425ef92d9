"""The search index of a ledger in a file: which commitments hold a character, or two of them in a row.

`search_text` keeps what is said of each commitment now, folded, a field a line; `search_index` (FTS5, without contents
of its own) its characters and pairs of neighbours as terms. So words of one or two characters are looked up, and longer
ones are looked for in the few commitments that hold all their pairs. `evidence_text` keeps, folded, what is said of
each piece of evidence now, its notes too, and is read through. All are written in the transaction of the change itself.
A shared ledger, and any ledger on a past day, is searched by reading its rows.

The answers are those of reading the rows, see `folded_words`; a property test holds the two together.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from operator import add

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Insert,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
    union,
    union_all,
)
from sqlalchemy.exc import DBAPIError

from tracker.domain.terms import PassageRole
from tracker.domain.text.text_folding import fold
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState
from tracker.store.database.id_pages import pages
from tracker.store.database.tables import (
    Commitment,
    CommitmentDepartment,
    CommitmentState,
    Department,
    DepartmentState,
    Passage,
    Version,
)
from tracker.store.database.typed_columns import NamedSelect
from tracker.store.events.change_set import Deed, Said
from tracker.store.events.seals import IMPORTING, LOADING

_MOST_PAIRS = 16
"""Pairs of a long word that are looked up; whatever holds them all is read anyway."""
_OWN = 0xE000
_STRANGE = 0xF8FF
_PRIVATE = range(_OWN, _STRANGE + 1)
_MARKS = {chr(sign): chr(_OWN + sign) for sign in range(128) if not (chr(sign).isalnum() or chr(sign).isspace())}
"""FTS5 takes punctuation for a gap between terms, so that it goes by private characters; and what a text has of these
itself goes by one of them."""
# A text has few of either: found by a pattern, they take a tenth of what `str.translate` does.
_GAPS = re.compile(f"[{re.escape(''.join(_MARKS))}{chr(_OWN)}-{chr(_STRANGE)}]")

search_text = Table(
    "search_text",
    MetaData(),
    Column("commitment_id", Integer, primary_key=True),
    Column("words", Text, nullable=False),
)
evidence_text = Table(
    "evidence_text",
    search_text.metadata,
    Column("evidence_id", Integer, primary_key=True),
    Column("words", Text, nullable=False),
)
_index = table("search_index", column("rowid", Integer), column("search_index", Text))
_terms_held = table("search_terms", column("term", Text), column("doc", Integer), schema="temp")
_OF_PIECES: dict[type[Version], tuple[str, ...]] = {
    EvidenceState: ("title", "title_en", "number", "publisher", "quote", "note")
}
_WORDS: dict[type[Version], tuple[str, ...]] = {
    CommitmentState: ("title", "title_en", "title_pinyin"),
    EvidenceState: ("title", "title_en", "number", "publisher", "quote"),
    EvidenceLink: ("evidence_id", "commitment_id"),
    CommitmentDepartment: ("commitment_id", "department_id"),
    DepartmentState: ("name", "name_en"),
}
"""The columns that say something, of the tables that change; a passage only comes with a source."""
TABLES = frozenset(
    {
        "search_text",
        "evidence_text",
        "search_index",
        *(f"search_index_{part}" for part in ("data", "idx", "docsize", "config")),
    }
)
"""Tables that only a ledger in a file has, and that SQLAlchemy knows nothing of."""


def holding(word: str) -> Select[int]:
    """The ids of the commitments that hold a word without blanks."""
    folded = fold(word)
    found = select(_index.c.rowid).where(_index.c.search_index.op("MATCH")(_expression(folded)))
    # A character, and a pair, is a term, so what the index says is the answer. A longer word is only somewhere among
    # those that hold all its pairs, which may stand apart in them.
    # Private characters of a text itself all share one term, so of these the index alone would find any for each other.
    if len(folded) <= 2 and not any(ord(sign) in _PRIVATE for sign in folded):
        return found
    return select(search_text.c.commitment_id).where(
        search_text.c.commitment_id.in_(found), func.instr(search_text.c.words, folded) > 0
    )


def enter(connection: Connection, fields: Iterable[tuple[int, Iterable[str]]]) -> None:
    """Take in commitments that are new, each with all that is said of it: see `_sayings` for what that is, and for the
    order."""
    if connection.dialect.name == "sqlite":
        _add(connection, [(commitment_id, _folded(said)) for commitment_id, said in fields])


def enter_pieces(connection: Connection, ids: Sequence[int]) -> None:
    """Take in pieces of evidence that are new."""
    if connection.dialect.name == "sqlite":
        for page in pages(ids):
            connection.execute(_take_pieces(EvidenceState.evidence_id.in_(page)))


def update(connection: Connection, said: Said, deed: Deed) -> None:
    """Take over what an event, whose rows are all written, changed of what is said. What a spreadsheet says was
    entered with its rows."""
    if connection.dialect.name != "sqlite" or said.kind == IMPORTING:
        return
    if deed.may_have_changed(_OF_PIECES):
        gone = select(EvidenceState.evidence_id).where(EvidenceState.until == said.id)
        # A piece whose addition was taken back has a version that ended and none that began.
        connection.execute(evidence_text.delete().where(evidence_text.c.evidence_id.in_(gone)))
        connection.execute(_take_pieces(EvidenceState.since == said.id))
    if said.kind == LOADING:  # passages may be others now, and departments be called otherwise, in any source
        _refresh(connection, _everyone(connection))
    elif tables := deed.may_have_changed(_WORDS):
        ids = connection.scalars(_with_other_words(tables), {"event": said.id})
        # Of a single table, the union of its one statement would name a commitment once for each row.
        _refresh(connection, sorted(set(ids)))


def rebuild(connection: Connection) -> None:
    """Make the index again from the rows. Does nothing in a shared ledger, which has none."""
    if connection.dialect.name != "sqlite":
        return
    # The only way to empty an FTS5 table without contents; DELETE would ask for the terms of each row.
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
    connection.execute(search_text.delete())
    connection.execute(evidence_text.delete())
    connection.execute(_take_pieces(true()))
    _refresh(connection, _everyone(connection))


def find_misfits(connection: Connection) -> Iterator[int]:
    """The ids of the commitments that the index says something else of than the rows do; 0 where one cannot tell whose
    terms are wrong."""
    if connection.dialect.name != "sqlite":
        return
    ids = _everyone(connection)
    # The index tells how many commitments have a term, and not which terms a commitment has, but by the inner tables of
    # FTS5, whose format is its own: so terms are counted here as well, and the counts compared.
    indexed = set(connection.scalars(text("SELECT id FROM search_index_docsize")))
    holders: dict[str, int] = defaultdict(int)
    for page in pages(ids):
        said = _said(connection, page)
        kept = _kept(connection, page)
        for commitment_id in page:
            for term in _terms(said[commitment_id]):
                holders[term] += 1
            if said[commitment_id] != kept.get(commitment_id) or commitment_id not in indexed:
                yield commitment_id
    if not indexed <= set(ids) or not _holds_exactly(connection, holders) or not _has_pieces(connection):
        yield 0


def _has_pieces(connection: Connection) -> bool:
    """Whether exactly what is said of the pieces now is kept."""
    said = select(EvidenceState.evidence_id, _words_of_piece()).where(EvidenceState.until.is_(None))
    kept = select(evidence_text.c.evidence_id, evidence_text.c.words)
    return not any(connection.execute(one.except_(other).limit(1)).all() for one, other in ((said, kept), (kept, said)))


def _take_pieces(which: ColumnElement[bool]) -> Insert:
    """Keep what is said of some pieces now."""
    said = select(EvidenceState.evidence_id, _words_of_piece()).where(EvidenceState.until.is_(None), which)
    return evidence_text.insert().prefix_with("OR REPLACE").from_select(["evidence_id", "words"], said)


def _words_of_piece() -> ColumnElement[str]:
    title, *others = (EvidenceState.__table__.c[name] for name in _OF_PIECES[EvidenceState])
    whole: ColumnElement[str] = title
    for other in others:
        whole = whole.concat("\n").concat(other)
    return func.folded(whole)


def _holds_exactly(connection: Connection, holders: dict[str, int]) -> bool:
    """Whether each term is held by as many commitments as it should be, and there are no others."""
    _name_terms(connection)
    try:
        found = connection.exec_driver_sql("SELECT term, doc FROM temp.search_terms").all()
    except DBAPIError:  # a part of it is gone
        return False
    return all(holders.pop(term, None) == number for term, number in found) and not holders


def count_holders(connection: Connection, pairs: Collection[str]) -> dict[str, int]:
    """How many commitments hold each of these pairs of letters; those that none holds are left out."""
    _name_terms(connection)
    found: dict[str, int] = {}
    for page in pages(list(pairs)):
        terms = select(_terms_held.c.term, _terms_held.c.doc).where(_terms_held.c.term.in_(page))
        found |= {row.term: row.doc for row in connection.execute(terms)}
    return found


def _name_terms(connection: Connection) -> None:
    connection.exec_driver_sql(
        # It keeps nothing and reads the index. In `temp`, so that the ledger gets no table that its schema does not
        # name.
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING fts5vocab(main, search_index, row)"
    )


def _refresh(connection: Connection, ids: Sequence[int]) -> None:
    for page in pages(ids):
        said = _said(connection, page)
        kept = _kept(connection, page)
        stale = [i for i in page if said[i] != kept.get(i)]
        # An FTS5 table without contents cannot look up which terms a row has: to delete them it has to be given them
        # again. That is why `search_text` keeps what was said.
        if gone := [(i, index_terms(kept[i])) for i in stale if i in kept]:
            connection.exec_driver_sql(
                "INSERT INTO search_index(search_index, rowid, terms) VALUES ('delete', ?, ?)", gone
            )
        if stale:
            _add(connection, [(i, said[i]) for i in stale])


def _add(connection: Connection, said: list[tuple[int, str]]) -> None:
    # By the driver: numbers and texts need none of SQLAlchemy's types, and an import writes a hundred thousand of them.
    connection.exec_driver_sql("INSERT OR REPLACE INTO search_text(commitment_id, words) VALUES (?, ?)", said)
    terms = [(i, index_terms(words)) for i, words in said]
    connection.exec_driver_sql("INSERT INTO search_index(rowid, terms) VALUES (?, ?)", terms)


@cache
def _with_other_words(tables: frozenset[type[Version]]) -> CompoundSelect[int]:
    """The commitments of which an event may have changed what is said, by what it did in these tables."""
    link = EvidenceLink
    held = CommitmentDepartment
    pieces = select(EvidenceState.evidence_id).where(_done_to(EvidenceState))
    named = select(DepartmentState.department_id).where(_done_to(DepartmentState))
    found = {
        CommitmentState: select(CommitmentState.commitment_id).where(_done_to(CommitmentState)),
        link: select(link.commitment_id).where(_done_to(link)),
        EvidenceState: select(link.commitment_id).where(link.evidence_id.in_(pieces), link.until.is_(None)),
        CommitmentDepartment: select(held.commitment_id).where(_done_to(held)),
        DepartmentState: select(held.commitment_id).where(held.department_id.in_(named), held.until.is_(None)),
    }
    return union(*(statement for table, statement in found.items() if table in tables))


def _done_to(table: type[Version]) -> ColumnElement[bool]:
    return or_(table.since == bindparam("event"), table.until == bindparam("event"))


def _everyone(connection: Connection) -> Sequence[int]:
    return connection.scalars(select(Commitment.id).order_by(Commitment.id)).all()


def _said(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """What is said of each of these commitments now, folded, a field a line."""
    said: dict[int, list[str]] = {i: [] for i in ids}
    for statement in _sayings():
        for commitment_id, *fields in connection.execute(statement, {"ids": ids}):
            said[commitment_id] += fields
    return {i: _folded(fields) for i, fields in said.items()}


@cache
def _sayings() -> tuple[NamedSelect, ...]:
    """What names commitments, whose they are, what was quoted, and what their evidence says."""
    state = CommitmentState
    piece = EvidenceState
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    departments = (
        select(
            CommitmentDepartment.commitment_id,
            Department.name,
            Department.name_en,
            literal(0).label("rank"),
            CommitmentDepartment.position,
            Department.id,
        )
        .join(Department, Department.id == CommitmentDepartment.department_id)
        .where(CommitmentDepartment.commitment_id.in_(ids), CommitmentDepartment.until.is_(None))
    )
    quotes = select(Passage.commitment_id, Passage.exact, literal(""), literal(1), Passage.id, literal(0)).where(
        Passage.commitment_id.in_(ids), Passage.role != PassageRole.DUE
    )
    named = union_all(departments, quotes).subquery()  # in one question: each costs every write its time
    return (
        select(Commitment.id, Commitment.code, state.title, state.title_en, state.title_pinyin)
        .join(state, state.commitment_id == Commitment.id)
        .where(Commitment.id.in_(ids), state.until.is_(None)),
        select(named.c.commitment_id, named.c.name, named.c.name_en).order_by(
            named.c.rank, named.c.position, named.c.id
        ),
        select(EvidenceLink.commitment_id, piece.title, piece.title_en, piece.number, piece.publisher, piece.quote)
        .join(piece, piece.evidence_id == EvidenceLink.evidence_id)
        .where(EvidenceLink.commitment_id.in_(ids), EvidenceLink.until.is_(None), piece.until.is_(None))
        .order_by(EvidenceLink.id),
    )


_KEPT = select(search_text).where(search_text.c.commitment_id.in_(bindparam("ids", expanding=True)))


def _kept(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    return {row.commitment_id: row.words for row in connection.execute(_KEPT, {"ids": ids})}


def _folded(fields: Iterable[str]) -> str:
    """What fields say, one a line and none twice, in the form that is searched."""
    # A line end between fields: no word that is searched has one, so none is found across the end of a title and the
    # beginning of a quote.
    return fold("\n".join(dict.fromkeys(filter(None, fields))))


def _indexed(words: str) -> str:
    """The words with signs that FTS5 takes for parts of a term."""
    return _GAPS.sub(lambda sign: _MARKS.get(sign[0], chr(_STRANGE)), words)


def _terms(words: str) -> set[str]:
    """Every character, and every two neighbours with no blank between them."""
    found: set[str] = set()
    held = ""
    # The longest first, so that what is part of another run is met when that one is held already.
    for run in sorted(_indexed(words).split(), key=len, reverse=True):
        if run in held:  # a title stands in what was promised: all its terms are there
            continue
        held += run + "\n"
        signs = list(run)
        found.update(signs)
        found.update(map(add, signs, islice(signs, 1, None)))
    return found


def index_terms(words: str) -> str:
    """The terms of what is said of a commitment, as FTS5 takes them."""
    return " ".join(_terms(words))


def _expression(word: str) -> str:
    """The FTS5 expression for a word: the character, or all pairs of neighbours."""
    signs = _indexed(word)
    pairs = list(dict.fromkeys(map(add, signs, signs[1:])))[:_MOST_PAIRS] or [signs]
    # Quoted, so that AND, OR or * in what was typed are words; a quotation mark itself is one of `_MARKS` and cannot
    # end it.
    return " AND ".join(f'"{pair}"' for pair in pairs)
