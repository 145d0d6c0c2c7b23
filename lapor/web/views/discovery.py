"""What search engines ask for first: robots.txt, and the list of published reports, a file for each day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lapor.agencies.current import base_url, current_jurisdiction
from lapor.core import clock
from lapor.publish.models import PublicReport
from lapor.reports.vocabulary import Publication

MOST = 50_000  # addresses of one file, by the protocol of sitemaps; so many days at most, too
PAGES = ("web:home", "web:file", "web:report_list", "web:map", "web:statistics", "web:help")
_ROBOTS = """User-agent: *
Disallow: /konsol/
Disallow: /loket/
Disallow: /masuk
Disallow: /laporan-saya/
Disallow: /peta/data.json
Disallow: /laporan/laporan.csv
Disallow: /laporan/laporan.json
Disallow: /laporan/atom.xml

Sitemap: {base}/sitemap.xml
"""
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def robots_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _ROBOTS.format(base=base_url(current_jurisdiction(request))), content_type="text/plain; charset=utf-8"
    )


@require_safe
def security_view(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); 404 where the city has named no mail address."""
    root = current_jurisdiction(request)
    if not root.email:
        raise Http404
    until = (clock.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{root.email}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: id, en",
        f"Canonical: {base_url(root)}{reverse('web:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def index_view(request: HttpRequest) -> HttpResponse:
    """One file for the pages, one for each day since the first report, the newest first."""
    root = current_jurisdiction(request)
    first = PublicReport.objects.filter(root=root).order_by("filed_at", "id").values_list("filed_at", flat=True).first()
    today = timezone.localdate(clock.now())
    days = min(MOST - 1, (today - timezone.localdate(first)).days + 1) if first else 0
    found = [
        reverse("web:sitemap_pages"),
        *(reverse("web:sitemap_day", args=[today - timedelta(days=n)]) for n in range(days)),
    ]
    base = base_url(root)
    entries = "".join(f"<sitemap><loc>{base}{path}</loc></sitemap>" for path in found)
    return _xml(f"<sitemapindex {_SPACE}>{entries}</sitemapindex>")


@require_safe
def pages_view(request: HttpRequest) -> HttpResponse:
    base = base_url(current_jurisdiction(request))
    return _xml(_urls(f"<loc>{base}{reverse(name)}</loc>" for name in PAGES))


@require_safe
def day_view(request: HttpRequest, day: date) -> HttpResponse:
    """The published reports filed on that day."""
    root = current_jurisdiction(request)
    start = datetime.combine(day, time.min, ZoneInfo(root.timezone))
    if start > clock.now():
        raise Http404
    rows = PublicReport.objects.filter(
        root=root, filed_at__gte=start, filed_at__lt=start + timedelta(days=1), publication=Publication.PUBLISHED
    )
    found = rows.order_by("-filed_at", "-id").values_list("tracking_id", "filed_at", "closed_at")[:MOST]
    base = base_url(root)
    return _xml(
        _urls(
            f"<loc>{base}{reverse('web:report', args=[number])}</loc><lastmod>{(closed or filed).isoformat()}</lastmod>"
            for number, filed, closed in found
        )
    )


def _urls(entries: Iterable[str]) -> str:
    return f"<urlset {_SPACE}>{''.join(f'<url>{one}</url>' for one in entries)}</urlset>"


def _xml(body: str) -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return HttpResponse(
        text, content_type="application/xml; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"}
    )
