"""Let the server itself hold what each role may do in a shared ledger, whatever program is connected.

Three things together. Rights: which role may read, add to and write in which table, by columns. Triggers
(`db/server/guards.sql`): an event is recorded in one's own name, at the server's time, of a kind that the role allows;
a version begins and ends with the event that is being recorded, and stays as it is otherwise. And a row-level policy of
events, by which the server refuses one in another's name even where a trigger were lost.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from tracker.domain.safety.ledger_roles import NEEDED_FOR_COMMANDS, NEEDED_FOR_EVENTS, RANKS
from tracker.domain.terms import LedgerRole
from tracker.locations import db_dir
from tracker.store.database.versions import IDENTITY
from tracker.store.server.roles import database_of, group, order, quoted

GUARDS = 1
"""The version of all this: to be counted up with each change, so that administrators are told to renew it."""
_VERSION = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'tracker_access'")


@dataclass(frozen=True, slots=True)
class TableRights:
    """From which role on rows may be added to a table, written over and removed; None is nobody."""

    insert: LedgerRole | None = None
    update: LedgerRole | None = None
    delete: LedgerRole | None = None


_ANALYST, _REVIEWER, _ADMINISTRATOR = LedgerRole.ANALYST, LedgerRole.REVIEWER, LedgerRole.ADMINISTRATOR
_VERSIONS = TableRights(_ANALYST, _ANALYST)
_REVIEWED_VERSIONS = TableRights(_REVIEWER, _REVIEWER)
_COMMON_VERSIONS = TableRights(_ADMINISTRATOR, _ADMINISTRATOR)
_ADDED = TableRights(_ANALYST)
_ADDED_BY_REVIEWERS = TableRights(_REVIEWER)
_WORKED_OVER = TableRights(_ANALYST, _ANALYST, _ANALYST)

RIGHTS: dict[str, TableRights] = {
    # All of a table: LOCK TABLE, by which writers come one after the other, asks for that; a trigger holds the rest.
    "event": _VERSIONS,
    "event_command": _ADDED,
    "event_commitment": _ADDED,
    "evidence": _ADDED,
    "part": _ADDED,
    "attachment": _ADDED,
    # What is removed are parts of contents on their way: a trigger holds the rest.
    "attachment_content": TableRights(_ANALYST, None, _ANALYST),
    "citation": _ADDED_BY_REVIEWERS,
    "commitment": _ADDED_BY_REVIEWERS,
    "passage": _ADDED_BY_REVIEWERS,
    "omission": _ADDED_BY_REVIEWERS,
    "topic": _ADDED_BY_REVIEWERS,
    "speaker": _REVIEWED_VERSIONS,
    "source": _REVIEWED_VERSIONS,
    # A source may name a department that is not there yet; what one is called, administrators say.
    "department": TableRights(_REVIEWER, _ADMINISTRATOR),
    "commitment_state": _VERSIONS,
    "commitment_department": _VERSIONS,
    "commitment_tag": _VERSIONS,
    "evidence_state": _VERSIONS,
    "evidence_link": _VERSIONS,
    "evidence_attachment": _VERSIONS,
    "official_claim": _VERSIONS,
    "restatement": _VERSIONS,
    "search_log": _VERSIONS,
    "saved_view": _VERSIONS,
    "watched_page": _VERSIONS,
    "watch_look": _VERSIONS,
    "item_sighting": _VERSIONS,
    "found_item": _VERSIONS,
    "not_for_us_word": _VERSIONS,
    "page_recheck": _VERSIONS,
    "settled_words": _REVIEWED_VERSIONS,
    "ledger_setting": _COMMON_VERSIONS,
    "department_state": _COMMON_VERSIONS,
    "department_alias": _COMMON_VERSIONS,
    # No record: a coding on its way, which no event tells of yet.
    "coding_draft": _WORKED_OVER,
    # Made of the others, and made again at any time.
    "search_text": _WORKED_OVER,
    "evidence_text": _WORKED_OVER,
    "search_index": _WORKED_OVER,
    "search_terms": _WORKED_OVER,
    "alembic_version": TableRights(),
}
"""Of every table by its name. One that is not here may be read, and written by nobody but the owner."""

_WRITABLE_COLUMNS = {
    "department": ("name", "name_en"),
    "source": ("clean_sha256", "clean_text"),
    "speaker": ("name", "name_en", "office", "office_en"),
}
_FIXED_COLUMNS = ("id", "since")
"""Of a version, what nobody may say otherwise."""
_TRIGGERS = {
    "event": (("guard_event", "BEFORE INSERT OR UPDATE"), ("guard_seal", "AFTER INSERT")),
    "event_command": (("guard_command", "BEFORE INSERT"),),
    "event_commitment": (("guard_tie", "BEFORE INSERT"),),
    "citation": (("guard_tie", "BEFORE INSERT"),),
    "attachment_content": (("guard_content", "BEFORE INSERT OR DELETE"),),
    "source": (("guard_source", "BEFORE UPDATE"),),
    "commitment_state": (("guard_state", "BEFORE INSERT OR UPDATE"), ("guard_succession", "AFTER UPDATE")),
}
"""By table its triggers besides `guard_version` of every table of versions; what comes after is looked at at the end of
the transaction."""
_POLICIES = ("SELECT USING (true)", "UPDATE USING (true)", "INSERT WITH CHECK (role = session_user)")


def guard(connection: Connection) -> None:
    """Set up, or renew, what the server holds. To be called as the ledger's owner, on tables of the present schema."""
    # As the driver has it: the text is full of colons and percent signs, and holds many statements.
    cursor = connection.connection.cursor()
    cursor.execute((db_dir() / "server" / "guards.sql").read_text("utf-8"))
    cursor.close()
    _permit(connection)
    tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
    _set_triggers(connection, set(tables))
    _grant(connection, sorted(tables))
    connection.execute(text(f"COMMENT ON SCHEMA tracker_access IS '{GUARDS}'"))


