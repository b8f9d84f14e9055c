"""Steps: compute in Python what Cypher cannot, from the rows of a query.

A query names its step in its header. A step takes the rows and the parameters, and returns the rows of the result,
whose columns the header describes as ``result``. It has no access to the graph.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from explorer.packs.steps.labels import label_effect, wilson
from explorer.packs.steps.lookalikes import lookalikes

Step = Callable[[Sequence[Mapping[str, Any]], Mapping[str, object]], list[dict[str, Any]]]

QUERY_STEPS: Final[Mapping[str, Step]] = {
    "label-effect": label_effect,
    "lookalikes": lookalikes,
    "wilson": wilson,
}
"""All steps, by the names that query headers use."""
