"""Who may come in: cookies, where a request comes from, and what goes out with it.

Over HTTPS cookies are `Secure` and have the `__Host-` prefix. Plain HTTP is answered
on this machine only, to `localhost` by name: there is no wire to listen at, and a
page elsewhere that made its name lead here is refused.
"""

import hmac
import re
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address, ip_network

from flask import Request
from werkzeug.wrappers import Response

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names of this machine, for itself."""
COOKIE_DAYS = 400
"""Longest a browser keeps a cookie; the server ends it sooner. Source: RFC 6265bis."""
IPV6_HOME = 64
"""Bits of an IPv6 address that one household shares. Source: RFC 6177."""
NEVER_STORED = "no-store"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""What every page is sent with: it asks nobody else for anything."""
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux")
PROGRAMS = {
    "Firefox|FxiOS": "Firefox",
    "Edg": "Edge",
    "OPR": "Opera",
    "Chrome|CriOS|Chromium": "Chrome",
    "Safari": "Safari",
}
"""What a browser's name for itself holds, the most special first."""


@dataclass(frozen=True)
class Caller:
    """A request, as the door sees it."""

    request: Request
    secret: bytes
    """What form tokens are signed with."""

    @property
    def is_welcome(self) -> bool:
        """Whether it came over HTTPS, or from this machine to itself."""
        name, _, _ = self.request.host.rpartition(":")
        host = name if name and not name.endswith(":") else self.request.host
        return self.request.is_secure or host in LOCAL

    @property
    def is_ours(self) -> bool:
        """Whether a form was sent from one of our own pages.

        Browsers say where a form comes from; older ones say it in `Origin`, which is
        "null" where pages have no referrer, as these.
        """
        site = self.request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = self.request.headers.get("Origin")
        return origin in (None, "null", self.request.host_url.rstrip("/"))

    @property
    def has_token(self) -> bool:
        """Whether a form carries the token of its browser's cookie."""
        given = self.request.form.get("token", "")
        return hmac.compare_digest(given.encode(), self.token.encode())

    @cached_property
    def token(self) -> str:
        """Give what forms of this browser carry; worthless to any other."""
        cookie = self.signed_in or self.waiting or ""
        signed = b"cramp-relief form 1\0" + cookie.encode()
        return hmac.digest(self.secret, signed, "sha256").hex()

    @property
    def signed_in(self) -> str | None:
        """Give the secret of a browser that was signed in."""
        return self.request.cookies.get(self._cookie("browser"))

    @property
    def waiting(self) -> str | None:
        """Give the secret of a browser that shows a code."""
        return self.request.cookies.get(self._cookie("code"))

    @property
    def address(self) -> str:
        """Give where it comes from, of IPv6 the household.

        Behind a proxy on this machine that is what the proxy adds last.
        """
        told = self.request.remote_addr or ""
        forwarded = self.request.headers.get("X-Forwarded-For", "")
        try:
            if forwarded and ip_address(told).is_loopback:
                told = forwarded.rpartition(",")[2].strip()
            address = ip_address(told)
        except ValueError:
            return told
        if address.version == ip_network("::/0").version:
            return str(ip_network((address, IPV6_HOME), strict=False))
        return str(address)

    @property
    def name(self) -> str:
        """Give what the browser calls itself, such as "Firefox on Android"."""
        agent = self.request.headers.get("User-Agent", "")
        program = (name for mark, name in PROGRAMS.items() if re.search(mark, agent))
        system = (name for name in SYSTEMS if name in agent)
        shown = (
            next(system, "").replace("Macintosh", "Mac").replace("CrOS", "Chromebook")
        )
        return " on ".join(filter(None, (next(program, "A browser"), shown)))

    def keep(self, response: Response, kind: str, secret: str) -> None:
        """Give the browser a secret to keep: `browser` or `code`."""
        response.set_cookie(
            self._cookie(kind),
            secret,
            max_age=COOKIE_DAYS * 24 * 3600,
            path="/",
            secure=self.request.is_secure,
            httponly=True,
            samesite="Strict",
        )

    def drop(self, response: Response, kind: str) -> None:
        """Take a secret back."""
        response.delete_cookie(
            self._cookie(kind),
            path="/",
            secure=self.request.is_secure,
            httponly=True,
            samesite="Strict",
        )

    def _cookie(self, kind: str) -> str:
        prefix = "__Host-" if self.request.is_secure else ""
        return f"{prefix}cramp-relief-{kind}"
