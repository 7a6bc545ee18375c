"""Amazon's bucket on the loopback, behind a proxy, for a server process of its own.

One listener plays both parts: it grants CONNECT, then answers the TLS handshake as
s3.amazonaws.com and the request inside as the bucket.
"""

import ssl
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import serialization

from amazon import Amazon, Leaf, pem_of, rsa_key

HOST = "s3.amazonaws.com"


class AmazonServer:
    """Serves `amazon.pem` while the `with` block runs."""

    def __init__(self, amazon: Amazon) -> None:
        self.amazon = amazon
        self.status = 200
        self.location: str | None = None
        """Where a redirect points to."""
        self.tunnels: list[str] = []
        """What CONNECT was asked for, in order."""
        self._folder = tempfile.TemporaryDirectory()
        self._root = Path(self._folder.name, "root.pem")

    @property
    def environment(self) -> dict[str, str]:
        """Variables that send a process here and make it trust this root alone."""
        proxy = f"http://127.0.0.1:{self._server.server_port}"
        trust = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
        return (
            dict.fromkeys(("HTTPS_PROXY", "https_proxy"), proxy)
            | dict.fromkeys(("NO_PROXY", "no_proxy", "SSL_CERT_DIR"), "")
            | dict.fromkeys(trust, str(self._root))
        )

    def __enter__(self) -> "AmazonServer":
        self.trust(self.amazon.root.certificate)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._folder.cleanup()

    def trust(self, root: x509.Certificate) -> None:
        """Make whoever uses `environment` trust another root instead."""
        self._root.write_bytes(pem_of([root]))

    def tls(self) -> ssl.SSLContext:
        """Give the context of a server that is s3.amazonaws.com to whoever trusts."""
        key = rsa_key("bucket")
        leaf = self.amazon.mint.leaf(
            self.amazon.intermediate, Leaf(names=(HOST,), key=key)
        )
        chain = Path(self._folder.name, "bucket.pem")
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        issuer = self.amazon.intermediate.certificate
        chain.write_bytes(private + pem_of([leaf, issuer]))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context


def _handler_for(server: AmazonServer) -> type[BaseHTTPRequestHandler]:
    context = server.tls()

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            server.tunnels.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile = self.connection.makefile("wb", buffering=0)
            self.handle_one_request()
            self.connection.close()
            self.close_connection = True

        def do_GET(self) -> None:
            body = server.amazon.fetch(f"https://{self.headers['Host']}{self.path}")
            self.send_response(server.status)
            if server.location:
                self.send_header("Location", server.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    return Handler
