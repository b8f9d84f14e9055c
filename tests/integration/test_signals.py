"""Files and the graph give every signal the same events."""

import json
from pathlib import Path
from typing import Any

import pytest

from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.extractors import ExtractedEvents, extract_events
from explorer.detect.signals.registry import SIGNALS, find_signal
from explorer.detect.signals.signal import Signal
from explorer.graph.connection.connect import Connection
from explorer.graph.records import read_event_imports, read_records
from explorer.graph.runs.runs import find_run
from explorer.importing.jobs import find_jobs, import_files
from explorer.model.run_nodes import SIGNAL_PARAMETERS
from explorer.runs.detect import detect
from explorer.runs.files import read_files
from explorer.runs.parameters import DetectionParameters

TAGS = "#one #two #three #four #five"
TABLES = {
    # the first file says that 900 is by n; the second file, which is later, has its time
    "a-posts.csv": f"""
platform,post_id,author_id,created_at,text,reply_to_id,reply_to_author_id
x,900,n,,Nobody knows why {TAGS},,
x,901,a,2021-03-01T12:00:01Z,The harbour is closed until Friday morning {TAGS},900,
x,902,b,2021-03-01T12:00:05Z,"the HARBOUR is closed, until Friday morning! {TAGS} https://t.co/x",900,
x,903,c,2021-03-01T12:00:09Z,The harbour is closed until Sunday morning {TAGS},,n
x,904,,2021-03-01T12:00:10Z,The harbour is closed until Friday morning,900,
x,905,a,2021-03-01T12:01:00Z,,777,m
x,905,b,2021-03-01T12:09:00Z,said again in the same file,,
vk,901,a,2021-03-01T12:00:02Z,The harbour is closed until Friday morning {TAGS},900,
vk,906,b,2021-03-01T12:00:03Z,🙂,900,
x,907,d,,a text without a time,901,
""",
    "b-posts.csv": """
platform,post_id,author_id,created_at,text
x,900,m,2021-03-01T11:59:50Z,
x,902,,,The HARBOUR is closed until Friday morning (edited)
""",
    "retweets.csv": """
platform,retweet_id,account_id,post_id,author_id,retweeted_at
x,1,a,900,,2021-03-01T11:59:55Z
x,2,b,900,n,2021-03-01T12:00:20Z
x,3,a,,n,2021-03-01T12:30:00Z
x,4,b,1050118621198921728,,2021-03-01T12:31:00Z
x,5,c,1050118621198921728,q,2021-03-01T12:31:00Z
x,6,a,900000000000,z,2021-03-01T12:32:00Z
x,6,b,900000000000,z,2021-03-01T12:33:00Z
vk,1,a,900,y,2021-03-01T12:00:00Z
vk,2,c,901,,2021-03-01T12:00:07Z
""",
    "links.csv": """
platform,post_id,url
x,901,https://www.news.example/a?utm_source=x
x,902,http://news.example/a/
x,903,https://news.example/b
x,905,no address
x,999,https://news.example/a
vk,901,https://news.example/a
x,901,https://www.news.example/a?utm_source=x
""",
    "hashtags.csv": "platform,post_id,tag\nx,901,One\nx,902,#one\nvk,906,one\nx,903,two\nx,999,one\n",
    "accounts.csv": """
platform,account_id,handle
x,a,News
x,b,NEWS
x,c,other
x,d,
vk,a,news
""",
}
AUTHOR: dict[str, Any] = {"id_str": "70", "screen_name": "Writer"}
POST: dict[str, Any] = {
    "id_str": "1366365600000000000",
    "created_at": "Mon Mar 01 12:00:00 +0000 2021",
    "user": AUTHOR,
    "text": f"Read this {TAGS}",
    "entities": {"urls": [{"expanded_url": "https://news.example/a"}], "hashtags": [{"text": "One"}]},
}


def act(number: int, second: int, account: str, **told: object) -> dict[str, Any]:
    at = f"Mon Mar 01 12:00:{second:02} +0000 2021"
    return {"id_str": str(number), "created_at": at, "user": {"id_str": account, "screen_name": f"h{account}"}} | told


