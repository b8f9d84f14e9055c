"""How simulated data are marked, so that nothing in them is taken for real.

Every ID begins with ``sim-`` and belongs to the platform `SIMULATED` (results show IDs or keys, ``sim:sim-…``, and runs
name the platform). Profiles and posts begin with `MARK`, and file names contain `FILE_MARK`. Only ``prc-2021`` uses the
platforms x and facebook, because its outlets must match the registry; its IDs do not exist there.
"""

from typing import Final

SIMULATED: Final = "sim"
"""The platform of simulated ids."""

MARK: Final = "[simulated]"
"""What begins every name, profile and text."""

FILE_MARK: Final = ".simulated."
"""What the names of files of simulated data have between the table's name and the format's."""
