"""The ledger that is open in the window, and the day that it is shown as of.

Importing this takes half a second (SQLModel, Pydantic), so it is imported by the job that opens the ledger. Views read
and write in background jobs by the services themselves (`tracker.desktop.services`), which take its workspace.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Concatenate, ParamSpec, TypeVar

from pydantic import BaseModel

from tracker.domain.errors import SavedBeforeError, UserError
from tracker.domain.evidence.evidence_query import EvidenceQuery
from tracker.domain.rows import Changes, SourceRow
from tracker.domain.safety.announcements import Present
from tracker.domain.safety.ledger_roles import Permissions
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.services.commands import command
from tracker.services.commitments import reading
from tracker.services.ledgers.listening import is_shared, list_present
from tracker.services.ledgers.session import Notice
from tracker.services.ledgers.workspace import Workspace, default_author, default_location, open_workspace

_READABLE = frozenset({"ledger_held", "ledger_read_only", "role_reads", "server_read_only"})
"""Why a ledger cannot be written, though it can be read."""
_Query = TypeVar("_Query", LedgerQuery, EvidenceQuery)
_Command = TypeVar("_Command", bound=BaseModel)
_More = ParamSpec("_More")


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window needs to know of a ledger that has just been opened."""

    ledger: "OpenLedger"
    name: str
    sources: tuple[SourceRow, ...]
    event: int
    illustrative: date | None
    location: str
    notices: tuple[Notice, ...] = ()
    refusal: UserError | None = None
    """Why the ledger can only be read; None where it can be written."""


class OpenLedger:
    """`workspace` is for reading, `present` for writing; `as_of` is the past day that is shown, None the present."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.as_of: date | None = None
        self._refusal: UserError | None = None
        self._endings: list[Callable[[], None]] = []

    @classmethod
    def open(
        cls,
        location: str | None,
        author: str = "",
        *,
        empty: bool = False,
        makes: bool = True,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Opened:
        """Open a ledger; None means the user's own. The author's name is used unless `TRACKER_AUTHOR` names another.

        One that has to be made for it begins with the briefings that come with the program, or `empty`. Where none is
        to be made (not `makes`), raises `ledger_missing`. A server is not waited for any more once it is `stopping`.
        """
        begins = () if empty else None
        place = location or default_location()
        ledger = cls(open_workspace(place, author=_author(author), makes=makes, begins=begins, stopping=stopping))
        try:
            return ledger.hold()
        except BaseException:
            ledger.close()
            raise

    def hold(self, *, over: bool = False) -> Opened:
        """Make ready to write where that can be done, from another holder only where it is to be taken `over`."""
        workspace = self.workspace
        refusal = None
        try:
            workspace.claim(over=over)
        except UserError as error:
            if over or error.code not in _READABLE:
                raise
            refusal = error
        self._refusal = refusal
        return Opened(
            self,
            workspace.name,
            reading.list_sources(workspace),
            reading.latest_event(workspace),
            reading.sample_day(workspace),
            workspace.location,
            workspace.notices,
            refusal,
        )

    def move(self, location: str, *, over: bool = False) -> Opened:
        """Work in the ledger at another place, or what has come to the same: forms that are open are saved there.

        None is made: raises `ledger_missing` where no file is there, and the ledger that is open stays so.
        """
        # The same object goes on with the other file: forms that are open hold on to it.
        self.workspace.switch_to(open_workspace(location, author=self.workspace.author, makes=False))
        return self.hold(over=over)

    @property
    def present(self) -> Workspace:
        """The workspace for writing. Raises `ledger_past` while a past day is shown."""
        if self.as_of is not None:
            raise UserError("ledger_past", day=self.as_of)
        return self.workspace

    def write(
        self,
        service: Callable[Concatenate[Workspace, _Command, _More], Changes],
        kind: type[_Command],
        values: Mapping[str, Any],
        *more: _More.args,
        **named: _More.kwargs,
    ) -> Changes:
        """Validate what a form holds as a command of this kind, and let the service carry it out.

        What was saved before by the same command, though the answer to that was lost, counts as saved now.
        """
        try:
            return service(self.present, command(kind, **values), *more, **named)
        except SavedBeforeError as error:
            return error.changes

    def of_day(self, query: _Query) -> _Query:
        """Return the same question about the day that is shown."""
        return replace(query, as_of=self.as_of)

    @property
    def location(self) -> str:
        """The ledger's path or address, without a password. No I/O."""
        return self.workspace.location

    @property
    def is_shared(self) -> bool:
        """Whether the ledger lies on a server. No I/O."""
        return is_shared(self.workspace)

    @property
    def permissions(self) -> Permissions:
        """What may be done in it now. No I/O: may be asked anywhere."""
        access = self.workspace.access
        closed = self._refusal if self.workspace.is_reading else None
        return Permissions(access.role if access is not None else None, self.as_of, closed)

    def today(self) -> date:
        """Return the day by which lights and searches are judged. No I/O: may be asked anywhere."""
        return self.workspace.today()

    def write_as(self, author: str) -> None:
        """Let what is written from now on have another author; no name means that of the account."""
        self.workspace.author = _author(author) or default_author()

    def latest_event(self) -> int:
        """Return the newest event, whoever wrote it. Raises as `Workspace.check_file` does."""
        self.workspace.check_file()
        return reading.latest_event(self.workspace)

    def list_present(self) -> tuple[Present, ...]:
        """Return who else has the ledger open."""
        return list_present(self.workspace)

    def stop_waiting(self) -> None:
        """Wait for no server any more, but for what can be done in a few seconds. No I/O: may be asked anywhere."""
        self.workspace.stop_waiting()

    def before_closing(self, end: Callable[[], None]) -> None:
        """Wait for the end of what uses the ledger in a thread of its own, before it is closed."""
        self._endings.append(end)

    def close(self) -> None:
        """Let go of the ledger."""
        for end in self._endings:
            end()
        self.workspace.close()


def _author(chosen: str) -> str | None:
    """The name to write under; None leaves it to the environment and the account."""
    # The environment goes before the settings, as it does in the command line.
    return None if os.environ.get("TRACKER_AUTHOR") else chosen.strip() or None
