"""Reports that may be of the same matter, shown before somebody files one more (web, desk)."""

import re
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F

from lapor.agencies.models import Agency
from lapor.core import clock
from lapor.publish.models import PublicReport
from lapor.reports.vocabulary import Publication
from lapor.reports.workflow.act import OPEN

SIMILAR_SHOWN, SIMILAR_LOOKED_AT, SIMILAR_WORDS = 4, 400, 24
SIMILAR_DAYS = 180  # what was filed earlier is hardly the same hole in the road


def similar_open(root: Agency, *, text: str, category: str, area: str) -> list[PublicReport]:
    """Published open reports of the same kelurahan or category that share words with the text, the most alike first:
    one query.

    Looks at the newest few hundred of the place (else of the category) only, so that it costs the same in a city of a
    million reports.
    """
    words = [word for word in dict.fromkeys(re.findall(r"[^\W_]{3,40}", text.lower())) if not word.isdigit()][
        :SIMILAR_WORDS
    ]
    if not words or not (category or area):
        return []
    since = clock.now() - timedelta(days=SIMILAR_DAYS)
    near = PublicReport.objects.filter(root=root, publication=Publication.PUBLISHED, state__in=OPEN, filed_at__gt=since)
    near = near.filter(area=area) if area else near.filter(category__code=category)
    newest = near.order_by("-filed_at", "-id").values("id")[:SIMILAR_LOOKED_AT]
    query = SearchQuery(" | ".join(words), config="indonesian", search_type="raw")
    rows = PublicReport.objects.filter(id__in=newest, search=query).annotate(likeness=SearchRank(F("search"), query))
    rows = rows.select_related("category", "area", "agency").defer("search").order_by("-likeness", "-filed_at")
    found = list[PublicReport](rows[: 2 * SIMILAR_SHOWN])
    found.sort(key=lambda row: bool(category) and (row.category is None or row.category.code != category))
    return found[:SIMILAR_SHOWN]
