"""A session that knows nothing of the program tries, in each role, what the server must refuse."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import product

import psycopg
import pytest
from sqlalchemy import make_url
from tests.conftest import NewDatabase
from tests.shared_office import PEOPLE, SharedOffice, set_up

from tracker.domain.terms import LedgerRole
from tracker.services.assessment.judging import set_assessment
from tracker.services.commands import AssessmentChange, TagChange, command, evidence_fields
from tracker.services.commitments.tagging import change_tags
from tracker.services.evidence.recording import add_evidence
from tracker.store.database.tables import CommitmentState
from tracker.store.database.watch_tables import all_tables
from tracker.store.server.guarding import GUARDS, RIGHTS

CODE = "MIIT-2025-044"
FORBIDDEN, UNSUPPORTED = "42501", "0A000"
"""That rights are missing, which our triggers say as well; and that COPY knows no row-level security."""
ALL = tuple(LedgerRole)
BELOW_ADMINISTRATOR = ALL[:-1]
BELOW_REVIEWER = ALL[:2]
NOW = """to_char((clock_timestamp()) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
YESTERDAY = NOW.replace("(clock_timestamp())", "(clock_timestamp() - interval '1 day')")
TOMORROW = NOW.replace("(clock_timestamp())", "(clock_timestamp() + interval '1 day')")
UID = "gen_random_uuid()::text"


def recorded(
    kind: str = "tags_changed",
    role: str = "session_user",
    author: str = "tracker_access.author()",
    at: str = NOW,
    server_at: str = NOW,
    cancels: str = "NULL",
    details: str = "{}",
) -> str:
    """That an event is recorded, as the program does it."""
    columns = "uid, at, author, role, session, server_at, kind, reason, details, cancels, hash"
    values = f"{UID}, {at}, {author}, {role}, '', {server_at}, '{kind}', '', '{details}', {cancels}, repeat('a', 64)"
    return f"INSERT INTO event ({columns}) VALUES ({values});"


def asked(do: str = "change_tags") -> str:
    return f"""INSERT INTO event_command VALUES (currval('event_id_seq'), '{{"do": "{do}", "with": {{}}}}');"""


def asked_back(event: str, kind: str = "undone") -> str:
    """The command that takes an event back."""
    given = f"json_build_object('event', uid, 'kind', '{kind}')"
    command = f"json_build_object('do', 'take_back', 'with', {given})"
    return f"INSERT INTO event_command SELECT currval('event_id_seq'), {command} FROM event WHERE id = {event};"


OWN = recorded() + asked()
"""An event of one's own, whole: what is said after it belongs to it."""
ME = "currval('event_id_seq')"


def put_aside(uid: str, kind: str, details: str = "{}") -> str:
    """That an event of another copy is put aside, whole."""
    other = f'{{"other": {{"uid": "{uid}", "kind": "{kind}", "details": {details}}}}}'
    return recorded(kind="event_put_aside", details=other) + asked("note")


def settled(uid: str, kind: str = "tags_changed") -> str:
    """That somebody says whether it holds, and of which kind it is."""
    return recorded(kind="put_aside_settled", details=settling(uid, kind)) + asked("note")


def settling(uid: str, kind: str = "tags_changed") -> str:
    return f'{{"other": {{"uid": "{uid}", "kind": "{kind}"}}, "taken": false}}'


TAG_ASIDE, JUDGEMENT_ASIDE, UNDO_ASIDE, SETTLED_ASIDE = "tag", "judgement", "undo", "settled"
"""Under these names events were put aside."""
TAGGED = "(SELECT max(id) FROM event WHERE kind = 'tags_changed' AND hash <> repeat('a', 64))"
JUDGED = "(SELECT max(id) FROM event WHERE kind = 'assessment_set')"
SETTLED = "(SELECT max(id) FROM event WHERE kind = 'put_aside_settled')"
SETTLED_UNDONE = "(SELECT max(id) FROM event WHERE kind = 'undone')"
NEWEST = "(SELECT max(id) FROM event)"
STATE = [column.name for column in CommitmentState.__table__.columns if column.name not in ("id", "since", "until")]


def state(assessment: str, of: str = f"until = {ME}") -> str:
    """A state by one's own event, as another was but for the assessment."""
    values = [f"'{assessment}'" if name == "assessment" else name for name in STATE]
    chosen = f"SELECT {', '.join(values)}, {ME} FROM commitment_state WHERE {of} LIMIT 1"
    return f"INSERT INTO commitment_state ({', '.join(STATE)}, since) {chosen};"


ENDED = f"UPDATE commitment_state SET until = {ME} WHERE commitment_id = 1 AND until IS NULL;"
TABLES = sorted(all_tables.tables)

EVERYBODY = {
    # Events stay as they are.
    "an event's author": "UPDATE event SET author = 'somebody'",
    "an event's seal": "UPDATE event SET hash = repeat('0', 64)",
    "an event's details": """UPDATE event SET details = '{"a": 1}'""",
    "an event's time": f"UPDATE event SET at = {YESTERDAY}, server_at = {YESTERDAY}",
    "an event by its uid": "INSERT INTO event SELECT * FROM event ON CONFLICT (uid) DO UPDATE SET kind = 'undone'",
    "an event by merging": "MERGE INTO event e USING event f ON e.id = f.id WHEN MATCHED THEN UPDATE SET kind = 'x'",
    "an event's command": "UPDATE event_command SET command = '{}'",
    "what an event is tied to": "UPDATE event_commitment SET commitment_id = 1",
    "own event sealed, and another number": f"{OWN} UPDATE event SET id = 1000000 WHERE id = {ME}",
    "own event sealed, and the seal taken away": f"{OWN} SET CONSTRAINTS ALL IMMEDIATE;"
    f" UPDATE event SET hash = '' WHERE id = {ME}",
    "own event sealed, and another kind": f"{OWN} UPDATE event SET kind = 'assessment_set' WHERE id = {ME}",
    # They are recorded in one's own name, in their turn, at the server's time.
    "in another's role": recorded(role="'somebody'"),
    "without a role": recorded(role="''"),
    "under another's name": recorded(author="'某人'"),
    "by a time of yesterday": recorded(server_at=YESTERDAY),
    "by a time of tomorrow": recorded(server_at=TOMORROW),
    "by no time": recorded(server_at="NULL"),
    "dated ahead": recorded(at=TOMORROW),
    "with a number of one's own": recorded().replace("(uid", "(id, uid").replace("VALUES (", "VALUES (1000000, "),
    "of a kind that nobody knows": recorded(kind="whatever"),
    "as a migration": recorded(kind="terms_revised", cancels=NEWEST),
    "an undo of nothing": recorded(kind="undone"),
    "a change that takes something back": recorded(cancels=NEWEST),
    "settled without having been put aside": settled("never"),
    "settled without a name": recorded(kind="put_aside_settled"),
    "put aside without a name": recorded(kind="event_put_aside"),
    "without a command": recorded() + "SET CONSTRAINTS ALL IMMEDIATE",
    "without a seal": recorded().replace("repeat('a', 64)", "''") + asked() + "SET CONSTRAINTS ALL IMMEDIATE",
    "by a command that nobody knows": recorded() + asked("whatever"),
    "by a command that takes back more": recorded() + asked_back(JUDGED),
    "an undo of one by a command for another": recorded(kind="undone", cancels=TAGGED) + asked_back(JUDGED),
    "an undo by a command that redoes": recorded(kind="undone", cancels=TAGGED) + asked_back(TAGGED, "redone"),
    "an undo by a command that takes nothing back": recorded(kind="undone", cancels=TAGGED) + asked(),
    "an undo by a command that names nothing": recorded(kind="undone", cancels=TAGGED) + asked("take_back"),
    "a command for another's event": asked().replace("currval('event_id_seq')", "1"),
    "a tie to another's event": "INSERT INTO event_commitment SELECT 1, id FROM commitment ORDER BY id DESC LIMIT 1",
    "within a savepoint": f"SAVEPOINT s; {OWN} RELEASE s; INSERT INTO commitment_tag (since, commitment_id, label)"
    f" VALUES ({ME}, 1, 'x')",
    # Versions stay as they are, but for their end.
    "an assessment": "UPDATE commitment_state SET assessment = 'met' WHERE until IS NULL",
    "an assessment by an event of one's own": f"{OWN} UPDATE commitment_state SET assessment = 'met', until = {ME}"
    " WHERE until IS NULL",
    "a number that follows": "UPDATE commitment_state SET reached = 1",
    "a title of evidence": "UPDATE evidence_state SET title = 'x'",
    "the beginning of a version": f"UPDATE evidence_state SET since = {NEWEST}",
    "an end by another's event": f"UPDATE evidence_state SET until = {NEWEST} WHERE until IS NULL",
    "an end taken away": "UPDATE commitment_state SET until = NULL WHERE until IS NOT NULL",
    "an end put off": f"{OWN} UPDATE commitment_state SET until = {ME} WHERE until IS NOT NULL",
    "a version of another's event": "INSERT INTO commitment_tag (since, commitment_id, label) VALUES (1, 1, 'x')",
    "a version that is over already": f"{OWN} INSERT INTO commitment_tag (since, until, commitment_id, label)"
    f" VALUES ({ME}, {ME}, 1, 'x')",
    "a version of a time to come": "INSERT INTO commitment_tag (since, commitment_id, label) VALUES (1000000, 1, 'x')",
    # What versions are of.
    "the words of a commitment": "UPDATE passage SET exact = 'x'",
    "the coding of a commitment": "UPDATE commitment SET coded = '{}'",
    "the text of a source": "UPDATE source SET clean_text = 'x'",
    "the title of a source": "UPDATE source SET title = 'x'",
    "the content of a file": "UPDATE attachment_content SET content = ''",
    "a content of another name": "INSERT INTO attachment_content VALUES (repeat('c', 64), 'x')",
    "a content removed": "DELETE FROM attachment_content",
    "the schema's number": "UPDATE alembic_version SET version_num = '0001'",
    "whose evidence it is": "UPDATE citation SET evidence_id = 1",
    # The server's own rules.
    "what a role may": "UPDATE tracker_access.permission SET least = 1",
    "a permission more": "INSERT INTO tracker_access.permission VALUES ('event', 'whatever', 1)",
    "another rank": "CREATE OR REPLACE FUNCTION tracker_access.rank() RETURNS integer LANGUAGE sql AS 'SELECT 4'",
    "no guard": "DROP FUNCTION tracker_access.guard_event() CASCADE",
    "triggers off": "ALTER TABLE event DISABLE TRIGGER ALL",
    "triggers gone": "DROP TRIGGER guard_event ON event",
    "another trigger": "CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW"
    " EXECUTE FUNCTION tracker_access.guard_tie()",
    "a rule": "CREATE RULE r AS ON INSERT TO event DO INSTEAD NOTHING",
    "policies off": "ALTER TABLE event DISABLE ROW LEVEL SECURITY",
    "policies gone": "DROP POLICY event_insert ON event",
    "another policy": "CREATE POLICY p ON event FOR INSERT WITH CHECK (true)",
    "a replica": "SET session_replication_role = replica",
    "a table": "CREATE TABLE mine (a integer)",
    "a schema": "CREATE SCHEMA mine",
    "a temporary table": "CREATE TEMP TABLE event (a integer)",
    "a column": "ALTER TABLE event ADD COLUMN a integer",
    "no table": "DROP TABLE event CASCADE",
    "no ledger": "DROP SCHEMA public CASCADE",
    "a number drawn back": "SELECT setval('event_id_seq', 1)",
    "a sequence begun again": "ALTER SEQUENCE event_id_seq RESTART",
    # The server itself.
    "a superuser": "SET ROLE postgres",
    "another login": "SET SESSION AUTHORIZATION postgres",
    "to be a superuser": "ALTER ROLE CURRENT_USER SUPERUSER",
    "a role": "CREATE ROLE somebody",
    "a file of the server": "COPY commitment_tag FROM '/etc/passwd'",
    "a program on the server": "COPY (SELECT 1) TO PROGRAM 'true'",
    "a file read": "SELECT pg_read_file('/etc/passwd')",
    "a large object of a file": "SELECT lo_import('/etc/passwd')",
    "another's session ended": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'",
    "the server's settings": "SELECT pg_reload_conf()",
    **{f"rows of {table} removed": f"DELETE FROM {table}" for table in TABLES if RIGHTS[table].delete is None},
    **{f"{table} emptied": f"TRUNCATE {table} CASCADE" for table in TABLES},
}
"""By what it would change: what no role may, though administrators may become the owner, who may."""

NO_ADMINISTRATOR = {
    "the owner": "SET ROLE {database}_owner",
    "the role above all": "GRANT {database}_administrator TO CURRENT_USER",
    "another's role": "GRANT {database}_reader TO admin_w",
    "another's name": "UPDATE tracker_access.person SET author = '某人' WHERE login = session_user",
    "a setting": f"{OWN} INSERT INTO ledger_setting (since, name, value) VALUES ({ME}, 'x', 1)",
    "a department's name": "UPDATE department SET name = 'x'",
    "a department's further name": f"{OWN} INSERT INTO department_alias (since, department_id, name, plain, former)"
    f" VALUES ({ME}, 1, 'x', 'x', false)",
    "rules": recorded(kind="rules_changed"),
    "a department": recorded(kind="department_added"),
    "rules by another name": recorded() + asked("set_rules"),
    "a version from the start": "INSERT INTO commitment_tag (since, commitment_id, label) VALUES (0, 1, 'x')",
}

NO_REVIEWER = {
    "a judgement": recorded(kind="assessment_set"),
    "a judgement by another name": recorded() + asked("set_assessment"),
    "a judgement of one's own": f"{OWN} {ENDED} {state('met')}",
    "a judgement beside the one that stands": OWN + state("met", "until IS NULL"),
    "a judgement put into the own version": f"{OWN} {ENDED} {state('not_rated')}"
    f" UPDATE commitment_state SET assessment = 'met' WHERE since = {ME}",
    "a judgement taken back": recorded(kind="undone", cancels=JUDGED),
    "a judgement settled": settled(JUDGEMENT_ASIDE, "assessment_set"),
    "a judgement settled as a tag": settled(JUDGEMENT_ASIDE),
    "a judgement settled after a tag": settled(TAG_ASIDE)
    + f"UPDATE event SET details = '{settling(JUDGEMENT_ASIDE)}' WHERE id = {ME}",
    "a judgement put aside as a tag, and settled": put_aside(JUDGEMENT_ASIDE, "tags_changed")
    + settled(JUDGEMENT_ASIDE),
    "the undo of a judgement settled": settled(UNDO_ASIDE),
    "what was said of a judgement settled": settled(SETTLED_ASIDE),
    "a settled judgement taken back": recorded(kind="undone", cancels=SETTLED),
    "a settled judgement taken back again": recorded(kind="redone", cancels=SETTLED_UNDONE),
    "a commitment gone": f"{OWN} {ENDED} SET CONSTRAINTS ALL IMMEDIATE",
    "what a judgement rests on": f"{OWN} INSERT INTO citation VALUES ({ME}, 1, 1)",
    "a commitment": "INSERT INTO commitment (uid, code, source_id, speaker_id, coded) VALUES ('u', 'c', 1, 1, '{}')",
    "words of a commitment": "INSERT INTO passage SELECT * FROM passage",
    "a source": "INSERT INTO source SELECT * FROM source",
    "words that are settled": f'{OWN} INSERT INTO settled_words (since, source_id, start, "end", exact, reason)'
    f" VALUES ({ME}, 1, 0, 1, 'x', 'background')",
}

NO_ANALYST = {
    "a tag": OWN,
    "a piece": f"INSERT INTO evidence (uid) VALUES ({UID})",
    "a file": "INSERT INTO attachment VALUES (repeat('a', 64), 1, 'text/plain', '')",
    "a lock": "LOCK TABLE event IN EXCLUSIVE MODE",
    "a number": "SELECT nextval('event_id_seq')",
    "a draft": "DELETE FROM coding_draft",
}
TRIED = [
    *product(ALL, EVERYBODY.items()),
    *product(BELOW_ADMINISTRATOR, NO_ADMINISTRATOR.items()),
    *product(BELOW_REVIEWER, NO_REVIEWER.items()),
    *product(ALL[:1], NO_ANALYST.items()),
]


@pytest.fixture(scope="module")
def office(new_database: NewDatabase, fresh_database: str) -> Iterator[SharedOffice]:
    """A shared ledger in which something has been done. It is not written to: what is tried is rolled back."""
    with new_database(make_url(fresh_database).database) as address:
        shared = set_up(address)
        with shared.opened(LedgerRole.ANALYST) as ledger:
            links = [{"commitment": CODE, "bearing": "progress"}]
            piece = {"title": "名单", "publisher": "财政部", "published": "2025-06-12", "kind": "list", "links": links}
            add_evidence(ledger, evidence_fields(piece))
            change_tags(ledger, command(TagChange, commitments=(CODE,), add=("督办",)))
        with shared.opened(LedgerRole.REVIEWER) as ledger:
            judged = {"assessment": "in_progress", "reason": "已有名单", "held": {"contradicted": "无"}}
            set_assessment(ledger, command(AssessmentChange, commitment=CODE, **judged))
        with shared.connected(PEOPLE[LedgerRole.REVIEWER][0]) as session:
            for aside in (
                put_aside(TAG_ASIDE, "tags_changed"),
                put_aside(JUDGEMENT_ASIDE, "assessment_set"),
                put_aside(UNDO_ASIDE, "undone", '{"change": "assessment_set"}'),
                put_aside(SETTLED_ASIDE, "put_aside_settled", settling(JUDGEMENT_ASIDE, "assessment_set")),
                settled(JUDGEMENT_ASIDE),
                recorded(kind="undone", cancels=SETTLED) + asked_back(SETTLED),
            ):
                session.execute(aside.encode())
            session.commit()
        with shared.connected("postgres") as connection:
            connection.execute("INSERT INTO attachment_content VALUES (encode(sha256('x'), 'hex'), 'x')")
            connection.commit()
        yield shared


@pytest.fixture(scope="module")
def sessions(office: SharedOffice) -> Iterator[dict[LedgerRole, psycopg.Connection]]:
    with (
        office.connected(PEOPLE[ALL[0]][0]) as reader,
        office.connected(PEOPLE[ALL[1]][0]) as analyst,
        office.connected(PEOPLE[ALL[2]][0]) as reviewer,
        office.connected(PEOPLE[ALL[3]][0]) as administrator,
    ):
        yield dict(zip(ALL, (reader, analyst, reviewer, administrator), strict=True))


@contextmanager
def rolled_back(connection: psycopg.Connection) -> Iterator[None]:
    try:
        yield
    finally:
        connection.rollback()


def refusal_of(connection: psycopg.Connection, statement: str) -> str | None:
    """The code by which the server refuses statements, all of which are rolled back."""
    with rolled_back(connection):
        try:
            connection.execute(statement.encode())
        except psycopg.Error as error:
            return error.sqlstate
    return None


@pytest.mark.parametrize(
    ("role", "tried"), TRIED, ids=lambda value: value[0] if isinstance(value, tuple) else str(value)
)
def test_the_server_refuses(
    role: LedgerRole, tried: tuple[str, str], sessions: dict[LedgerRole, psycopg.Connection], office: SharedOffice
) -> None:
    statement = tried[1].replace("{database}", str(make_url(office.address).database))
    assert refusal_of(sessions[role], statement) == FORBIDDEN


def test_copying_into_the_events_is_refused(sessions: dict[LedgerRole, psycopg.Connection]) -> None:
    refused = {role: refusal_of(connection, "COPY event FROM STDIN") for role, connection in sessions.items()}
    assert refused == {role: UNSUPPORTED if role is not LedgerRole.READER else FORBIDDEN for role in ALL}


def test_the_same_is_taken_where_it_is_as_it_should_be(sessions: dict[LedgerRole, psycopg.Connection]) -> None:
    """Else all that is refused above might be refused for a slip in the statement."""
    for role in ALL[1:]:
        connection = sessions[role]
        tag = f"INSERT INTO commitment_tag (since, commitment_id, label) VALUES ({ME}, 1, 'x');"
        kept = f"{ENDED} {state('not_rated')}"
        assert refusal_of(connection, f"{OWN} {tag} {kept} SET CONSTRAINTS ALL IMMEDIATE") is None
        done = f"UPDATE event SET hash = repeat('b', 64) WHERE id = {ME}; SET CONSTRAINTS ALL IMMEDIATE"
        undone = recorded(kind="undone", cancels=TAGGED) + asked_back(TAGGED)
        assert refusal_of(connection, f"{undone} SET CONSTRAINTS ALL IMMEDIATE") is None
        aside = put_aside("another", "assessment_set") + settled(TAG_ASIDE, "whatever it is called")
        assert refusal_of(connection, aside + done) is None
    for role in ALL[2:]:
        judged = recorded(kind="assessment_set") + asked("set_assessment") + ENDED + state("met")
        assert refusal_of(sessions[role], f"{judged} SET CONSTRAINTS ALL IMMEDIATE") is None
        for name in (JUDGEMENT_ASIDE, UNDO_ASIDE, SETTLED_ASIDE):
            assert refusal_of(sessions[role], f"{settled(name)} SET CONSTRAINTS ALL IMMEDIATE") is None
        for kind, cancelled in (("undone", SETTLED), ("redone", SETTLED_UNDONE)):
            assert refusal_of(sessions[role], recorded(kind=kind, cancels=cancelled)) is None
    ruled = recorded(kind="rules_changed") + asked("set_rules")
    ruled += f"INSERT INTO ledger_setting (since, name, value) VALUES ({ME}, 'x', 1);"
    assert refusal_of(sessions[LedgerRole.ADMINISTRATOR], ruled) is None


def test_nobody_hands_rights_on(sessions: dict[LedgerRole, psycopg.Connection]) -> None:
    """Of who has some right and may hand none on, PostgreSQL says so in a warning."""
    for connection in sessions.values():
        with rolled_back(connection), suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute("GRANT ALL ON event, commitment_state TO reader_r")
            may = "SELECT has_table_privilege('reader_r', 'event', 'INSERT, UPDATE, DELETE')"
            assert connection.execute(may).fetchone() == (False,)


def test_everybody_reads_everything(sessions: dict[LedgerRole, psycopg.Connection]) -> None:
    for connection in sessions.values():
        for table in TABLES:
            with rolled_back(connection):
                connection.execute(f"SELECT * FROM {table} LIMIT 1".encode())


def test_the_one_who_runs_the_server_is_held_to_an_own_name_as_well(office: SharedOffice) -> None:
    with office.connected("postgres") as connection:
        assert refusal_of(connection, recorded(author="'某人'")) == FORBIDDEN
        assert refusal_of(connection, "UPDATE event SET author = 'x'") == FORBIDDEN


def test_every_table_has_its_rights() -> None:
    assert set(TABLES) <= set(RIGHTS)


def test_a_stranger_does_not_even_get_in(office: SharedOffice) -> None:
    with office.connected("postgres") as connection:
        connection.execute("CREATE ROLE stranger LOGIN")
        connection.commit()
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied"), office.connected("stranger"):
            pass
    finally:
        with office.connected("postgres") as connection:
            connection.execute("DROP ROLE stranger")
            connection.commit()


HELD = """SELECT md5(string_agg(held, ';' ORDER BY held)) FROM (
    SELECT concat(prosrc, provolatile, prosecdef) FROM pg_proc WHERE pronamespace = 'tracker_access'::regnamespace
    UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'guard_%'
    UNION ALL SELECT concat(policyname, cmd, qual, with_check) FROM pg_policies
    UNION ALL SELECT concat(matter, name, least) FROM tracker_access.permission
    UNION ALL SELECT concat(relname, replace(relacl::text, current_database(), '')) FROM pg_class
        WHERE relnamespace IN ('public'::regnamespace, 'tracker_access'::regnamespace)
    UNION ALL SELECT concat(attrelid::regclass, attname, replace(attacl::text, current_database(), ''))
        FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid >= 16384
) AS all_of_it (held)"""


def test_a_change_of_the_guards_has_a_number_of_its_own(office: SharedOffice) -> None:
    """By it administrators are told to renew them: count `GUARDS` up with each change, and write its digest here."""
    with psycopg.connect(office.address) as connection:
        assert (GUARDS, *(connection.execute(HELD).fetchone() or ())) == (1, "6d0044240b9d0a66fc531b6e6b72228e")
