"""What waits for approval."""

from django.urls import path

from lapor.console.proposals import views
from lapor.console.screens import Screen

SCREEN = Screen(
    urls=(
        path("usul/", views.proposals_view, name="proposals"),
        path("usul/setelan", views.approval_view, name="approval"),
        path("usul/<str:number>", views.decide_view, name="decide_proposal"),
    ),
)
