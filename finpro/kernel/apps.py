from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel is no domain; it has one table, which says what jobs have already done."""

    name = "finpro.kernel"
    label = "kernel"
