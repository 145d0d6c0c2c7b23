"""/loket/kiriman: a public post, known by its link, becomes a report; the only way for a platform that lets no program
read it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lapor.agencies.models import Agency, Officer
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.core import clock
from lapor.core.ids import show_tracking_id
from lapor.core.links import platform_of, post_key
from lapor.intake.conversations.replies import public_receipt
from lapor.intake.filing.actions import MAX_TEXT, FilingResult, KeyUsedBefore, file_new_report, filed_before
from lapor.intake.filing.forms import KeptTextField, as_new
from lapor.intake.filing.new_report import NewReport
from lapor.reports.models import Report
from lapor.reports.queries import reports_of_post
from lapor.reports.vocabulary import Channel
from lapor.reports.workflow.act import DESK
from lapor.reports.workflow.acting import Actor

_WHEN = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class PostForm(forms.Form):
    """`known`: the reports that were made of this post already; then the officer has to say that it is another
    matter."""

    draft_id = forms.UUIDField(widget=forms.HiddenInput)
    link = forms.URLField(
        label=gettext_lazy("Link of the post"),
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("X, Facebook, Instagram, a news page: copied from the browser or the app."),
    )
    text = KeptTextField(
        label=gettext_lazy("What does it say?"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )
    author = KeptTextField(
        label=gettext_lazy("Who wrote it"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Kept sealed, like every name."),
    )
    said_at = forms.DateTimeField(label=gettext_lazy("When was it written?"), widget=_WHEN)
    is_other = forms.BooleanField(label=gettext_lazy("It tells of something else: make another report"), required=False)

    def __init__(self, *args: Any, root: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.root, self.known = root, list[Report]()
        if not self.is_bound:
            self.initial.setdefault("draft_id", uuid.uuid4())

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"])
        if not link.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("A link begins with https://"))
        return link

    def clean_said_at(self) -> Any:
        said_at = self.cleaned_data["said_at"]
        if said_at > clock.now():
            raise forms.ValidationError(_("This is in the future."))
        return said_at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "link" not in data or "draft_id" not in data or filed_before(str(data["draft_id"])):
            return data
        self.known = reports_of_post(self.root.pk, post_key(data["link"]))
        if self.known and not data["is_other"]:
            self.add_error("is_other", _("This post is a report already. Look at it first."))
        return data

    def new_report(self, officer: Officer) -> NewReport:
        """Call after is_valid(). A name is all that is known of its writer: nobody is told."""
        data = self.cleaned_data
        return NewReport(
            text=data["text"],
            said="\n".join((data["link"], data["author"], data["text"])),
            submission_key=str(data["draft_id"]),
            channel=platform_of(data["link"]) or Channel.NEWS,
            name=data["author"],
            identity="named" if data["author"] else "anonymous",
            provenance={
                "url": data["link"],
                "post": post_key(data["link"]),
                "said_at": data["said_at"].isoformat(),
                "typed_by": officer.name,
                "agency": officer.agency.name,
            },
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.WORK_AT_DESK)
def post_view(request: HttpRequest) -> HttpResponse:
    officer = signed_in(request)
    root = root_of(officer)
    if request.method != "POST":
        return render(
            request, "desk/post.html", {"form": PostForm(root=root, initial={"link": request.GET.get("link", "")})}
        )
    form = PostForm(request.POST, root=root)
    if not form.is_valid():
        return render(request, "desk/post.html", {"form": form}, status=422)
    try:
        filed = file_new_report(form.new_report(officer), root=root, actor=Actor(role=DESK, officer=officer))
    except KeyUsedBefore:
        return render(request, "desk/post.html", {"form": as_new(form)}, status=409)
    _say_filed(request, filed)
    return HttpResponseRedirect(reverse("desk:post"))


def _say_filed(request: HttpRequest, filed: FilingResult) -> None:
    """With words that the officer may write under the post; of a protected case nothing is said in public."""
    number = show_tracking_id(filed.report.tracking_id)
    if filed.report.is_protected:
        messages.success(
            request,
            _("Filed as report %(number)s. It is confidential: write nothing under the post.") % {"number": number},
        )
        return
    facts = {"number": number, "answer": public_receipt(filed)}
    messages.success(request, _("Filed as report %(number)s. You may answer under the post: %(answer)s") % facts)
