"""Makes a ledger with one commitment that has more of everything than anybody will ever have.

    python tests/benchmarks/big.py      # says where it lies

20,000 pieces of evidence, 5,000 departments, 10,000 tags and 3,000 attachments, written through units of work, so that
`tracker check` finds nothing wrong with it. It is made once, beside the ledgers of `synthetic.py`.
"""

import hashlib
import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import cache_folder

from tracker.domain.terms import DepartmentBasis, DepartmentRole
from tracker.services.commands import EvidenceFields, command
from tracker.services.evidence.recording import add_evidence
from tracker.services.ledgers.workspace import Workspace, open_workspace
from tracker.store.database.evidence_tables import Attachment, Evidence, EvidenceAttachment, EvidenceLink, EvidenceState
from tracker.store.database.migrating import HEAD
from tracker.store.database.tables import CommitmentDepartment, CommitmentTag, Department, Event, new_uid
from tracker.store.events.unit_of_work import UnitOfWork
from tracker.store.safety.source_digests import READ, text_digest

CODE = "MIIT-2025-044"
PIECES, DEPARTMENTS, TAGS, ATTACHMENTS = 20_000, 5_000, 10_000, 3_000
_VERSION = 1
_AT_ONCE = 1_000
_DAY = date(2025, 2, 1)


def big_ledger() -> Path:
    """The ledger; made where it is not there yet, which takes some minutes."""
    path = cache_folder() / f"big-{_VERSION}-{HEAD}" / "ledger.db"
    if not path.exists():
        cache_folder().mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache_folder()) as folder:
            draft = Path(folder) / "big" / "ledger.db"
            make_big(draft, PIECES, DEPARTMENTS, TAGS, ATTACHMENTS)
            shutil.move(draft.parent, path.parent)
    return path


def make_big(path: Path, pieces: int, departments: int, tags: int, attachments: int) -> None:
    """Write a ledger in which one commitment has so much of each."""
    workspace = open_workspace(path, author="张三", clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    link = {"commitment": CODE, "bearing": "progress", "value": "1", "unit": "个", "role": "new"}
    fields = {"title": "第 0 份材料", "publisher": "工信部", "published": "2025-02-01", "kind": "document"}
    add_evidence(workspace, command(EvidenceFields, **fields, quote="再支持一个城市", links=(link,)))
    _tag(workspace, tags)
    _assign(workspace, departments)
    share = -(-attachments * _AT_ONCE // pieces)
    for first in range(1, pieces, _AT_ONCE):
        last = min(first + _AT_ONCE, pieces)
        _file(workspace, range(first, last), min(share, last - first))
    workspace.close()


def _tag(workspace: Workspace, count: int) -> None:
    labels = [f"标签{number:05}" for number in range(count)]
    with workspace.write() as work:
        work.record("tags_changed", {"commitments": [CODE], "add": labels, "remove": []})
        one = {"since": work.event_id, "commitment_id": work.commitment(CODE).commitment_id}
        work.insert_all(CommitmentTag, [{**one, "label": label} for label in labels])
        work.add_to_history([one["commitment_id"]])


def _assign(workspace: Workspace, count: int) -> None:
    """Name further departments, all of which join in."""
    with workspace.write() as work:
        start = work.connection.execute(select(Department)).all()
        work.insert_all(Department, [_department(number, len(start)) for number in range(count)])
        work.record("commitment_revised", {"commitment": CODE, "fields": ["departments"]}, "各单位配合")
        known = {row.id for row in start}
        ids = work.connection.scalars(select(Department.id).order_by(Department.id))
        one = {
            "since": work.event_id,
            "commitment_id": work.commitment(CODE).commitment_id,
            "role": DepartmentRole.CO_LEAD,
            "basis": DepartmentBasis.USER,
        }
        new = [number for number in ids if number not in known]
        rows = [{**one, "department_id": number, "position": 10 + place} for place, number in enumerate(new)]
        work.insert_all(CommitmentDepartment, rows)
        work.touch(one["commitment_id"])


def _department(number: int, before: int) -> dict[str, Any]:
    return {
        "uid": new_uid(),
        "key": f"office-{number}",
        "name": f"第{number}办公室",
        "name_en": f"Office {number}",
        "position": before + number,
    }


def _file(workspace: Workspace, numbers: range, attached: int) -> None:
    """Add pieces in one event; the first of them have an attachment each."""
    with workspace.write() as work:
        told = work.connection.scalars(select(Event.details).where(Event.kind == "evidence_added")).first()
        state = work.connection.execute(select(EvidenceState)).first()
        link = work.connection.execute(select(EvidenceLink)).first()
        before = work.connection.scalars(select(Evidence.id).order_by(Evidence.id.desc())).first()
        if told is None or state is None or link is None or before is None:
            raise RuntimeError("no piece to go by")
        ids = range(before + 1, before + 1 + len(numbers))
        files = {_name(number): _content(number) for number in numbers[:attached]}
        read = {work.contents.keep(content): content.decode() for content in files.values()}
        digests = {sha: text_digest(len(words.encode()), "text/plain", words) for sha, words in read.items()}
        pieces = [{"id": one, "uid": new_uid()} for one in ids]
        work.record("evidence_added", {**told, "evidence_id": ids[0], "uid": pieces[0]["uid"], READ: digests})
        work.insert_all(Evidence, pieces)
        _fill(work, zip(ids, numbers, strict=True), (state._mapping, link._mapping))
        _attach(work, ids, numbers, read)
        commitment = work.commitment(CODE).commitment_id
        for one in ids:
            work.touch_evidence(one)
        work.touch(commitment)


def _fill(work: UnitOfWork, pieces: Any, templates: tuple[Any, Any]) -> None:
    states, links = [], []
    for one, number in pieces:
        new = {"since": work.event_id, "evidence_id": one}
        title, day = f"第 {number} 份材料：再支持一个城市开展试点", _DAY + timedelta(days=number % 600)
        described = {"title": title, "published": day.isoformat(), "number": f"工信部函〔2025〕{number}号"}
        states.append({**_without_id(templates[0]), **new, **described})
        links.append({**_without_id(templates[1]), **new, "uid": new_uid()})
    work.insert_all(EvidenceState, states)
    work.insert_all(EvidenceLink, links)


def _attach(work: UnitOfWork, ids: range, numbers: range, read: dict[str, str]) -> None:
    kept = [
        {"sha256": sha, "size": len(words.encode()), "media_type": "text/plain", "readable": words}
        for sha, words in read.items()
    ]
    work.insert_all(Attachment, kept)
    tied = [
        {"since": work.event_id, "evidence_id": one, "sha256": sha, "name": _name(number), "url": ""}
        for one, number, sha in zip(ids, numbers, read, strict=False)
    ]
    work.insert_all(EvidenceAttachment, tied)


def _without_id(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _name(number: int) -> str:
    return f"材料{number}.txt"


def _content(number: int) -> bytes:
    return f"关于第 {number} 个城市开展试点的材料，{hashlib.sha256(str(number).encode()).hexdigest()}".encode()


if __name__ == "__main__":
    print(big_ledger())
