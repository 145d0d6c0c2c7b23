"""The vocabulary of the published texts, kept by events; and what a word that stands nowhere was probably meant to be.

Called by actions.py (a batch of events), remaking.py (all of it) and searching.py.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db import connection

from lapor.agencies.models import Agency

PATTERN = "^[a-z]{3,30}$"  # numbers, names of streets with digits and other scripts are searched as they stand
MOST_MENDED = 4  # words of one search
_NEIGHBOURS = 30
_SHORT, MOST_MISTAKES = 5, 2  # letters: up to here one mistake is believed, beyond it two
_OF_REPORTS = """
SELECT id, root_id, word FROM publish_publicreport, unnest(tsvector_to_array(to_tsvector('simple',
title || ' ' || text))) AS word
WHERE id = ANY(%s) AND word ~ %s
"""
_ADD = """
INSERT INTO publish_publicword AS w (root_id, word, stem, documents)
SELECT root, word, coalesce((ts_lexize('indonesian_stem', word))[1], word), documents
FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS added (root, word, documents)
ON CONFLICT (root_id, word) DO UPDATE SET documents = w.documents + EXCLUDED.documents
"""
_LIKE = """
SELECT asked.word, near.word, near.documents FROM unnest(%s::text[]) AS asked (word),
LATERAL (SELECT w.word, w.documents FROM publish_publicword w
WHERE w.root_id = %s ORDER BY w.word <-> asked.word LIMIT %s) AS near
"""
_UNKNOWN = """
SELECT asked FROM unnest(%s::text[]) AS asked WHERE NOT EXISTS
(SELECT FROM publish_publicword w WHERE w.root_id = %s
AND w.stem = coalesce((ts_lexize('indonesian_stem', asked))[1], asked))
"""
Words = Counter[tuple[UUID, str]]


def words_of(ids: Iterable[UUID]) -> Words:
    """(jurisdiction, word) of these public reports, each with the number of reports it stands in: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_REPORTS, [list(ids), PATTERN])
        return Counter((root, word) for _id, root, word in cursor.fetchall())


def change(before: Words, after: Words) -> None:
    """Take off the words that stood there before, put on those that stand there now; a word that stands nowhere any
    more is forgotten."""
    sums = Words(after)
    sums.subtract(before)
    changed = sorted((str(root), word, count) for (root, word), count in sums.items() if count)
    if not changed:
        return
    roots, words, counts = (list(column) for column in zip(*changed, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [roots, words, counts])
        if min(counts) < 0:
            cursor.execute("DELETE FROM publish_publicword WHERE word = ANY(%s) AND documents <= 0", [words])


def unknown_words(root: Agency, words: list[str]) -> list[str]:
    """Those whose stem stands nowhere: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, [words, root.pk])
        return [row[0] for row in cursor.fetchall()]


def mended(
    root: Agency,
    text: str,
    unknown: Iterable[str],
    *,
    names: Iterable[str] = (),
    synonyms: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The text with the words that stand nowhere replaced: by the one that means the same (`synonyms`), else by the
    nearest that stands somewhere, or by a word of `names`; "" where none is near enough: one query."""
    same = {word: synonyms[word] for word in unknown if word in synonyms}
    asked = [word for word in dict.fromkeys(unknown) if re.fullmatch(PATTERN, word) and word not in same][:MOST_MENDED]
    if not asked:
        return _replaced(text, same) if same else ""
    with connection.cursor() as cursor:
        cursor.execute(_LIKE, [asked, root.pk, _NEIGHBOURS])
        near = [*cursor.fetchall(), *((word, name, 0) for word in asked for name in names)]
    best: dict[str, tuple[int, int, str]] = {}
    for word, other, documents in near:
        away = mistakes(word, other) if abs(len(word) - len(other)) <= MOST_MISTAKES else MOST_MISTAKES + 1
        if away <= (1 if len(word) <= _SHORT else MOST_MISTAKES):
            best[word] = min(best.get(word, (away, -documents, other)), (away, -documents, other))
    by = same | {word: other for word, (_away, _documents, other) in best.items()}
    return _replaced(text, by) if by else ""


def _replaced(text: str, by: Mapping[str, str]) -> str:
    return re.sub(r"[^\W\d_]+", lambda found: by.get(found[0].lower(), found[0]), text)


def mistakes(one: str, other: str) -> int:
    """Letters wrong, missing, too many, or two swapped (Damerau and Levenshtein, in its restricted form)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, sign in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != sign))
            if before and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
