"""The form that a department fills in (填报表): words, rows, workbook, sending, and rounds of them."""

from tracker.exports.filling.rounds import RoundWish, begin_round, close_with_page, page_name, write_reminders
from tracker.exports.filling.sending import send_form, send_forms
from tracker.exports.filling.vocabulary import form_words

__all__ = [
    "RoundWish",
    "begin_round",
    "close_with_page",
    "form_words",
    "page_name",
    "send_form",
    "send_forms",
    "write_reminders",
]
