"""Compare two copies of a ledger. What `--json` prints:

{same, first, second, common, last_common {id, at, author, kind, reason, details, uid, commitments} or null,
 only_first [the same], only_second [the same], altered [the same]}
"""

from argparse import Namespace

from tracker.cli.printing import json_shapes
from tracker.domain.safety.comparison import ComparedEvent
from tracker.services.safety.comparing import compare
from tracker.wording import Words
from tracker.wording.comparing import comparison_lines

DIFFERENT = 3


def run_compare(options: Namespace, words: Words) -> int:
    """Say where two ledgers part: 0 where neither has anything that the other lacks, 3 where one has."""
    found = compare(options.first, options.second)
    if options.json:
        lists = {
            name: [_shape(one) for one in getattr(found, name)] for name in ("only_first", "only_second", "altered")
        }
        places = {"same": found.are_same, "first": str(found.first), "second": str(found.second)}
        last = _shape(found.last_common) if found.last_common is not None else None
        json_shapes.print_json({**places, "common": found.common, "last_common": last, **lists})
    else:
        for line in comparison_lines(found, words):
            print(line)
    return 0 if found.are_same else DIFFERENT


def _shape(told: ComparedEvent) -> json_shapes.Json:
    return {**json_shapes.event(told.event), "uid": told.uid, "commitments": list(told.commitments)}
