"""An officer's own work, for a phone."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lapor.agencies.roles import Can
from lapor.console.screens import MenuEntry, Screen
from lapor.console.tasks import sharing, views

SCREEN = Screen(
    urls=(
        path("tugas/", views.tasks_view, name="tasks"),
        path("tugas/denyut", views.pulse_view, name="tasks_pulse"),
        path("tugas/kerja.js", views.worker_view, name="tasks_worker"),
        path("tugas/pembagian", sharing.sharing_view, name="sharing"),
        path("tugas/<str:number>", views.task_view, name="task"),
    ),
    menu=MenuEntry("console:tasks", _("My tasks"), "pin", Can.BE_GIVEN_WORK),
)
