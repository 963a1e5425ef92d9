"""The languages that the program speaks."""

LANGUAGES = ("zh", "en")
