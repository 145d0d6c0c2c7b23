"""What many reports tell of."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.incidents import views
from lapor.console.screens import MenuEntry, Screen

SCREEN = Screen(
    urls=(
        path("kejadian/", views.incidents_view, name="incidents"),
        path("kejadian/<uuid:incident_id>/gabung", views.merge_incident_view, name="merge_incident"),
    ),
    menu=MenuEntry("console:incidents", _("Incidents"), "alert", Can.SEE_INCIDENTS),
)
