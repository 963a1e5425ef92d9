"""What `tracker verify` does."""

from argparse import Namespace

from tracker.cli.inputs import opened
from tracker.cli.printing import json_shapes
from tracker.domain.reports.verification import Outcome, Verification
from tracker.services.reports.verifying import verify_report
from tracker.wording import Words
from tracker.wording.verifying import verification_sentences


def run_verify(options: Namespace, words: Words) -> int:
    """Say whether a report is as it was written; 1 where it is not."""
    with opened(options) as workspace:
        found = verify_report(workspace, options.file)
    json_shapes.show(options, shape(found, words), lambda: print(*verification_sentences(found, words), sep="\n"))
    return 0 if found.outcome is Outcome.SAME else 1


def shape(found: Verification, words: Words) -> json_shapes.Json:
    """{file, sha256, outcome, sentences [text], report (as in `past-reports list`) or null,
    sent {event, batch, department, period, sent_on} or null, mark {ledger, event, hash} or null,
    event {id, at} or null, proven, first_altered or null,
    site {listed, missing [name], altered [name], added [name]} or null, unread {code, message} or null}.

    `outcome` is one of `domain.verification.Outcome`. A mark's `ledger` and `event` are null where only the line at the
    top was found, and `hash` is then cut short.
    """
    sent = found.sent
    mark = found.mark
    unread = found.unread
    site = found.site
    return {
        **json_shapes.taken(found, "file", "sha256", "outcome"),
        "sentences": list(verification_sentences(found, words)),
        "report": found.report and json_shapes.past_report(found.report),
        "sent": sent
        and {
            **json_shapes.taken(sent, "event", "batch"),
            "department": sent.department.key,
            **json_shapes.taken(sent, "period", "sent_on"),
        },
        "mark": mark and {"ledger": mark.ledger or None, "event": mark.event or None, "hash": mark.hash},
        "event": found.event and json_shapes.taken(found.event, "id", "at"),
        **json_shapes.taken(found, "proven", "first_altered"),
        "site": site and json_shapes.taken(site, "listed", "missing", "altered", "added"),
        "unread": unread and {"code": unread.code, "message": words.error(unread)},
    }
