"""Addresses of My Account, below /account/."""

from django.urls import path

from finpro.portals.account.views import password, profile

app_name = "account"
urlpatterns = [
    path("", profile.home, name="home"),
    path("password", password.password, name="password"),
    path("password/chosen", password.chosen, name="password_chosen"),
]
