"""The report on the real server: on the hand-made campaign, on worlds that lack things, and its bytes."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from explorer.common.errors import GraphError, UsageError
from explorer.common.settings import Endpoint
from explorer.detect.network.parameters import NetworkParameters
from explorer.export.manifest import make_manifest, manifest_as_json
from explorer.export.network import write_network
from explorer.export.run import read_run_tables
from explorer.graph.connection.connect import Connection
from explorer.graph.rollups import rebuild_rollups
from explorer.graph.runs.judgements import judge_cluster
from explorer.judgements.allow_list import AccountRef, allow, disallow
from explorer.output.pseudonyms import Pseudonyms
from explorer.report.data.sensitivity_grid import meaningful_window
from explorer.report.page import write_report
from explorer.report.text.formatting import UNKNOWN
from explorer.runs.detect import detect
from explorer.runs.parameters import DetectionParameters
from tests.helpers.amplification import build_amplification, make_boosts
from tests.helpers.campaign import build_campaign
from tests.helpers.program import Program
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, time

SECTIONS = ("findings", "analysed", "method", "clusters", "across", "limits", "reading", "reproduce")
FIGURES = ("outlets", "weekly", "concentration", "delays", "waves", "wave-clusters", "labels", "sensitivity", "network")


class Page(HTMLParser):
    """A page's elements: tables by id as lists of rows, ids, attributes that name addresses, text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.tables: dict[str, list[list[str]]] = {}
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str, str]] = []
        self.pictures = 0
        self._table = ""
        self._cell = False
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        self.addresses += [
            (tag, name, value or "") for name, value in attrs if name in {"src", "href", "action", "data"}
        ]
        self.pictures += tag == "svg" and attributes.get("role") == "img"
        if tag == "table":
            self._table = str(attributes["id"])
            self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        self._cell = tag in {"td", "th"} or (self._cell and tag == "a")
        if tag in {"td", "th"}:
            self.tables[self._table][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.tables[self._table][-1][-1] += data

    def column(self, table: str, heading: str) -> list[str]:
        head, *rows = self.tables[table]
        return [row[head.index(heading)] for row in rows]


@pytest.fixture
def campaign(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_without_parameters)


def build_without_parameters(graph: Connection) -> Connection:
    """Load the campaign; its runs do not tell their parameters."""
    build_campaign(graph)
    graph.execute("MATCH (run:Run) REMOVE run.parameters")
    return graph


def test_it_holds_every_section_and_a_reason_for_every_figure_without_data(
    campaign: Connection, tmp_path: Path
) -> None:
    written = write_report(campaign, tmp_path / "report.html", run="cr")
    page = Page(tmp_path / "report.html")
    assert {*SECTIONS, *FIGURES, "cluster-1", "cluster-2"} <= {*page.ids}
    assert len(page.ids) == len({*page.ids})
    # no post has a time, no account a label or a day of suspension, and the run tells no parameters
    assert {title for title, _ in written.missing} == {
        "Delay from post to retweet",
        "Suspensions by day",
        "Suspended members by cluster and day",
        "Retweets before and after the platform's labels",
        "Sensitivity to the window and the minimum weight",
    }
    assert all(f"No figure: {reason}".replace("'", "&#39;") in page.source for _, reason in written.missing)
    assert (
        page.source.count("No figure:") == len(written.missing) + 2
    )  # of each cluster, when its accounts were created
    assert (written.clusters, written.run_id, written.size) == (2, "cr", (tmp_path / "report.html").stat().st_size)


def test_tables_hold_the_graphs_own_numbers(campaign: Connection, tmp_path: Path) -> None:
    write_report(campaign, tmp_path / "report.html", run="cr")
    page = Page(tmp_path / "report.html")
    assert page.column("table-outlets", "Outlet") == ["CGTN", "Liu Xiaoming"]
    assert page.column("table-outlets", "Retweets") == ["6", "2"]
    assert page.column("table-outlets", "Lift") == ["1.52", "2.67"]
    assert page.column("table-outlets", "% of retweets of the outlet") == ["85.7", "66.7"]
    assert page.column("table-outlets", "Boost") == ["no", "no"]
    assert "Cluster 1 retweets outlets, but boosts none of them: no lift has a 95% CI above 1." in page.source
    # of outlets' ten retweets members made eight, all in the week of 28 December; the bystander came on a Sunday
    assert page.tables["table-weekly"][1:] == [["2020-12-28", "10", "8", "2", "0", "2"]]
    assert page.column("cluster-1-members", "Handle") == ["A1", "A2", "A3"]
    assert page.column("cluster-1-members", "Status") == ["–", "suspended", "–"]
    # the tightest post first, with both times
    assert page.column("cluster-1-posts", "Object")[0] == "x:p1"
    assert page.column("cluster-1-posts", "First action")[0] == "2021-01-01 10:00:00"
    assert page.column("cluster-1-posts", "Last action")[0] == "2021-01-01 10:00:40"
    assert sum(map(int, page.column("cluster-1-activity-table", "Retweets"))) == 9
    assert sum(map(int, page.column("cluster-2-hours-table", "Actions"))) == 4
    curve = ask(campaign, "concentration-curve")
    assert page.column("table-concentration", "Accounts") == [str(row["accounts"]) for row in curve]


def test_it_is_self_contained_and_the_same_each_time(campaign: Connection, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_report(campaign, tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    page = Page(tmp_path / "one.html")
    # nothing but links, within the page or to the web
    assert {tag for tag, _, _ in page.addresses} <= {"a"}
    assert all(value.startswith(("#", "https://", "http://")) for _, _, value in page.addresses)
    assert {value[1:] for _, _, value in page.addresses if value.startswith("#")} <= {*page.ids}
    assert "default-src &#39;none&#39;" in page.source


def test_an_empty_run_says_so(graph: Connection, tmp_path: Path) -> None:
    world = World()
    world.account("a1")
    world.post("p", "author")
    world.retweet("a1", "p", "2021-01-01T10:00:00")
    world.run("empty")
    written = write_report(world.build(graph), tmp_path / "report.html")
    assert written.clusters == 0
    assert "The run found no cluster" in Page(tmp_path / "report.html").source
    assert "No registry of outlets is loaded" in dict(written.missing)["Clusters and the outlets they retweet"]


def test_without_a_registry_it_shows_the_accounts_that_clusters_retweet(graph: Connection, tmp_path: Path) -> None:
    world = World()
    for number in range(3):
        world.post(f"p{number}", "author", "2021-01-01T10:00:00")
        for account in ("a1", "a2", "a3"):
            world.retweet(account, f"p{number}", f"2021-01-0{number + 1}T10:00:05", "author")
    world.run("r", ("a1", "a2", "a3"))
    write_report(world.build(graph), tmp_path / "report.html")
    page = Page(tmp_path / "report.html")
    assert page.column("cluster-1-targets", "Retweets") == ["9"]
    assert page.column("table-delays", "Accounts") == ["cluster 1", "sample of all accounts"]


def test_all_figures_are_drawn_where_the_data_carry_them(graph: Connection, tmp_path: Path) -> None:
    written = write_report(full_world().build(graph), tmp_path / "report.html", sensitivity=True)
    page = Page(tmp_path / "report.html")
    assert dict(written.missing).keys() == {"Sensitivity to the window and the minimum weight"}
    assert page.column("table-waves", "Day found suspended") == ["2021-03-01"]
    assert page.column("table-wave-clusters", "Members in the wave") == ["3"]
    assert page.column("table-labels", "Accounts") == ["L"]
    assert written.figures == 7 + 3
    assert "All suspensions have the same date" in page.source


def test_warnings_about_the_effects_of_labels_are_explained(graph: Connection, tmp_path: Path) -> None:
    # the days before the label begin on 4 January, the data that count on 2 January
    write_report(full_world().build(graph), tmp_path / "short.html")
    page = Page(tmp_path / "short.html")
    assert page.column("table-labels", "Warnings") == ["low power; earlier level unknown"]
    assert "they do not reach back far enough before the label" in page.source
    # 28 retweets on each side, no variance between the five others: exp(-(2.776 + 0.941) * sqrt(2/28.5)) = 0.37
    assert "only a fall by 63% or more would be found" in page.source
    assert "with an estimate was labelled at a peak" not in page.source
    graph.execute("MATCH (n) DETACH DELETE n")
    world = full_world()
    for day in range(60):
        at = date.fromordinal(date(2020, 11, 2).toordinal() + day)
        for name in "lbcdef":
            world.retweet(f"fan{day % 7}", f"p-{name}", f"{at}T12:00:00", name)
    for day in range(4, 32):
        for hour in range(9):
            world.retweet(f"fan{day % 7}", "p-l", f"2021-01-{day:02d}T{hour:02d}:00:00", "l")
    write_report(world.build(graph), tmp_path / "long.html")
    page = Page(tmp_path / "long.html")
    assert page.column("table-labels", "Warnings") == ["low power; labelled at a peak"]
    assert "1 of 1 account with an estimate was labelled at a peak" in page.source
    # ten a day before the label and one after it
    assert "But this account was labelled at a peak" in page.source


def full_world() -> World:
    """Three coordinated accounts that are suspended on one day, a labelled account, and five to compare it with."""
    world = World()
    for name in "lbcdef":
        world.account(name, labelled_at="2021-02-01" if name == "l" else None)
        world.outlet(name, name)
        world.post(f"p-{name}", name, "2020-12-31T10:00:00")
    for account in ("a1", "a2", "a3"):
        world.account(account, status="suspended", status_at="2021-03-01", created_at="2020-05-01")
        world.retweet(account, "p-l", "2021-01-01T10:00:05", "l")
    for day in range(60):
        at = date.fromordinal(date(2021, 1, 1).toordinal() + day)
        for name in "lbcdef":
            world.retweet(f"fan{day % 7}", f"p-{name}", f"{at}T12:00:00", name)
    world.run("r", ("a1", "a2", "a3"))
    return world


def test_pseudonyms_leave_nothing_of_the_accounts(graph: Connection, tmp_path: Path) -> None:
    world = World()
    secrets = ["zebrahandle", "Quagga Name", "okapibio", "gnuplace", "dodotext", "x:7700112233", "x:8800990011"]
    for account in ("a1", "a2", "7700112233"):
        world.account(account, handle=f"zebrahandle{account}", name="Quagga Name", bio="okapibio", location="gnuplace")
        world.retweet(account, "8800990011", "2021-01-01T10:00:05", "author")
    world.post("8800990011", "author", "2021-01-01T10:00:00", text="dodotext")
    world.run("r", ("a1", "a2", "7700112233"))
    world.build(graph)
    write_report(graph, tmp_path / "open.html")
    assert all(secret in (tmp_path / "open.html").read_text(encoding="utf-8") for secret in secrets if ":8" in secret)
    for name in ("one.html", "two.html"):
        write_report(graph, tmp_path / name, pseudonyms=Pseudonyms(bytes(32)))
    text = (tmp_path / "one.html").read_text(encoding="utf-8").lower()
    assert not [secret for secret in secrets if secret.lower() in text]
    assert re.search(r"x:account-[0-9a-f]{20}", text)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_pseudonyms_leave_days_but_no_times(graph: Connection, tmp_path: Path) -> None:
    """Each time has a minute and a second of its own; a run's, an import's and a judgement's, too."""
    world = World()
    for account, second in (("a1", "41"), ("a2", "43"), ("a3", "47")):
        world.account(account, created_at=f"2019-03-04T05:31:{second}")
        world.retweet(account, "p", f"2021-01-01T10:37:{second}", "author")
    world.post("p", "author", "2021-01-01T10:29:53")
    world.run("r", ("a1", "a2", "a3"), dataFrom=time("2021-01-01T10:37:41"), dataUntil=time("2021-01-01T10:37:47"))
    world.build(graph)
    graph.execute("MATCH (i:Import) SET i.dataFrom = datetime('2021-01-01T10:37:41Z')")
    run = graph.read("MATCH (run:Run) RETURN properties(run)").rows[0][0]
    judge_cluster(graph, run, 1, verdict="organic", author="ada")
    canaries = (":37:4", ":29:53", ":31:4", f" {run['createdAt']:%H:%M:%S}")
    write_report(graph, tmp_path / "open.html")
    assert ":37:41" in (tmp_path / "open.html").read_text(encoding="utf-8")
    write_report(graph, tmp_path / "shared.html", pseudonyms=Pseudonyms(bytes(32)))
    text = (tmp_path / "shared.html").read_text(encoding="utf-8")
    assert not [canary for canary in canaries if canary in text]
    assert not re.findall(r"\d{4}-\d\d-\d\d[T ]\d\d:", text)
    page = Page(tmp_path / "shared.html")
    assert page.column("cluster-1-posts", "First action") == ["2021-01-01"]


def test_only_boosts_are_called_boosts(graph: Connection, tmp_path: Path) -> None:
    write_report(build_amplification(graph), tmp_path / "report.html", run="one")
    page = Page(tmp_path / "report.html")
    assert page.column("table-outlets", "Outlet") == ["CGTN", "CGTN", "RT", "RT"]
    assert page.column("table-outlets", "Boost") == ["yes", "no", "no", "no"]
    assert page.column("table-network-boosts", "Cluster") == ["1"]
    assert page.column("table-clusters", "Outlet boosted most") == ["CGTN", "–", "–", "–"]
    lift = "3.1 times what you would expect from their share of all retweets in the data"
    assert f"That is {lift} (95% CI: 1.50–3.93)." in page.source
    assert "Cluster 1 boosts &#34;CGTN&#34; most." in page.source
    for rank in (2, 3, 4):
        assert f"Cluster {rank} retweets outlets, but boosts none of them" in page.source
    assert "2 of 4 lifts have no confidence interval and are therefore not called boosts." in page.source
    assert (
        "In 1 of the 4 combinations of cluster and outlet shown, the 95% CI of the lift is not above 1" in page.source
    )


def test_a_run_of_an_earlier_version_is_refused(campaign: Connection, tmp_path: Path) -> None:
    make_boosts(campaign)
    campaign.execute("MATCH ()-[b:BOOSTS]->() REMOVE b.liftLow")
    with pytest.raises(UsageError, match="earlier version"):
        write_report(campaign, tmp_path / "report.html", run="cr")
    assert not (tmp_path / "report.html").exists()


def test_for_a_run_without_its_data_it_shows_what_the_run_counted(campaign: Connection, tmp_path: Path) -> None:
    campaign.execute("MATCH (:Account)-[r:RETWEETED]->(:Post) DELETE r")
    rebuild_rollups(campaign)
    write_report(campaign, tmp_path / "report.html", run="cr")
    page = Page(tmp_path / "report.html")
    # the interval of cluster 1 belongs to the run; the two members of cluster 2 never had one
    assert page.column("table-outlets", "Lift") == ["1.52", "2.67"]
    assert page.column("table-outlets", "Lift, 95% CI low") == ["0.263", "–"]
    assert "1 of 2 lifts has no confidence interval and is therefore not called a boost. Reasons: fewer than 3" in (
        page.source
    )


def test_what_other_platforms_hold_is_said_beside_what_counts_them(campaign: Connection, tmp_path: Path) -> None:
    said = "also on platforms that the run did not analyse (mastodon)"
    write_report(campaign, tmp_path / "one.html", run="cr")
    assert said not in (tmp_path / "one.html").read_text(encoding="utf-8")
    campaign.execute("CREATE (:Account {accountId: 'youtube:1', platform: 'youtube'})")  # as a registry names them
    campaign.execute(
        "CREATE (:Account {accountId: 'mastodon:1', platform: 'mastodon'})-[:AMPLIFIED {retweets: 1}]->"
        "(:Account {accountId: 'mastodon:2', platform: 'mastodon'})"
    )
    write_report(campaign, tmp_path / "two.html", run="cr")
    assert (tmp_path / "two.html").read_text(encoding="utf-8").count(said) == 3  # weeks, concentration, waves


def test_every_retweet_of_an_outlet_is_in_the_heat_map(graph: Connection, tmp_path: Path) -> None:
    """Members retweet twelve outlets, each once more than the next: the last is not among any cluster's first ten."""
    world = World()
    for number in range(12):
        world.outlet(f"o{number:02}", f"o{number:02}")
        for account in ("a1", "a2", "a3"):
            for post in range(12 - number):
                world.retweet(account, f"p{number}-{post}", "2021-01-01T10:00:05", f"o{number:02}")
    world.run("r", ("a1", "a2", "a3"))
    write_report(world.build(graph), tmp_path / "report.html")
    page = Page(tmp_path / "report.html")
    assert page.column("table-outlets", "Retweets") == [str(3 * (12 - number)) for number in range(12)]


def test_the_first_finding_shows_what_the_run_counted(campaign: Connection, tmp_path: Path) -> None:
    """Accounts and edges are the network's, not the clusters'."""
    campaign.execute("MATCH (run:Run {runId: 'cr'}) SET run += {accounts: 9, edges: 12, window: 60000}")
    write_report(campaign, tmp_path / "report.html", run="cr")
    assert "The network has 9 accounts and 12 edges (connected pairs of accounts)" in (
        tmp_path / "report.html"
    ).read_text(encoding="utf-8")


def test_top_cuts_and_says_so(campaign: Connection, tmp_path: Path) -> None:
    written = write_report(campaign, tmp_path / "report.html", run="cr", top=1)
    page = Page(tmp_path / "report.html")
    assert (written.clusters, written.of_clusters) == (1, 2)
    assert "cluster-2" not in page.ids
    assert page.column("table-outlets", "Cluster") == ["1"]
    assert "This report shows the 1 cluster with the highest score." in page.source
    assert "Showing 1 of 2 rows." in page.source


def test_a_file_is_replaced_only_by_force(campaign: Connection, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already exists"):
        write_report(campaign, path)
    assert path.read_text(encoding="utf-8") == "mine"
    write_report(campaign, path, force=True)
    with pytest.raises(UsageError, match="There is no run"):
        write_report(campaign, path, run="nothing", force=True)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_command(campaign: Connection, endpoint: Endpoint, tmp_path: Path) -> None:
    explorer = Program(endpoint, tmp_path)
    done = explorer("report", "--run", "cr", "-o", str(tmp_path / "out.html"))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'out.html'}\n"
    assert "Run cr: 2 clusters" in done.stderr
    assert 'The figure "Suspensions by day" is missing' in done.stderr
    again = explorer("report", "-o", str(tmp_path / "out.html"))
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_tables_can_be_read_as_csv(campaign: Connection, tmp_path: Path) -> None:
    """Each table has a button that names it, and a file."""
    write_report(campaign, tmp_path / "report.html")
    page = Page(tmp_path / "report.html")
    buttons = re.findall(r'data-csv-of="([^"]+)" data-file="([^"]+)"', page.source)
    assert {table for table, _ in buttons} == {*page.tables}
    assert all(file == f"{table}.csv" for table, file in buttons)


def test_a_judgement_is_shown_until_it_is_withdrawn(campaign: Connection, tmp_path: Path) -> None:
    run = {"runId": "cr"}
    judge_cluster(campaign, run, 1, verdict="organic", author="ada", note="a <b>newsroom</b>")
    write_report(campaign, tmp_path / "judged.html", run="cr")
    page = Page(tmp_path / "judged.html")
    assert page.column("table-clusters", "Verdict") == ["organic", UNKNOWN]
    assert "Verdict: organic</span>" in page.source
    assert re.search(r"organic by ada on \d{4}-\d\d-\d\d: a &lt;b&gt;newsroom", page.source)
    judge_cluster(campaign, run, 1, verdict="withdrawn", author="ada")
    write_report(campaign, tmp_path / "withdrawn.html", run="cr")
    assert "Verdict: organic" not in (tmp_path / "withdrawn.html").read_text(encoding="utf-8")


def test_no_text_reverses_the_direction_of_surrounding_text(campaign: Connection, tmp_path: Path) -> None:
    campaign.execute("MATCH (o:Outlet {outletId: 'cn-cgtn'}) SET o.name = 'CG\u202eTN'")
    run = campaign.read("MATCH (run:Run {runId: 'cr'}) RETURN properties(run)").rows[0][0]
    judge_cluster(campaign, run, 1, verdict="unclear", author="de\u202esk", note="no\u202ete")
    write_report(campaign, tmp_path / "report.html", run="cr")
    source = Page(tmp_path / "report.html").source
    assert "\u202e" not in source
    assert r"CG\u202eTN" in source


def test_the_grids_own_point_is_the_run_without_what_the_run_left_out(graph: Connection, tmp_path: Path) -> None:
    """Four accounts retweet three posts together; one is on the allow list: 3 edges of weight 3 among 3 accounts."""
    world = World()
    for number in range(3):
        for account in ("a1", "a2", "a3", "a4"):
            world.retweet(account, f"p{number}", f"2021-01-0{number + 1}T10:00:05", "author")
    world.build(graph)
    allow(graph, [AccountRef("x:a4", None, "x:a4")], author="ada")
    parameters = DetectionParameters(network=NetworkParameters(window=60_000, min_weight=2), leave_out_allowed=True)
    assert detect(graph, parameters).properties["edges"] == 3
    write_report(graph, tmp_path / "one.html")
    page = Page(tmp_path / "one.html")
    point = ("60s", "2", "3", "3", "1")
    assert point in {tuple(row[:5]) for row in page.tables["table-sensitivity"]}
    assert "The grid and the run use different events" not in page.source
    disallow(graph, [AccountRef("x:a4", None, "x:a4")], author="ada")
    write_report(graph, tmp_path / "two.html")
    page = Page(tmp_path / "two.html")
    assert point not in {tuple(row[:5]) for row in page.tables["table-sensitivity"]}
    assert "The grid and the run use different events" in page.source


def test_with_pseudonyms_nothing_shown_can_confirm_a_guessed_allow_list(graph: Connection, tmp_path: Path) -> None:
    """The run's id and fingerprint, the list's hash, and how many are on it: in the report and in every export."""
    world = World()
    for account in ("a1", "a2", "a3", "a4"):
        for post in ("p", "q"):
            world.retweet(account, post, "2021-01-01T10:00:05", "author")
    world.build(graph)
    allow(graph, [AccountRef("x:a4", None, "x:a4")], author="ada")
    parameters = DetectionParameters(network=NetworkParameters(window=60_000, min_weight=2), leave_out_allowed=True)
    run = detect(graph, parameters).properties
    secrets = [run["runId"], run["fingerprint"], run["allowList"], "1 accounts and 2 events"]
    key = Pseudonyms(bytes(32))
    write_report(graph, tmp_path / "report.html", pseudonyms=key)
    texts = [
        (tmp_path / "report.html").read_text(encoding="utf-8"),
        manifest_as_json(make_manifest(graph, pseudonyms=key)).decode(),
    ]
    tables = read_run_tables(graph, pseudonyms=key)
    texts += [frame.write_json() for frame in tables.frames().values()]
    write_network(tables, tmp_path / "network.gexf")
    texts.append((tmp_path / "network.gexf").read_text(encoding="utf-8"))
    assert not [(secret, text[:80]) for secret in secrets for text in texts if secret in text]
    assert "accounts on the allow list" in texts[0]
    # of all retweets those that were analysed would leave those that were not
    assert re.search(r"<dt>Retweets analysed</dt><dd>\N{EN DASH}</dd>", texts[0])
    write_report(graph, tmp_path / "open.html")
    assert all(secret in (tmp_path / "open.html").read_text(encoding="utf-8") for secret in secrets[:2] + secrets[3:])


def test_with_pseudonyms_neither_file_names_nor_notes_of_judgements_are_shown(
    graph: Connection, tmp_path: Path
) -> None:
    world = World()
    for account in ("a1", "a2", "a3"):
        for post in ("p", "q"):
            world.retweet(account, post, "2021-01-01T10:00:05", "author")
    world.build(graph)
    run = detect(graph, DetectionParameters(network=NetworkParameters(window=60_000, min_weight=2))).properties
    judge_cluster(graph, run, 1, verdict="unclear", author="okapiauthor", note="okapinote")
    graph.execute("CREATE (:Import {importId: 'i', file: 'okapifile.csv', startedAt: datetime()})")
    write_report(graph, tmp_path / "open.html", sensitivity=True)
    assert "The import of okapifile.csv (i) is unfinished" in (tmp_path / "open.html").read_text(encoding="utf-8")
    key = Pseudonyms(bytes(32))
    write_report(graph, tmp_path / "shared.html", sensitivity=True, pseudonyms=key)
    text = (tmp_path / "shared.html").read_text(encoding="utf-8")
    assert "okapi" not in text
    assert "No figure: The data cannot be read." in text
    assert re.search(r"<dt>Verdict</dt><dd>unclear on \d{4}-\d\d-\d\d</dd>", text)
    tables = read_run_tables(graph, dated=True, pseudonyms=key)
    assert tables.undated
    assert "okapi" not in tables.undated


def test_statuses_of_members_are_not_presented_as_those_of_amplifiers(graph: Connection, tmp_path: Path) -> None:
    """Without a registry nobody retweets an outlet, but the statuses of the members are known."""
    world = World()
    for account in ("a1", "a2", "a3"):
        world.account(account, status="suspended")
        world.retweet(account, "p", "2021-01-01T10:00:05", "author")
    world.run("r", ("a1", "a2", "a3"))
    write_report(world.build(graph), tmp_path / "report.html")
    page = Page(tmp_path / "report.html")
    assert "of all accounts that retweet outlets" not in page.source
    assert "Account status is unknown for all accounts that retweet outlets" in page.source
    assert "3 of 3 members with known status" in page.source


def test_a_run_that_is_replaced_while_it_is_read_gives_no_report(campaign: Connection, tmp_path: Path) -> None:
    def replace(stage: str, *_: object, **_more: object) -> None:
        if stage == "drawing the network":
            campaign.execute("MATCH (run:Run {runId: 'cr'}) SET run.createdAt = datetime()")

    with pytest.raises(GraphError, match="was replaced while it was read"):
        write_report(campaign, tmp_path / "report.html", run="cr", progress=replace)
    assert not (tmp_path / "report.html").exists()


@pytest.mark.parametrize(
    ("signal", "window", "meant"),
    [("co-retweet", 60_000, 60_000), ("co-retweet", 0, None), ("co-retweet,handle-sharing", 60_000, None)],
)
def test_a_window_means_something_only_where_times_count(signal: str, window: int, meant: int | None) -> None:
    assert meaningful_window({"signal": signal, "window": window}) == meant
