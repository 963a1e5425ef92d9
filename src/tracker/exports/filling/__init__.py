"""The form that a department fills in (填报表): words, rows, workbook, sending, and rounds of them."""

from tracker.exports.filling.letters import ask_words, claimed_words, counted_words, returned_words, returns_words
from tracker.exports.filling.rounds import (
    OpenedRound,
    RoundWish,
    begin_round,
    close_with_page,
    page_name,
    write_reminders,
)
from tracker.exports.filling.sending import send_form, send_forms
from tracker.exports.filling.vocabulary import form_words

__all__ = [
    "OpenedRound",
    "RoundWish",
    "ask_words",
    "begin_round",
    "claimed_words",
    "close_with_page",
    "counted_words",
    "form_words",
    "page_name",
    "returned_words",
    "returns_words",
    "send_form",
    "send_forms",
    "write_reminders",
]
