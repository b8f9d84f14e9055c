"""A query with its defaults written out, as in the guide and the saved scripts, gives the same result."""

import pytest

from explorer.browser.saved_scripts import saved_script
from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs
from explorer.packs.query import Query
from tests.helpers.campaign import build_campaign
from tests.helpers.shared_graph import SharedGraph


@pytest.fixture
def campaign(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_campaign)


@pytest.mark.parametrize("one", [q for p in find_packs().values() for q in p.queries], ids=lambda q: q.full_name)
def test_a_saved_script_gives_the_result_of_the_defaults(campaign: Connection, one: Query) -> None:
    written = campaign.read(saved_script(one))
    assert written == campaign.read(one.statement, one.parameters)
    assert written.columns == tuple(column.name for column in one.columns)
