from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "lapor.publish"
    label = "publish"
