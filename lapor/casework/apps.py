from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "lapor.casework"
    label = "casework"
