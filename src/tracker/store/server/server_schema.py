"""What a database holds before a ledger is made or opened in it: nothing, a ledger, or somebody else's tables.

For a file `tracker.store.database.schema_check` compares every object with its text. A server keeps no such text, and
an administrator may well add views, functions and rights of an office's own: here the tables are compared by name.
"""

from sqlalchemy import Connection, text

from tracker.domain.errors import UserError
from tracker.store.database.schema_check import HEAD, known_versions, shape_of_version, shown

FILLING = "ledger_being_filled"
"""The table of a database into which a ledger is being copied, see `tracker.store.safety.moving`."""
_NUMBER = "alembic_version"
_OURS = frozenset({_NUMBER, "event", "commitment"})
"""The tables by which a database passes for a ledger at all."""
_ONLY_OURS = frozenset({"commitment_state", "event_commitment"})
"""Tables whose names are hardly another program's: a ledger of which something else is missing is known by them."""
_NAMED = 3
"""So many tables are named in one sentence."""
_LOOK = text(
    """WITH relation AS (
        SELECT space.nspname AS space, thing.relname AS name, thing.relkind AS kind
        FROM pg_class AS thing JOIN pg_namespace AS space ON space.oid = thing.relnamespace
        WHERE thing.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND space.nspname NOT IN ('pg_catalog', 'information_schema') AND space.nspname !~ '^pg_(toast|temp)'
        AND NOT EXISTS (SELECT FROM pg_depend AS tie WHERE tie.classid = 'pg_class'::regclass
            AND tie.objid = thing.oid AND tie.deptype = 'e')
        LIMIT 2000)
    SELECT array(SELECT name::text FROM relation WHERE space = current_schema() AND kind IN ('r', 'p')) AS tables,
        array(SELECT name::text FROM relation WHERE space <> current_schema() OR kind NOT IN ('r', 'p')
            OR current_schema() IS NULL ORDER BY name) AS others,
        coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create"""
)
"""What extensions bring does not count: it is there in many an empty database."""
_VERSIONS = text("SELECT version_num FROM alembic_version LIMIT 2")
_FOR_WORDS_IN_A_FILE = ("search_index", "search_text", "evidence_text")
"""How the names begin of the tables by which SQLite finds words; not all of them are on a server."""
_FOR_WORDS_ON_A_SERVER = frozenset({"search_index", "search_text", "evidence_text", "search_terms"})
"""The tables by which PostgreSQL finds words."""
_WORDS_SINCE = "0012"
"""The version from which on a server has those."""


def look_at_database(connection: Connection, path: str, *, reads_only: bool, is_filled: bool = False) -> str | None:
    """Return the version of the ledger that a database holds, None where it is empty. Nothing is changed.

    `is_filled`: a ledger is being copied into it by whoever asks. Raises `copy_unfinished` where somebody else does;
    `database_of_others`, `database_incomplete`, `ledger_newer`; `database_empty` where it is empty and no ledger may be
    made in it, and `server_read_only` where none can be made or brought up to date.
    """
    row = connection.execute(_LOOK).one()
    if FILLING in row.tables and not is_filled:
        raise UserError("copy_unfinished", path=path)
    tables = frozenset(row.tables) - {FILLING}
    if not tables and not row.others:
        if reads_only:
            raise UserError("server_read_only", path=path)
        if not row.may_create:
            raise UserError("database_empty", path=path)
        return None
    if not tables & _ONLY_OURS and not tables >= _OURS:
        raise _named("database_of_others", sorted(tables) or row.others, path)
    # A ledger is made in one transaction: where something of it is missing, somebody took it apart.
    versions = [one.version_num for one in connection.execute(_VERSIONS)] if _NUMBER in tables else []
    if len(versions) != 1:
        raise _named("database_incomplete", [_NUMBER], path)
    version = versions[0]
    if version not in known_versions():
        raise UserError("ledger_newer", path=path)
    if missing := _tables_of(version) - tables:
        raise _named("database_incomplete", sorted(missing), path)
    if reads_only and version != HEAD:
        raise UserError("server_read_only", path=path)
    return version


def _tables_of(version: str) -> frozenset[str]:
    """The tables that a version needs on a server."""
    names = (name for kind, name in shape_of_version(version) if kind == "table")
    common = frozenset(name for name in names if not name.startswith(_FOR_WORDS_IN_A_FILE))
    return common | _FOR_WORDS_ON_A_SERVER if version >= _WORDS_SINCE else common


def _named(code: str, names: list[str], path: str) -> UserError:
    more = ", …" if len(names) > _NAMED else ""
    return UserError(code, path=path, tables=", ".join(shown(name) for name in names[:_NAMED]) + more)
