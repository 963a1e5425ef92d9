"""Reports as files: one writer a format, taken lazily from a registry."""

from tracker.exports.registry import FORMATS, write_report

__all__ = ["FORMATS", "write_report"]
