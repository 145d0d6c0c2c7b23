"""The queues of an officer and their lists."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.inbox import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("", views.inbox_view, name="inbox"),
        path("daftar", views.list_view, name="inbox_list"),
        path("antrean", views.queues_view, name="queues"),
        path("saring", views.filters_view, name="filters"),
    ),
    menu=MenuEntry("console:inbox", _("Inbox"), "list", Can.HANDLE_REPORTS),
)
