"""Links of public posts: where a post stands, and whether two links lead to the same one.

Pure; called by desk and triage."""

import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

PLATFORMS = {
    "x.com": "x",
    "twitter.com": "x",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.watch": "facebook",
    "instagram.com": "instagram",
    "instagr.am": "instagram",
}
_BESIDE = re.compile(r"^(?:www|m|mobile|mbasic|web|l|touch|id-id)\.")  # the same page for another screen
# who sent the reader
_COUNTING = re.compile(r"^(?:utm_\w+|fbclid|gclid|igshid?|img_index|mibextid|rdid|share_url|ref(?:_src|_url)?|__\w+)$")
_POST_OF_X = re.compile(r"/(?:i/web|i|\w+)/status(?:es)?/(\d+)")
_POST_OF_INSTAGRAM = re.compile(r"(?:/[\w.]+)?/(?:p|reel|reels|tv)/([\w-]+)")


def platform_of(link: str) -> str:
    """x, facebook, instagram; "" for every other host."""
    return PLATFORMS.get(_host(link), "")


def post_key(link: str) -> str:
    """The same for all links to one post, however it was copied; "" where there is no link."""
    parts, platform = _parts(link), platform_of(link)
    if not parts.hostname:
        return ""
    if platform == "x" and (found := _POST_OF_X.match(parts.path)):
        return f"x.com/i/status/{found.group(1)}"
    if platform == "instagram" and (found := _POST_OF_INSTAGRAM.match(parts.path)):
        return f"instagram.com/p/{found.group(1)}"
    dropped = {"s", "t"} if platform == "x" else set()
    kept = sorted(
        (name, value) for name, value in parse_qsl(parts.query) if name not in dropped and not _COUNTING.match(name)
    )
    return f"{_host(link)}{parts.path.rstrip('/')}{'?' + urlencode(kept) if kept else ''}"


def _host(link: str) -> str:
    return _BESIDE.sub("", (_parts(link).hostname or "").lower())


def _parts(link: str) -> SplitResult:
    """Of what is no link, nothing."""
    try:
        return urlsplit(link.strip())
    except ValueError:
        return urlsplit("")
