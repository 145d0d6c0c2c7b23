"""What lies below the reports on the city's maps."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.base_map import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(path("peta-dasar/", views.base_map_view, name="base_map"),),
    menu=MenuEntry("console:base_map", _("Base map"), "map", Can.ADMINISTER),
)
