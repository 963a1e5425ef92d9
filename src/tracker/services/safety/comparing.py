"""Compare two copies of a ledger, of which a synchronised folder may have made two. Neither is changed."""

from collections.abc import Mapping
from contextlib import ExitStack, closing
from functools import partial
from itertools import takewhile
from pathlib import Path

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.domain.errors import UserError
from tracker.domain.safety.comparison import Comparison
from tracker.services.ledgers.session import Snapshot, Workspace
from tracker.services.ledgers.workspace import open_other
from tracker.store.files.symbolic_links import ledger_at
from tracker.store.safety.comparing import compared_events, seals_of
from tracker.store.server.addresses import is_url, public_address

_STEPS = 5


def compare(first: str | Path, second: str | Path, progress: Progress = unwatched) -> Comparison:
    """Say where two ledgers part, and what each has that the other lacks.

    Either may be a file or a shared ledger. It can be stopped between any two of its steps and within them, but not
    while a file is being copied to be read. Raises `restore_missing`, `compare_itself`, `compare_other`
    where they are not copies of one ledger, and what opening raises.
    """
    places = [_place_of(one) for one in (first, second)]
    if _are_one(*places):
        raise UserError("compare_itself", path=_shown(places[0]))
    with ExitStack() as stack:
        snapshots: list[Snapshot] = []
        for number, place in enumerate(places):
            progress(number, _STEPS)
            snapshots.append(_open_snapshot(stack, open_other(place)))
        ours, theirs = snapshots
        mine = seals_of(ours.connection, partial(progress, 2, _STEPS))
        others = seals_of(theirs.connection, partial(progress, 3, _STEPS))
        # Copies of one ledger share the first event for ever; two ledgers never do.
        if not mine or next(iter(mine)) not in others:
            raise UserError("compare_other", path=_shown(places[0]), other=_shown(places[1]))
        # Event by event by their seals: the first that differs is where somebody wrote in one copy alone.
        pairs = zip(mine.items(), others.items(), strict=False)
        common = [uid for (uid, _), _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
        altered = _altered(mine, others)
        tell = partial(progress, 4, _STEPS)
        return Comparison(
            first=_shown(places[0]),
            second=_shown(places[1]),
            common=len(common),
            last_common=next(iter(compared_events(ours.connection, common[-1:], tell)), None),
            only_first=compared_events(ours.connection, [uid for uid in mine if uid not in others], tell),
            only_second=compared_events(theirs.connection, [uid for uid in others if uid not in mine], tell),
            altered=compared_events(ours.connection, altered, tell),
        )


def _altered(mine: Mapping[str, str], others: Mapping[str, str]) -> list[str]:
    """The events of both that do not say the same.

    A seal is over the one before as well: only behind the same event, sealed alike, does another seal tell that an
    event was altered. One that was done again in another copy follows other events there.
    """
    behind, elsewhere = _behind(mine), _behind(others)
    return [uid for uid in mine if uid in others and others[uid] != mine[uid] and behind[uid] == elsewhere[uid]]


def _behind(seals: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The event before each, with its seal."""
    return dict(zip(seals, [("", ""), *seals.items()], strict=False))


def _place_of(location: str | Path) -> str:
    if is_url(str(location)):
        return str(location)
    place = ledger_at(location)
    if not place.is_file():
        raise UserError("restore_missing", path=str(place))
    return str(place)


def _are_one(first: str, second: str) -> bool:
    if is_url(first) or is_url(second):
        return is_url(first) and is_url(second) and public_address(first) == public_address(second)
    return Path(first).samefile(second)


def _shown(place: str) -> str:
    return public_address(place) if is_url(place) else place


def _open_snapshot(stack: ExitStack, workspace: Workspace) -> Snapshot:
    stack.enter_context(closing(workspace))
    return stack.enter_context(workspace.snapshot())
