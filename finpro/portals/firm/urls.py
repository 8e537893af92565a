"""Addresses of a firm's side, below /firm/<CRD number>/."""

from django.urls import path

from finpro.portals.firm.views import people

app_name = "firm"
urlpatterns = [
    path("", people.home, name="home"),
    path("people", people.people, name="people"),
    path("people/<int:crd>", people.person, name="person"),
    path("people/<int:crd>/ssn", people.person_ssn, name="person_ssn"),
]
