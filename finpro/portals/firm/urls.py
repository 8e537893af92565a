"""Addresses of a firm's side, below /firm/<CRD number>/."""

from django.urls import path

from finpro.portals.firm.views import certification, filings, people, sections, users, vouching

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
    path("filings", filings.filings_list, name="filings"),
    path("filings/new", filings.new, name="filing_new"),
    path("filings/new/person", filings.new_person, name="filing_person"),
    path("filings/<int:filing_id>", filings.filing, name="filing"),
    path("filings/<int:filing_id>/access", filings.access, name="filing_access"),
    path("filings/<int:filing_id>/check", filings.check, name="filing_check"),
    path("filings/<int:filing_id>/reopen", filings.reopen, name="filing_reopen"),
    path("filings/<int:filing_id>/delete", filings.delete, name="filing_delete"),
    path("filings/<int:filing_id>/save", sections.save, name="filing_save"),
    path("filings/<int:filing_id>/section/<slug:key>", sections.section, name="filing_section"),
    path("filings/<int:filing_id>/section/<slug:key>/done", sections.done, name="filing_done"),
    path("filings/<int:filing_id>/section/<slug:key>/comment", sections.comment, name="filing_comment"),
    path("filings/<int:filing_id>/section/<slug:key>/presence", sections.presence, name="filing_presence"),
    path("filings/<int:filing_id>/section/<slug:key>/findings", sections.findings, name="filing_findings"),
    path("filings/<int:filing_id>/row/<path:place>", sections.row, name="filing_row"),
    path("filings/<int:filing_id>/rows/add", sections.rows_add, name="filing_rows_add"),
    path(
        "filings/<int:filing_id>/comments/<int:comment_id>/resolve",
        sections.comment_resolve,
        name="filing_comment_resolve",
    ),
    path("vouching", vouching.waiting, name="vouching"),
    path("vouching/<int:request_id>", vouching.answer, name="vouch"),
    path("vouching/<int:request_id>/decline", vouching.decline, name="vouch_decline"),
]
