"""``python -m bench.labelled.prepare``: lay out campaigns as ``make bench-labelled`` reads them."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from bench.labelled.campaigns import Side
from explorer.cli.ui.output import note
from explorer.common.errors import ExplorerError, InputError
from explorer.common.text import count
from explorer.simulate.evaluation import read_truth

PLATFORM: Final = "information-operations"
"""Platform of the anonymised ids of Seckin et al. 2025, so that they never match real ids."""
_COLUMNS: Final = (
    "postid", "post_text", "post_language", "in_reply_to_postid", "in_reply_to_accountid", "post_time", "accountid",
    "is_repost", "reposted_accountid", "reposted_postid", "hashtags", "urls", "is_control",
)  # fmt: skip
_LISTS: Final = ("hashtags", "urls")
_NUMBERED: Final = re.compile(r"[_-]?\d*(\.gzip)?\.(parquet|csv)$")

OutArgument = Annotated[Path, typer.Argument(help="Folder to write, which must not exist.", metavar="DATA")]

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.command()
def seckin(
    source: Annotated[
        Path,
        typer.Argument(help="Folder with the downloaded files, or with one folder for each campaign.", metavar="DIR"),
    ],
    out: OutArgument,
) -> None:
    """Split the files of Seckin et al. 2025 (Zenodo 14189193) by is_control, and convert them to native tables.

    The column names are those that the published description and code that reads the files use. Files of one campaign
    are in a folder with its name, or are called like Spain_000.gzip.parquet.
    """
    for name, paths in _files(source).items():
        for number, path in enumerate(paths):
            frame = read_posts(path)
            for side, posts in split_posts(frame).items():
                for table, rows in native_tables(posts).items():
                    _write(rows, out / name / side / f"{table}-{number:03}.parquet")
        note(f"{name}: {count(len(paths), 'file')}")


@app.command()
def simulated(
    source: Annotated[Path, typer.Argument(help="Folder that `explorer simulate` wrote.", metavar="DIR")],
    out: OutArgument,
) -> None:
    """Split a simulated campaign by its ground truth: planted accounts are the campaign, all others the control."""
    truth = read_truth(source)
    planted = truth.filter(pl.col("group").is_not_null())["account_id"].implode()
    paths = sorted(path for path in source.iterdir() if path.name.endswith((".csv", ".parquet")))
    for path in paths:
        rows = pl.read_csv(path, infer_schema=False) if path.suffix == ".csv" else pl.read_parquet(path)
        account = "account_id" if "account_id" in rows.columns else "author_id"
        belongs = pl.col(account).is_in(planted).fill_null(value=False)
        for side, part in (("campaign", rows.filter(belongs)), ("control", rows.filter(~belongs))):
            _write(part, out / source.resolve().name / side / f"{path.name.split('.')[0]}.parquet")
    note(f"{source.resolve().name}: {count(len(paths), 'table')}")


def read_posts(path: Path) -> pl.DataFrame:
    """Return the columns of a file that detection can use; lists as lists, true and false as Booleans.

    Raises:
        InputError: If a column is missing.
    """
    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
    if missing := [name for name in _COLUMNS if name not in frame.columns]:
        raise InputError(
            f"{path} lacks the columns {', '.join(missing)}.",
            hint="docs/howto/labelled.md lists the columns. Convert files with others to one of the formats that "
            "explorer formats lists.",
        )
    return frame.select(
        pl.when(~pl.col(name).cast(pl.String).str.to_lowercase().is_in(["", "none", "nan"])).then(name).alias(name)
        if name not in _LISTS
        else _as_list(frame.schema[name], name)
        for name in _COLUMNS
    ).with_columns(pl.col("is_repost", "is_control").cast(pl.String).str.to_lowercase() == "true")


def split_posts(posts: pl.DataFrame) -> Mapping[Side, pl.DataFrame]:
    """Return the posts of the campaign's accounts and of control accounts, which have ``is_control``."""
    return {"campaign": posts.filter(~pl.col("is_control")), "control": posts.filter("is_control")}


def native_tables(posts: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the native tables retweets, posts, hashtags and links of some posts."""
    reposts, own = posts.filter("is_repost"), posts.filter(~pl.col("is_repost"))
    reposts = reposts.filter(pl.any_horizontal(pl.col("reposted_postid", "reposted_accountid").is_not_null()))
    when = pl.col("post_time")
    if posts.schema["post_time"].is_integer():
        when = pl.from_epoch("post_time", "ms")
    platform = pl.lit(PLATFORM).alias("platform")
    return {
        "retweets": reposts.filter(
            pl.any_horizontal(pl.col("reposted_postid", "reposted_accountid").is_not_null())
        ).select(
            platform,
            retweet_id="postid",
            account_id="accountid",
            post_id="reposted_postid",
            author_id="reposted_accountid",
            retweeted_at=when,
        ),
        "posts": own.select(
            platform,
            post_id="postid",
            author_id="accountid",
            created_at=when,
            text="post_text",
            language="post_language",
            reply_to_id="in_reply_to_postid",
            reply_to_author_id="in_reply_to_accountid",
        ),
        "hashtags": own.explode("hashtags").drop_nulls("hashtags").select(platform, post_id="postid", tag="hashtags"),
        "links": own.explode("urls").drop_nulls("urls").select(platform, post_id="postid", url="urls"),
    }


def _as_list(dtype: pl.DataType, name: str) -> pl.Expr:
    """Return a column as lists: lists as they are, texts such as ``['a', 'b']`` or ``a,b`` split."""
    if isinstance(dtype, pl.List):
        return pl.col(name).cast(pl.List(pl.String))
    return pl.col(name).str.extract_all(r"[^\s,'\"\[\]]+")


def _files(folder: Path) -> dict[str, list[Path]]:
    """Return the data files of each campaign, by name."""
    found: dict[str, list[Path]] = {}
    for path in _walk(folder):
        own_folder = path.parent.resolve() != folder.resolve()
        found.setdefault(path.parent.name if own_folder else _NUMBERED.sub("", path.name), []).append(path)
    if not found:
        raise InputError(f"{folder} contains no .parquet or .csv files.", hint="Give the folder with the downloads.")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder.", hint="Give the folder with the downloads.")
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".parquet", ".csv"} and path.is_file():
            yield path


def _write(rows: pl.DataFrame, path: Path) -> None:
    if rows.height:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(path)


if __name__ == "__main__":
    try:
        app()
    except ExplorerError as error:
        note(f"Error: {error.message}")
        note(error.hint)
        raise SystemExit(error.exit_code) from None
