"""Addresses of the individual's side, below /me/."""

from django.urls import path

from finpro.portals.individual.views import documents, record

app_name = "individual"
urlpatterns = [
    path("", record.home, name="home"),
    path("record", record.record, name="record"),
    path("record/ssn", record.record_ssn, name="record_ssn"),
    path("record.json", record.record_json, name="record_json"),
    path("record.pdf", documents.ask, name="record_pdf"),
    path("documents/<uuid:document_id>", documents.document, name="document"),
    path("documents/<uuid:document_id>/file", documents.document_file, name="document_file"),
]
