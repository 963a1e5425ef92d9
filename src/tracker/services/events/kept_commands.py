"""The command of a service in the form that its event keeps: see `tracker.store.events.event_commands`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.json_values import is_list, is_object
from tracker.store.events.event_commands import Command

if TYPE_CHECKING:
    from pydantic import BaseModel

_SEEN = {"expected_version", "expected_version_into"}
"""The versions that the analyst saw: they guard against overwriting in this ledger, and mean nothing in another."""
_LEFT_OUT_EMPTY = {"reason_en", "watched_page"}
"""Members that earlier versions of the program lacked: an event from then, repeated, must get the seal that it had."""


def kept_command(name: str, command: BaseModel | None = None, /, **further: Any) -> Command:
    """Return the command of a service as its event keeps it. `further` are values that the service chose itself.

    The readable text of files is left out: it is kept with the file, which is named by its SHA-256.
    """
    given = {} if command is None else command.model_dump(mode="json", exclude=_SEEN)
    given = {member: value for member, value in given.items() if value or member not in _LEFT_OUT_EMPTY}
    return Command(name, {**_without_pages(given), **further})


def _without_pages(given: Any) -> Any:
    if is_list(given):
        return [_without_pages(one) for one in given]
    if not is_object(given):
        return given
    # The text of a file can be megabytes, is kept once with the file, and is sealed there by its digest.
    is_file = {"sha256", "pages"} <= given.keys()
    return {name: _without_pages(value) for name, value in given.items() if not (is_file and name == "pages")}
