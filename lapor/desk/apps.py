from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lapor.desk"
    label = "desk"
