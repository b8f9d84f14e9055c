"""docker-compose.yml and .env.example fit the settings that the code reads and the Neo4j that is installed locally."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from explorer.common.env_files import SERVER_SETTINGS, confirm_working_folder
from explorer.common.settings import Settings
from explorer.server.artifacts import read_lock
from explorer.server.config import Ports, neo4j_conf
from tests.helpers.paths import REPOSITORY

TEXT = (REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
READ_BY_COMPOSE_ALONE = {
    "NEO4J_HEAP",
    "NEO4J_PAGE_CACHE",
    "NEO4J_TRANSACTION_MEMORY",
    "NEO4J_TRANSACTIONS_MEMORY",
}


@pytest.fixture
def service() -> dict[str, Any]:
    services = yaml.safe_load(TEXT)["services"]
    assert list(services) == ["neo4j"]
    found: dict[str, Any] = services["neo4j"]
    return found


def local_settings() -> dict[str, str]:
    lines = neo4j_conf(Ports(7687, 7474), "2g", "1g").splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def container_settings(service: dict[str, Any]) -> dict[str, str]:
    """The container's variables as Neo4j's image reads them: one underscore is a dot, two are one."""
    return {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): str(value)
        for name, value in service["environment"].items()
        if name != "NEO4J_AUTH"
    }


def without_variables(value: str) -> str:
    """A value with the defaults of its variables, as Compose inserts them."""
    return re.sub(r"\$\{[A-Z0-9_]+:-([^}]*)\}", r"\1", value)


def test_image_is_the_same_series_as_the_local_server_and_cannot_change(service: dict[str, Any]) -> None:
    series = ".".join(read_lock().neo4j.split(".")[:2])
    assert re.fullmatch(rf"neo4j:{re.escape(series)}\.\d+-community@sha256:[0-9a-f]{{64}}", service["image"])


def test_memory_and_time_are_limited_as_on_the_local_server(service: dict[str, Any]) -> None:
    local, container = local_settings(), container_settings(service)
    limited = [name for name in local if name.startswith("server.memory.") or ".transaction." in name]
    assert len(limited) == 8
    assert {name: without_variables(container[name]) for name in limited} == {name: local[name] for name in limited}


def test_ports_are_neo4js_own_on_loopback(service: dict[str, Any]) -> None:
    assert service["ports"] == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"]


def test_password_comes_from_the_variable_that_the_code_reads_and_is_required(
    service: dict[str, Any],
) -> None:
    assert service["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")


def test_every_variable_is_one_that_the_code_reads() -> None:
    known = {*SERVER_SETTINGS} | READ_BY_COMPOSE_ALONE
    assert set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", TEXT)) <= known
    assert set(re.findall(r"^#?([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)) == known


def test_the_example_connects_to_the_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / ".env").write_text(EXAMPLE.replace("NEO4J_PASSWORD=", "NEO4J_PASSWORD=long-enough"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    confirm_working_folder(tmp_path)
    settings = Settings()
    assert settings.neo4j_uri == "bolt://127.0.0.1:7687"
    assert (settings.neo4j_username, settings.neo4j_database) == ("neo4j", "neo4j")
    assert settings.neo4j_password is not None
    assert settings.neo4j_password.get_secret_value() == "long-enough"


def test_the_container_is_as_private_as_the_local_server(service: dict[str, Any]) -> None:
    local, container = local_settings(), container_settings(service)
    for name in (
        "dbms.usage_report.enabled",
        "client.allow_telemetry",
        "dbms.security.allow_csv_import_from_file_urls",
        "internal.dbms.cypher_ip_blocklist",
        "browser.remote_content_hostname_whitelist",
        "dbms.security.http_static_content_security_policy_header",
    ):
        assert container[name] == local[name]
    # a name that Neo4j does not know would keep it from starting; these the local server starts with
    assert set(container) <= set(local)


def test_the_container_has_volumes_and_a_health_check(service: dict[str, Any]) -> None:
    assert "data:/data" in service["volumes"]
    assert "./cypher:/cypher:ro" in service["volumes"]
    assert (REPOSITORY / "cypher" / "schema").is_dir()
    kind, command = service["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "cypher-shell" in command
    assert "NEO4J_PASSWORD=" in command
