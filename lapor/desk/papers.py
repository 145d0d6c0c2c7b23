"""/loket/koran: a page of a newspaper is scanned once, clippings are cut from it, each becomes its own report."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies.models import Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.casework.files import file_error, store_files
from lapor.core import clock
from lapor.core.cleaning.limits import FileRefused
from lapor.core.ids import show_tracking_id
from lapor.desk.sittings import end_sitting, keep_sitting, note_filed, sitting_of
from lapor.intake.files.attachments import StorageFull, file_path, keep_upload, uploads_of
from lapor.intake.filing.actions import FilingResult, KeyUsedBefore, file_new_report
from lapor.intake.filing.forms import FilingForm, KeptTextField
from lapor.intake.models import Upload
from lapor.intake.press.clippings import cut_clipping, printed_words
from lapor.intake.press.outlets import known_outlet, note_coverage, outlets
from lapor.reports.provenance import Provenance
from lapor.reports.vocabulary import Channel, Identity
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import Actor

KIND = Channel.NEWSPAPER.value
MOST_CLIPPINGS = 40  # of one page


class PageForm(forms.Form):
    """Which page it is. The scan is asked for once; without one clippings are typed or photographed by themselves."""

    paper = KeptTextField(
        label=gettext_lazy("Newspaper"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "papers", "autocomplete": "off"}),
    )
    printed_on = forms.DateField(
        label=gettext_lazy("Of"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    page = KeptTextField(label=gettext_lazy("Page"), max_length=20)
    rubric = KeptTextField(label=gettext_lazy("Section"), max_length=80, initial=gettext_lazy("Letters to the editor"))
    scan = forms.FileField(
        label=gettext_lazy("Scan or photo of the page"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.heic,.heif,application/pdf"}),
    )

    def clean_printed_on(self) -> Any:
        if self.cleaned_data["printed_on"] > timezone.localdate(clock.now()):
            raise forms.ValidationError(_("This is in the future."))
        return self.cleaned_data["printed_on"]


class BoxForm(forms.Form):
    """A rectangle of the page in hundredths of its sides; drawn with the pointer, or typed."""

    left = forms.FloatField(label=gettext_lazy("From the left (%)"), min_value=0, max_value=99, initial=0)
    top = forms.FloatField(label=gettext_lazy("From the top (%)"), min_value=0, max_value=99, initial=0)
    width = forms.FloatField(label=gettext_lazy("Width (%)"), min_value=1, max_value=100, initial=100)
    height = forms.FloatField(label=gettext_lazy("Height (%)"), min_value=1, max_value=100, initial=100)

    def box(self) -> tuple[float, float, float, float]:
        data = self.cleaned_data
        left, top = data["left"] / 100, data["top"] / 100
        return left, top, min(data["width"] / 100, 1 - left), min(data["height"] / 100, 1 - top)


class ClippingForm(FilingForm):
    """One letter of the page. Its writer is known by the name that was printed, nothing more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email", "visibility"):
            del self.fields[name]
        self.fields["identity"].initial = Identity.NAMED
        self.fields["category"].widget.attrs["data-look-up"] = _("Category: type the first letters")
        self.fields["area"].widget.attrs["data-look-up"] = _("Kelurahan: type the first letters")
        self.fields["name"].widget.attrs["autocomplete"] = "off"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def page_view(request: HttpRequest) -> HttpResponse:
    """The page and its clippings; a clipping is cut by drawing, or begun without a scan."""
    sitting = sitting_of(request, KIND)
    if request.method != "POST":
        return _show(request, sitting, PageForm(initial=_facts(sitting)), BoxForm())
    do = request.POST.get("do", "")
    if do == "end":
        end_sitting(request, KIND)
        return HttpResponseRedirect(reverse("desk:paper"))
    if do == "cut":
        return _cut(request, sitting)
    form = PageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, sitting, form, BoxForm(), status=422)
    if form.cleaned_data["scan"] is not None and not _keep_scan(form, sitting):
        return _show(request, sitting, form, BoxForm(), status=422)
    sitting.update({name: str(form.cleaned_data[name]) for name in ("paper", "printed_on", "page", "rubric")})
    draft = "" if _page_of(sitting) else _begin(sitting)
    keep_sitting(request, KIND, sitting)
    return HttpResponseRedirect(reverse("desk:clipping", args=[draft]) if draft else reverse("desk:paper"))


def _facts(sitting: dict[str, Any]) -> dict[str, Any]:
    kept = {name: sitting[name] for name in ("paper", "printed_on", "page", "rubric") if sitting.get(name)}
    return {"printed_on": timezone.localdate(clock.now()), **kept}


def _keep_scan(form: PageForm, sitting: dict[str, Any]) -> bool:
    stored, errors = store_files([form.cleaned_data["scan"]])
    for error in errors:
        form.add_error("scan", error)
    if stored and stored[0].kind not in {"photo", "pdf"}:
        form.add_error("scan", _("This is not a picture of a page."))
        return False
    for file in stored:
        sitting["key"], sitting["clippings"] = str(uuid.uuid4()), []  # another page
        keep_upload(sitting["key"], file)
    return not errors


