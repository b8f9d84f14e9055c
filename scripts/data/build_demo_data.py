"""Make explorer/demo/retweets-prc-influencers.csv from influencer-interactions.csv.

    .venv/bin/python scripts/data/build_demo_data.py path/to/influencer-interactions.csv

Of the source's interactions the retweets are taken, as a native retweets table; explorer/demo/README.md says
what each column holds. The demo's other file, higgs-activity_time.txt.gz, is the published one, unchanged.
"""

import csv
import sys
from importlib import resources
from pathlib import Path

TARGET = Path(str(resources.files("explorer"))) / "demo" / "retweets-prc-influencers.csv"


def main() -> None:
    """Write the retweets in the order of the source, each named by its line there."""
    with (
        Path(sys.argv[1]).open(encoding="utf-8-sig", newline="") as source,
        TARGET.open("w", encoding="utf-8", newline="") as target,
    ):
        reader = csv.DictReader(source)
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(("platform", "retweet_id", "account_id", "post_id", "author_id", "retweeted_at"))
        for row in reader:
            if row["interaction"] == "retweeted":
                retweet, account, author = (
                    f"influencers-{reader.line_num}",
                    row["mentioner"],
                    row["mentionee"],
                )
                writer.writerow(("x", retweet, f"@{account}", "", f"@{author}", row["created_at"]))


if __name__ == "__main__":
    main()
