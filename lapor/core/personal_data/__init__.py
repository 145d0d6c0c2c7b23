"""The one finder of personal data: in reports before they are published, in officers' words before they go out.

A flag for people, not a proof.

Linear in the length of the text, whatever its signs are. Callers keep what was found; nobody looks again for each page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lapor.core.personal_data.numbers import Span, numbers
from lapor.core.personal_data.people import names, reporter
from lapor.core.personal_data.places import places
from lapor.core.personal_data.plain import Plain, plain
from lapor.core.personal_data.signs import signs

# Of two that overlap the first.
KINDS = ("reporter", "nik", "npwp", "email", "handle", "account", "phone", "card", "plate", "address", "name", "unread")
MARK = "•••"
MOST_READ = (
    40_000  # signs, twice the longest report: what stands behind them was not looked at, and is found as a whole
)


@dataclass(frozen=True)
class Finding:
    """`words` stand at text[start:end] of the text as it was given.

    `kind`: one of KINDS; "nik" is that of a family card too; "card" that of a health card, a driver's licence or a
    passport."""

    kind: str
    start: int
    end: int
    words: str


def find_personal_data(text: str, known: Iterable[str] = ()) -> list[Finding]:
    """What looks like personal data, in order of place, nowhere overlapping.

    `known`: name, phones, e-mail and other addresses which the vault holds of this report's reporter.
    """
    plain_text = plain(text[:MOST_READ])
    found = []
    for kind, start, end in _apart(_spans(plain_text, known)):
        place = plain_text.place(start, end)
        found.append(Finding(kind, *place, text[slice(*place)]))
    if len(text) > MOST_READ:
        found.append(Finding("unread", MOST_READ, len(text), text[MOST_READ:]))
    return found


def _spans(plain_text: Plain, known: Iterable[str]) -> Iterator[Span]:
    yield from numbers(plain_text)
    yield from signs(plain_text)
    yield from places(plain_text)
    yield from names(plain_text)
    yield from reporter(plain_text, known)


def _apart(spans: Iterator[Span]) -> Iterator[Span]:
    """Spans that overlap made one."""
    kind, start, end = "", 0, 0
    for next_kind, next_start, next_end in sorted(spans, key=lambda span: span[1:]):
        if kind and next_start < end:
            kind, end = min(kind, next_kind, key=KINDS.index), max(end, next_end)
            continue
        if kind:
            yield kind, start, end
        kind, start, end = next_kind, next_start, next_end
    if kind:
        yield kind, start, end


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with a mark in the place of each finding; all else stays."""
    parts, at = [], 0
    for finding in sorted(findings, key=lambda one: one.start):
        if finding.end <= at:
            continue
        parts += [text[at : max(at, finding.start)], MARK]
        at = finding.end
    return "".join([*parts, text[at:]])
