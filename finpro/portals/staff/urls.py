"""Addresses of the registry's side, below /registry/."""

from django.urls import path

from finpro.portals.staff.views import appoint, firms, imports, people, search

app_name = "staff"
urlpatterns = [
    path("", search.home, name="home"),
    path("search", search.search, name="search"),
    path("search/ssn", search.search_ssn, name="search_ssn"),
    path("people/<int:crd>", people.person, name="person"),
    path("people/<int:crd>/history", people.history, name="history"),
    path("people/<int:crd>/ssn", people.person_ssn, name="person_ssn"),
    path("firms/<int:crd>", firms.firm, name="firm"),
    path("firms/<int:crd>/people", firms.firm_people, name="firm_people"),
    path("firms/<int:crd>/administrator", appoint.administrator, name="firm_administrator"),
    path("firms/<int:crd>/administrator/<int:invitation>/withdraw", appoint.withdraw, name="firm_invitation_withdraw"),
    path("imports", imports.imports, name="imports"),
    path("imports/<int:run>", imports.import_run, name="import_run"),
]
