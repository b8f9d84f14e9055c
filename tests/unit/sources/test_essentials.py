from explorer.model.tables import TABLES
from explorer.sources.essentials import ESSENTIALS, named_tables


def test_files_are_named_after_tables() -> None:
    assert named_tables("retweets-2021-03.csv.gz") == ("retweets",)
    assert named_tables("Outlet_Accounts.parquet") == ("outlet_accounts",)
    assert named_tables("accounts_links.csv") == ("accounts", "links")
    assert named_tables("retweetsold.csv") == named_tables("my_retweets.csv") == ()


def test_every_essential_is_a_column_of_its_table() -> None:
    assert ESSENTIALS.keys() == TABLES.keys()
    for name, groups in ESSENTIALS.items():
        assert {column for group in groups for column in group} <= TABLES[name].schema.keys()
