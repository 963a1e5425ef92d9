"""What a writer makes of a report, whichever way it makes it."""

import io
from types import ModuleType

from tracker.domain.commitments.progress import Progress, unwatched
from tracker.exports.report_tree import Report


def written(writer: ModuleType, report: Report, progress: Progress = unwatched) -> bytes:
    """The bytes of the file."""
    if not hasattr(writer, "write"):
        return writer.render(report, progress)
    file = io.BytesIO()
    writer.write(report, file, progress)
    return file.getvalue()
