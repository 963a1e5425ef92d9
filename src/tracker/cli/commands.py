"""Commands that read the whole ledger, and those that look after it. Each returns an exit code, None for 0.

What `list` does not need is imported by those that do: it takes longer to import than a list to read and print.
"""

import os
import sys
from argparse import Namespace

from tracker import __version__
from tracker.cli.inputs import as_of, opened, query_of
from tracker.cli.printing import detail_text, json_shapes, plain_tables
from tracker.domain.errors import UserError
from tracker.domain.safety.backups import STRANGE_SCHEMA
from tracker.domain.search.ledger_query import LedgerQuery
from tracker.domain.text.date_input import read_published
from tracker.locations import db_dir, portable_dir, resources_dir, typed_path
from tracker.services.commitments.reading import list_details, list_rows, read_detail, sample_day
from tracker.services.ledgers.shared_addresses import public_location
from tracker.services.ledgers.workspace import Workspace, default_location
from tracker.wording import Words


def run_list(options: Namespace, words: Words) -> None:
    """List the commitments that the filters leave."""
    with opened(options) as workspace:
        query = query_of(workspace, options, words)
        if options.json:
            json_shapes.print_json([json_shapes.commitment(detail) for detail in list_details(workspace, query)])
            return
        total = len(list_rows(workspace, LedgerQuery(as_of=query.as_of)))
        plain_tables.print_rows(list_rows(workspace, query), total, words)
        _print_sample_day(workspace, words)


def _print_sample_day(workspace: Workspace, words: Words) -> None:
    """Say of a sample that it is one, and of which day."""
    day = sample_day(workspace)
    if day is not None:
        print(words.phrase("illustrative", day=day))


def run_show(options: Namespace, words: Words) -> None:
    """Show everything about one commitment."""
    with opened(options) as workspace:
        detail = read_detail(workspace, options.code, as_of(options))
        if options.json:
            json_shapes.print_json(json_shapes.whole_commitment(detail))
            return
        detail_text.print_detail(detail, words)
        _print_sample_day(workspace, words)


def run_suggest(options: Namespace, words: Words) -> None:
    """Rank the commitments that a text bears on."""
    from tracker.services.evidence.suggesting import read_text, suggest

    text = options.text if options.text is not None else read_text(_given_bytes(options.text_file))
    published = read_published(options.published, "published") if options.published else None
    with opened(options) as workspace:
        suggestions = suggest(workspace, text, as_of(options), published)
    shapes = [json_shapes.suggestion(suggestion) for suggestion in suggestions]
    json_shapes.show(options, shapes, lambda: plain_tables.print_suggestions(suggestions, words))


def run_check(options: Namespace, words: Words) -> int:
    """Print the faults of a ledger, of whatever schema; 1 where there are any."""
    from tracker.cli.evidence import run_duplicates
    from tracker.services.ledgers.lost_changes import go_on_without
    from tracker.services.safety.checking import check, check_schema

    if options.duplicates:
        run_duplicates(options, words)
        return 0
    if options.go_on:
        go_on_without(options.ledger or default_location())
    try:
        with opened(options) as workspace:
            faults = check(workspace)
    except UserError as error:
        # A ledger with a foreign trigger is not opened at all; what is strange about it is told without running
        # anything of it.
        faults = check_schema(options.ledger or default_location()) if error.code in STRANGE_SCHEMA else ()
        if not faults:
            raise
    shapes = [json_shapes.fault(fault, words) for fault in faults]
    json_shapes.show(options, shapes, lambda: [print(shape["message"]) for shape in shapes])
    return 1 if faults else 0


def run_reindex(options: Namespace, _words: Words) -> None:
    """Make the search index again."""
    from tracker.services.safety.checking import rebuild_search

    with opened(options) as workspace:
        rebuild_search(workspace)


def run_where(options: Namespace, _words: Words) -> None:
    """Say where the ledger lies."""
    location = public_location(options.ledger or default_location())
    places = {
        "ledger": location,
        "portable": portable_dir() is not None,
        "data": str(db_dir()),
        "resources": str(resources_dir()),
        "version": __version__,
    }
    json_shapes.show(options, places, lambda: print(location))


def run_newest(options: Namespace, words: Words) -> None:
    """Say which version of the program is the newest, by a server that is named. Raises `releases_unknown`."""
    from tracker.capture.web.releases import is_newer, newest_release

    address = options.address or os.environ.get("TRACKER_RELEASES")
    if not address:
        raise UserError("releases_unknown", version=__version__)
    found = newest_release(address)
    newer = is_newer(found.version, __version__)
    said = {"version": __version__, "newest": found.version, "newer": newer, "address": found.address}
    sentence = words.phrase("release_newer" if newer else "release_newest", version=__version__, newest=found.version)
    json_shapes.show(options, said, lambda: print(sentence, *filter(None, [newer and found.address])))


def run_new(options: Namespace, _words: Words) -> None:
    """Make a ledger by choice; print its path."""
    from tracker.services.briefings.coding import bundled_briefings
    from tracker.services.ledgers.workspace import begin_ledger

    chosen = () if options.empty else tuple(dict.fromkeys(options.briefing)) or bundled_briefings()
    path = typed_path(options.path).absolute()
    begin_ledger(path, chosen)
    json_shapes.show(options, {"ledger": str(path), "briefings": list(chosen)}, lambda: print(path))


def run_sample(options: Namespace, _words: Words) -> None:
    """Make the sample ledger; print its path."""
    from tracker.services.ledgers.sample import default_sample, make_sample

    path = typed_path(options.out).absolute() if options.out else default_sample()
    make_sample(path)
    json_shapes.show(options, {"ledger": str(path)}, lambda: print(path))


def _given_bytes(place: str) -> bytes:
    """The content of a file, or of standard input where the place is -."""
    if place == "-":
        return sys.stdin.buffer.read()
    try:
        return typed_path(place).read_bytes()
    except FileNotFoundError:
        raise UserError("file_missing", field="file", value=place) from None
    except IsADirectoryError:
        raise UserError("file_is_folder", field="file", name=place) from None
    except (OSError, ValueError) as fault:
        raise UserError("file_unreadable", field="file", name=place) from fault
