"""/data/: the files of the night, what they hold, under which licence; each file also by a lasting address for the
newest."""

from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lapor.agencies.current import current_jurisdiction
from lapor.publish.open_data.columns import COLUMNS, K
from lapor.publish.open_data.describing import licence_of, media_of
from lapor.publish.open_data.files import NAMES, days_of, file_of


@require_safe
def data_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    days = days_of(root)
    found = [(name, path) for name in NAMES if days and (path := file_of(root, days[0], name))]
    files = [
        {
            "name": name,
            "url": reverse("web:data_file", args=[days[0], name]),
            "format": media_of(name)[0],
            "bytes": path.stat().st_size,
        }
        for name, path in found
    ]
    context = {
        "files": files,
        "day": days[0] if days else None,
        "earlier": days[1:],
        "columns": COLUMNS,
        "licence": licence_of(root),
        "k": K,
    }
    return render(request, "web/open_data.html", context)


@require_safe
def file_view(request: HttpRequest, day: date, name: str) -> HttpResponseBase:
    path = file_of(current_jurisdiction(request), day, name)
    if path is None:
        raise Http404
    response = FileResponse(
        path.open("rb"), as_attachment=name.startswith("laporan."), filename=name, content_type=media_of(name)[1]
    )
    response["Access-Control-Allow-Origin"] = "*"  # open to programs in other pages too
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def newest_view(request: HttpRequest, name: str) -> HttpResponse:
    """An address that does not change: on to the newest day."""
    days = days_of(current_jurisdiction(request))
    if not days or name not in NAMES:
        raise Http404
    return HttpResponseRedirect(reverse("web:data_file", args=[days[0], name]))
