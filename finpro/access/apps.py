from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "finpro.access"
    label = "access"
