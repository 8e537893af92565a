"""Rows of the record."""

from finpro.registry.models.disclosures import Disclosure, DisclosureAnswer, DisclosureReport, DisclosureVersion
from finpro.registry.models.employment import Association, EmploymentEntry, EmploymentSpell, Office
from finpro.registry.models.fingerprints import FingerprintBasis, FingerprintCard, FingerprintStatus
from finpro.registry.models.firms import Branch, Firm, FirmAddress, FirmName
from finpro.registry.models.people import (
    Description,
    Designation,
    OtherBusiness,
    Person,
    PersonName,
    Residence,
    Standing,
)
from finpro.registry.models.qualifications import ExamResult, RegulatoryElement
from finpro.registry.models.reading import RosterLine
from finpro.registry.models.registrations import Registration, RegistrationStatus
from finpro.registry.models.requests import Deficiency, OtherFirms, RegistrationRequest
from finpro.registry.models.sources import ImportReject, ImportRun, Source

__all__ = [
    "Association",
    "Branch",
    "Deficiency",
    "Description",
    "Designation",
    "Disclosure",
    "DisclosureAnswer",
    "DisclosureReport",
    "DisclosureVersion",
    "EmploymentEntry",
    "EmploymentSpell",
    "ExamResult",
    "FingerprintBasis",
    "FingerprintCard",
    "FingerprintStatus",
    "Firm",
    "FirmAddress",
    "FirmName",
    "ImportReject",
    "ImportRun",
    "Office",
    "OtherBusiness",
    "OtherFirms",
    "Person",
    "PersonName",
    "Registration",
    "RegistrationRequest",
    "RegistrationStatus",
    "RegulatoryElement",
    "Residence",
    "RosterLine",
    "Source",
    "Standing",
]
