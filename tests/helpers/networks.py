"""Build the network of imported files with fixed weights."""

from collections.abc import Mapping

from explorer.detect.network.build import build_network
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.signal import Signal
from explorer.runs.files import FileRecords
from explorer.runs.network import find_events


def find_network(
    reading: FileRecords, signal: Signal, parameters: NetworkParameters
) -> tuple[Network, Mapping[str, int]]:
    events, left_out = find_events(reading, signal, parameters)
    return build_network(events, parameters), left_out
