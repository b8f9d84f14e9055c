"""What a run is asked for: all that its outcome depends on besides the data."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self, get_type_hints

from explorer.common.errors import UsageError
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_RETWEET
from explorer.detect.signals.signal import Signal
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.runs.parameters_json import read_parameters


@dataclass(frozen=True, slots=True)
class DetectionParameters:
    """All that a run's outcome depends on besides the data.

    Attributes:
        signals: what counts as doing the same; of several, each makes a network of its own, a layer.
        layer_weights: how much each layer counts for the clusters, one per signal; empty: 1 each.
        network: weighting, window and filters, the same for every signal.
        significance: how sure edges are to be; None for fixed weights.
        clusters: how communities are sought in the layers together.
        platform: only accounts of this platform; None for all.
        leave_out_coarse: leave out imports whose times are coarser than the window, instead of refusing.
        leave_out_allowed: leave out what accounts on the allow list did; what others did with their posts stays.

    Raises:
        UsageError: if there is no signal, one is named twice, or the weights do not fit.
    """

    signals: tuple[Signal, ...] = (CO_RETWEET,)
    layer_weights: tuple[float, ...] = ()
    network: NetworkParameters = field(default_factory=NetworkParameters)
    significance: SignificanceParameters | None = None
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    platform: str | None = None
    leave_out_coarse: bool = False
    leave_out_allowed: bool = False

    def __post_init__(self) -> None:
        """Refuse layers that do not fit together."""
        names = [signal.name for signal in self.signals]
        if not names or len(set(names)) < len(names):
            raise UsageError(f"The signals are {', '.join(names) or 'none'}.", hint="Name one or more, each once: a,b.")
        if self.layer_weights and len(self.layer_weights) != len(names):
            raise UsageError(
                f"{len(names)} signals have {len(self.layer_weights)} layer weights.",
                hint="Give one weight for each signal, in the same order: 1,0.5",
            )
        if not all(0 < weight < float("inf") for weight in self.layer_weights):
            raise UsageError("A layer's weight is not above 0.", hint="Leave out the signal that is not to count.")

    @property
    def signal(self) -> str:
        """The signals' names, with commas between them."""
        return ",".join(signal.name for signal in self.signals)

    def as_json(self) -> str:
        """Return the parameters as JSON, the same text for the same parameters."""
        network, clusters = asdict(self.network), asdict(self.clusters)
        flat: dict[str, Any] = {
            "platform": self.platform,
            "leave_out_coarse": self.leave_out_coarse,
            "layer_weights": self.layer_weights,
        }
        # told only where it is asked for: runs of before there was an allow list keep their ids
        if self.leave_out_allowed:
            flat["leave_out_allowed"] = True
        for signal in self.signals:
            flat |= signal.settings
        flat |= network | network["filters"] | clusters | {"signal": self.signal}
        del flat["filters"]
        if self.clusters.resolution is None:
            flat["resolution"] = "scan"
        # the seed is one, told once
        flat["significance"] = self.significance and {"rate": self.significance.rate, "draws": self.significance.draws}
        return json.dumps(flat, sort_keys=True)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return the parameters that `as_json` told, decoded.

        Raises:
            InputError: if they are not of that form.
            UsageError: if a value is out of range.
        """
        simple = {name: kind for name, kind in get_type_hints(cls).items() if kind in (bool, str, str | None)}
        return cls(**read_parameters(told, simple))