def are_older(connection: Connection) -> bool:
    """Whether what the server holds was set up by a version of the program that held less than this one."""
    version = connection.execute(_VERSION).scalar_one()
    return not (version or "").isdecimal() or int(version) < GUARDS


def _permit(connection: Connection) -> None:
    """Tell the server what each role may."""
    connection.execute(text("DELETE FROM tracker_access.permission"))
    rows = [
        {"matter": matter, "name": name, "least": RANKS[role]}
        for matter, needed in (("event", NEEDED_FOR_EVENTS), ("command", NEEDED_FOR_COMMANDS))
        for name, role in needed.items()
    ]
    connection.execute(text("INSERT INTO tracker_access.permission VALUES (:matter, :name, :least)"), rows)


def _set_triggers(connection: Connection, tables: set[str]) -> None:
    versions = ((table.__table__.name, "guard_version", "BEFORE INSERT OR UPDATE") for table in IDENTITY)
    others = ((table, name, when) for table, some in _TRIGGERS.items() for name, when in some)
    for table, name, when in (*versions, *others):
        kind, deferred = ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED") if "AFTER" in when else ("TRIGGER", "")
        place = quoted(table)
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {place}"))
        run = f"EXECUTE FUNCTION tracker_access.{name}()"
        connection.execute(text(f"CREATE {kind} {name} {when} ON {place} {deferred} FOR EACH ROW {run}"))
    connection.execute(text("ALTER TABLE event ENABLE ROW LEVEL SECURITY"))
    for policy in _POLICIES:
        verb, _, rest = policy.partition(" ")
        name = f"event_{verb.lower()}"
        connection.execute(text(f"DROP POLICY IF EXISTS {name} ON event"))
        connection.execute(text(f"CREATE POLICY {name} ON event FOR {verb} {rest}"))


def _grant(connection: Connection, tables: list[str]) -> None:
    """Give each group just what it may, and nobody else anything."""
    database = database_of(connection)
    everybody = quoted(*(group(database, role) for role in LedgerRole))
    for schema in ("public", "tracker_access"):
        order(connection, f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC")
        order(connection, f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {everybody}")
        order(connection, f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM PUBLIC, {everybody}")
        order(connection, f"GRANT USAGE ON SCHEMA {schema} TO {everybody}")
        order(connection, f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {everybody}")
    analysts = _from(database, LedgerRole.ANALYST)
    order(connection, f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {analysts}")
    for table in tables:
        rights = RIGHTS.get(table, TableRights())
        place = quoted(table)
        for verb, least in (("INSERT", rights.insert), ("DELETE", rights.delete)):
            if least is not None:
                order(connection, f"GRANT {verb} ON {place} TO {_from(database, least)}")
        if rights.update is not None:
            columns = _columns(connection, table)
            order(connection, f"GRANT UPDATE{columns} ON {place} TO {_from(database, rights.update)}")
    administrators = quoted(group(database, LedgerRole.ADMINISTRATOR))
    order(connection, f"GRANT INSERT, UPDATE ON tracker_access.person TO {administrators}")


def _columns(connection: Connection, table: str) -> str:
    """The columns that may be written over, in brackets; "" for all of them."""
    names = _WRITABLE_COLUMNS.get(table)
    if names is None and table in {one.__table__.name for one in IDENTITY}:
        query = text(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :t"
        )
        names = tuple(sorted(set(connection.execute(query, {"t": table}).scalars()) - set(_FIXED_COLUMNS)))
    return f" ({quoted(*names)})" if names is not None else ""


def _from(database: str, least: LedgerRole) -> str:
    """The groups of a role and of those above it."""
    return quoted(*(group(database, role) for role in LedgerRole if RANKS[role] >= RANKS[least]))
