"""Addresses in one way of writing, so that a search finds them however they were written: "RT 03/RW 06", "RT.3 RW.6",
"RT/RW 03/06" and "RT 3/6" (the two smallest units of an Indonesian address) are "rt3 rw6"; "Jl. Kelud", "Jln Kelud" and
"Jalan Kelud" are "jalan Kelud", "Gg. Mawar" is "gang Mawar".

Called by the searches for what is typed; the database does the same to what is searched (db.search_text)."""

import re

# Regular expressions of Python; in those of PostgreSQL \b is written \y. Put in their place in this order.
PLAIN: tuple[tuple[str, str], ...] = (
    (r"\brt\s*[/.,-]?\s*rw[\s.:]*0*(\d{1,3})\s*[/-]\s*0*(\d{1,3})\b", r" rt\1 rw\2 "),
    (r"\b(rt|rw)[\s.:]*0*(\d{1,3})\b", r" \1\2 "),
    (r"(\brt\d{1,3})\s*[/-]\s*0*(\d{1,3})\b", r"\1 rw\2 "),
    (r"\bjln?\b\.?", " jalan "),
    (r"\bgg\b\.?", " gang "),
)
_PLAIN = [(re.compile(pattern, re.IGNORECASE | re.ASCII), to) for pattern, to in PLAIN]


def plain_addresses(text: str) -> str:
    """The text with every RT and RW as one word each, numbers without leading zeros, streets and alleys in full.

    >>> plain_addresses("Gg. Mawar RT 03/RW 06").split()
    ['gang', 'Mawar', 'RT3', '/', 'RW6']
    """
    for pattern, to in _PLAIN:
        text = pattern.sub(to, text)
    return text
