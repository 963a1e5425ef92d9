"""An office's own document in place of ours, read but not yet looked into: see `tracker.exports.docx_template`."""

from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import UserError

_MOST_BYTES = 20 << 20


@dataclass(frozen=True, slots=True)
class Template:
    """Its bytes, and the path that a refusal calls it by."""

    path: Path
    content: bytes


def read_template(path: Path) -> Template:
    """Read a template; whether it is one shows when it is filled.

    Raises `template_unreadable`, `template_too_large`.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as failure:
        raise UserError("template_unreadable", field="template", path=path) from failure
    if len(content) > _MOST_BYTES:
        raise UserError("template_too_large", field="template", path=path)
    return Template(path, content)
