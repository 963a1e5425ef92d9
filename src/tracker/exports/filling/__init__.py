"""The form that a department fills in (填报表): its words, its rows, its workbook, and the sending of it."""

from tracker.exports.filling.sending import file_name, send_form, send_forms
from tracker.exports.filling.vocabulary import form_words

__all__ = ["file_name", "form_words", "send_form", "send_forms"]
