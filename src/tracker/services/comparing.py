"""Compare two copies of a ledger, of which a synchronised folder may have made two. Neither is changed."""

from contextlib import ExitStack, closing
from itertools import takewhile
from pathlib import Path

from tracker.domain.comparison import Comparison
from tracker.domain.errors import UserError
from tracker.services.session import Look, Workspace
from tracker.services.workspace import open_copy
from tracker.store.comparing import seals_of, told_of
from tracker.store.engine import is_url
from tracker.store.linked import ledger_at


def compare(first: str | Path, second: str | Path) -> Comparison:
    """Say where two ledgers part, and what each has that the other lacks.

    Raises `copy_needs_file`, `restore_missing`, `compare_itself`, `compare_other` where they are not copies of one
    ledger, and what opening raises.
    """
    places = [_place_of(one) for one in (first, second)]
    if places[0].samefile(places[1]):
        raise UserError("compare_itself", path=str(places[0]))
    with ExitStack() as stack:
        ours, theirs = (_look_into(stack, open_copy(place)) for place in places)
        mine, others = seals_of(ours.connection), seals_of(theirs.connection)
        if not mine or next(iter(mine)) not in others:
            raise UserError("compare_other", path=str(places[0]), other=str(places[1]))
        pairs = zip(mine.items(), others.items(), strict=False)
        common = [uid for (uid, _), _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
        altered = [uid for uid, sealed in mine.items() if uid in others and others[uid] != sealed]
        return Comparison(
            first=places[0],
            second=places[1],
            common=len(common),
            last_common=next(iter(told_of(ours.connection, common[-1:])), None),
            only_first=told_of(ours.connection, [uid for uid in mine if uid not in others]),
            only_second=told_of(theirs.connection, [uid for uid in others if uid not in mine]),
            altered=told_of(ours.connection, altered),
        )


def _place_of(location: str | Path) -> Path:
    if is_url(str(location)):
        raise UserError("copy_needs_file")
    place = ledger_at(location)
    if not place.is_file():
        raise UserError("restore_missing", path=str(place))
    return place


def _look_into(stack: ExitStack, workspace: Workspace) -> Look:
    stack.enter_context(closing(workspace))
    return stack.enter_context(workspace.look())
