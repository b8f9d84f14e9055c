"""What a run depends on besides the data, and the JSON in which runs and manifests keep it.

The JSON is flat: the parameters of network, filters, clusters and signals side by side. The id of a run is a hash of
this text and of the data, so a change of the form would give new ids to the same questions.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from typing import Any, Final, Literal, Self, get_type_hints

import msgspec

from explorer.common.durations import ALL_TIME, format_duration, format_windows
from explorer.common.errors import InputError, UsageError
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.signals.registry import CO_RETWEET, PARAMETERS, find_signals
from explorer.detect.signals.signal import AnySignal
from explorer.detect.significance.parameters import SignificanceParameters

_LARGEST: Final = 2**63 - 1
_SCAN: Final = "scan"
"""The resolution in the JSON if it is chosen by a scan."""
_HINT: Final = "Use an unchanged manifest from explorer export manifest."


@dataclass(frozen=True, slots=True)
class DetectionParameters:
    """Everything that the result of a run depends on besides the data.

    Attributes:
        signals: What counts as doing the same; each of several signals makes a network of its own, a layer. Combined
            signals make one layer.
        layer_weights: Weight of each layer in the clusters, one per signal; empty: 1 each.
        network: Weighting, window and filters, the same for every signal.
        significance: How sure edges must be; None for fixed weights. If it scans windows, the network's window is the
            longest of them.
        clusters: How communities are found in all layers together.
        platform: Only accounts of this platform; None for all.
        leave_out_coarse: Leave out imports whose times are coarser than the window, instead of refusing.
        leave_out_allowed: Leave out what accounts on the allow list did; what others did with their posts stays.

    Raises:
        UsageError: If there is no signal, one is named twice, or the weights do not fit.
    """

    signals: tuple[AnySignal, ...] = (CO_RETWEET,)
    layer_weights: tuple[int | float, ...] = ()
    network: NetworkParameters = field(default_factory=NetworkParameters)
    significance: SignificanceParameters | None = None
    clusters: ClusterParameters = field(default_factory=ClusterParameters)
    platform: str | None = None
    leave_out_coarse: bool = False
    leave_out_allowed: bool = False

    def __post_init__(self) -> None:
        """Validate that signals and layers fit together."""
        names = [signal.name for signal in self.signals]
        if not names or len(set(names)) < len(names):
            raise UsageError(
                f"The signals are not distinct: {', '.join(names)}." if names else "No signal is given.",
                hint="Name one or more signals, each once, for example co-retweet,co-link.",
            )
        if self.layer_weights and len(self.layer_weights) != len(names):
            raise UsageError(
                f"{len(self.layer_weights)} layer weights do not match {len(names)} signals.",
                hint="Give one weight per signal, in the same order, for example 1,0.5.",
            )
        if not all(0 < weight < float("inf") for weight in self.layer_weights):
            raise UsageError("Layer weights must be above 0.", hint="To ignore a signal, remove it from --signals.")
        if self.windows and self.network.window != self.windows[-1]:
            raise UsageError(
                f"The network's window, {format_duration(self.network.window)}, is not the longest of the windows to "
                f"scan, {format_windows(self.windows)}.",
                hint=f"Set the network's window to {format_duration(self.windows[-1])}.",
            )

    @property
    def signal(self) -> str:
        """The names of the signals, separated by commas; those of combined signals are joined by plus signs."""
        return ",".join(signal.name for signal in self.signals)

    @property
    def windows(self) -> tuple[int, ...]:
        """The windows that are scanned, milliseconds, ascending; empty: the network's window alone."""
        return self.significance.windows if self.significance else ()

    @property
    def shortest_window(self) -> int:
        """The shortest window that the data's times must be able to decide, milliseconds."""
        return self.windows[0] if self.windows else self.network.window

    def as_json(self) -> str:
        """Return the parameters as JSON, the same text for the same parameters."""
        flat: dict[str, Any] = {name: value for signal in self.signals for name, value in signal.settings.items()}
        for part in (self.network, self.network.filters, self.clusters):
            flat |= asdict(part)
        del flat["filters"]
        flat |= {
            "signal": self.signal,
            "layer_weights": self.layer_weights,
            "resolution": _SCAN if self.clusters.resolution is None else self.clusters.resolution,
            # significance and clusters share one seed
            "significance": self.significance and {"rate": self.significance.rate, "draws": self.significance.draws},
            "platform": self.platform,
            "leave_out_coarse": self.leave_out_coarse,
        }
        # Written only if set, so that runs from before scans and the allow list existed keep their ids.
        if self.windows:
            flat["significance"]["windows"] = self.windows
        if self.leave_out_allowed:
            flat["leave_out_allowed"] = True
        return json.dumps(flat, sort_keys=True)

    @classmethod
    def from_json(cls, decoded: Mapping[str, Any]) -> Self:
        """Return the parameters in JSON that `as_json` wrote.

        Args:
            decoded: The JSON, decoded. It may come from anyone.

        Raises:
            InputError: If a parameter is missing, unknown, too large, or of another type.
            UsageError: If a value is out of range.
        """
        try:
            values = msgspec.structs.asdict(msgspec.convert(decoded, _flat_form()))
        except msgspec.ValidationError as error:
            raise InputError(f"The parameters of the run are invalid: {error}.", hint=_HINT) from error
        large = [name for name, value in values.items() if isinstance(value, int) and abs(value) > _LARGEST]
        if large or values["window"] > ALL_TIME:
            raise InputError(f"The parameter {large[0] if large else 'window'} is too large.", hint=_HINT)

        def part(declared: type) -> dict[str, Any]:
            return {field.name: values[field.name] for field in fields(declared) if field.name in values}

        if values["resolution"] == _SCAN:
            values["resolution"] = None
        significance = values["significance"]
        return cls(
            **part(cls)
            | {
                "signals": find_signals(values["signal"].split(","), **{p.name: values[p.name] for p in PARAMETERS}),
                "network": NetworkParameters(**part(NetworkParameters), filters=Filters(**part(Filters))),
                "clusters": ClusterParameters(**part(ClusterParameters)),
                "significance": significance
                and SignificanceParameters(significance.rate, significance.draws, values["seed"], significance.windows),
            }
        )


class _Significance(msgspec.Struct, forbid_unknown_fields=True):
    rate: float
    draws: int
    windows: tuple[int, ...] = ()


@cache
def _flat_form() -> type[msgspec.Struct]:
    """Return the form of the JSON: the fields of all parameters side by side, with their declared types."""
    hints = get_type_hints(DetectionParameters)
    required: dict[str, Any] = {"signal": str, "layer_weights": hints["layer_weights"]}
    for declared in (NetworkParameters, Filters, ClusterParameters):
        required |= get_type_hints(declared)
    del required["filters"]
    required |= {"resolution": int | float | Literal["scan"], "significance": _Significance | None}
    # not in every run: each signal has its own parameters, and these fields came later
    optional: list[tuple[str, Any, Any]] = [(parameter.name, int | float | None, None) for parameter in PARAMETERS]
    optional += [("platform", hints["platform"], None)]
    optional += [(name, hints[name], False) for name in ("leave_out_coarse", "leave_out_allowed")]
    return msgspec.defstruct("Parameters", [*required.items(), *optional], kw_only=True, forbid_unknown_fields=True)
