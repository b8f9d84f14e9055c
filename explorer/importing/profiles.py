"""The profiles of a user, and which of them fit a file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.common.files import create_private_folder, write_atomically
from explorer.importing.profile_files import Profile, as_toml, read_profile
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout
from explorer.sources.io.locations import FileLocation
from explorer.sources.parsing import tabular

NAME: Final = re.compile(r"[^\W_][\w-]{0,49}")
"""Names of profiles."""


class Profiles:
    """The profiles in a folder of the user.

    Args:
        folder: The folder; it is created when a profile is saved.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return the file of a profile, which need not exist.

        Raises:
            UsageError: If the name is not valid.
        """
        if not NAME.fullmatch(name):
            raise UsageError(
                f"{name[:60]!r} is not a valid name for a profile.",
                hint="Use at most 50 letters, digits, - and _, and begin with a letter or digit.",
            )
        return self._folder / f"{name}.toml"

    def save(self, profile: Profile, *, force: bool = False) -> Path:
        """Write a profile, completely or not at all, so that only the user can read it; return its file.

        Raises:
            UsageError: If its name is not valid, or there is a profile of this name and ``force`` is not set.
            InputError: If it cannot be written.
        """
        path = self.path(profile.name)
        if path.exists() and not force:
            raise UsageError(
                f"There is a profile {profile.name} already.",
                hint=f"Replace it with --force, or use another name. To see it: explorer profiles show {profile.name}",
            )
        content = as_toml(profile, path)
        create_private_folder(self._folder, setting="EXPLORER_HOME")
        write_atomically(path, lambda part: part.write_bytes(content), mode=0o600)
        return path

    def find(self, name: str) -> Profile:
        """Return a profile; see `locate`.

        Raises:
            UsageError: If there is no such profile.
            InputError: If the file is not a valid profile.
        """
        return read_profile(self.locate(name))

    def locate(self, name: str) -> Path:
        """Return the file of a profile: by its name, or the file itself if its folder or suffix is given.

        Raises:
            UsageError: If there is no profile of this name.
        """
        if "/" in name or name.endswith(".toml"):
            return Path(name)
        path = self.path(name)
        if not path.is_file():
            known = ", ".join(sorted(path.stem for path in self._paths()))
            raise UsageError(
                f"There is no profile {name!r}.",
                hint=f"Profiles: {known}." if known else "Save one with: explorer profiles save NAME --from FILE",
            )
        return path

    def remove(self, name: str) -> None:
        """Remove a profile, even one that is damaged.

        Raises:
            UsageError: If there is no such profile.
        """
        self.path(name)  # only names are removed, not files elsewhere
        self.locate(name).unlink()

    def all(self) -> tuple[list[Profile], list[InputError]]:
        """Return the profiles by name, and an error for each file that is not a valid profile."""
        profiles: list[Profile] = []
        problems: list[InputError] = []
        for path in sorted(self._paths()):
            try:
                profiles.append(read_profile(path))
            except InputError as error:
                problems.append(error)
        return profiles, problems

    def fitting(self, location: FileLocation) -> list[Profile]:
        """Return the profiles that were made for the heading of a file, by name."""
        return [profile for profile in self.all()[0] if profile.heading and _has_heading(location, profile)]

    def _paths(self) -> Iterator[Path]:
        return (path for path in self._folder.glob("*.toml") if NAME.fullmatch(path.stem))


def heading_of(location: FileLocation | Path, layout: Layout) -> tuple[str, ...]:
    """Return the heading of a file, in lower case, as written in the file; empty if it has none.

    Raises:
        InputError: If the file cannot be read.
    """
    file = InputFile.open(location, layout)
    is_json = not file.parquet and file.text.lstrip()[:1] in {"{", "["}
    return () if is_json else tabular.heading(file)


def _has_heading(location: FileLocation, profile: Profile) -> bool:
    try:
        # the order of columns does not matter
        return sorted(heading_of(location, profile.options.layout)) == sorted(profile.heading)
    except InputError:
        return False