MESSAGES = (
    act(2001, 4, "71", retweeted_status=POST),
    act(2002, 9, "72", retweeted_status=POST | {"user": {"id_str": "69", "screen_name": "Other"}}),
    act(
        3,
        30,
        "73",
        text=f"Read this {TAGS}",
        in_reply_to_status_id_str="1366365600000000000",
        entities=POST["entities"],
    ),
    act(2004, 40, "74", text="what they said", quoted_status_id_str="900", quoted_status=POST | {"id_str": "900"}),
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in TABLES.items():
        (folder / name).write_text(text.lstrip(), encoding="utf-8")
    (folder / "messages.jsonl").write_text("".join(json.dumps(one) + "\n" for one in MESSAGES), encoding="utf-8")
    return folder


def comparable(found: ExtractedEvents) -> dict[str, object]:
    events = Events.from_frame(found.events, found.objects)
    return {
        "events": found.events.sort("account", "object", "time").rows(),
        "origins": dict(zip(events.objects, events.origin.tolist(), strict=True)),
        "authors": sorted(events.objects.filter(events.author == one).to_list() for one in set(events.author.tolist())),
        "told": events.origin_known.tolist(),
        "decoded": events.decoded,
        "left out": dict(found.left_out),
    }


def test_files_and_graph_agree(graph: Connection, files: Path) -> None:
    import_files(graph, find_jobs([files]))
    for signal in SIGNALS.values():
        asked = find_signal(signal.name, similarity=0.7) if signal.name == "similar-text" else signal
        reading = read_files(find_jobs([files]), signal.kind)
        assert reading.rows == sum(reading.used.values()) + reading.duplicates + reading.other + reading.rejected
        here, there = (
            comparable(extract_events(asked, records))
            for records in (reading.records, read_records(graph, signal.kind))
        )
        assert here == there, signal.name
        assert here["events"], signal.name


def test_what_the_files_tell(files: Path) -> None:
    def found(name: str) -> dict[str, Any]:
        signal = find_signal(name)
        return comparable(extract_events(signal, read_files(find_jobs([files]), signal.kind).records))

    # 2021-03-01T12:00:00Z
    noon = 1_614_600_000_000
    retweeted = found("co-retweet")
    assert retweeted["origins"]["x:900"] == noon - 10_000  # the other file's
    assert retweeted["origins"]["x:1366365600000000000"] == noon  # learnt from a retweet
    assert retweeted["origins"]["x:1050118621198921728"] == 1_539_202_764_000  # from its id
    assert retweeted["origins"]["x:900000000000"] < noon
    assert retweeted["origins"]["vk:900"] == noon  # its first retweet
    assert retweeted["decoded"] == 2
    assert ("x:71", "x:1366365600000000000", noon + 4_000) in retweeted["events"]
    assert found("fast-retweet")["events"] == [
        ("vk:c", "vk:a", noon + 7_000),
        ("x:71", "x:70", noon + 4_000),
        ("x:72", "x:70", noon + 9_000),
        ("x:a", "x:n", noon - 5_000),
    ]
    linking = [(who, when - noon) for who, what, when in found("co-link")["events"] if what == "https://news.example/a"]
    # n by the quoted message
    assert linking == [("vk:a", 2_000), ("x:70", 0), ("x:73", 30_000), ("x:a", 1_000), ("x:b", 5_000), ("x:n", -10_000)]
    sharing = [event[:2] for event in found("handle-sharing")["events"]]
    assert sharing == [("x:69", "x:other"), ("x:a", "x:news"), ("x:b", "x:news"), ("x:c", "x:other")]


@pytest.mark.parametrize("signal", [find_signal("handle-sharing"), find_signal("fast-retweet", fast_seconds=20)])
def test_a_run_records_the_parameters_of_its_signal(graph: Connection, files: Path, signal: Signal) -> None:
    import_files(graph, find_jobs([files]))
    parameters = DetectionParameters(signals=(signal,), network=NetworkParameters(window=ALL_TIME, min_weight=1))
    run = detect(graph, parameters)
    stored = find_run(graph, "latest")
    told = json.loads(stored["parameters"])
    assert told["signal"] == signal.name
    assert {name: told[name] for name in signal.settings} == signal.settings
    properties = {name: declared.name for name, declared in SIGNAL_PARAMETERS.items()}
    assert {name: stored[key] for name, key in properties.items() if key in stored} == signal.settings
    assert ("dataFrom" in stored) is not signal.timeless
    assert stored["edges"] == len(run.networks[0]) > 0


def test_posts_have_a_resolution_of_their_own(graph: Connection, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text(
        "post_id,author_id,created_at,text\n1,a,2021-03-01,so\n2,b,2021-03-01,so\n", encoding="utf-8"
    )
    (tmp_path / "retweets.csv").write_text(
        "retweet_id,account_id,post_id,retweeted_at\n1,c,1,2021-03-01T10:00:01Z\n2,d,1,2021-03-01T10:00:05Z\n",
        encoding="utf-8",
    )
    import_files(graph, find_jobs([tmp_path]))
    co_text, co_retweet = find_signal("co-text"), find_signal("co-retweet")
    network = NetworkParameters(min_weight=1)
    with pytest.raises(UsageError, match="whole days"):
        detect(graph, DetectionParameters(signals=(co_text,), network=network))
    assert len(detect(graph, DetectionParameters(signals=(co_retweet,), network=network)).networks[0]) == 1
    assert [source.resolution for source in read_event_imports(graph, co_text.kind)] == [86_400, 1]
    assert read_files(find_jobs([tmp_path]), co_text.kind).resolution.seconds == 86_400
