"""An office's own document in place of ours, looked through for what acts: `exports.docx_template` fills it."""

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tracker.capture.active_office import MOST_FOUND, active_parts
from tracker.capture.archives import BROKEN
from tracker.domain.errors import UserError

_MOST_BYTES = 20 << 20
_MOST_UNPACKED, _MOST_FILES = 100 << 20, 2000
_COMPOUND = b"\xd0\xcf\x11\xe0"
_MACROS = re.compile(r"vbaProject|macroEnabled", re.IGNORECASE)
_REFUSALS = {"content_bomb": "template_too_large", "content_encrypted": "template_protected"}


@dataclass(frozen=True, slots=True)
class Template:
    """Its bytes, and the path that a refusal calls it by."""

    path: Path
    content: bytes


def read_template(path: Path) -> Template:
    """Read a template; whether it has the right fields shows when it is filled.

    Raises `template_unreadable`, and what `check_template` raises.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as failure:
        raise UserError("template_unreadable", field="template", path=path) from failure
    if len(content) > _MOST_BYTES:
        raise UserError("template_too_large", field="template", path=path)
    template = Template(path, content)
    check_template(template)
    return template


def check_template(template: Template) -> None:
    """Accept an archive of a bearable size without a lock, in which nothing acts or reaches elsewhere but links.

    Raises `UserError`: `template_too_large`, `template_protected`, `template_macros`, `template_broken`, and
    `template_active`, which says what was found and where.
    """
    path, content = template.path, template.content
    if content.startswith(_COMPOUND):
        raise UserError("template_protected", field="template", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
                raise UserError("template_too_large", field="template", path=path)
            if any(entry.flag_bits & 1 for entry in entries):
                raise UserError("template_protected", field="template", path=path)
            types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    except BROKEN as failure:
        raise UserError("template_broken", field="template", path=path) from failure
    if _MACROS.search(types) or any(_MACROS.search(entry.filename) for entry in entries):
        raise UserError("template_macros", field="template", path=path)
    refuse_active(path, content)


def refuse_active(path: Path, content: bytes) -> None:
    """Refuse a document in which something acts. Raises as `check_template` does."""
    try:
        found = tuple(dict.fromkeys(islice(active_parts(content), MOST_FOUND)))
    except UserError as fault:
        code = _REFUSALS.get(fault.code, "template_broken")
        raise UserError(code, field="template", path=path) from fault
    if found:
        raise UserError("template_active", field="template", path=path, found=found)
