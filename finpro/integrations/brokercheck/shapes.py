"""The objects of the individual documents: which key holds what, and the class each becomes."""

from finpro.integrations import values
from finpro.integrations.brokercheck import captures
from finpro.integrations.shapes import Shape

BRANCH = Shape(
    captures.BranchLocation,
    [
        ("displayOrder", values.number),
        ("locatedAtFlag", values.flag),
        ("supervisedFromFlag", values.flag),
        ("privateResidenceFlag", values.flag),
        ("nonRegisteredOfficeFlag", values.flag),
        ("branchOfficeId", values.text),
        ("street1", values.text),
        ("street2", values.text),
        ("city", values.text),
        ("state", values.text),
        ("country", values.text),
        ("zipCode", values.text),
        ("elaBeginDate", values.day),
    ],
    passed_over=["latitude", "longitude", "geoLocation", "cityAlias"],
)

EMPLOYMENT = Shape(
    captures.Employment,
    [
        ("firmId", values.identifier),
        ("firmName", values.text),
        ("iaOnly", values.flag),
        ("registrationBeginDate", values.day),
        ("registrationEndDate", values.day),
        ("firmBCScope", values.text),
        ("firmIAScope", values.text),
        ("bdSECNumber", values.text),
        ("iaSECNumber", values.text),
        ("iaSECNumberType", values.text),
        ("expelledDate", values.day),
        ("city", values.text),
        ("state", values.text),
        ("country", values.text),
    ],
    nested=("branchOfficeLocations", BRANCH),
)

EXAM = Shape(
    captures.Exam,
    [
        ("examCategory", values.required_text),
        ("examName", values.text),
        ("examTakenDate", values.day),
        ("examScope", values.optional(values.one_of("BC", "IA", "BOTH"))),
    ],
)

STATE = Shape(
    captures.StateRegistration,
    [
        ("state", values.required_text),
        ("regScope", values.one_of("BC", "IA")),
        ("status", values.required_text),
        ("regDate", values.day),
    ],
)

SRO = Shape(
    captures.SroRegistration,
    [("sro", values.required_text), ("status", values.required_text), ("CategoriesList", values.texts)],
)

DISCLOSURE = Shape(
    captures.Disclosure,
    [
        ("eventDate", values.day),
        ("disclosureType", values.required_text),
        ("disclosureResolution", values.text),
        ("isIapdExcludedCCFlag", values.flag),
        ("isBcExcludedCCFlag", values.flag),
        ("bcCtgryType", values.number),
        ("iaCtgryType", values.number),
        ("disclosureDetail", values.bag),
    ],
)

DISCLOSURE_COUNT = Shape(
    captures.DisclosureCount,
    [("disclosureType", values.required_text), ("disclosureCount", values.identifier)],
)


def _plain(_pointer: str, *read: object) -> tuple[object, ...]:
    return read


BASIC = Shape(
    _plain,
    [
        ("individualId", values.identifier),
        ("firstName", values.text),
        ("middleName", values.text),
        ("lastName", values.text),
        ("nameSuffix", values.text),
        ("otherNames", values.texts),
        ("bcScope", values.text),
        ("iaScope", values.text),
        ("daysInIndustry", values.number),
        ("daysInIndustryCalculatedDate", values.day),
        ("daysInIndustryCalculatedDateIAPD", values.day),
    ],
)

REGISTRATION_COUNT = Shape(
    _plain,
    [
        ("approvedSRORegistrationCount", values.number),
        ("approvedFinraRegistrationCount", values.number),
        ("approvedStateRegistrationCount", values.number),
        ("approvedIAStateRegistrationCount", values.number),
        ("hasInactiveRegistration", values.flag),
        ("hasSuspendedRegistration", values.flag),
    ],
)

EXAMS_COUNT = Shape(
    _plain,
    [("stateExamCount", values.number), ("principalExamCount", values.number), ("productExamCount", values.number)],
)

BROKER_DETAILS = Shape(
    _plain,
    [
        ("hasBCComments", values.flag),
        ("hasIAComments", values.flag),
        ("legacyReportStatusDescription", values.text),
    ],
)

SEARCH_EMPLOYMENT = Shape(
    captures.SearchEmployment,
    [
        ("firm_id", values.identifier),
        ("firm_name", values.text),
        ("branch_city", values.text),
        ("branch_state", values.text),
        ("branch_zip", values.text),
        ("ia_only", values.flag),
        ("firm_bd_sec_number", values.text),
        ("firm_bd_full_sec_number", values.text),
        ("firm_ia_sec_number", values.text),
        ("firm_ia_full_sec_number", values.text),
    ],
)

SEARCH_ROW = Shape(
    _plain,
    [
        ("ind_source_id", values.identifier),
        ("ind_firstname", values.text),
        ("ind_middlename", values.text),
        ("ind_lastname", values.text),
        ("ind_namesuffix", values.text),
        ("ind_other_names", values.texts),
        ("ind_bc_scope", values.text),
        ("ind_ia_scope", values.text),
        ("ind_bc_disclosure_fl", values.flag),
        ("ind_ia_disclosure_fl", values.flag),
        ("ind_approved_finra_registration_count", values.number),
        ("ind_employments_count", values.number),
        ("ind_industry_days", values.number),
        ("ind_industry_cal_date", values.day),
        ("ind_industry_cal_date_iapd", values.day),
    ],
    passed_over=["ind_current_employments", "ind_ia_current_employments"],
)
