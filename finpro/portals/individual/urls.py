"""Addresses of the individual's side, below /me/."""

from django.urls import path

from finpro.portals.individual.views import record

app_name = "individual"
urlpatterns = [
    path("", record.home, name="home"),
    path("record", record.record, name="record"),
    path("record.json", record.record_json, name="record_json"),
]
