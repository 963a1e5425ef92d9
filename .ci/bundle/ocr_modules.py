"""Says which modules of Python, and of what the program has anyway, the add-on that reads scans imports.

Usage: python ocr_modules.py FOLDER

The add-on holds its own packages alone, and a bundle only the modules that somebody is seen to import: those for the
add-on are seen by reading a picture with it here. Fails where it does not read what was written.
"""

import sys
from pathlib import Path

FOLDER = str(Path(sys.argv[1]).resolve())
ROOT = Path(__file__).resolve().parent.parent.parent
WORDS = "工业和信息化部"
sys.path[:0] = [str(ROOT / "src"), FOLDER]

import io  # noqa: E402

from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from tracker.capture.documents.ocr import page_of_picture  # noqa: E402

paper = Image.new("RGB", (900, 300), "white")
font = ImageFont.truetype(str(ROOT / "resources" / "fonts" / "NotoSerifSC-Regular.ttf"), 60)
ImageDraw.Draw(paper).text((80, 100), WORDS, font=font, fill="black")
picture = io.BytesIO()
paper.save(picture, "PNG")
(found,) = page_of_picture(picture.getvalue(), lambda done, total: None)
if WORDS not in found:
    sys.exit(f"bundle: OCR reads {found!r}, and not {WORDS!r}")

NOT_THESE = ("__main__", "tracker", "_distutils_hack")  # of ours the program takes all along
for name in sorted(sys.modules):
    whole = sys.modules.get(name.partition(".")[0])
    place = getattr(whole, "__file__", None)
    # What has no place is built in, and what has no spec is no module.
    has_spec = getattr(sys.modules[name], "__spec__", None) is not None
    if has_spec and place and not place.startswith(FOLDER) and not name.startswith(NOT_THESE):
        print(name)
