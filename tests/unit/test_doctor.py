"""The doctor's checks without a running Neo4j."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from explorer.common.settings import Settings
from explorer.doctor import Check, CheckOutcome, run_checks
from explorer.server import java


def settings(home: Path, uri: str | None = None, password: str | None = None) -> Settings:
    secret = SecretStr(password) if password else None
    return Settings(explorer_home=home, explorer_server="default", neo4j_uri=uri, neo4j_password=secret)


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def test_a_fresh_machine_has_no_problems_and_stays_unchanged(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = by_name(run_checks(settings(home)))
    assert set(found) == {"settings", "java", "artifacts", "password", "server", "versions", "memory", "disk"}
    assert not [check for check in found.values() if check.state is CheckOutcome.PROBLEM]
    assert found["artifacts"].state is CheckOutcome.WARNING
    assert "explorer server start" in found["server"].next_step
    assert not home.exists()


def test_missing_java_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_candidates", lambda: iter(()))
    check = by_name(run_checks(settings(tmp_path)))["java"]
    assert check.state is CheckOutcome.PROBLEM
    assert "coordination-explorer[local]" in check.next_step


def test_a_java_with_known_vulnerabilities_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = java.Java(Path("/usr/bin/java"), (17, 0, 9), "PATH")
    monkeypatch.setattr("explorer.doctor.find_java", lambda: old)
    check = by_name(run_checks(settings(tmp_path)))["java"]
    assert check.state is CheckOutcome.WARNING
    assert check.finding == "Java 17.0.9 from PATH: /usr/bin/java has known vulnerabilities, which Java 17.0.16 fixes"
    assert "pip install --upgrade" in check.next_step


def test_a_uri_without_a_password_is_a_problem(tmp_path: Path) -> None:
    found = by_name(run_checks(settings(tmp_path, "bolt://127.0.0.1:9")))
    assert found["settings"].state is CheckOutcome.PROBLEM
    assert "NEO4J_PASSWORD" in found["settings"].next_step
    # The local server is not checked if another Neo4j is named.
    assert set(found) == {"settings", "versions"}


def test_a_password_without_a_uri_is_a_warning(tmp_path: Path) -> None:
    check = by_name(run_checks(settings(tmp_path, None, "secret-word")))["settings"]
    assert check.state is CheckOutcome.WARNING
    assert "secret-word" not in check.finding


def test_no_server_answers(tmp_path: Path) -> None:
    check = by_name(run_checks(settings(tmp_path, "bolt://127.0.0.1:9", "secret-word")))["server"]
    assert check.state is CheckOutcome.PROBLEM
    assert "127.0.0.1:9" in check.finding


def test_missing_and_added_files_are_found_without_changing_anything(tmp_path: Path) -> None:
    from explorer.server.local import LocalServer

    artifacts = LocalServer(tmp_path).artifacts
    (artifacts.folder / "lib").mkdir(parents=True)
    (artifacts.folder / "lib" / "added.jar").touch()
    (artifacts.folder / "complete").write_text(artifacts.lock.digest)
    check = by_name(run_checks(settings(tmp_path)))["artifacts"]
    assert check.state is CheckOutcome.PROBLEM
    assert check.finding.startswith(f"tampered: {artifacts.folder / 'lib' / 'added.jar'} does not belong to Neo4j (")
    assert check.next_step == "Download the original files: explorer server install --repair"
    assert {path.name for path in artifacts.folder.iterdir()} == {"lib", "complete"}


def test_a_password_file_readable_by_others_is_a_warning(tmp_path: Path) -> None:
    folder = tmp_path / "servers" / "default"
    folder.mkdir(parents=True)
    (folder / "password").write_text("secret-word\n")
    (folder / "password").chmod(0o644)
    check = by_name(run_checks(settings(tmp_path)))["password"]
    assert check.state is CheckOutcome.WARNING
    assert check.next_step.startswith("Restrict the permissions: chmod 600")
