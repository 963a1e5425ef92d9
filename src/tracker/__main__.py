"""`python -m tracker`, and the start of the frozen program, which is the reader of strangers' files as well."""

import sys

from tracker.capture.documents.reader_start import is_reader_start, run_reader

# Asked first: a reader holds nothing of the command line, nor of Qt.
if is_reader_start(sys.argv):
    sys.exit(run_reader(sys.argv))

from tracker.app import main

sys.exit(main())
