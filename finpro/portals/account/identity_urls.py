"""Addresses below /identity/: showing who the account's owner is."""

from django.urls import path

from finpro.portals.account.views import case, vouch

app_name = "identity"
urlpatterns = [
    path("vouch", vouch.ask, name="vouch"),
    path("vouch/<int:request_id>/withdraw", vouch.withdraw, name="vouch_withdraw"),
    path("case", case.case, name="case"),
    path("case/open", case.ask, name="case_open"),
    path("case/answer", case.answer, name="case_answer"),
]
