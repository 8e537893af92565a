"""Addresses of the individual's side, below /me/."""

from django.urls import path

from finpro.portals.individual.views import address, documents, forms, record, registrations, sections, signing

app_name = "individual"
urlpatterns = [
    path("", record.home, name="home"),
    path("record", record.record, name="record"),
    path("record/ssn", record.record_ssn, name="record_ssn"),
    path("record.json", record.record_json, name="record_json"),
    path("record.pdf", documents.ask, name="record_pdf"),
    path("address", address.home, name="address"),
    path("address/change", address.change, name="address_change"),
    path("address/confirm", address.confirm, name="address_confirm"),
    path("address/done", address.done, name="address_done"),
    path("forms", forms.forms_list, name="forms"),
    path("forms/<int:filing_id>", forms.form, name="form"),
    path("forms/<int:filing_id>/form", forms.form_read, name="form_read"),
    path("forms/<int:filing_id>/hand-back", forms.hand_back, name="form_hand_back"),
    path("forms/<int:filing_id>/save", sections.save, name="form_save"),
    path("forms/<int:filing_id>/section/<slug:key>", sections.section, name="form_section"),
    path("forms/<int:filing_id>/section/<slug:key>/done", sections.done, name="form_done"),
    path("forms/<int:filing_id>/section/<slug:key>/comment", sections.comment, name="form_comment"),
    path("forms/<int:filing_id>/section/<slug:key>/presence", sections.presence, name="form_presence"),
    path("forms/<int:filing_id>/section/<slug:key>/findings", sections.findings, name="form_findings"),
    path("forms/<int:filing_id>/row/<path:place>", sections.row, name="form_row"),
    path("forms/<int:filing_id>/rows/add", sections.rows_add, name="form_rows_add"),
    path(
        "forms/<int:filing_id>/comments/<int:comment_id>/resolve",
        sections.comment_resolve,
        name="form_comment_resolve",
    ),
    path("registrations", registrations.registrations, name="registrations"),
    path("letters", registrations.letters, name="letters"),
    path("letters/<str:number>", registrations.letter, name="letter"),
    path("documents/<uuid:document_id>", documents.document, name="document"),
    path("documents/<uuid:document_id>/file", documents.document_file, name="document_file"),
    path("forms/<int:filing_id>/sign", signing.sign, name="sign"),
    path("forms/<int:filing_id>/sign/give", signing.give, name="sign_give"),
    path("forms/<int:filing_id>/sign/decline", signing.decline, name="sign_decline"),
    path("forms/<int:filing_id>/signed", signing.signed, name="signed"),
    path("forms/<int:filing_id>/papers/<uuid:document>", signing.paper, name="form_paper"),
]
