"""The command line: the same services as the window, for terminals, scripts and schedulers."""

from tracker.cli.arguments import parse
from tracker.cli.main import list_without_display, refuse, run

__all__ = ["list_without_display", "parse", "refuse", "run"]
