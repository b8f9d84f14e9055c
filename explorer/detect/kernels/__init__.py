"""Compiled loops that only see arrays.

numba reads settings from a file in the working folder, where untrusted data may lie. One of them is the folder of
compiled code, which numba loads and runs. Importing a kernel therefore refuses such a file, and numba does not look for
it again. NUMBA_* environment variables still count.
"""

import os
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError

_SETTINGS: Final = ".numba_config.yaml"

if os.path.lexists(_SETTINGS):
    raise InputError(
        f"{Path(_SETTINGS).absolute()} would change how explorer runs, so it is refused: numba, which explorer uses, "
        "loads programs from the folder that such a file names.",
        hint="Rename or delete the file, or run the command in another folder and give the full paths of your files.",
    )

from numba.core import config  # noqa: E402

# an empty name is no file
config._config_fname = ""
