"""A Maven repository on the loopback interface that can misbehave."""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from explorer.server.artifacts import ArtifactLock, Jar

FILES = {f"org/example/part{n}/1.0/part{n}-1.0.jar": bytes([n]) * (1000 + n) for n in range(4)}
LAST = max(FILES)


def lock_for(repository: str, version: str = "5.26.0") -> ArtifactLock:
    jars = tuple(Jar(path, len(data), hashlib.sha256(data).hexdigest()) for path, data in FILES.items())
    return ArtifactLock(repository, version, jars, digest=hashlib.sha256(version.encode()).hexdigest())


class Repository:
    """``answers`` is what to send for a path instead of the file: other bytes, a status, or half the file."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: dict[str, bytes | int | None] = {}
        self.asked: Counter[str] = Counter()


@contextmanager
def repository() -> Iterator[Repository]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/maven/")
            served.asked[path] += 1
            answer = served.answers.get(path, FILES[path])
            if isinstance(answer, int):
                self.send_error(answer)
                return
            self.send_response(200)
            if answer is None:
                # the connection breaks in the middle of the file
                self.send_header("Content-Length", str(len(FILES[path])))
                self.end_headers()
                self.wfile.write(FILES[path][:500])
                return
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served = Repository(f"http://127.0.0.1:{server.server_address[1]}/maven")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
