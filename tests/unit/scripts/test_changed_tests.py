"""Which tests ``make fast`` runs for a change."""

import pytest

from scripts.changed_tests import select_tests


@pytest.mark.parametrize(
    ("changed", "expected", "unexpected"),
    [
        # a test of its own folder, one that reaches it through other modules, one that starts a server and imports it
        ("explorer/common/durations.py", "tests/unit/common/test_durations.py", "tests/unit/server/test_java.py"),
        ("explorer/common/durations.py", "tests/unit/runs/test_network.py", "tests/slow/test_kills.py"),
        ("explorer/common/durations.py", "tests/integration/test_signals.py", "tests/integration/test_load.py"),
        # no module
        ("explorer/server/neo4j.lock", "tests/unit/server/test_artifacts.py", "tests/unit/sources/test_sources.py"),
        (
            "cypher/packs/boosts/cluster-boosts.cypher",
            "tests/integration/packs/test_boosts.py",
            "tests/unit/test_docs.py",
        ),
        ("cypher/packs/boosts/cluster-boosts.cypher", "tests/unit/packs/test_check.py", "tests/unit/test_docs.py"),
        ("cypher/browser/style.grass", "tests/unit/browser/test_style.py", "tests/unit/packs/test_check.py"),
        ("cypher/schema/02-indexes.cypher", "tests/unit/model/test_schema.py", "tests/unit/packs/test_check.py"),
        # templates
        (
            "explorer/report/text/templates/cluster.txt.j2",
            "tests/unit/report/text/test_prose.py",
            "tests/unit/browser/test_guide.py",
        ),
        (
            "explorer/report/html/templates/clusters.html.j2",
            "tests/integration/test_report.py",
            "tests/unit/test_docs.py",
        ),
        ("docs/howto/runs.md", "tests/unit/test_docs.py", "tests/slow/test_docs_commands.py"),
        # a slow test, since it changed itself
        ("tests/slow/test_kills.py", "tests/slow/test_kills.py", "tests/slow/test_docs_commands.py"),
        ("tests/helpers/state.py", "tests/integration/test_load.py", "tests/slow/test_kills.py"),
    ],
)
def test_select_tests_a_change(changed: str, expected: str, unexpected: str) -> None:
    tests = select_tests({changed})
    assert expected in tests
    assert unexpected not in tests


def test_a_change_without_tests_has_none() -> None:
    assert select_tests({"LICENSE"}) == []
