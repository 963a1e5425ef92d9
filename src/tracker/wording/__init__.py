"""The words of domain codes, in Chinese and English, for both faces and the reports."""

from tracker.wording.numbers import decimal_text, grouped_text
from tracker.wording.words import LANGUAGES, Words, has_chinese, load_words, vocabulary_of

__all__ = ["LANGUAGES", "Words", "decimal_text", "grouped_text", "has_chinese", "load_words", "vocabulary_of"]
