from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "finpro.billing"
    label = "billing"
