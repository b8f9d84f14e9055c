"""Memory, ports and neo4j.conf."""

import socket

import pytest

from explorer.common.errors import ServerError, UsageError
from explorer.server import config
from explorer.server.config import Memory, Ports, choose_ports, is_free, neo4j_conf

GIB = 1 << 30


@pytest.mark.parametrize(
    ("total", "expected"),
    [(GIB, ("512m", "512m")), (8 * GIB, ("2048m", "1024m")), (1024 * GIB, ("8192m", "8192m"))],
)
def test_memory_depends_on_the_machine(total: int, expected: tuple[str, str]) -> None:
    assert Memory().resolved(total) == expected


def test_sizes_override_earlier_ones_which_are_kept_otherwise() -> None:
    memory = Memory(heap="3g").over(Memory("1g", "700m"))
    assert memory.resolved(GIB) == ("3g", "700m")


@pytest.mark.parametrize("size", ["", "4", "4gb", "-1g", "1g\nserver.http.enabled=false"])
def test_an_invalid_size_raises_an_error(size: str) -> None:
    with pytest.raises(UsageError) as error:
        Memory(heap=size)
    assert "4g" in error.value.hint


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_port_is_taken_if_a_program_listens_on_it(address: str) -> None:
    with socket.socket() as other:
        other.bind((address, 0))
        other.listen()
        assert not is_free(other.getsockname()[1])
    assert is_free(free_port())


def test_ports_of_the_last_start_come_before_the_defaults_and_those_above(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = {7687, 7474, 7688}
    monkeypatch.setattr(config, "is_free", lambda port: port not in taken)
    assert choose_ports(None, ()) == Ports(7689, 7475)
    assert choose_ports(None, {7689}) == Ports(7690, 7475)
    taken.clear()
    assert choose_ports(None, ()) == Ports(7687, 7474)
    assert choose_ports(Ports(7777, 7575), ()) == Ports(7777, 7575)
    taken.add(7777)
    assert choose_ports(Ports(7777, 7575), ()) == Ports(7687, 7575)


def test_no_free_port_raises_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "is_free", lambda port: False)
    with pytest.raises(ServerError, match="7687 to 7786 are in use") as error:
        choose_ports(None, ())
    assert "explorer server list" in error.value.hint


def test_conf_binds_to_loopback_and_sends_nothing() -> None:
    text = neo4j_conf(Ports(7777, 7575), "4g", "1g")
    lines = text.splitlines()
    assert "server.default_listen_address=127.0.0.1" in lines
    assert "server.bolt.listen_address=127.0.0.1:7777" in lines
    # The address that clients connect to; the default would be 7687.
    assert "server.bolt.advertised_address=127.0.0.1:7777" in lines
    assert "server.http.listen_address=127.0.0.1:7575" in lines
    assert "dbms.security.auth_enabled=true" in lines
    assert "dbms.usage_report.enabled=false" in lines
    assert "client.allow_telemetry=false" in lines
    assert "server.memory.heap.initial_size=512m" in lines
    # Nothing listens on every address; queries may load none.
    assert [line for line in lines if "0.0.0.0" in line] == ["internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0"]
    # One query leaves memory for others; 4 GiB are 4096 MiB.
    assert "db.memory.transaction.max=2457m" in lines
    assert "db.memory.transaction.total.max=2867m" in lines
    assert "dbms.memory.transaction.total.max=2867m" in lines
    assert "db.transaction.timeout=1h" in lines
    assert "server.memory.heap.initial_size=100m" in neo4j_conf(Ports(1, 2), "100m", "1g")


@pytest.mark.parametrize("heap", ["1k", "900k", "1m", "512m", "64g"])
def test_limits_are_never_zero_which_would_mean_no_limit(heap: str) -> None:
    limits = config.transaction_limits(heap)
    assert all(int(limits[name].removesuffix("m")) >= 1 for name in limits if "memory" in name)
