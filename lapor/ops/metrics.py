"""/metrics for Prometheus: what readings.py measures, and the requests of the web processes.

Open to whoever sends LAPOR_METRICS_TOKEN as a bearer token, to nobody where none is set.
"""

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from lapor.ops.readings import HELP, by_name, readings

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"  # set by `lapor serve`: its processes count together
REQUESTS = Histogram(
    "lapor_request_seconds",
    "Requests by kind of page and class of status.",
    ["page", "status"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class MetricsMiddleware:
    """Counts each request by the app of its page: no address, no words, a bounded number of series."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        page = (match.app_name or match.url_name or "other") if match else "none"
        REQUESTS.labels(page, f"{response.status_code // 100}xx").observe(time.monotonic() - began)
        return response


class ReadingsCollector(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("lapor_database_up", "Whether the database answers.")
        try:
            names = by_name(readings())
        except DatabaseError:
            up.add_metric([], 0.0)
            yield up
            return
        up.add_metric([], 1.0)
        yield up
        for name, values in names.items():
            has_label = any(reading.label for reading in values)
            family = GaugeMetricFamily(name, HELP[name], labels=["of"] if has_label else [])
            for reading in values:
                family.add_metric([reading.label] if has_label else [], reading.value)
            yield family


def may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    return bool(token) and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


@never_cache
@require_safe
def metrics_view(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(ReadingsCollector())
    if os.environ.get(MULTIPROCESS):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        counted = b""
    else:
        counted = generate_latest(REGISTRY)
    return HttpResponse(counted + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
