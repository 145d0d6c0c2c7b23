"""Makes the cells of the map and the vocabulary anew from the public reports, in a few statements however many there
are; and the places that their texts name, which are read one by one.

Called after reports were written without events (`lapor bench load`), and by the migration that brings both tables.
"""

from django.db import connection, transaction

from lapor.publish import said_places
from lapor.publish.cells import EVERYTHING, FACETS, LEVELS, MICRO
from lapor.publish.words import PATTERN
from lapor.reports.workflow.act import OPEN

_COUNTED = """
CREATE TEMPORARY TABLE publish_counted ON COMMIT DROP AS
SELECT root_id, state, kind, category_id::text, agency_id::text, channel, area_id, (state = ANY(%s))::int AS is_open,
  round(latitude::numeric * {micro})::bigint AS lat, round(longitude::numeric * {micro})::bigint AS lng,
  greatest(0, least({side} - 1, floor((longitude + 180) / 360 * {side})))::int AS x,
  greatest(0, least({side} - 1, floor((1 - asinh(tan(radians(greatest(-85, least(85,
  latitude))))) / pi()) / 2 * {side})))::int AS y
FROM publish_publicreport WHERE publication = 'published'
"""
_CELLS = """
INSERT INTO publish_mapcell (root_id, level, facet, value, x, y, opened, closed, latitudes, longitudes)
SELECT root_id, {level}, '{facet}', {value}, x >> {shift}, y >> {shift}, sum(is_open), sum(1 - is_open), sum(lat),
sum(lng)
FROM publish_counted WHERE lat IS NOT NULL AND lng IS NOT NULL GROUP BY root_id, 4, 5, 6
"""
_TOTALS = """
INSERT INTO publish_mapcell (root_id, level, facet, value, x, y, opened, closed, latitudes, longitudes)
SELECT root_id, {level}, '{facet}', {value}, 0, 0, sum(is_open), sum(1 - is_open), 0, 0
FROM publish_counted GROUP BY root_id, 4
"""
_WORDS = """
INSERT INTO publish_publicword (root_id, word, stem, documents)
SELECT '{root}', word, coalesce((ts_lexize('indonesian_stem', word))[1], word), ndoc
FROM ts_stat($$SELECT to_tsvector('simple', title || ' ' || text)
FROM publish_publicreport WHERE root_id = '{root}'$$) WHERE word ~ %s
"""


def remake() -> None:
    """All in one transaction; the reader of events waits meanwhile. Some minutes for a million reports."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT consumer FROM ledger_cursor WHERE consumer = 'publish' FOR UPDATE")
        cursor.execute("DELETE FROM publish_mapcell")
        cursor.execute("DELETE FROM publish_publicword")
        cursor.execute("DROP TABLE IF EXISTS publish_counted")
        cursor.execute(_COUNTED.format(micro=MICRO, side=1 << LEVELS[0]), [sorted(OPEN)])
        for facet, column in {"all": "''", **FACETS}.items():
            value = column if facet == "all" else f"coalesce({column}, '')"
            cursor.execute(_TOTALS.format(level=EVERYTHING, facet=facet, value=value))
            for level in LEVELS:
                cursor.execute(_CELLS.format(level=level, facet=facet, value=value, shift=LEVELS[0] - level))
        cursor.execute("SELECT DISTINCT root_id FROM publish_counted")
        for (root,) in cursor.fetchall():
            cursor.execute(_WORDS.format(root=root), [PATTERN])
        cursor.execute("DROP TABLE publish_counted")
        said_places.remake()
