from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "finpro.audit"
    label = "audit"

    def ready(self) -> None:
        """Every domain says in its presenters how its events read."""
        autodiscover_modules("presenters")
