from django.apps import AppConfig


class FirmsConfig(AppConfig):
    name = "finpro.firms"
    label = "firms"
