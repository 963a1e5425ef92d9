"""The search index of a ledger: which commitments hold a character, or two of them in a row.

`search_text` keeps what is said of each commitment now, folded, a field a line; `search_index` its characters and pairs
of neighbours as terms: in a file by FTS5 (`fts5_index`), on a server by an array with a GIN index (`gin_index`). So
words of one or two characters are looked up, and longer ones are looked for in the few commitments that hold all their
pairs. `evidence_text` keeps, folded, what is said of each piece of evidence now, its notes too, and is read through.
All are written in the transaction of the change itself. Any ledger on a past day is searched by reading its rows.

The answers are those of reading the rows, see `folded_words`; a property test holds them together.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    table,
    text,
    true,
    union,
    union_all,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from tracker.domain.terms import PassageRole
from tracker.domain.text.text_folding import fold
from tracker.store.database.evidence_tables import EvidenceLink, EvidenceState
from tracker.store.database.id_pages import PAGE, pages
from tracker.store.database.raw_rows import numbers
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
from tracker.store.events.change_set import ChangeSet, EventRecord
from tracker.store.events.seals import IMPORTING, LOADING
from tracker.store.search import fts5_index, gin_index
from tracker.store.search.indexed_words import IndexedWords, WordsById, evidence_text, is_among, search_text, stands_in
from tracker.store.server.pipeline import KEEPS_ANSWERS, Question

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
"""The searched columns by table, of the tables that change; a passage only comes with a source."""
TABLES = frozenset(
    {
        "search_text",
        "evidence_text",
        "search_index",
        *(f"search_index_{part}" for part in ("data", "idx", "docsize", "config")),
    }
)
"""The tables of the index in a file. On a server there are `search_terms` besides, and none of FTS5."""
_FIELDS = 5
"""So many columns are said of a commitment at a time."""
_index = table("search_index")
_PUT_PIECE = text(
    "INSERT INTO evidence_text (evidence_id, words) VALUES (:id, :words)"
    " ON CONFLICT (evidence_id) DO UPDATE SET words = excluded.words"
).execution_options(**KEEPS_ANSWERS)


class _TermIndex(Protocol):
    """The interface that `fts5_index` and `gin_index` share."""

    def is_term(self, word: str) -> bool: ...

    def put(self, connection: Connection, words: WordsById) -> Counter[int]: ...

    def count(self, connection: Connection, more: Counter[int]) -> None: ...

    def clear(self, connection: Connection) -> None: ...

    def count_holders(self, connection: Connection, terms: Collection[str]) -> dict[str, int]: ...

    def find_misfits(self, connection: Connection, said: Iterable[WordsById]) -> Iterator[int]: ...


_INDEXES: Mapping[str, _TermIndex] = {"sqlite": fts5_index, "postgresql": gin_index}


class _Holder(FunctionElement[int]):
    """The commitment of a row of the index."""

    inherit_cache = True
    type = Integer()


@compiles(_Holder, "sqlite")
def _holder_in_file(_element: _Holder, _compiler: SQLCompiler, **_how: Any) -> str:
    return "search_index.rowid"


@compiles(_Holder, "postgresql")
def _holder_on_server(_element: _Holder, _compiler: SQLCompiler, **_how: Any) -> str:
    return "search_index.commitment_id"


class _HoldsTerms(FunctionElement[Any]):
    """By its clauses the terms of a word, as FTS5 and as GIN take them."""

    inherit_cache = True
    # Not Boolean, of which SQLAlchemy asks SQLite whether it is 1: FTS5 answers to MATCH alone.
    type = NullType()


@compiles(_HoldsTerms, "sqlite")
def _terms_in_file(element: _HoldsTerms, compiler: SQLCompiler, **how: Any) -> str:
    expression, _ = element.clauses
    return f"search_index MATCH {compiler.process(expression, **how)}"


@compiles(_HoldsTerms, "postgresql")
def _terms_on_server(element: _HoldsTerms, compiler: SQLCompiler, **how: Any) -> str:
    _, terms = element.clauses
    return f"search_index.grams @> {compiler.process(terms, **how)}"


def holding(word: str) -> Select[int]:
    """The ids of the commitments that hold a word without blanks."""
    folded = fold(word)
    terms = literal(gin_index.terms_of_word(folded), ARRAY(Integer))
    found = select(_Holder()).select_from(_index).where(_HoldsTerms(literal(fts5_index.expression(folded)), terms))
    # A character, and a pair, is a term, so what the index says is the answer. A longer word is only somewhere among
    # those that hold all its pairs, which may stand apart in them.
    if all(index.is_term(folded) for index in _INDEXES.values()):
        return found
    words = search_text.c
    return select(words.commitment_id).where(is_among(words.commitment_id, found), stands_in(words.words, folded))


def count_holders(connection: Connection, pairs: Collection[str]) -> dict[str, int]:
    """How many commitments hold each of these pairs of letters; those that none holds are left out."""
    index = _index_of(connection)
    found = index.count_holders(connection, [pair for pair in pairs if index.is_term(pair)])
    # One with a character of Unicode's further planes is no term on a server; a text has hardly any.
    for pair in pairs:
        if not index.is_term(pair):
            number = connection.scalar(select(func.count()).select_from(holding(pair).subquery()))
            found |= {pair: number} if number else {}
    return found


def list_holders(connection: Connection, pairs: Sequence[str]) -> Iterator[tuple[str, Iterable[int]]]:
    """Yield each of these pairs of letters, in their order, with the commitments that hold it."""
    if connection.dialect.name == "sqlite":
        for pair in pairs:
            yield pair, numbers(connection, holding(pair))
        return
    # At once: a text has a thousand pairs, and a server may be far away.
    found = gin_index.list_holders(connection, [pair for pair in pairs if gin_index.is_term(pair)])
    for pair in pairs:
        yield pair, found[pair] if gin_index.is_term(pair) else numbers(connection, holding(pair))


def enter(connection: Connection, fields: Iterable[tuple[int, Iterable[str]]]) -> Counter[int]:
    """Index commitments that are new, each with its searchable fields in the order of `_searchable_fields`.

    Returns the change in the number of holders by term, to be passed to `count` once all are there.
    """
    words = {commitment_id: IndexedWords(_folded(said), None) for commitment_id, said in fields}
    return _index_of(connection).put(connection, words)


def count(connection: Connection, more: Counter[int]) -> None:
    """Add to the numbers of holders by term what `enter` returned."""
    _index_of(connection).count(connection, more)


def questions(event: EventRecord, change_set: ChangeSet) -> Iterator[Question]:
    """Return the questions of `update`, to be sent ahead: none of its own writes changes their answers."""
    if event.kind != IMPORTING and change_set.may_have_changed(_OF_PIECES):
        yield _pieces_question(_BEGUN), {"after": 0, "event": event.id}
    if event.kind not in (IMPORTING, LOADING) and (tables := change_set.may_have_changed(_WORDS)):
        yield _searchable_fields(_first_of(_with_other_words(tables))), {"event": event.id}


def enter_pieces(connection: Connection, ids: Sequence[int]) -> None:
    """Take in pieces of evidence that are new."""
    for page in pages(ids):
        _take_pieces(connection, EvidenceState.evidence_id.in_(page))


def update(connection: Connection, event: EventRecord, change_set: ChangeSet) -> None:
    """Bring the index up to date with an event whose rows are all written. An imported spreadsheet is left out: its
    rows were indexed as they were written, by `enter`."""
    if event.kind == IMPORTING:
        return
    if change_set.may_have_changed(_OF_PIECES):
        gone = select(EvidenceState.evidence_id).where(EvidenceState.until == event.id)
        # A piece whose addition was taken back has a version that ended and none that began.
        forgotten = evidence_text.delete().where(evidence_text.c.evidence_id.in_(gone))
        connection.execute(forgotten.execution_options(**KEEPS_ANSWERS))
        _take_pieces(connection, _BEGUN, event=event.id)
    if event.kind == LOADING:  # passages may be others now, and departments be called otherwise, in any source
        _refresh(connection, _read_everyone(connection))
    elif tables := change_set.may_have_changed(_WORDS):
        _refresh(connection, _read_words(connection, _with_other_words(tables), event=event.id))


def rebuild(connection: Connection) -> None:
    """Make the index again from the rows."""
    _index_of(connection).clear(connection)
    connection.execute(search_text.delete())
    connection.execute(evidence_text.delete())
    _take_pieces(connection, true())
    _refresh(connection, _read_everyone(connection))


def find_misfits(connection: Connection) -> Iterator[int]:
    """Return the ids of the commitments whose entries in the index differ from their rows; 0 where the commitment of
    a wrong term cannot be told."""
    yield from _index_of(connection).find_misfits(connection, _read_everyone(connection))
    if not _has_pieces(connection):
        yield 0


def _index_of(connection: Connection) -> _TermIndex:
    return _INDEXES[connection.dialect.name]


def _has_pieces(connection: Connection) -> bool:
    """Return whether `evidence_text` holds the present words of every piece, and no others."""
    unknown = set(connection.scalars(select(evidence_text.c.evidence_id)))
    for page in _read_pieces(connection, true()):
        unknown -= page.keys()
        if any(words.said != words.kept for words in page.values()):
            return False
    return not unknown


def _take_pieces(connection: Connection, which: ColumnElement[bool], **given: int) -> None:
    """Write the present words of some pieces into `evidence_text`."""
    for page in _read_pieces(connection, which, **given):
        connection.execute(_PUT_PIECE, [{"id": i, "words": words.said} for i, words in page.items()])


_BEGUN = EvidenceState.since == bindparam("event")


def _read_pieces(connection: Connection, which: ColumnElement[bool], **given: int) -> Iterator[WordsById]:
    """Yield the present words of some pieces with those that `evidence_text` holds, in pages that are not empty."""
    after = 0
    while found := connection.execute(_pieces_question(which), {"after": after, **given}).all():
        yield {i: IndexedWords(fold("\n".join(fields)), kept) for i, kept, *fields in found}
        if len(found) < PAGE:
            return
        after = found[-1].evidence_id


def _pieces_question(which: ColumnElement[bool]) -> NamedSelect:
    piece = EvidenceState
    said = [piece.__table__.c[name] for name in _OF_PIECES[piece]]
    return (
        select(piece.evidence_id, evidence_text.c.words, *said)
        .outerjoin(evidence_text, evidence_text.c.evidence_id == piece.evidence_id)
        .where(piece.until.is_(None), which, piece.evidence_id > bindparam("after"))
        .order_by(piece.evidence_id)
        .limit(PAGE)
    )


def _refresh(connection: Connection, read: Iterable[WordsById]) -> None:
    index = _index_of(connection)
    more: Counter[int] = Counter()
    for page in read:
        if stale := {i: words for i, words in page.items() if words.said != words.kept}:
            more.update(index.put(connection, stale))
    index.count(connection, more)


@cache
def _with_other_words(tables: frozenset[type[Version]]) -> CompoundSelect[int]:
    """Return the query of the commitments whose searchable fields an event may have changed in these tables."""
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


_EVERYONE = union(select(Commitment.id))


def _read_everyone(connection: Connection) -> Iterator[WordsById]:
    return _read_words(connection, _EVERYONE)


def _read_words(connection: Connection, ids: CompoundSelect[int], **given: int) -> Iterator[WordsById]:
    """Yield the present words of commitments with those that `search_text` holds, in pages that are not empty."""
    # Whose words these are is asked with the words: on a server each question costs every write its time. It is asked
    # by itself where they are many, of which a department has a few hundred, and an import a hundred thousand.
    first = _words_of(connection, _first_of(ids), given)
    if first:
        yield first
    if len(first) == PAGE:
        others = sorted(set(connection.scalars(ids, given)) - first.keys())
        # SQLite takes an id for each place where it stands, PostgreSQL once.
        for page in pages(others, PAGE // _PARTS if connection.dialect.name == "sqlite" else PAGE):
            yield _words_of(connection, _THESE, {"ids": page})


def _words_of(connection: Connection, which: Select[int], given: Mapping[str, Any]) -> WordsById:
    said: dict[int, list[str]] = {}
    kept: dict[int, str | None] = {}
    for i, _, _, _, words, *fields in connection.execute(_searchable_fields(which), given):
        said.setdefault(i, []).extend(fields)
        kept.setdefault(i, words)
    return {i: IndexedWords(_folded(fields), kept[i]) for i, fields in said.items()}


@cache
def _first_of(ids: CompoundSelect[int]) -> Select[int]:
    (column,) = ids.subquery().c
    # Distinct: of a single table, the union of its one statement names a commitment once for each row.
    return select(column).distinct().order_by(column).limit(PAGE)


_PARTS = 5
"""So often the statement of `_searchable_fields` names its commitments."""
_THESE = select(Commitment.id).where(Commitment.id.in_(bindparam("ids", expanding=True)))


@cache
def _searchable_fields(which: Select[int]) -> NamedSelect:
    """Return the query of the searchable fields of some commitments, in order: names, departments, quoted words,
    evidence. The first row of each commitment has the words that `search_text` holds."""
    state = CommitmentState
    piece = EvidenceState
    department = Department
    held = CommitmentDepartment
    # `which` stands in each part, and not once before all as a common table: SQLite tells of such a one as of a view,
    # and views are what `hardening` refuses.
    (own_id,) = which.subquery().c
    nothing = literal("")
    one = literal(1)
    kept = (
        select(own_id.label("id"), literal(0).label("rank"), one.label("place"), one.label("of"), search_text.c.words)
        .add_columns(*[nothing.label(f"field_{number}") for number in range(_FIELDS)])
        .outerjoin(search_text, search_text.c.commitment_id == own_id)
    )
    unkept = sql_cast(null(), Text)
    names = (
        select(Commitment.id, literal(1), one, one, unkept)
        .add_columns(Commitment.code, state.title, state.title_en, state.title_pinyin, nothing)
        .join(state, state.commitment_id == Commitment.id)
        .where(Commitment.id.in_(which), state.until.is_(None))
    )
    departments = (
        select(held.commitment_id, literal(2), held.position, department.id, unkept)
        .add_columns(department.name, department.name_en, nothing, nothing, nothing)
        .join(department, department.id == held.department_id)
        .where(held.commitment_id.in_(which), held.until.is_(None))
    )
    quotes = (
        select(Passage.commitment_id, literal(3), one, Passage.id, unkept)
        .add_columns(Passage.exact, nothing, nothing, nothing, nothing)
        .where(Passage.commitment_id.in_(which), Passage.role != PassageRole.DUE)
    )
    pieces = (
        select(EvidenceLink.commitment_id, literal(4), one, EvidenceLink.id, unkept)
        .add_columns(piece.title, piece.title_en, piece.number, piece.publisher, piece.quote)
        .join(piece, piece.evidence_id == EvidenceLink.evidence_id)
        .where(EvidenceLink.commitment_id.in_(which), EvidenceLink.until.is_(None), piece.until.is_(None))
    )
    said = union_all(kept, names, departments, quotes, pieces).subquery()
    return select(said).order_by(said.c.rank, said.c.place, said.c.of)


def _folded(fields: Iterable[str]) -> str:
    """Return the words of the fields, folded, each field once and on a line of its own."""
    # A line end between fields: no word that is searched has one, so none is found across the end of a title and the
    # beginning of a quote.
    return fold("\n".join(dict.fromkeys(filter(None, fields))))
