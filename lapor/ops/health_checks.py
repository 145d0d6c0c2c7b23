"""/healthz (alive) and /readyz (this process can serve: database, migrations, room for one more request).

What other processes do is no reason to take a web server out: dead workers belong to metrics and alarms.
"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lapor.core.errors import SetupError
from lapor.ops.missing_migrations import missing_migrations
from lapor.ops.shedding import is_full


@never_cache
@require_safe
def alive_view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def _problems() -> list[str]:
    try:
        missing = missing_migrations()
    except DatabaseError:
        return ["database"]
    except SetupError:
        return ["migrations"]
    return ["migrations"] * bool(missing) + ["no free place"] * is_full()


@never_cache
@require_safe
def ready_view(_request: HttpRequest) -> HttpResponse:
    problems = _problems()
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)
