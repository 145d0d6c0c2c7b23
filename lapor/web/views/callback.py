"""/statistik/uji-petik/: how the sample of closed reports is drawn, with seed and numbers, and the frame of each month
to draw it again. No report is named that the public list does not hold."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lapor.agencies.callback_rules import callback_rules
from lapor.agencies.current import current_jurisdiction
from lapor.agencies.queries import rules_of
from lapor.casework.callback.drawing import FORMAT, FrameRow
from lapor.casework.callback.overview import DrawProgress, draws_of
from lapor.casework.models import CallbackDraw
from lapor.measure.scorecards import ASKED_FROM
from lapor.presentation.acts import call_result_label
from lapor.reports.vocabulary import CallResult
from lapor.web.views.openness import PRETTY

SAID = (CallResult.SOLVED, CallResult.PARTLY, CallResult.NOT_SOLVED)


@require_safe
def callback_view(request: HttpRequest) -> HttpResponse:
    root = current_jurisdiction(request)
    context = {
        "draws": [_shown(one) for one in draws_of(root)],
        "rules": callback_rules(rules_of(root)),
        "least": ASKED_FROM,
        "format": FORMAT,
        "root_code": root.code,
    }
    return render(request, "web/callback.html", context)


def _shown(one: DrawProgress) -> dict[str, Any]:
    """What came of it only from 30 answers up."""
    said = sum(one.outcomes.get(result, 0) for result in SAID)
    outcomes = [(call_result_label(code), one.outcomes.get(code, 0)) for code in CallResult.values]
    return {
        "one": one,
        "said": said,
        "outcomes": outcomes if said >= ASKED_FROM else [],
        "passed_over": sum(one.skipped.values()),
    }


@require_safe
def frame_view(request: HttpRequest, month: str) -> JsonResponse:
    """Everything that the draw was made of (docs/operate/call-back.md says how to make it again)."""
    root = current_jurisdiction(request)
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Http404 from None
    made = CallbackDraw.objects.filter(root=root, month=first).first()
    if made is None:
        raise Http404
    rows = [FrameRow(*row)._asdict() for row in made.frame]
    content = {
        "format": FORMAT,
        "city": root.code,
        "month": month,
        "head_day": made.head_day.isoformat(),
        "head": made.head,
        "seed": made.seed,
        "rules": made.rules,
        "reports": len(rows),
        "size": made.size,
        "passed_over": len(made.skipped),
        "frame": rows,
    }
    return JsonResponse(content, json_dumps_params=PRETTY)
