"""Which categories the words of a draft speak of, to be tapped on channels that have buttons. A question to the person, never a decision."""

from lapor.agencies.models import Agency
from lapor.agencies.queries import active_categories
from lapor.core.text import fold

MOST = 8
SHORTEST = 4  # letters: "air", "jalan" … shorter words stand in everything
STEM = 5  # letters that have to be the same: lubang, berlubang; sampah, sampahnya


def suggested_categories(root: Agency, text: str) -> list[tuple[str, str]]:
    """(code, label), the best first; none where no word of a category stands in the text. Protected ones are never offered."""
    said = {word for word in fold(text).split() if len(word) >= SHORTEST}
    found = []
    for category in active_categories(root).filter(is_protected=False):
        own = _shared(fold(category.name), said)
        points = 2 * own + _shared(fold(category.group_name), said)
        if points:
            found.append((-points, category.position, category.code, category.label))
    return [(code, label) for _points, _position, code, label in sorted(found)[:MOST]]


def _shared(name: str, said: set[str]) -> int:
    return sum(any(_same(word, other) for other in said) for word in name.split() if len(word) >= SHORTEST)


def _same(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= STEM and short in long)


def chosen_category(offered: list[tuple[str, str]], text: str) -> str:
    """The code of the label that was tapped, "" where the text is something else. Platforms shorten long labels."""
    tapped = fold(text)
    fits = [code for code, label in offered if tapped and (fold(label) == tapped or (len(tapped) >= 12 and fold(label).startswith(tapped)))]  # noqa: PLR2004
    return fits[0] if len(fits) == 1 else ""
