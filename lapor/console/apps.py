from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "lapor.console"
    label = "console"
