from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "finpro.accounts"
    label = "accounts"
