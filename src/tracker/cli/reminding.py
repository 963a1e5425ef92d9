"""What `tracker due` does. `--json` prints [{kind, day, days_left, code, title, title_en, period}], the longest overdue
first; of a form, code is "" and the title is its department."""

from argparse import Namespace
from collections.abc import Sequence

from tracker.cli.inputs import as_of, opened, period_days
from tracker.cli.printing import json_shapes
from tracker.cli.printing.plain_tables import print_table
from tracker.services.commitments.reminders import Reminder, ReminderKind, list_reminders
from tracker.wording import Words

_SOMETHING_IS_DUE = 3


def run_due(options: Namespace, words: Words) -> int:
    """List what has fallen due or soon will; 3 where there is something and a scheduler asked for it."""
    within = period_days(options.within)
    with opened(options) as workspace:
        found = list_reminders(workspace, within, as_of(options))
    json_shapes.show(options, [_shape(one) for one in found], lambda: _print(found, within, words))
    return _SOMETHING_IS_DUE if found and options.exit_code else 0


def _shape(one: Reminder) -> json_shapes.Json:
    return {
        "kind": one.kind.value,
        "day": one.day,
        "days_left": one.days_left,
        "code": one.code,
        "title": one.title.zh,
        "title_en": one.title.en,
        "period": one.period,
    }


def _print(found: Sequence[Reminder], within: int, words: Words) -> None:
    if not found:
        print(words.phrase("due_none", days=within))
        return
    cells = [
        (one.day.isoformat(), _days_text(one, words), words.term(one.kind), one.code, _title(one, words))
        for one in found
    ]
    print_table(("due_day", "days", "matter", "code", "title"), cells, 4, words, none="due_none")


def _title(one: Reminder, words: Words) -> str:
    name = words.name(one.title)
    return words.qualified(name, one.period) if one.kind is ReminderKind.FORM else name


def _days_text(one: Reminder, words: Words) -> str:
    if one.days_left == 0:
        return words.phrase("due_today")
    return words.phrase("days_over" if one.days_left < 0 else "days_ahead", days=abs(one.days_left))
