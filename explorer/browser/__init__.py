"""Neo4j Browser: the guide, the server of the guide, and the bundle of saved scripts.

The guide's template, its chapters and the style are in ``cypher/browser``.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from explorer.browser.guide import FOLDER, render_guide
from explorer.browser.serve import serve_pages
from explorer.packs.catalog import Pack


@contextmanager
def serve_guide(browser: str, packs: Mapping[str, Pack]) -> Iterator[str]:
    """Serve the guide and the style to Neo4j Browser while the context is open.

    Args:
        browser: Address of Browser, with the server to connect to in its query.
        packs: Packs whose queries the guide contains.

    Yields:
        The address that opens Browser with the guide.
    """
    parts = urlsplit(browser)
    # Local servers never choose this port, so that the guide usually has the same address.
    port = (parts.port or 7474) + 100
    with serve_pages(port=port, origin=f"{parts.scheme}://{parts.netloc}") as site:
        site.pages = {
            "/guide.html": ("text/html; charset=utf-8", render_guide(packs, site.address).encode()),
            "/style.grass": ("text/plain; charset=utf-8", (FOLDER / "style.grass").read_bytes()),
        }
        yield f"{browser}&cmd=guide&arg={site.address}/guide.html"
