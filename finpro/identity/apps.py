from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "finpro.identity"
    label = "identity"
