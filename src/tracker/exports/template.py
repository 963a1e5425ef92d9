"""An office's own document in place of ours, looked through for what acts: `exports.docx.template` fills it."""

import re
from dataclasses import dataclass
from pathlib import Path

from tracker.capture.active.active_content import active_in_office
from tracker.capture.documents import archives
from tracker.domain.errors import UserError
from tracker.open_files import belongs_to_open

_MOST_BYTES = 20 << 20
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
    if belongs_to_open(path):  # to read it would take SQLite's locks away
        raise UserError("template_unreadable", field="template", path=path)
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
    path = template.path
    content = template.content
    # Word wraps a document with a password, and writes the old .doc, as an OLE file: neither can be filled.
    if content.startswith(_COMPOUND):
        raise UserError("template_protected", field="template", path=path)
    try:
        with archives.opened(content, "", archives.TEMPLATE) as archive:
            names = archive.namelist()
            types = archives.member(archive, "[Content_Types].xml").decode("utf-8", "replace")
    except UserError as fault:
        raise _refusal(path, fault) from fault
    # By the type as well as by the name: a part named otherwise is run all the same, if its type says so.
    if _MACROS.search(types) or any(_MACROS.search(name) for name in names):
        raise UserError("template_macros", field="template", path=path)
    refuse_active(path, content)


def refuse_active(path: Path, content: bytes) -> None:
    """Refuse a document in which something acts; a process of its own looks it through. Raises as `check_template`."""
    try:
        found = active_in_office(content, "")
    except UserError as fault:
        raise _refusal(path, fault) from fault
    if found:
        raise UserError("template_active", field="template", path=path, found=found)


def _refusal(path: Path, fault: UserError) -> UserError:
    """What is wrong with the archive, as it is said of a template."""
    return UserError(_REFUSALS.get(fault.code, "template_broken"), field="template", path=path)
