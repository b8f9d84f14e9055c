"""The program as a person uses it: commands, exit codes, messages."""

import json
import signal
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.example_files import FIXED, GOOD, HEADING, REGISTRY
from tests.helpers.program import Program
from tests.helpers.state import graph_state


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def test_the_main_job(explorer: Program, graph: Connection) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer.write("own.csv", REGISTRY)
    explorer.write("accounts.csv", "account_id,handle\n9,testdaily\n")
    loaded = explorer.in_process("registry", "load", "own.csv")
    assert loaded.returncode == 0, loaded.stderr
    imported = explorer.in_process("import", "retweets.csv", "accounts.csv", "--output", "json")
    assert imported.returncode == 0, imported.stderr
    assert "10 rows read = 10 imported + 0 duplicates + 0 rejected" in imported.stderr
    assert [row["loaded"] for row in json.loads(imported.stdout)] == [9, 1]
    detected = explorer.in_process("detect", *FIXED, "--format", "json")
    assert detected.returncode == 0, detected.stderr
    (cluster,) = json.loads(detected.stdout)
    assert (cluster["size"], cluster["edges"], cluster["weight"]) == (3, 3, 9)
    answer = explorer.in_process("packs", "run", "cluster-outlets", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    (outlet,) = json.loads(answer.stdout)
    assert (outlet["outlet"], outlet["retweets"], outlet["retweeters"]) == ("Test Daily", 9, 3)
    shown = explorer.in_process("runs", "show", "--format", "json")
    recorded = {row["property"]: row["value"] for row in json.loads(shown.stdout)}
    assert recorded["parameters.window"] == 60000
    assert recorded["fingerprint"]
    # killed after it deleted the run, the same command with latest would delete another one
    refused = explorer("runs", "delete", "latest")
    assert refused.returncode == 2
    assert "explorer runs list" in refused.stderr
    ((run,),) = graph.read("MATCH (r:Run) RETURN r.runId").rows
    deleted = explorer.in_process("runs", "delete", run)
    assert deleted.returncode == 0
    assert graph.read("MATCH (c) WHERE c:Cluster OR c:Run RETURN c").rows == []


def test_from_a_run_to_the_posts_behind_it(explorer: Program) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer.write("accounts.csv", "account_id,handle\n1,Anna\n2,Bert\n3,Carla\n9,testdaily\n")
    explorer("import", "retweets.csv", "accounts.csv")
    detected = explorer(
        "detect", "--signals", "co-retweet", "--resolution", "scan", "--seeds", "4", *FIXED, "--format", "json"
    )
    assert detected.returncode == 0, detected.stderr
    # three edges of weight 3 between three members
    assert [(row["score"], row["stability"]) for row in json.loads(detected.stdout)] == [(3.0, 1.0)]
    assert detected.stderr.count("chosen") == 1

    (cluster,) = json.loads(explorer("clusters", "list", "--format", "json").stdout)
    assert (cluster["cluster"], cluster["members"], cluster["coreMembers"], cluster["score"]) == (1, 3, 3, 3.0)
    shown = explorer("clusters", "show", cluster["clusterId"], "--format", "json")
    assert "3 members, 3 of them in the core; 3 edges, score 3.0, stability 1.00" in shown.stderr
    assert [(row["handle"], row["role"], row["strength"]) for row in json.loads(shown.stdout)] == [
        ("Anna", "core", 6), ("Bert", "core", 6), ("Carla", "core", 6),
    ]  # fmt: skip
    tied = explorer("clusters", "evidence", "1", "--format", "json")
    assert "3 of its 3 members acted on x:p0 within 2 s." in tied.stderr
    together = [(row["object"], row["actingMembers"], row["spanSeconds"]) for row in json.loads(tied.stdout)]
    assert together == [(f"x:p{post}", 3, 2.0) for post in range(3)]
    assert all(row["handles"] == ["Anna", "Bert", "Carla"] for row in json.loads(tied.stdout))

    edge = explorer("evidence", "@carla", "1", "--format", "json", "--top", "2")
    assert edge.returncode == 0, edge.stderr
    assert (
        "Carla and Anna share 3 posts within 60s (co-retweet, weight 3); 2 to 2 s apart, median 2 s; "
        "Carla was first 0 times, Anna 3 times."
    ) in edge.stderr
    assert "Both are in cluster 1." in edge.stderr
    assert "Showing 2 of 3 rows" in edge.stderr
    assert [(row["object"], row["secondsApart"]) for row in json.loads(edge.stdout)] == [("x:p0", -2.0), ("x:p1", -2.0)]
    none = explorer("evidence", "testdaily", "x:1", "--format", "json")
    assert (none.returncode, json.loads(none.stdout)) == (0, [])
    assert "testdaily and Anna have no edge" in none.stderr


def test_a_handle_on_two_platforms_is_not_guessed(explorer: Program) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer.write("elsewhere.csv", GOOD)
    explorer.write("accounts.csv", "account_id,handle,platform\n1,Anna,x\n1,Anna,vk\n")
    explorer("import", "retweets.csv", "accounts.csv")
    explorer("import", "elsewhere.csv", "--platform", "vk")
    explorer("detect", *FIXED)
    done = explorer("evidence", "anna", "x:2")
    assert done.returncode == 2
    assert "Use the account key: vk:1 or x:1" in done.stderr
    assert explorer("evidence", "x:anna", "x:2").returncode == 0


def test_sensitivity_of_what_is_in_the_graph(explorer: Program) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer("import", "retweets.csv")
    words = ("--windows", "1s,2s", "--weights", "2,3", "--format", "json")
    of_graph, of_file = explorer("sensitivity", *words), explorer("sensitivity", "retweets.csv", *words)
    assert of_graph.returncode == 0, of_graph.stderr
    rows = json.loads(of_graph.stdout)
    # within a second only the first and second, the second and third
    assert [row["edges"] for row in rows] == [2, 2, 3, 3]
    assert rows == json.loads(of_file.stdout)


def test_importing_twice_changes_nothing_and_says_so(explorer: Program, graph: Connection) -> None:
    explorer.write("retweets.csv", GOOD)
    explorer("import", "retweets.csv")
    before = graph_state(graph)
    again = explorer("import", "retweets.csv")
    assert again.returncode == 0
    assert "9 rows read = 0 imported + 9 duplicates + 0 rejected" in again.stderr
    assert "nothing changed" in again.stderr
    assert graph_state(graph) == before


def test_bad_rows_are_counted_with_their_reasons_and_the_good_ones_stay(explorer: Program, graph: Connection) -> None:
    rows = (
        "r1,1,p1,9,soon\nr2,1.32E+18,p1,9,1614600000\nr3,1,,,1614600000\nr4,1,p1,9,1614600000\nr4,1,p1,9,1614600000\n"
        "r4,1,p1,9,1614600000\n"
    )
    explorer.write("retweets.csv", HEADING + rows)
    done = explorer("import", "retweets.csv")
    assert done.returncode == 0
    assert "6 rows read = 1 imported + 2 duplicates + 3 rejected" in done.stderr
    for reason in ("soon", "1.32E+18", "post_id"):
        assert reason in done.stderr
    assert graph.read("MATCH (a)-[:RETWEETED]->() RETURN a.accountId").rows == [("x:1",)]


def test_a_table_with_other_columns_is_imported_with_the_command_that_its_refusal_suggests(explorer: Program) -> None:
    explorer.write("export.csv", "tweet_id,user,rt_of_id,rt_of_user,created\n1,@ada,900,@bea,2021-03-01T10:00:00Z\n")
    refused = explorer.in_process("import", "export.csv")
    assert refused.returncode == 1
    _, _, command = refused.stderr.partition("Run: explorer ")
    mapping = command.split()[command.split().index("--map") + 1]
    imported = explorer.in_process("import", "export.csv", "--map", mapping)
    assert imported.returncode == 0, imported.stderr
    assert "1 row read = 1 imported" in imported.stderr
    shown = explorer.in_process("imports", "show", "export.csv", "--format", "json")
    recorded = {row["property"]: row["value"] for row in json.loads(shown.stdout)}
    assert recorded["options"].startswith("columns: {'created': 'retweeted_at', 'rt_of_id': 'post_id'")


def test_the_end_of_an_import_says_what_is_there_and_what_to_type_next(explorer: Program) -> None:
    explorer.write("retweets.csv", GOOD)
    done = explorer("import", "retweets.csv")
    for said in ("accounts          4", "retweets          9", "2021-03-01 12:00:01 to 2021-03-01 12:02:03", "1s"):
        assert said in done.stdout
    assert "no registry is loaded" in done.stdout
    assert "Next: explorer detect --signal co-retweet --window 60s" in done.stderr
    explorer.write("own.csv", REGISTRY)
    explorer("registry", "load", "own.csv")
    assert "0 of 1" in explorer("import", "retweets.csv").stdout


def test_more_rejects_than_allowed_are_reported_with_their_reasons(explorer: Program, graph: Connection) -> None:
    explorer.write("retweets.csv", HEADING + "r1,1,p1,9,soon\nr2,1,p1,9,later\n" + GOOD.removeprefix(HEADING))
    for options in (("--strict",), ("--max-rejects", "1")):
        done = explorer("import", "retweets.csv", *options)
        assert done.returncode == 1
        assert "2 rows would be rejected" in done.stderr
        assert "1 rejected: unreadable time 'later'" in done.stderr
        assert graph.read("MATCH (i:Import) RETURN i").rows == []
    assert explorer("import", "retweets.csv", "--max-rejects", "2").returncode == 0


def test_rejected_rows_that_a_hint_points_to_are_there(explorer: Program) -> None:
    explorer.write("own.csv", REGISTRY + "bad,,media,CN,Bad,a test,2021\n")
    loaded = explorer("registry", "load", "own.csv")
    (hint,) = (line for line in loaded.stderr.splitlines() if "show rejected rows with" in line)
    rejects = explorer(*hint.split("explorer ")[1].split(), "--format", "json")
    assert [row["line"] for row in json.loads(rejects.stdout)] == [3]
    # a corrected list replaces the first one and its rejected rows
    explorer.write("own.csv", REGISTRY.replace("TestDaily", "TestNews"))
    assert "1 account lost an outlet" in explorer("registry", "load", "own.csv").stderr
    assert explorer(*hint.split("explorer ")[1].split()).returncode == 2


def test_an_import_interrupted_by_ctrl_c_is_completed_by_running_it_again(explorer: Program, graph: Connection) -> None:
    rows = "".join(f"r{n},{n % 997},p{n % 101},9,{1614600000 + n}\n" for n in range(45_000))
    explorer.write("retweets.csv", HEADING + rows)
    process = explorer.start("import", "retweets.csv")
    while not graph.read("MATCH (i:Import) WHERE i.loaded > 0 RETURN i").rows:
        assert process.poll() is None, process.stderr
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "The import of retweets.csv (" in said
    assert "To complete it, run the same explorer import again." in said
    assert "To remove its rows: explorer imports undo " in said
    done = explorer("import", "retweets.csv")
    assert done.returncode == 0, done.stderr
    assert "45,000 rows read = 45,000 imported + 0 duplicates + 0 rejected" in done.stderr
    assert graph.read("MATCH ()-[r:RETWEETED]->() RETURN count(r)").rows == [(45_000,)]
    assert graph.read("MATCH ()-[m:AMPLIFIED]->() RETURN sum(m.retweets)").rows == [(45_000,)]


def test_a_repeated_undo_or_deletion_says_that_it_is_done(explorer: Program) -> None:
    explorer.write("retweets.csv", HEADING + "r1,1,p1,9,1614600000\nr2,2,p1,9,1614600010\n")
    assert explorer("import", "retweets.csv").returncode == 0
    assert explorer("detect", "--significance", "off", "--min-weight", "1").returncode == 0
    run = explorer("runs", "list", "--format", "csv").stdout.splitlines()[1].split(",")[0].strip('"')
    for words in (("imports", "undo", "retweets.csv"), ("runs", "delete", run)):
        assert explorer(*words).returncode == 0
        again = explorer(*words)
        assert again.returncode == 0
        assert "is already " in again.stderr
        assert explorer(*words[:2], "nothing").returncode == 2
