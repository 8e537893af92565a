"""Addresses below /identity/: showing who the account's owner is."""

from django.urls import path

from finpro.portals.account.views import case, vouch
from finpro.portals.account.views.identity import home, passcode, questions, who

app_name = "identity"
urlpatterns = [
    path("", home.home, name="home"),
    path("who", who.who, name="who"),
    path("passcode", passcode.passcode, name="passcode"),
    path("passcode/send", passcode.send, name="passcode_send"),
    path("questions", questions.questions, name="questions"),
    path("questions/ask", questions.ask, name="questions_ask"),
    path("vouch", vouch.ask, name="vouch"),
    path("vouch/<int:request_id>/withdraw", vouch.withdraw, name="vouch_withdraw"),
    path("case", case.case, name="case"),
    path("case/open", case.ask, name="case_open"),
    path("case/answer", case.answer, name="case_answer"),
]
