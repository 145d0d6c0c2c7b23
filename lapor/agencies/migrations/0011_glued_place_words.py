"""Names of the gazetteer are found by two words written as one (core.place_words.with_glued): those that are there
already, too."""

from django.db import migrations

GLUE = """
UPDATE agencies_namedplace AS place SET folded = left(place.folded || glued.words, 140)
FROM (
    SELECT id, string_agg(' ' || word || next, '' ORDER BY number) AS words
    FROM (
        SELECT id, word, number, lead(word) OVER (PARTITION BY id ORDER BY number) AS next
        FROM agencies_namedplace, unnest(string_to_array(btrim(folded), ' ')) WITH ORDINALITY AS said (word, number)
    ) AS pairs
    WHERE next IS NOT NULL
    GROUP BY id
) AS glued
WHERE glued.id = place.id
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_category_icon")]

    operations = [migrations.RunSQL(GLUE, migrations.RunSQL.noop)]
