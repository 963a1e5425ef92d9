"""Reports as files: put into words once, written by one writer a format, taken lazily from a registry."""

from tracker.exports.registry import FORMATS, ending, format_of, write_report

__all__ = ["FORMATS", "ending", "format_of", "write_report"]
