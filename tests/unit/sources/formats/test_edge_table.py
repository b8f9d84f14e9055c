"""Edge tables with a heading; expected values by hand."""

import gzip
from pathlib import Path

import pytest

from explorer.common.errors import InputError
from explorer.sources.format_detection import find_format
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.paths import DATA
from tests.unit.sources.reading import csv_sample, read_all, write

EDGE = {"Source": "anna", "Target": "bert", "Type": "Directed", "Id": "0", "Weight": "1", "Time": "2021-03-01 10:00:07"}
SAMPLES = {"edge-table": csv_sample(EDGE, EDGE | {"Source": "carl", "Type": "RT"})}
RETWEET = ("retweet_id", "account_id", "post_id", "author_id")


@pytest.mark.parametrize(
    "heading",
    [
        "Source,Target,Weight,Time",
        "source,target,n,timestamp",
        "from,to,weight,created_at",
        "user1,user2,count,unixtime",
        "user_1;user_2;weight;date",
        "userA\tuserB\tweight\ttime",
    ],
)
def test_a_row_is_a_retweet_of_the_target_by_the_source(tmp_path: Path, heading: str) -> None:
    delimiter = next(one for one in ",;\t" if one in heading)
    rows = [delimiter.join(row) for row in (["7", "9", "1", "1614592807"], ["8", "9", "1", "1614592827"])]
    whole = read_all(write(tmp_path / "edges.csv", [heading, *rows]))
    assert (whole.format, whole.reasons) == ("edge-table", [])
    assert whole.rows.select(RETWEET).rows() == [
        ("7:9:1614592807", "7", None, "9"),
        ("8:9:1614592827", "8", None, "9"),
    ]
    assert [at.isoformat() for at in whole.rows["retweeted_at"]] == [
        "2021-03-01T10:00:07+00:00",
        "2021-03-01T10:00:27+00:00",
    ]
    assert any("co-amplify" in note for note in whole.notes)
    assert any("is not used: a row is one retweet" in note for note in whole.notes)


def test_gephi_and_networkx_add_columns(tmp_path: Path) -> None:
    gephi = ["Source,Target,Type,Id,Label,timeset,Weight,timestamp", "7,9,Directed,0,,,1.0,2021-03-01T10:00:07Z"]
    assert read_all(write(tmp_path / "g.csv", gephi)).rows["account_id"].to_list() == ["7"]
    # pandas writes its index in a first column without a name
    networkx = [",source,target,key,time", "0,7,9,0,1614592807"]
    assert read_all(write(tmp_path / "n.csv", networkx)).rows["author_id"].to_list() == ["9"]


def test_only_directed_edges_of_retweets_are_retweets(tmp_path: Path) -> None:
    lines = ["Source,Target,Type,Interaction,Time"]
    lines += [
        f"7,{n},{kinds},1614592807" for n, kinds in enumerate(("Directed,RT", "Undirected,RT", ",MT", ",retweet"))
    ]
    whole = read_all(write(tmp_path / "e.csv", lines))
    assert whole.rows["author_id"].to_list() == ["0", "3"]
    assert whole.reasons == [
        (3, "the edge has no direction, so it does not say which account acted"),
        (4, "not a retweet (MT)"),
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Source,Target,Weight", "The column weight says how often, not when."),
        ("Source,Target,Type,Id,Label,timeset,Weight", "The column weight says how often, not when."),
        ("from,to,weight,weight_threshold", "If weight_threshold is the time, add --map weight_threshold=time."),
        ("user_1,user_2,weight", "heading user_1,user_2,time."),
        ("source\ttarget", "its columns are source, target. Coordination is found from when accounts acted"),
    ],
)
def test_edges_without_times_are_refused_with_what_is_needed(tmp_path: Path, heading: str, said: str) -> None:
    row = ("\t" if "\t" in heading else ",").join("1" for _ in heading.replace("\t", ",").split(","))
    with pytest.raises(InputError, match="is a list of edges without times") as raised:
        find_format(write(tmp_path / "retweet_network.csv", [heading, row]))
    assert said in f"{raised.value.message} {raised.value.hint}"


def test_results_of_other_tools_are_refused(tmp_path: Path) -> None:
    for name in ("cooRTweet-w60-mp2-edges.csv.gz", "toolkit-w60-mew2-edges.csv.gz"):
        path = write(tmp_path / name.removesuffix(".gz"), gzip.decompress((DATA / name).read_bytes()))
        with pytest.raises(InputError, match="is a list of edges without times"):
            find_format(path)


def test_a_column_of_another_name_can_be_the_time(tmp_path: Path) -> None:
    path = write(tmp_path / "e.csv", ["from,to,weight,moment", "7,9,1,1614592807"])
    whole = read_all(path, options=ReadOptions(layout=Layout(columns=(("moment", "time"),))))
    assert (whole.format, whole.rows["retweet_id"].to_list()) == ("edge-table", ["7:9:1614592807"])


def test_a_table_with_more_than_edges_is_not_an_edge_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is unknown"):
        find_format(write(tmp_path / "mails.csv", ["from,to,subject,date", "a,b,c,2021-03-01"]))


def test_a_file_of_likes_is_not_read_as_retweets(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        find_format(write(tmp_path / "likes.csv", ["source,target,time", "7,9,1614592807"]))
    assert read_all(write(tmp_path / "retweets.csv", ["source,target,time", "7,9,1614592807"])).format == "edge-table"
