"""Addresses of My Account, below /account/."""

from django.urls import path

from finpro.portals.account.views import profile

app_name = "account"
urlpatterns = [
    path("", profile.home, name="home"),
]
