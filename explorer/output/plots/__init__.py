"""Plots of the results of queries: functions take frames and return Altair charts, for the report and for notebooks.

In every function ``frame`` has the columns that its docstring names, as the query of the same name returns them.
"""

from explorer.output.plots.across import concentration, delays, outlets_heat, sensitivity, weekly_bars
from explorer.output.plots.clusters import activity, created, hours
from explorer.output.plots.platforms import label_effects, wave_clusters, waves
from explorer.output.plots.style import BLUE, CONFIG, GREEN, GREY, INK, ORANGE, SMALL, WIDTH, Layers, use_in_notebooks

__all__ = [
    "BLUE",
    "CONFIG",
    "GREEN",
    "GREY",
    "INK",
    "ORANGE",
    "SMALL",
    "WIDTH",
    "Layers",
    "activity",
    "concentration",
    "created",
    "delays",
    "hours",
    "label_effects",
    "outlets_heat",
    "sensitivity",
    "use_in_notebooks",
    "wave_clusters",
    "waves",
    "weekly_bars",
]
