"""From when changes count, in words: a day, or the report before, where that one told of a part of the day."""

from tracker.services.reports.reporting import ReportFacts
from tracker.wording import Words


def counted(key: str, facts: ReportFacts, words: Words, **values: object) -> str:
    """The sentence `key` about what changed; in its second form where changes count from the report before."""
    form = key if facts.wish.after is None else f"{key}_report"
    return words.report(form, since=facts.since, **values)
