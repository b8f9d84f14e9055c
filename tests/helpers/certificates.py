"""Certificates for TLS servers of tests, made with openssl, and a server that only shakes hands."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def make_authority(folder: Path) -> Path:
    """Create an authority in a folder, and return its certificate."""
    _openssl(folder, "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=test-authority")
    return folder / "ca.crt"


def make_certificate(folder: Path, name: str, subjects: str, *, days: int = 2) -> None:
    """Create ``<name>.key`` and ``<name>.crt``, signed by the authority in the folder.

    Args:
        folder: From `make_authority`.
        name: Name of the files.
        subjects: What the certificate is valid for, such as ``IP:127.0.0.1,DNS:localhost``.
        days: Number of days until it expires; negative: it has expired.
    """
    (folder / "subjects").write_text(f"subjectAltName={subjects}\n", encoding="ascii")
    _openssl(folder, f"req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}")
    sign = f"x509 -req -in {name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out {name}.crt -extfile subjects"
    _openssl(folder, f"{sign} -days {days}")


def _openssl(folder: Path, words: str) -> None:
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)


@contextmanager
def tls_port(folder: Path, name: str) -> Iterator[int]:
    """Listen with a certificate, and yield the port; connections are closed after the handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.crt", folder / f"{name}.key")
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with suppress(OSError), connection, context.wrap_socket(connection, server_side=True):
                    pass

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
