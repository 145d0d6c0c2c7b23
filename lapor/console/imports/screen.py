"""A file of an earlier system."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.imports import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("impor/", views.imports_view, name="imports"),
        path("impor/<uuid:run_id>", views.run_view, name="import"),
        path("impor/<uuid:run_id>/kesalahan.csv", views.faults_view, name="import_faults"),
    ),
    menu=MenuEntry("console:imports", _("Import"), "channel-import", Can.ADMINISTER),
)
