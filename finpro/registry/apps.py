from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "finpro.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Registration record"
