"""The commitment ledger: what was promised, what proves it, and what became of it."""

import sys

# Before anything that an older Python does not even parse; pip refuses it too, but not everybody starts by pip.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("tracker: Python 3.11 or newer is needed / 需要 Python 3.11 或更高版本")

__version__ = "0.1.0"
