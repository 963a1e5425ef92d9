"""The form that a department fills in (填报表): its words, its rows, its workbook, and the sending of it."""

from tracker.exports.filling.sending import send_form, send_forms
from tracker.exports.filling.vocabulary import form_words

__all__ = ["form_words", "send_form", "send_forms"]
