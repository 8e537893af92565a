"""Rows of the record."""

from finpro.registry.models.disclosures import Disclosure, DisclosureVersion
from finpro.registry.models.employment import Association, EmploymentEntry, EmploymentSpell, Office
from finpro.registry.models.firms import Branch, Firm, FirmAddress, FirmName
from finpro.registry.models.people import Designation, OtherBusiness, Person, PersonName, Residence, Standing
from finpro.registry.models.qualifications import ExamResult, RegulatoryElement
from finpro.registry.models.reading import RosterLine
from finpro.registry.models.registrations import Registration, RegistrationStatus
from finpro.registry.models.sources import ImportReject, ImportRun, Source

__all__ = [
    "Association",
    "Branch",
    "Designation",
    "Disclosure",
    "DisclosureVersion",
    "EmploymentEntry",
    "EmploymentSpell",
    "ExamResult",
    "Firm",
    "FirmAddress",
    "FirmName",
    "ImportReject",
    "ImportRun",
    "Office",
    "OtherBusiness",
    "Person",
    "PersonName",
    "Registration",
    "RegistrationStatus",
    "RegulatoryElement",
    "Residence",
    "RosterLine",
    "Source",
    "Standing",
]
