"""Steps: what is done with a query's rows where Cypher lacks the statistics.

A query names its step in its header. A step takes the rows and the parameters, and returns the rows of the answer,
whose columns the header describes as ``result``. It knows nothing of the graph.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from explorer.packs.lookalikes import lookalikes

Row = Mapping[str, Any]
Step = Callable[[Sequence[Row], Mapping[str, object]], list[dict[str, Any]]]

STEPS: Final[Mapping[str, Step]] = {"lookalikes": lookalikes}
"""Every step by the name that headers use."""
