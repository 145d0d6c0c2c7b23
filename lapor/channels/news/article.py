"""The words of an article on a web page, without menus, advertisements and comments.

Pure; called by news in a worker."""

import logging
import re

from lapor.channels.email.html import QUOTE_MARK
from lapor.core.text import clean_text

LONGEST_PAGE = 1_500_000  # bytes that are looked at
MOST_TAGS = 8_000  # of a page that are read: a hostile one costs a second or two; an article stands far before that
LONGEST_ARTICLE = 40_000  # characters that are kept

_TAG = re.compile(rb"<[a-zA-Z]")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it tells of every page that holds no article


def article_text(page: bytes) -> str:
    """ "" where there is none."""
    from trafilatura import extract  # noqa: PLC0415 - a second to load: workers only, and only where there are articles

    try:
        found = extract(_bounded(page[:LONGEST_PAGE]), include_comments=False, include_tables=False, deduplicate=False)
    except Exception:  # noqa: BLE001 - a page that breaks the library is a page without an article
        return ""
    return clean_text(found or "").replace(QUOTE_MARK, "")[:LONGEST_ARTICLE]


def _bounded(page: bytes) -> bytes:
    """Without what follows too many tags."""
    for count, tag in enumerate(_TAG.finditer(page)):
        if count == MOST_TAGS:
            return page[: tag.start()]
    return page
