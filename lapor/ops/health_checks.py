"""/healthz (alive) and /readyz (fit to serve: database, migrations, a live worker, room for one more request)."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.core.errors import SetupError
from lapor.ops.missing_migrations import missing_migrations
from lapor.ops.shedding import is_full

WORKER_SILENT_SECONDS = 60


@never_cache
@require_safe
def alive_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _problems() -> list[str]:
    try:
        missing = missing_migrations()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
                [WORKER_SILENT_SECONDS],
            )
            workers = cursor.fetchone()[0]
    except DatabaseError:
        return ["database"]
    except SetupError:
        return ["migrations"]
    return ["migrations"] * bool(missing) + ["no live worker"] * (workers == 0) + ["no free place"] * is_full()


@never_cache
@require_safe
def ready_view(_request: HttpRequest) -> HttpResponse:
    problems = _problems()
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)
