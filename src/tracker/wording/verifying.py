"""What a verification came to, in sentences."""

from collections.abc import Iterator

from tracker.domain.reports.site_files import SiteFiles
from tracker.domain.reports.verification import Outcome, Verification
from tracker.domain.text.dates import stamp
from tracker.wording.words import Words

_MOST_NAMED = 10
"""Files of a site that a sentence names; `--json` names all."""


def verification_sentences(found: Verification, words: Words) -> tuple[str, ...]:
    """Return what is known of a file: first the outcome, then what supports it."""
    return (_outcome(found, words), *_further(found, words))


def _outcome(found: Verification, words: Words) -> str:
    if found.outcome is Outcome.ALTERED and found.sent is not None:
        return words.phrase("verify_altered_form", **_form(found, words))
    shown = found.mark.hash[:16] if found.mark is not None else ""
    return words.phrase(f"verify_{found.outcome}", hash=shown)


def _further(found: Verification, words: Words) -> Iterator[str]:
    report = found.report
    if report is not None and found.outcome is Outcome.ALTERED:
        details = {"number": report.id, "title": report.title, "at": stamp(report.made_at), "file": report.file}
        yield words.phrase("verify_altered_report", **details)
    elif report is not None:
        details = {"number": report.id, "title": report.title, "at": stamp(report.made_at), "author": report.author}
        yield words.phrase("verify_made", **details)
    elif found.sent is not None and found.outcome is not Outcome.ALTERED:
        yield words.phrase("verify_sent", **_form(found, words))
    if found.proven and found.event is not None:
        event = found.event
        yield words.phrase("verify_proven", event=event.id, at=stamp(event.at), proven=found.proven)
    elif found.outcome is Outcome.SAME:
        yield words.phrase("verify_no_mark_inside")
    if found.outcome is Outcome.HISTORY_CHANGED:
        altered = found.first_altered
        key = "verify_history_resealed" if altered is None else "verify_history_changed_at"
        yield words.phrase(key, event=altered)
    if found.site is not None:
        yield from _site(found.site, words, is_recorded=found.outcome is Outcome.SAME)
    if found.unread is not None:
        yield words.phrase("verify_unread", why=words.error(found.unread))


def _site(site: SiteFiles, words: Words, *, is_recorded: bool) -> Iterator[str]:
    """How many files the site has, and those that are not as they were, the first ones of many. What a list says that
    nobody recorded proves nothing about them."""
    if site.are_same and is_recorded:
        yield words.phrase("verify_site_same", count=site.listed)
    kinds = {"missing": site.missing, "changed": site.altered, "added": site.added}
    for kind, names in kinds.items():
        if names:
            shown = words.join(names[:_MOST_NAMED])
            yield words.phrase(f"verify_site_{kind}", count=len(names), names=shown)


def _form(found: Verification, words: Words) -> dict[str, object]:
    sent = found.sent
    if sent is None:
        raise ValueError("no form to tell of")
    return {"department": words.name(sent.department), "period": sent.period, "on": sent.sent_on}
