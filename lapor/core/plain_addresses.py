"""Neighbourhoods (RT and RW, the two smallest units of an Indonesian address) in one way of writing, so that a search
finds them however they were written: "RT 03/RW 06", "RT.3 RW.6", "RT/RW 03/06" and "RT 3/6" are "rt3 rw6".

Called by the searches for what is typed; the database does the same to what is searched (db.search_text)."""

import re

# Regular expressions of Python; in those of PostgreSQL \b is written \y. Put in their place in this order.
PLAIN: tuple[tuple[str, str], ...] = (
    (r"\brt\s*[/.,-]?\s*rw[\s.:]*0*(\d{1,3})\s*[/-]\s*0*(\d{1,3})\b", r" rt\1 rw\2 "),
    (r"\b(rt|rw)[\s.:]*0*(\d{1,3})\b", r" \1\2 "),
    (r"(\brt\d{1,3})\s*[/-]\s*0*(\d{1,3})\b", r"\1 rw\2 "),
)
_PLAIN = [(re.compile(pattern, re.IGNORECASE | re.ASCII), to) for pattern, to in PLAIN]


def plain_neighbourhoods(text: str) -> str:
    """The text with every RT and RW written as one word each, numbers without leading zeros.

    >>> plain_neighbourhoods("Gg. Mawar RT 03/RW 06").split()
    ['Gg.', 'Mawar', 'RT3', '/', 'RW6']
    """
    for pattern, to in _PLAIN:
        text = pattern.sub(to, text)
    return text
