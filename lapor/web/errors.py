"""Pages for when something went wrong: what it was, what is kept, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lapor.agencies.current import OFFICERS_PAGES
from lapor.agencies.officers.access import officer_behind
from lapor.casework.kept_words import show_words


def error_page(
    request: HttpRequest, status: int, *, title: str, wrong: str, kept: str = "", todo: str = "", base: str = ""
) -> HttpResponse:
    """`base`: the template around it, where it is not the public pages'."""
    show_words(request)
    context = {"title": title, "wrong": wrong, "kept": kept, "todo": todo, "status": status, "base": base}
    return render(request, "ui/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        400,
        title=_("We could not read this"),
        wrong=_("Something in what you sent is not right."),
        todo=_("Go back and try again."),
        base=_base_for(request),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        403,
        title=_("You cannot see this"),
        wrong=_("Your account may not see this page."),
        todo=_("If you need it for your work, ask your administrator."),
        base=_base_for(request),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(
        request,
        404,
        title=_("This page does not exist"),
        wrong=_("Check the address for typing errors."),
        todo=_("Go to the front page, or look for a report by its number."),
        base=_base_for(request),
    )


def _base_for(request: HttpRequest) -> str:
    """Officers keep their head: search, news, sign-out."""
    is_officers = request.path.startswith(OFFICERS_PAGES) and officer_behind(request) is not None
    return "ui/console_base.html" if is_officers else ""


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(
        request,
        500,
        title=_("Something went wrong on our side"),
        wrong=_("It is not your fault, and it has been noted."),
        kept=_("What you sent may not have been stored."),
        todo=_("Try again in a few minutes."),
    )


def too_many(request: HttpRequest, seconds: int, *, kept: str = "") -> HttpResponse:
    """429 with Retry-After."""
    response = error_page(
        request,
        429,
        title=_("A little too often"),
        wrong=_("This was done too often from your connection in a short time."),
        kept=kept,
        todo=_("Wait %(minutes)s minutes, then try again.") % {"minutes": max(1, seconds // 60)},
    )
    response["Retry-After"] = str(seconds)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(
        request,
        403,
        title=_("The page was open too long"),
        wrong=_("For your safety the form has expired."),
        kept=_("Go back: your browser has kept what you typed."),
        todo=_("Load the page again, then send once more."),
        base=_base_for(request),
    )
