"""A process that brings a spreadsheet into a ledger, and says how many bytes it held in memory at most."""

import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measures_import import bring

bring(Path(sys.argv[1]), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
