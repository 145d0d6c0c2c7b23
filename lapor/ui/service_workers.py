"""The scripts of service workers, served from where their scope begins. Called by the views of app, desk and tasks."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse


def built(name: str) -> str:
    """A file that set-up makes (frontend/build.mjs). Raises Http404."""
    found = finders.find(f"lapor/{name}")
    if not found:
        raise Http404
    return Path(str(found)).read_text(encoding="utf-8")


def worker_response(name: str, *, before: str = "") -> HttpResponse:
    """Asked for again each time. `before`: what the script finds already said."""
    response = HttpResponse(f"{before}{built(name)}", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
