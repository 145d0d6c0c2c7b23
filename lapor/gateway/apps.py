from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "lapor.gateway"
    label = "gateway"
