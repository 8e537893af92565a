from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "finpro.signatures"
    label = "signatures"
