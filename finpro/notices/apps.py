from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "finpro.notices"
    label = "notices"

    def ready(self) -> None:
        """Every domain declares in its notices which mails it sends."""
        autodiscover_modules("notices")
