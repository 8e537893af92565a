from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "finpro.casework"
    label = "casework"
