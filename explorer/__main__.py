"""Run the program as ``python -m explorer``. Prefer ``explorer``: Python loads modules from the working folder."""

import os
import sys

# a file such as numpy.py beside the data would run
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109 - not pathlib
    del sys.path[0]

from explorer.cli import main

main()
