from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "finpro.documents"
    label = "documents"
