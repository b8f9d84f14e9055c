"""A run's parameters read back from the JSON in which they are kept, whoever wrote that."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Final, Literal, get_type_hints

import msgspec

from explorer.common.durations import ALL_TIME
from explorer.common.errors import InputError
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.signals.registry import PARAMETERS, find_signals
from explorer.detect.significance.parameters import SignificanceParameters

_LARGEST: Final = 2**63 - 1


class _Rate(msgspec.Struct, forbid_unknown_fields=True):
    rate: float
    draws: int


def read_parameters(told: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `explorer.runs.parameters.DetectionParameters` that its ``as_json`` told.

    Args:
        told: the JSON, decoded; what it holds is not trusted.
        own: names and types of the fields that are told as they are.

    Raises:
        InputError: if a parameter is missing, unknown, or of another type.
        UsageError: if a value is out of range.
    """
    try:
        msgspec.convert(told, _form(tuple(own.items())))
    except msgspec.ValidationError as error:
        raise InputError(f"These are not the parameters of a run: {error}.", hint=_HINT) from error
    large = [name for name, value in told.items() if isinstance(value, int) and value > _LARGEST]
    if large or told["window"] > ALL_TIME:
        raise InputError(f"The parameter {large[0] if large else 'window'} is too large.", hint=_HINT)
    scan, sure = told["resolution"] == "scan", told["significance"]
    return {name: told[name] for name in own if name in told} | {
        "signals": find_signals(
            told["signal"].split(","), **{p.name: told[p.name] for p in PARAMETERS if told.get(p.name) is not None}
        ),
        "layer_weights": tuple(told["layer_weights"]),
        "network": NetworkParameters(**_of(NetworkParameters, told), filters=Filters(**_of(Filters, told))),
        "clusters": ClusterParameters(**_of(ClusterParameters, told) | ({"resolution": None} if scan else {})),
        # the seed is one, told once
        "significance": sure and SignificanceParameters(**sure, seed=told["seed"]),
    }


_HINT: Final = "Take a manifest as explorer export manifest writes it."


@cache
def _form(own: Iterable[tuple[str, Any]]) -> type[msgspec.Struct]:
    """Return the form of the JSON: the fields of all parameters side by side, with the types that they declare."""
    types: dict[str, Any] = {}
    for declared in (NetworkParameters, Filters, ClusterParameters):
        types |= {name: type_ for name, type_ in get_type_hints(declared).items() if name != "filters"}
    types["resolution"] = float | Literal["scan"]
    types |= {"signal": str, "layer_weights": list[float], "significance": _Rate | None}
    # signals have different parameters, and fields that came later are in no earlier run
    optional = [(p.name, float | None, None) for p in PARAMETERS] + [(name, type_, None) for name, type_ in own]
    return msgspec.defstruct("Parameters", [*types.items(), *optional], kw_only=True, forbid_unknown_fields=True)


def _of(declared: type, told: Mapping[str, Any]) -> dict[str, Any]:
    # as they were told, not as converted: 1 and 1.0 make different runs
    return {field.name: told[field.name] for field in fields(declared) if field.name in told}
