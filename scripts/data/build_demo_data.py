"""Build explorer/demo/retweets-prc-influencers.csv from influencer-interactions.csv.

    .venv/bin/python scripts/data/build_demo_data.py path/to/influencer-interactions.csv

The script writes the retweets of the source as a native retweets table. explorer/demo/README.md describes the columns.
The demo's other file, higgs-activity_time.txt.gz, is an unchanged copy of the published file.
"""

import csv
import sys
from importlib import resources
from pathlib import Path

TARGET = Path(str(resources.files("explorer"))) / "demo" / "retweets-prc-influencers.csv"


def main() -> None:
    """Write the retweets in the order of the source. Their IDs contain the line numbers of the source."""
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
