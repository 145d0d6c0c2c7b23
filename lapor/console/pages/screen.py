"""The texts that a city writes itself."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.pages import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("halaman/", views.pages_view, name="pages"),
        path("halaman/<slug:name>/<slug:language>", views.page_view, name="page"),
    ),
    menu=MenuEntry("console:pages", _("Texts"), "edit", Can.ADMINISTER),
)
