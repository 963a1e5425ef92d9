"""What `tracker verify` does."""

from argparse import Namespace

from tracker.cli.inputs import opened
from tracker.cli.printing import json_shapes
from tracker.domain.reports.verification import Outcome, Verification
from tracker.services.reports.verifying import verify_report
from tracker.wording import Words
from tracker.wording.verifying import verification_sentences


def run(options: Namespace, words: Words) -> int:
    """Say whether a report is as it was written; 1 where it is not."""
    with opened(options) as workspace:
        found = verify_report(workspace, options.file)
    if options.json:
        json_shapes.print_json(shape(found, words))
    else:
        for sentence in verification_sentences(found, words):
            print(sentence)
    return 0 if found.outcome is Outcome.SAME else 1


def shape(found: Verification, words: Words) -> json_shapes.Json:
    """{file, sha256, outcome, sentences [text], report (as in `past-reports list`) or null,
    sent {event, batch, department, period, sent_on} or null, mark {ledger, event, hash} or null,
    event {id, at} or null, proven, first_altered or null, unread {code, message} or null}.

    `outcome` is one of `domain.verification.Outcome`. A mark's `ledger` and `event` are null where only the line at the
    top was found, and `hash` is then cut short.
    """
    sent = found.sent
    mark = found.mark
    event = found.event
    unread = found.unread
    form = sent and {
        "event": sent.event,
        "batch": sent.batch,
        "department": sent.department.key,
        "period": sent.period,
        "sent_on": sent.sent_on,
    }
    return {
        "file": found.file,
        "sha256": found.sha256,
        "outcome": found.outcome,
        "sentences": list(verification_sentences(found, words)),
        "report": found.report and json_shapes.past_report(found.report),
        "sent": form,
        "mark": mark and {"ledger": mark.ledger or None, "event": mark.event or None, "hash": mark.hash},
        "event": event and {"id": event.id, "at": event.at},
        "proven": found.proven,
        "first_altered": found.first_altered,
        "unread": unread and {"code": unread.code, "message": words.error(unread)},
    }
