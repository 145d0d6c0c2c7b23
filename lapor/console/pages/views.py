"""/konsol/halaman/: texts of the public pages, written by the administrator: preview first, every version kept, back to
any of them."""

from uuid import UUID

from babel import Locale, UnknownLocaleError
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lapor.agencies import page_texts
from lapor.agencies.models import PageText
from lapor.agencies.officers.access import officers_only, signed_in
from lapor.agencies.queries import root_of
from lapor.agencies.roles import Can
from lapor.publish.help_texts import (
    ABOUT,
    DEFAULTS,
    LONGEST,
    PRIVACY,
    as_html,
    default_text,
    help_text,
    help_texts,
    numbers_in_force,
    unknown_words,
)


class TextForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    body = forms.CharField(
        label=gettext_lazy("Text (Markdown)"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 18})
    )


def _language_name(code: str) -> str:
    """A language that is here by its catalogue alone is called as it calls itself; its code where nobody has written
    that down (CLDR)."""
    label = str(dict(settings.LANGUAGES)[code])
    try:
        return (Locale.parse(code, sep="-").display_name or code) if label == code else label
    except UnknownLocaleError:
        return code


@never_cache
@require_safe
@officers_only(Can.ADMINISTER)
def pages_view(request: HttpRequest) -> HttpResponse:
    root = root_of(signed_in(request))
    rows = [
        {
            "text": text,
            "language": _language_name(language),
            "url": reverse("console:page", args=[name, language]),
        }
        for (name, language), text in help_texts(root, DEFAULTS, dict(settings.LANGUAGES)).items()
    ]
    return render(request, "console/pages.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officers_only(Can.ADMINISTER)
def page_view(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """POST with `do=preview` shows how it looks, `do=save` publishes it, `do=default` goes back to the text of the
    program."""
    officer = signed_in(request)
    root = root_of(officer)
    if name not in DEFAULTS or language not in dict(settings.LANGUAGES):
        raise Http404
    history = page_texts.versions(root, name, language)
    shown = help_text(root, name, language)
    form = TextForm(
        request.POST if request.method == "POST" else None, initial=_initial(request, history, shown.title, shown.body)
    )
    do = request.POST.get("do", "")
    if do == "default" or (do == "save" and form.is_valid()):
        title, body = ("", "") if do == "default" else (form.cleaned_data["title"], form.cleaned_data["body"])
        with transaction.atomic():
            page_texts.write(root, name, language, title=title, body=body, by=officer)
        messages.success(request, _("It is now on the public page."))
        return HttpResponseRedirect(request.path)
    preview = as_html(root, form.cleaned_data["body"]) if do == "preview" and form.is_valid() else ""
    context = {
        "form": form,
        "text": shown,
        "language_label": _language_name(language),
        "history": history,
        "preview": preview,
        "preview_title": form.data.get("title", ""),
        "unknown": unknown_words(root, form.data.get("body", "")) if preview else [],
        "numbers": numbers_in_force(root),
        "default_title": default_text(name, language)[0],
        "public_url": f"{reverse(_page_of(name))}#{name}",
    }
    return render(request, "console/page.html", context, status=422 if form.is_bound and form.errors else 200)


def _page_of(name: str) -> str:
    return "web:about" if name in ABOUT else "web:privacy" if name in PRIVACY else "web:help"


def _initial(request: HttpRequest, history: list[PageText], title: str, body: str) -> dict[str, str]:
    """An earlier version, where the address asks for one; else what is shown now."""
    try:
        wanted = UUID(request.GET.get("version", ""))
    except ValueError:
        wanted = None
    found = next((row for row in history if row.pk == wanted and row.body), None)
    return {"title": found.title if found else title, "body": found.body if found else body}
