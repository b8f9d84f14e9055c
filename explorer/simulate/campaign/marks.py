"""Marks that identify simulated data, so that nobody mistakes them for real data.

Every ID begins with ``sim-`` and belongs to the platform `SIMULATED` (results show IDs or keys, ``sim:sim-…``, and runs
name the platform). Profiles and posts begin with `MARK`, and file names contain `FILE_MARK`. Only ``prc-2021`` uses the
platforms x and facebook, because its outlets must match the registry; its IDs do not exist there.
"""

from typing import Final

SIMULATED: Final = "sim"
"""Platform of simulated IDs."""

MARK: Final = "[simulated]"
"""Prefix of every name, profile and text."""

FILE_MARK: Final = ".simulated."
"""Part of the file names of simulated data, between the table's name and the format."""