def _page_of(sitting: dict[str, Any]) -> Upload | None:
    return next(iter(uploads_of(sitting["key"])), None)


def _begin(sitting: dict[str, Any]) -> str:
    draft = str(uuid.uuid4())
    sitting["clippings"] = [*sitting["clippings"], draft][-MOST_CLIPPINGS:]
    return draft


def _cut(request: HttpRequest, sitting: dict[str, Any]) -> HttpResponse:
    form, page = BoxForm(request.POST), _page_of(sitting)
    if page is None:
        messages.warning(request, _("The scan is no longer kept: choose it again."))
        return HttpResponseRedirect(reverse("desk:paper"))
    if form.is_valid():
        draft = _begin(sitting)
        try:
            cut_clipping(page, draft, form.box())
        except FileNotFoundError:
            form.add_error(None, _("The scan is no longer kept: choose it again."))
        except (FileRefused, StorageFull) as error:
            form.add_error(None, file_error(error, page.called, 0))
        else:
            keep_sitting(request, KIND, sitting)
            return HttpResponseRedirect(reverse("desk:clipping", args=[draft]))
    return _show(request, sitting, PageForm(initial=_facts(sitting)), form, status=422)


def _show(
    request: HttpRequest, sitting: dict[str, Any], form: PageForm, box: BoxForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "box": box,
        "sitting": sitting,
        "page": _page_of(sitting),
        "papers": outlets(root_of(signed_in(request)), KIND),
        "is_begun": bool(sitting.get("paper")),
        "is_open": bool(form.errors) or not sitting.get("paper"),
    }
    return render(request, "desk/paper.html", context, status=status)


@never_cache
@require_safe
@officers_only(Can.WORK_AT_DESK)
def picture_view(request: HttpRequest, draft: str = "") -> HttpResponse:
    """The page of this officer's sitting, or a clipping of it; nobody else's."""
    sitting = sitting_of(request, KIND)
    if draft and draft not in sitting["clippings"]:
        raise Http404
    found = next(iter(uploads_of(draft or sitting["key"])), None)
    path = file_path(found.sha256, "full") if found is not None and found.kind == "photo" and found.sha256 else None
    if path is None or not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def clipping_view(request: HttpRequest, draft: str) -> HttpResponse:
    """The clipping beside the words; what the machine read is offered, never taken by itself over what was typed."""
    officer, sitting = signed_in(request), sitting_of(request, KIND)
    if draft not in sitting["clippings"] or not sitting.get("paper"):
        raise Http404
    clipping = next(iter(uploads_of(draft)), None)
    words = printed_words(clipping) if clipping is not None else ""
    if request.GET.get("part") == "words":
        return render(
            request, "desk/parts/printed_words.html", {"words": words}, status=200 if words is not None else 202
        )
    form = ClippingForm(request.POST or None, root=root_of(officer), initial={"draft_id": draft, "text": words or ""})
    if request.method != "POST" or not form.is_valid() or str(form.cleaned_data["draft_id"]) != draft:
        context = {
            "form": form,
            "sitting": sitting,
            "clipping": clipping,
            "draft": draft,
            "words": words,
            "is_reading": words is None,
        }
        return render(request, "desk/clipping.html", context, status=422 if form.errors else 200)
    filed = _file(form, officer, sitting)
    sitting["clippings"] = [one for one in sitting["clippings"] if one != draft]
    if not filed.is_repeat:
        note_filed(sitting, filed.report.tracking_id, filed.report.title)
    keep_sitting(request, KIND, sitting)
    messages.success(
        request,
        _("Filed as report %(number)s. Next clipping.") % {"number": show_tracking_id(filed.report.tracking_id)},
    )
    return HttpResponseRedirect(reverse("desk:paper"))


def _file(form: ClippingForm, officer: Officer, sitting: dict[str, Any]) -> FilingResult:
    printed: Provenance = {
        "typed_by": officer.name,
        "agency": officer.agency.name,
        "newspaper": sitting["paper"],
        "page": sitting["page"],
        "rubric": sitting["rubric"],
        "said_at": sitting["printed_on"],
    }
    uploads = list(uploads_of(str(form.cleaned_data["draft_id"])))
    new = replace(
        form.new_report(channel=KIND, language="id", uploads=uploads, provenance=printed), files_are_internal=True
    )
    actor = Actor(role=DESK, officer=officer)
    try:
        filed = file_new_report(new, root=form.root, actor=actor)
    except KeyUsedBefore:  # the clipping was filed with other words: both are kept
        key = str(uuid.uuid5(form.cleaned_data["draft_id"], new.said))
        filed = file_new_report(replace(new, submission_key=key), root=form.root, actor=actor)
    place = _("page %(page)s, %(rubric)s") % {"page": sitting["page"], "rubric": sitting["rubric"]}
    note_coverage(
        filed.report,
        known_outlet(form.root, KIND, sitting["paper"]),
        place=place,
        said_on=date.fromisoformat(sitting["printed_on"]),
    )
    return filed
