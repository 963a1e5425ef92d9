"""A ledger on the way to a server, back, and home. What `--json` prints:

    push                 {location, events}
    pull                 {path, events}
    merge                {location, done, known, same, put_aside [change]}, and of `--preview` too
    merge --open         [change], oldest first
    merge --take/--leave {uid, taken}

where a change is {uid, at, author, kind, reason, details, clashes [{what, column, base, mine, theirs}], refusal
{code, message} or null}.
"""

from argparse import Namespace
from contextlib import closing
from dataclasses import asdict
from functools import partial

from tracker.cli.inputs import asking, opened
from tracker.cli.printing import json_shapes
from tracker.domain.errors import UserError
from tracker.domain.safety.merging import PutAside
from tracker.locations import typed_path
from tracker.services.ledgers.session import Workspace
from tracker.services.ledgers.workspace import default_author, open_other
from tracker.services.safety.merging import list_put_aside, merge, origin_of, preview_merge, settle
from tracker.services.safety.moving import pull, push
from tracker.wording import Words
from tracker.wording.merging import put_aside_lines

WAITING = 3


def run_push(options: Namespace, words: Words) -> None:
    """Copy a file into a database."""
    moved = asking(options.address, options, partial(push, typed_path(options.file).absolute()))
    shape = {"location": moved.location, "events": moved.events}
    json_shapes.show(options, shape, lambda: print(words.phrase("pushed", **shape)))


def run_pull(options: Namespace, words: Words) -> None:
    """Take a working copy from a database."""
    path = typed_path(options.file).absolute()
    moved = asking(options.address, options, lambda address: pull(address, path, default_author()))
    shape = {"path": moved.location, "events": moved.events}
    json_shapes.show(options, shape, lambda: print(words.phrase("pulled", **shape)))


def run_merge(options: Namespace, words: Words) -> int:
    """Merge another copy, say what that would do, or settle what waits: 3 where something waits."""
    uid = options.take or options.leave
    if options.open or uid:
        with opened(options) as ledger:
            return _settle(options, ledger, uid, words) if uid else _list(options, ledger, words)
    if not options.other:
        raise UserError("merge_needs_copy", field="input")
    with closing(asking(options.other, options, open_other)) as other:
        options.ledger = options.ledger or origin_of(other)
        with opened(options) as ledger:
            done = preview_merge(ledger, other) if options.preview else merge(ledger, other)
            aside = done.put_aside
            shape = {"location": ledger.location, "done": done.done, "known": done.known, "same": done.same}
            shape["put_aside"] = [_shape(one, words) for one in aside]
            said = "merge_would" if options.preview else "merged"
            lines = [words.phrase(said, location=ledger.location, done=done.done, aside=len(aside))]
            lines += [words.phrase("merge_same", count=done.same)] if done.same else []
            lines += put_aside_lines(aside, words)
            json_shapes.show(options, shape, lambda: print(*lines, sep="\n"))
    return WAITING if aside else 0


def _list(options: Namespace, ledger: Workspace, words: Words) -> int:
    waiting = list_put_aside(ledger)
    lines = list(put_aside_lines(waiting, words)) or [words.phrase("merge_open_none")]
    json_shapes.show(options, [_shape(one, words) for one in waiting], lambda: print(*lines, sep="\n"))
    return WAITING if waiting else 0


def _settle(options: Namespace, ledger: Workspace, uid: str, words: Words) -> int:
    settle(ledger, uid, take=bool(options.take), reason=options.reason or "")
    json_shapes.show(options, {"uid": uid, "taken": bool(options.take)}, lambda: print(words.phrase("merge_settled")))
    return 0


def _shape(one: PutAside, words: Words) -> json_shapes.Json:
    refusal = {"code": one.refusal, "message": words.error(UserError(one.refusal, **one.why))} if one.refusal else None
    taken = json_shapes.taken(one, "uid", "at", "author", "kind", "reason", "details", "commitments")
    return {**taken, "clashes": [asdict(clash) for clash in one.clashes], "refusal": refusal}
