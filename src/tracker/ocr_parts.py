"""Whether what reads scans is there: the extra `ocr`, or beside a bundle the folder that is its add-on.

Only who wants to read a scan, or to name all parts, looks: nothing else ever loads from that folder.
"""

import sys
from importlib import invalidate_caches
from importlib.util import find_spec

from tracker.locations import ocr_dirs

_NEEDED = ("rapidocr", "onnxruntime")


def find_ocr() -> bool:
    """Let the add-on be imported from, where there is one, and return whether scans can be read.

    What the bundle has itself goes before: the add-on is of the same pins, and comes last.
    """
    for folder in ocr_dirs():
        if str(folder) not in sys.path and folder.is_dir():
            sys.path.append(str(folder))
            invalidate_caches()
    return all(find_spec(name) is not None for name in _NEEDED)
