"""Address of the counter desk."""

from django.urls import path

from lapor.desk import views

app_name = "desk"
urlpatterns = [path("", views.file_view, name="file")]
