"""Steps: what is done with a query's rows where Cypher lacks the means.

A query names its step in its header. A step takes the rows and the parameters, and returns the rows of the answer,
whose columns the header describes as ``result``. It knows nothing of the graph.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from explorer.packs.steps.labels import label_effect, wilson
from explorer.packs.steps.lifts import lift_interval
from explorer.packs.steps.lookalikes import lookalikes

Step = Callable[[Sequence[Mapping[str, Any]], Mapping[str, object]], list[dict[str, Any]]]

STEPS: Final[Mapping[str, Step]] = {
    "label-effect": label_effect,
    "lift-interval": lift_interval,
    "lookalikes": lookalikes,
    "wilson": wilson,
}
"""Every step by the name that headers use."""
