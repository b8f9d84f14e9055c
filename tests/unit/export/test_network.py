"""Whatever accounts wrote, the network's files are well formed, valid and say the same."""

import io
import re
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from explorer.common.errors import UsageError
from explorer.export.network import write_network
from explorer.output.xml_rows import escape_xml
from tests.helpers.paths import DATA
from tests.unit.export.made import made

SCHEMA = etree.RelaxNG(etree.parse(DATA / "gexf-1.3.rng"))
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@given(st.text())
def test_a_text_survives_xml(text: str) -> None:
    root = etree.parse(io.BytesIO(f'<a b="{escape_xml(text)}">{escape_xml(text)}</a>'.encode())).getroot()
    wanted = ILLEGAL.sub("\ufffd", text)
    assert root.get("b") == wanted
    assert (root.text or "") == wanted


@settings(deadline=None)
@given(st.lists(st.text(), min_size=1, unique_by=lambda text: ILLEGAL.sub("\ufffd", text)), st.floats(allow_nan=False))
def test_networks_say_what_the_tables_do(names: list[str], p: float) -> None:
    accounts = [{"account": f"x:{name}", "handle": name, "name": name, "followers": 2**60} for name in names]
    edges = [
        {"source": f"x:{one}", "target": f"x:{other}", "signal": "co-retweet", "weight": 2**50, "q": p}
        for one, other in pairwise(names)
    ]
    with TemporaryDirectory() as folder:
        for suffix, read in (("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)):
            path = Path(folder) / f"run.{suffix}"
            write_network(made(accounts, edges), path)
            network = read(path)
            assert len(network) == len(names)
            assert network.number_of_edges() == len(edges)
            for name in names:
                attributes = network.nodes[ILLEGAL.sub("\ufffd", f"x:{name}")]
                assert attributes["displayName"] == attributes["handle"] == ILLEGAL.sub("\ufffd", name)
                assert attributes["followers"] == 2**60
            assert all(
                attributes["weight"] == 2**50 and attributes["q"] == p for *_, attributes in network.edges(data=True)
            )
        SCHEMA.assertValid(etree.parse(Path(folder) / "run.gexf"))


def test_a_run_without_edges_is_a_network_without_nodes(tmp_path: Path) -> None:
    for suffix, read in (("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)):
        write_network(made([]), tmp_path / f"run.{suffix}")
        assert len(read(tmp_path / f"run.{suffix}")) == 0
    SCHEMA.assertValid(etree.parse(tmp_path / "run.gexf"))


def test_a_file_that_is_there_is_kept_and_a_name_says_how(tmp_path: Path) -> None:
    path = tmp_path / "run.gexf"
    path.write_text("mine")
    with pytest.raises(UsageError, match="already exists"):
        write_network(made([]), path)
    assert path.read_text() == "mine"
    write_network(made([]), path, force=True)
    with pytest.raises(UsageError, match="no network suffix"):
        write_network(made([]), tmp_path / "run.csv")
