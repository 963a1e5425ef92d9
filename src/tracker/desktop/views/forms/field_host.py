"""What a field needs of the form that it stands in."""

from typing import Protocol

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tracker.desktop.appearance import Appearance


class FieldHost(Protocol):
    """A form that keeps its fields by name, with room beside each for what is refused."""

    appearance: Appearance

    def register(self, name: str, widget: QWidget, words: str) -> QLabel:
        """Take an input as the field of this name; returns the room for a refusal."""
        ...

    def add(self, name: str, widget: QWidget, caption: str | None = None) -> QVBoxLayout:
        """Return a field with its caption, not placed yet."""
        ...
