"""What other users of the machine could change is refused, with the command that corrects it."""

import grp
import os
import pwd
import stat
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from explorer.common import ownership
from explorer.common.errors import InputError
from explorer.common.ownership import refuse_shared

ME, MY_GROUP, OTHER = 1000, 1000, 1001
Chain = list[tuple[str, int, int, int]]
"""Path, owner, group and mode of each entry."""


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[[Chain], str]:
    """Return the message and hint for entries of the file system; empty if they are accepted."""
    monkeypatch.setattr(os, "geteuid", lambda: ME)
    names = {ME: "ada", OTHER: "eve"}

    def user(number: int) -> SimpleNamespace:
        return SimpleNamespace(pw_name=names[number], pw_gid=MY_GROUP)

    monkeypatch.setattr(pwd, "getpwuid", user)
    groups = {
        MY_GROUP: SimpleNamespace(gr_name="ada", gr_mem=[]),
        50: SimpleNamespace(gr_name="staff", gr_mem=["ada", "eve"]),
    }
    monkeypatch.setattr(grp, "getgrgid", lambda number: groups[number])

    def check(chain: Chain) -> str:
        entries = [
            (Path(path), os.stat_result((mode, 0, 0, 1, owner, group, 0, 0, 0, 0)))
            for path, owner, group, mode in chain
        ]
        monkeypatch.setattr(ownership, "_entries", lambda _: iter(entries))
        try:
            refuse_shared(entries[-1][0], setting="EXPLORER_HOME")
        except InputError as error:
            return f"{error.message}\n{error.hint}"
        return ""

    return check


DIR, LINK = stat.S_IFDIR, stat.S_IFLNK
HOME = ("/home", 0, 0, DIR | 0o755)


@pytest.mark.parametrize(
    "chain",
    [
        [HOME, ("/home/ada", ME, MY_GROUP, DIR | 0o700)],
        [HOME, ("/home/ada", ME, MY_GROUP, DIR | 0o755), ("/home/ada/x", ME, MY_GROUP, DIR | 0o700)],
        # umask 002 with a group of one's own
        [HOME, ("/home/ada", ME, MY_GROUP, DIR | 0o775), ("/home/ada/x", ME, MY_GROUP, DIR | 0o775)],
        # others cannot replace what they do not own
        [("/tmp", 0, 0, DIR | 0o1777), ("/tmp/x", ME, MY_GROUP, DIR | 0o700)],
        # a container that gives group root to any user
        [("/data", 0, 0, DIR | 0o775), ("/data/x", ME, 0, DIR | 0o770)],
        # a link of one's own; its mode is always 777
        [("/tmp", 0, 0, DIR | 0o1777), ("/tmp/l", ME, MY_GROUP, LINK | 0o777), ("/x", ME, MY_GROUP, DIR | 0o700)],
        # installed by the administrator
        [("/etc", 0, 0, DIR | 0o755), ("/etc/config.toml", 0, 0, stat.S_IFREG | 0o644)],
    ],
)  # fmt: skip
def test_what_only_the_user_and_root_can_change_is_accepted(refused: Callable[[Chain], str], chain: Chain) -> None:
    assert refused(chain) == ""


@pytest.mark.parametrize(
    ("chain", "says", "command"),
    [
        ([("/x", ME, MY_GROUP, DIR | 0o777)], "Other users can change the folder /x", "run: chmod go-w /x"),
        ([("/x", ME, 50, DIR | 0o770)], "Other users can change the folder /x", "run: chmod go-w /x"),
        ([("/x", ME, 4711, DIR | 0o770)], "Other users can change the folder /x", "run: chmod go-w /x"),
        # the folder itself must not even let others add files
        ([("/tmp", 0, 0, DIR | 0o1777)], "Other users can change the folder /tmp", "run: sudo chmod go-w /tmp"),
        ([("/s", 0, 0, DIR | 0o777), ("/s/x", ME, MY_GROUP, DIR | 0o700)], "the folder /s,", "sudo chmod go-w /s"),
        ([("/x", OTHER, OTHER, DIR | 0o700)], "belongs to user eve", "sudo chown -hR ada /x"),
        ([("/s", OTHER, 0, DIR | 0o755), ("/s/x", ME, MY_GROUP, DIR | 0o700)], "/s belongs to", "sudo chown -h ada /s"),
        ([("/t", 0, 0, DIR | 0o1777), ("/t/l", OTHER, 0, LINK | 0o777)], "/t/l belongs to", "ada /t/l"),
        ([("/a b", ME, MY_GROUP, stat.S_IFREG | 0o666)], "Other users can change the file /a b", "chmod go-w '/a b'"),
    ],
)  # fmt: skip
def test_what_others_can_change_is_refused_with_the_command_that_corrects_it(
    refused: Callable[[Chain], str], chain: Chain, says: str, command: str
) -> None:
    message = refused(chain)
    assert says in message
    assert command in message
    assert "EXPLORER_HOME" in message


def test_root_does_not_use_the_folder_of_a_user(
    refused: Callable[[Chain], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(pwd, "getpwuid", lambda number: SimpleNamespace(pw_name={0: "root", ME: "ada"}[number]))
    assert "Run explorer as ada" in refused([HOME, ("/home/ada", ME, MY_GROUP, DIR | 0o700)])


def test_users_without_a_name_are_named_by_number(
    refused: Callable[[Chain], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert "belongs to user 1001" in refused([("/x", OTHER, OTHER, DIR | 0o700)])
    assert "chmod go-w" in refused([("/x", ME, MY_GROUP, DIR | 0o770)])


def test_every_folder_on_the_way_counts(tmp_path: Path) -> None:
    home = tmp_path / "above" / "home"
    home.mkdir(parents=True)
    refuse_shared(home, setting="EXPLORER_HOME")
    refuse_shared(home / "not" / "there", setting="EXPLORER_HOME")
    # the command in the hint corrects it
    for folder in (home, home.parent):
        folder.chmod(0o777)
        with pytest.raises(InputError) as refusal:
            refuse_shared(home, setting="EXPLORER_HOME")
        assert f"chmod go-w {folder}" in refusal.value.hint
        assert os.system(refusal.value.hint.rpartition("run: ")[2]) == 0
        refuse_shared(home, setting="EXPLORER_HOME")


def test_links_are_followed_to_every_folder_that_decides_where_they_lead(tmp_path: Path) -> None:
    real, shared = tmp_path / "real", tmp_path / "shared"
    for folder in (real / "home", shared):
        folder.mkdir(parents=True)
    (shared / "hop").symlink_to("../real")
    (tmp_path / "link").symlink_to(shared / "hop" / "home")
    refuse_shared(tmp_path / "link", setting="EXPLORER_HOME")
    shared.chmod(0o777)
    with pytest.raises(InputError, match=str(shared)):
        refuse_shared(tmp_path / "link", setting="EXPLORER_HOME")
    # the same place, reached without the shared folder
    refuse_shared(real / "home", setting="EXPLORER_HOME")


def test_a_link_to_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    refuse_shared(tmp_path / "loop" / "x", setting="EXPLORER_HOME")
