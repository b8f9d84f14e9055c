"""The sentence above the evidence, read as an analyst would quote it."""

from typing import Any

import pytest

from explorer.cli.commands.evidence import _sentences
from explorer.cli.ui.signals import warn_of_unshown

EDGE: dict[str, Any] = {
    "accountA": "x:1", "handleA": "ann", "accountB": "x:2", "handleB": None, "signal": "co-retweet", "weight": 14,
    "sharedObjects": 14, "sharedAtAnyTime": 17, "expectedByActivity": 0.213, "expectedByReaction": 1.68,
    "expectedByThirdParties": 0.5, "qValue": 0.0004, "tier": "A", "trigger": None, "triggerAccount": None,
    "triggerHandle": None, "windowSeconds": 60.0,
    "clusterA": 3, "clusterB": 3,
}  # fmt: skip
ROWS = [{"signal": "co-retweet", "secondsApart": seconds} for seconds in (-1.0, 2.0, 9.0, 0.0)]


def test_an_edge_with_significance() -> None:
    assert _sentences([EDGE], ROWS) == [
        "ann and x:2 share 14 of 17 shared posts within 60s (co-retweet, weight 14); expected from independent "
        "reaction: 1.7 by their reaction times, 0.21 by their active hours, 0.5 by the times of other accounts (tier "
        "A, q 0.0004); 0 to 9 s apart, median 1.5 s; ann was first 2 times, x:2 1 time.",
        "Both are in cluster 3.",
    ]


def test_an_edge_of_combined_signals_counts_the_rows_of_all_its_signals() -> None:
    edge = EDGE | {"signal": "co-retweet+co-link", "clusterB": None}
    rows = [*ROWS, {"signal": "co-link", "secondsApart": 40.0}, {"signal": "co-hashtag", "secondsApart": 50.0}]
    (text,) = _sentences([edge], rows)
    assert "share 14 of 17 shared objects within 60s (co-retweet+co-link, weight 14)" in text
    assert "; 0 to 40 s apart, median 2 s; ann was first 3 times, x:2 1 time." in text


@pytest.mark.parametrize(
    ("account", "handle", "name"), [("x:3", "boss", " (boss)"), ("x:3", None, " (x:3)"), (None, None, "")]
)
def test_a_common_trigger_is_named(account: str | None, handle: str | None, name: str) -> None:
    trigger = {"tier": "trigger", "trigger": "57 of 60 co-actions follow the same account within 5m"}
    (text, _) = _sentences([EDGE | trigger | {"triggerAccount": account, "triggerHandle": handle}], [])
    assert text.endswith(
        f"(tier trigger, q 0.0004); a common trigger is not excluded{name}: 57 of 60 co-actions follow the same "
        "account within 5m."
    )


def test_a_run_of_an_earlier_version_says_nothing_of_third_parties() -> None:
    (text, _) = _sentences([EDGE | {"expectedByThirdParties": None}], [])
    assert text.endswith("0.21 by their active hours (tier A, q 0.0004).")


def test_several_signals_and_no_edge() -> None:
    fixed = EDGE | dict.fromkeys(
        ("sharedAtAnyTime", "expectedByActivity", "expectedByReaction", "qValue", "tier", "clusterB")
    )
    both = [fixed | {"signal": "co-amplify", "sharedObjects": 1, "weight": 1}, fixed]
    first, second = _sentences(both, ROWS)
    assert first == "ann and x:2 share 1 account within 60s (co-amplify, weight 1)."
    assert second.startswith("ann and x:2 share 14 posts within 60s (co-retweet, weight 14); 0 to 9 s")
    assert _sentences([fixed | {"signal": None}], []) == [
        "ann and x:2 have no edge in this run: they share nothing, or less than the run's minimum."
    ]


@pytest.mark.parametrize(
    ("signal", "said"),
    [
        ("co-retweet,co-amplify", ""),
        ("co-retweet,similar-text", "Evidence for similar-text is not shown"),
        ("co-link", "compared here as written"),
    ],
)
def test_evidence_that_the_graph_lacks_is_reported(capsys: pytest.CaptureFixture[str], signal: str, said: str) -> None:
    warn_of_unshown({"signal": signal})
    warned = " ".join(capsys.readouterr().err.split())
    assert said in warned
    assert bool(warned) == bool(said)
