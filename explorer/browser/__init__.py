"""Neo4j Browser as a place to explore: its guide, the server that hands that out, the bundle of saved scripts.

The guide's template, its chapters and the style lie in ``cypher/browser``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from explorer.browser.guide import FOLDER, render_guide
from explorer.browser.serve import serve_pages
from explorer.packs import Pack


@contextmanager
def serve_guide(browser: str, packs: Mapping[str, Pack]) -> Iterator[str]:
    """Serve the guide and the style to Neo4j Browser for as long as the context lasts.

    Args:
        browser: Browser's address, with the server to connect to in its query.
        packs: what the guide asks.

    Yields:
        The address that opens Browser with the guide.
    """
    parts = urlsplit(browser)
    # a hundred above Browser's port no server of ours looks for one, and the guide has the same address every time
    port = (parts.port or 7474) + 100
    with serve_pages(port=port, origin=f"{parts.scheme}://{parts.netloc}") as site:
        site.pages = {
            "/guide.html": ("text/html; charset=utf-8", render_guide(packs, site.address).encode()),
            "/style.grass": ("text/plain; charset=utf-8", (FOLDER / "style.grass").read_bytes()),
        }
        yield f"{browser}&cmd=guide&arg={site.address}/guide.html"
