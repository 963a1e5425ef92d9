"""Mistakes of the user or of the surroundings, as codes; the faces turn them into one sentence with a remedy."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.domain.rows import Changes


class UserError(Exception):
    """Something the user can put right.

    `code` names the sentence in `resources/wording/*.toml` (table `errors`); `details` fill its placeholders;
    `field` is the input concerned, if it is one input.
    """

    def __init__(self, code: str, *, field: str | None = None, **details: object) -> None:
        super().__init__(code, details)
        self.code = code
        self.field = field
        self.details = details

    @property
    def kept(self) -> dict[str, object]:
        """What is kept beside the code, as JSON has it: `UserError(code, **kept)` is this error again."""
        details = {**self.details, "field": self.field} if self.field else self.details
        return json.loads(json.dumps(details, default=str))


class SavedBeforeError(UserError):
    """What was asked for was done already, though the answer to that was lost: `changes` are those of the event."""

    def __init__(self, changes: "Changes", at: str) -> None:
        super().__init__("saved_before", at=at)
        self.changes = changes
