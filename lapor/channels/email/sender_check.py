"""What the city's own mail server says of the address in From: the DMARC verdict of its Authentication-Results (RFC
8601, RFC 7489).

Only the first such field counts, and only where it bears the name that the operator trusts: a server puts its own on
top and removes strangers' with its name (RFC 8601, 5); whatever stands below was written by anybody.
"""

import re

from lapor.channels.email.headers import Headers, addresses

PASS, FAIL = "pass", "fail"
_COMMENT = re.compile(r"\([^()]{0,300}\)")
_VERDICT = re.compile(r"(?:^|;)\s{0,9}dmarc\s{0,9}=\s{0,9}([a-z]{1,20})([^;]{0,500})", re.I)
_FROM = re.compile(r"\bheader\.from\s{0,9}=\s{0,9}\"?([^\s;\"]{1,255})", re.I)


def sender_check(headers: Headers, *, trusted: str) -> str:
    """PASS: From is proved; FAIL: it is refuted; "": nobody trusted says so.

    `trusted`: the authserv-id of the city's server, "" = none."""
    told = _COMMENT.sub(" ", headers.first("authentication-results")[:4000])
    server, _semicolon, results = told.partition(";")
    if not trusted or server.split()[:1] != [trusted.strip()]:
        return ""
    found = _VERDICT.search(results)
    if found is None:
        return ""
    verdict, said_of = found[1].lower(), _FROM.search(found[2])
    if verdict == FAIL:
        return FAIL
    written = addresses(headers.all("from"))
    domain = written[0].rpartition("@")[2].lower() if len(written) == 1 else ""
    is_same = said_of is not None and said_of[1].rpartition("@")[2].lower() == domain != ""
    return PASS if verdict == PASS and is_same else ""
