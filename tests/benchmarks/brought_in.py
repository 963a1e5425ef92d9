"""A process that brings a spreadsheet into a ledger, and says how many bytes it held in memory at most."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measures_import import bring

bring(Path(sys.argv[1]), Path(sys.argv[2]))
# Not `ru_maxrss`: that begins with what the process had that started this one.
highest = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
if highest is None:
    raise RuntimeError("VmHWM")
print(int(highest[1]) * 1024)
