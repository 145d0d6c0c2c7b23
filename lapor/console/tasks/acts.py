"""The acts of a task's page: those of the table that are done on the spot, and "cannot be found", which is one of them
in words that are written already."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapor.casework import kept_files
from lapor.casework.actions import act_views, form_for
from lapor.casework.forms import ActForm
from lapor.casework.performing import offered_act
from lapor.reports.models import Report
from lapor.reports.queries import StoryLine
from lapor.reports.vocabulary import ActName
from lapor.reports.workflow.act import EVIDENCE_ACTS, Act
from lapor.reports.workflow.acting import Actor

ON_THE_SPOT = (ActName.TAKE, ActName.START, ActName.RESPOND, ActName.ANSWER, ActName.WORK_NOTE, ActName.HAND_BACK)
NOT_FOUND = "not_found"  # its field, and the name under which its photos are kept on the phone
_TELLING = (ActName.START, ActName.RESPOND)  # the acts that say something to the public and leave the case open


def task_acts(
    report: Report, offered: Sequence[Act], bound: ActForm | None, lines: list[StoryLine], *, is_not_found: bool
) -> list[Any]:
    """All with their forms: a page that has to work without a network can ask for none later. `is_not_found`: `bound`
    is the form of that one."""
    rows = [row for row in offered if row.name in ON_THE_SPOT]
    views = act_views(rows, report, None if is_not_found else bound, lines=lines)
    for view in views:
        view["takes_evidence"] = view["act"] in EVIDENCE_ACTS
        view["fold"] = view["act"]
    telling = next((row for row in rows if row.name in _TELLING), None)
    if telling is None:
        return views
    view = {**act_views([telling], report, bound if is_not_found else None, lines=lines)[0], "fold": NOT_FOUND}
    _as_not_found(view["form"])
    view |= {
        "label": _("Cannot be found"),
        "consequence": _("The reporter and the public read these words, with your photo. The case stays open."),
        "is_main": False,
        "is_open": is_not_found,
        "takes_evidence": True,
        "evidence_act": NOT_FOUND,
    }
    return [*views, view]


def _as_not_found(form: ActForm) -> None:
    form.auto_id = f"id_{NOT_FOUND}_%s"
    form.fields[NOT_FOUND] = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
    form.fields["text"].initial = _(
        "We came to the place, but what was reported cannot be found there. The photo shows the place as we saw it. "
        "If it is still there, please add a landmark or mark the place on the map, and we will come again."
    )


def photo_missing(request: HttpRequest, report: Report, actor: Actor) -> ActForm | None:
    """The form that says that "cannot be found" needs a photo; None where nothing is amiss."""
    if NOT_FOUND not in request.POST or request.POST.getlist(kept_files.FILES) or request.FILES.getlist("photos"):
        return None
    row = offered_act(report, request.POST.get("act", ""), actor=actor, given=request.POST)
    if row is None or row.name not in _TELLING:
        return None
    form = form_for(row, report, request.POST, request.FILES)
    form.full_clean()
    form.add_error("photos", _("Take a photo of the place: it shows that you were there."))
    return form
