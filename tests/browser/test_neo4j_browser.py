"""The packs in Neo4j Browser, as an analyst uses them: in a real Chromium, on a real Neo4j."""

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from explorer.graph.connection.connect import Connection
from tests.browser.pages import ask, connect, parts, soon
from tests.helpers.amplification import make_boosts
from tests.helpers.campaign import build_campaign


def test_the_answers_are_shown(chromium: Chrome, graph: Connection) -> None:
    make_boosts(build_campaign(graph))
    connect(chromium, graph)
    frame = ask(chromium, "cluster-boosts")
    (answer,) = soon(chromium, lambda: [page for page in parts(frame, "frameContents") if '"CGTN"' in page.text])
    text = " ".join(answer.text.split())
    # cluster, size, outlet, state, retweets, accounts
    assert '1 3 "CGTN" "CN" 6 3' in text
    assert '2 2 "Liu Xiaoming" "CN" 2 2' in text


def test_the_picture_is_drawn(chromium: Chrome, graph: Connection) -> None:
    make_boosts(build_campaign(graph))
    connect(chromium, graph)
    frame = ask(chromium, "cluster-paths")
    nodes = soon(chromium, lambda: frame.find_elements(By.CSS_SELECTOR, "svg g.node"))
    # the cluster, its 3 members, the accounts cgtn and stranger, the outlet CGTN
    assert len(nodes) == 7
    soon(chromium, lambda: [part for part in parts(frame, "vizInspector") if "Displaying 7 nodes" in part.text])
