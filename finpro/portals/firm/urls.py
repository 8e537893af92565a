"""Addresses of a firm's side, below /firm/<CRD number>/."""

from django.urls import path

from finpro.portals.firm.views import certification, people, users, vouching

app_name = "firm"
urlpatterns = [
    path("", people.home, name="home"),
    path("people", people.people, name="people"),
    path("people/<int:crd>", people.person, name="person"),
    path("people/<int:crd>/ssn", people.person_ssn, name="person_ssn"),
    path("admin/users", users.users, name="users"),
    path("admin/users.csv", users.users_csv, name="users_csv"),
    path("admin/users/invite", users.invite, name="invite"),
    path("admin/users/<int:member>", users.change, name="user"),
    path("admin/users/<int:member>/remove", users.remove, name="user_remove"),
    path("admin/invitations/<int:invitation>/resend", users.resend, name="invitation_resend"),
    path("admin/invitations/<int:invitation>/withdraw", users.withdraw, name="invitation_withdraw"),
    path("admin/hand-over", users.hand_over, name="hand_over"),
    path("admin/certification", certification.certification, name="certification"),
    path("admin/certification/open", certification.open_year, name="certification_open"),
    path("admin/certification/keep", certification.keep, name="certification_keep"),
    path("admin/certification/close", certification.close, name="certification_close"),
    path("admin/certification/<int:year>", certification.report, name="certification_report"),
    path("admin/certification/<int:year>.csv", certification.report_csv, name="certification_csv"),
    path("vouching", vouching.waiting, name="vouching"),
    path("vouching/<int:request_id>", vouching.answer, name="vouch"),
    path("vouching/<int:request_id>/decline", vouching.decline, name="vouch_decline"),
]
