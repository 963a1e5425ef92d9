"""Write on a server in few round trips.

Within a write the connection is in pipeline mode. What returns no rows is sent and not waited for, so that it goes
along with the next question; questions that were announced go together; and the transaction begins with the first
question and ends with the last writes. A question that nobody announced is asked by itself, as on any connection: to
announce one changes how long something takes, and never what comes of it.
"""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.exc import DBAPIError

from tracker.store.database.typed_columns import NamedSelect

if TYPE_CHECKING:
    import psycopg

Question = tuple[NamedSelect, Mapping[str, Any]]
"""A question and its parameters."""
Ahead = Callable[[Connection], Iterable[Question]]
"""What a write will ask first."""
PIPELINE = "pipeline"
"""The execution option of a connection that holds the pipeline of its write."""
_ANNOUNCED = {"announced": True}
"""The execution options of a question that is sent ahead."""
NO_ROWS = {"no_rows": True}
"""Those of a statement in SQLite's or PostgreSQL's own words that returns no rows."""
KEEPS_ANSWERS = {**NO_ROWS, "keeps_answers": True}
"""Those of a write, without rows in return, that makes no answer untrue which was sent ahead."""
ASKED_ONCE = {"asked_once": True}
"""Those of a question that has another answer each time it is asked."""


class UnansweredCommitError(Exception):
    """The connection was lost after COMMIT had been sent: whether it was carried out is not known."""


def plain(*statements: NamedSelect) -> list[Question]:
    """Return statements without parameters as questions."""
    return [(statement, {}) for statement in statements]


def announce(connection: Connection, *questions: Question) -> None:
    """Send questions ahead that will be asked, so that all of them are answered in one round trip.

    Their answers are kept until something is written. Does nothing but within a write on a server.
    """
    pipeline = _pipeline_of(connection.get_execution_options())
    if pipeline is not None and pipeline.is_on:
        for statement, given in questions:
            connection.execute(statement, given, execution_options=_ANNOUNCED)


def use_pipelines(engine: Engine) -> None:
    """Prepare the engine of a server for pipelines. To be called once for each engine."""
    event.listen(engine, "do_execute", _execute)
    event.listen(engine, "do_executemany", _execute_many)
    event.listen(engine, "before_execute", _before_execute)


def nothing_ahead(_connection: Connection) -> Iterable[Question]:
    """Nothing is known of what will be asked."""
    return ()


