"""Where a site is served, so that readers of its feed and its mail can follow links."""

from __future__ import annotations

from urllib.parse import urlsplit

from reportgen.exceptions import UsageError


def site_address(text: str) -> str:
    """An address that ends in a slash, "" where none is given.

    Parameters
    ----------
    text
        Address of the folder, or of its ``index.html``.

    Raises
    ------
    UsageError
        It is no address of a folder on a web server, or holds a password.

    Examples
    --------
    >>> site_address("https://lab.example.org/reports"), site_address("")
    ('https://lab.example.org/reports/', '')
    """
    if not text:
        return ""
    try:
        parts = urlsplit(text.removesuffix("index.html"))
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or parts.username or parts.query or parts.fragment or not text.isprintable():
        raise UsageError(
            # A password in it must not reach a log.
            "--site-url is no address that links can begin with",
            allowed="http:// or https://, a host and a path; no user, query or fragment",
            fix="give it as a browser shows it, such as --site-url https://lab.example.org/runs/",
        )
    return f"{parts.geturl().rstrip('/')}/"
