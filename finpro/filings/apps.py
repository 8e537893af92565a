from django.apps import AppConfig


class FilingsConfig(AppConfig):
    name = "finpro.filings"
    label = "filings"
