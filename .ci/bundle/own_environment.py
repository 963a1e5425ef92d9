"""Runs in the bundle before the program: what the bundle needs of the environment is not left to other programs.

PyInstaller's start has the dynamic linker look in the bundle first, by a variable that every program would inherit that
is started from here: a browser, an office, a file manager, with our libraries in place of its own. The linker has read
it by now. A reader's process is this program again and must begin as one that nobody started from here.
"""

import os

for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(name + "_ORIG", None)
    if before is not None:
        os.environ[name] = before
    else:
        os.environ.pop(name, None)
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
