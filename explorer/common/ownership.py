"""Refuse files and folders that other users of the machine can change.

Programs and settings are read from the home folder and from the configuration folder. Whoever can write there, or can
replace one of the folders above, decides what explorer runs. The rules are those of OpenSSH's ``StrictModes``
(https://man.openbsd.org/sshd_config#StrictModes), with an exception for private groups.
"""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError

_MOST_LINKS: Final = 40
"""Symbolic links in one path, after which Linux also gives up."""
_TRUSTED_GROUP: Final = 0
"""The group of the administrators, who can change everything anyway."""


def refuse_shared(path: Path, *, setting: str) -> None:
    """Raise an error if another user than root could change a file or folder, or replace it.

    Checks the path, all folders above it, and where symbolic links lead. What does not exist yet is not checked. In a
    folder with the sticky bit, such as ``/tmp``, others cannot replace what they do not own. Members of a group may
    write if the group is the user's own. Without POSIX permissions (Windows) nothing is checked.

    Args:
        path: An absolute path.
        setting: Environment variable that chooses another path, for the message.

    Raises:
        InputError: If another user could. The hint contains the command that corrects it.
    """
    if os.name != "posix":
        return
    target = Path(os.path.realpath(path))
    for entry, status in _entries(path):
        is_target = entry in {path, target}
        if status.st_uid not in {0, os.geteuid()}:
            raise _refusal(entry, status, is_target=is_target, setting=setting)
        if not stat.S_ISLNK(status.st_mode) and _others_may_write(status, is_target=is_target):
            raise _refusal(entry, status, is_target=is_target, setting=setting)


def _entries(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every folder and symbolic link on the way to a path, and the path itself, if they exist."""
    pending, current, links = list(reversed(path.parts)), Path(path.anchor), 0
    while pending:
        part = pending.pop()
        if part == "..":
            current = current.parent
            continue
        entry = current / part
        try:
            status = entry.lstat()
        except OSError:
            # what comes after it does not exist either, or cannot be reached
            return
        yield entry, status
        if stat.S_ISLNK(status.st_mode) and links < _MOST_LINKS:
            links += 1
            pending += reversed(entry.readlink().parts)
        else:
            current = entry


def _others_may_write(status: os.stat_result, *, is_target: bool) -> bool:
    if status.st_mode & stat.S_ISVTX and not is_target:
        return False
    by_group = bool(status.st_mode & stat.S_IWGRP) and not _is_private(status.st_gid)
    return by_group or bool(status.st_mode & stat.S_IWOTH)


def _is_private(group: int) -> bool:
    """Return whether a group has no member but the user and root: the user's own group, or that of root."""
    if group == _TRUSTED_GROUP:
        return True
    import grp  # noqa: PLC0415  not on Windows
    import pwd  # noqa: PLC0415

    try:
        user, named = pwd.getpwuid(os.geteuid()), grp.getgrgid(group)
    except KeyError:
        return False
    return user.pw_gid == group and named.gr_name == user.pw_name and {*named.gr_mem} <= {user.pw_name, "root"}


def _refusal(entry: Path, status: os.stat_result, *, is_target: bool, setting: str) -> InputError:
    what, quoted = f"{'folder' if stat.S_ISDIR(status.st_mode) else 'file'} {entry}", shlex.quote(str(entry))
    elsewhere = f"or set {setting} to a folder that only you can change"
    mine = status.st_uid == os.geteuid()
    if mine or status.st_uid == 0:
        sudo = "" if mine else "sudo "
        return InputError(
            f"Other users can change the {what}, so they could change what explorer runs.",
            hint=f"If its disk does not store permissions, move it to another disk, {elsewhere}. Otherwise run: "
            f"{sudo}chmod go-w {quoted}",
        )
    owner, me = _name(status.st_uid), _name(os.geteuid())
    return InputError(
        f"The {what} belongs to user {owner}, who could change what explorer runs for user {me}.",
        hint=f"Run explorer as {owner}, {elsewhere}. To make it yours, run: sudo chown {'-hR' if is_target else '-h'} "
        f"{me} {quoted}",
    )


def _name(user: int) -> str:
    import pwd  # noqa: PLC0415

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
