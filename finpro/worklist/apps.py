from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorklistConfig(AppConfig):
    name = "finpro.worklist"
    label = "worklist"

    def ready(self) -> None:
        """Every domain says in its todo what it asks of people."""
        autodiscover_modules("todo")
