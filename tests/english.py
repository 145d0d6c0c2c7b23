"""What of a text is English though its reader reads Indonesian: sources of the catalogue of three words or more, or
pieces between their holes."""

import html
import re

from tests.architecture.test_catalogue import catalogue

HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\n")


def pieces():
    """English source → pieces of it that no Indonesian text of ours holds."""
    indonesian = "\n".join(str(one.string if isinstance(one.string, str) else one.string[0]) for one in catalogue())
    found = set()
    for message in catalogue():
        for source in (message.id,) if isinstance(message.id, str) else message.id:
            for piece in (part.strip(" .,:;()") for part in HOLE.split(source)):
                if len(piece.split()) >= 3 and piece not in indonesian:
                    found.add(piece)
    return found


ENGLISH = pieces()
_SOME = re.compile("|".join(sorted(map(re.escape, ENGLISH), key=len, reverse=True)))


def english_in(text):
    return sorted(set(_SOME.findall(" ".join(html.unescape(text).split()))))
