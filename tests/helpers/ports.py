"""Ports for the servers of tests."""

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from explorer.server import config
from explorer.server.config import Ports
from explorer.server.files import try_lock

_BLOCKS: Final = range(20_000, 32_000, 200)
"""First ports of the blocks: above the ports of known services, below those that the system assigns to clients."""


@contextmanager
def reserved_ports() -> Iterator[Ports]:
    """Reserve a hundred Bolt ports and a hundred HTTP ports, and return the first of each.

    No other test process of this user takes one of them meanwhile, and the user's own servers keep theirs.

    Raises:
        RuntimeError: All blocks are reserved.
    """
    folder = Path(tempfile.gettempdir()) / f"explorer-test-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    # Try them in random order, because a server that is still shutting down may use a block that was just released.
    for first in random.sample(_BLOCKS, len(_BLOCKS)):
        with try_lock(folder / f"{first}.lock") as is_reserved:
            if is_reserved:
                yield Ports(first, first + 100)
                return
    raise RuntimeError("All blocks of ports are reserved by other test processes.")


@contextmanager
def default_ports(ports: Ports) -> Iterator[None]:
    """Make servers that this process starts use these ports, or the next free ones above, instead of Neo4j's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "BOLT_PORT", ports.bolt)
        patch.setattr(config, "HTTP_PORT", ports.http)
        yield