class Pipeline:
    """The pipeline of one write: what was announced, and what is on its way. `ahead` is announced as it begins."""

    def __init__(self, ahead: Ahead) -> None:
        self._ahead = ahead
        self._driver: psycopg.Connection[Any] | None = None
        self._mode = ExitStack()
        self._pipeline: psycopg.Pipeline | None = None
        self._answers: dict[tuple[str, str], _Answer] = {}
        self._session_end: psycopg.Error | None = None

    @property
    def is_on(self) -> bool:
        """Whether statements are sent without waiting."""
        return self._pipeline is not None

    def begin(self, connection: Connection, statements: Sequence[str]) -> None:
        """Begin a transaction by these statements, and wait for them and for the answers to what is asked ahead.

        Raises what SQLAlchemy makes of an error of the driver. May be called again with a connection that is new.
        """
        self._driver = cast("psycopg.Connection", connection.connection.driver_connection)
        self._driver.add_notice_handler(self._hear)
        self._mode.callback(self._driver.remove_notice_handler, self._hear)
        self._pipeline = self._mode.enter_context(self._driver.pipeline())
        self._session_end = None
        self.forget()
        try:
            questions = list(self._ahead(connection))
            *first, last = statements
            for statement in first:
                connection.exec_driver_sql(statement, execution_options=NO_ROWS)
            connection.exec_driver_sql(last, execution_options=NO_ROWS if questions else {})
            announce(connection, *questions)
            for statement, given in questions[:1]:
                connection.execute(statement, given)
        except BaseException:
            self._abandon()
            raise

    @contextmanager
    def committing(self, connection: Connection) -> Generator[None]:
        """Commit when the block ends, in the round trip of the last writes. Raises `UnansweredCommitError`."""
        try:
            yield
        except BaseException:
            self._abandon()
            raise
        if not connection.in_transaction():  # the block itself has rolled it back
            self.leave()
            return
        try:
            connection.exec_driver_sql("COMMIT")
        except DBAPIError as error:
            self._abandon()
            if error.connection_invalidated:
                raise UnansweredCommitError from error
            raise

    def execute(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        """Send a statement; wait where it has an answer. Returns whether the driver has nothing left to do."""
        try:
            return self._execute(cursor, statement, parameters, context)
        except Exception as error:
            # Before SQLAlchemy rolls back: what comes after the error in the pipeline is told as its being broken off,
            # and that would be raised in place of the error.
            with suppress(Exception):
                self.leave()
            # The server had said why it would end the session, before anything was asked that this could answer.
            if self._session_end is not None and getattr(error, "sqlstate", "") is None:
                raise self._session_end from error
            raise

    def _hear(self, said: "psycopg.errors.Diagnostic") -> None:
        """Keep why the server ends the session: within a pipeline that comes as a notice."""
        if said.severity_nonlocalized == "FATAL" and said.sqlstate is not None:
            from psycopg import errors

            self._session_end = errors.lookup(said.sqlstate)(said.message_primary or "")

    def _execute(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        if self._pipeline is None or self._driver is None:
            return False
        options = context.execution_options
        if context.compiled is None or not context.compiled.statement.is_select:
            self.write(options)
        key = (statement, repr(parameters))
        if options.keys() >= _ANNOUNCED.keys():
            if key not in self._answers:
                self._answers[key] = _Answer(self._driver.execute(statement.encode(), parameters))
            return True
        answer = self._answers.pop(key, None)
        if answer is not None:
            if not answer.is_there:
                self._pipeline.sync()
            context.cursor = answer.rows()
            if not options.keys() >= ASKED_ONCE.keys():
                self._answers[key] = answer
            return True
        # To prepare what is not planned, as COMMIT, would only hide it from whoever looks on.
        cursor.execute(statement, parameters, prepare=None if context.compiled is not None else False)
        if statement == "COMMIT":
            # To leave is what waits for all that was sent: waited for before, it would cost a second round trip.
            self.leave()
        elif not options.keys() >= NO_ROWS.keys() and not _returns_nothing(context):
            self._pipeline.sync()
        return True

    def write(self, options: Mapping[str, Any]) -> None:
        """Heed that something is written: it may make an answer untrue that was sent ahead."""
        if not options.keys() >= KEEPS_ANSWERS.keys():
            self.forget()

    def forget(self) -> None:
        """Let go of the answers to what was announced."""
        self._answers.clear()

    def leave(self) -> None:
        """Wait for what was sent; from now on each statement is waited for."""
        self._pipeline = None
        self._mode.close()

    def _abandon(self) -> None:
        """End the transaction where that can be done at once; where not, SQLAlchemy does it."""
        # Whatever goes wrong here goes wrong because of what is being raised already.
        with suppress(Exception):
            if self.is_on and self._driver is not None:
                self._driver.execute("ROLLBACK")
        with suppress(Exception):
            self.leave()


class _Answer:
    """The answer to a question that was sent ahead."""

    def __init__(self, asked: "psycopg.Cursor") -> None:
        self._asked = asked
        self._rows: list[Any] | None = None

    @property
    def is_there(self) -> bool:
        """Whether it has come."""
        return self._asked.pgresult is not None

    def rows(self) -> "_Rows":
        """The rows, to be read by whoever asks. Raises what the question was answered with in their place."""
        if self._rows is None:
            self._rows = self._asked.fetchall()
        return _Rows(self._asked.description, self._rows)


class _Rows:
    """Rows that have come, as a cursor of DB-API."""

    arraysize = 1

    def __init__(self, description: Any, rows: Sequence[Any]) -> None:
        self.description = description
        self.rowcount = len(rows)
        self._rows = rows
        self._place = 0

    def fetchone(self) -> Any:
        """Return the next row, or None."""
        return next(iter(self.fetchmany(1)), None)

    def fetchmany(self, size: int = arraysize) -> Sequence[Any]:
        """Return the next rows."""
        start = self._place
        self._place += size
        return self._rows[start : self._place]

    def fetchall(self) -> Sequence[Any]:
        """Return all rows that are left."""
        return self.fetchmany(len(self._rows))

    def close(self) -> None:
        """Nothing is held."""


def _pipeline_of(options: Mapping[str, Any]) -> Pipeline | None:
    return options.get(PIPELINE)


def _execute(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    pipeline = _pipeline_of(context.execution_options)
    return pipeline is not None and pipeline.execute(cursor, statement, parameters, context)


def _execute_many(_cursor: Any, _statement: str, _parameters: Any, context: ExecutionContext) -> None:
    """What is executed for many rows returns none, and the driver does not wait for it."""
    pipeline = _pipeline_of(context.execution_options)
    if pipeline is not None:
        pipeline.write(context.execution_options)


def _before_execute(
    connection: Connection, _statement: Any, _many: Any, _given: Any, options: Mapping[str, Any]
) -> None:
    """Whatever is read bit by bit, because it is much, needs a cursor of the server's, and no pipeline has those."""
    pipeline = _pipeline_of(options)
    if pipeline is not None and pipeline.is_on and options.get("yield_per"):
        # Whatever went wrong with what was sent comes out here, where SQLAlchemy tells it as an error of a statement.
        connection.exec_driver_sql("SELECT 1")
        pipeline.leave()


def _returns_nothing(context: Any) -> bool:
    return context.is_crud and not context.compiled.effective_returning
