"""The plots that notebooks show."""

import polars as pl

from explorer import plots
from explorer.output.plots import hours


def test_notebooks_import_plots_from_the_package() -> None:
    assert plots.hours is hours
    chart = plots.hours(pl.DataFrame({"hour": range(24), "acts": range(24)}))
    assert chart.to_dict()["encoding"]["x"]["field"] == "hour"
