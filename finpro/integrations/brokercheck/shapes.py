"""The objects of the individual documents: which key holds what, and the class each becomes."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from finpro.integrations.brokercheck import captures, values

Made = TypeVar("Made")


class Shape(Generic[Made]):
    """A JSON object: its keys in the order in which `make` takes them, after the pointer.

    `passed_over` are known keys that the record has no use for.
    """

    def __init__(
        self,
        make: Callable[..., Made],
        fields: Iterable[tuple[str, values.Reader]],
        passed_over: Iterable[str] = (),
        nested: "tuple[str, Shape[captures.BranchLocation]] | None" = None,
    ) -> None:
        self.make = make
        self.fields = tuple(fields)
        self.nested = nested
        self.known = frozenset(key for key, _ in self.fields) | frozenset(passed_over)
        if nested:
            self.known |= {nested[0]}

    def one(self, raw: object, pointer: str, unknown: set[str], path: str) -> Made:
        """`raw` as `Made`; raises `Malformed` with the pointer of the first value that does not fit."""
        if type(raw) is not dict:
            raise values.Malformed(f"an object was expected, {values.kind(raw)} was found", pointer)
        if not raw.keys() <= self.known:
            unknown.update(f"{path}{key[:60]}" for key in raw.keys() - self.known)
        get = raw.get
        try:
            read = [reader(get(key)) for key, reader in self.fields]
        except values.Malformed:
            self._explain(raw, pointer)
            raise
        if self.nested:
            key, shape = self.nested
            read.append(shape.many(get(key), f"{pointer}/{key}", unknown, f"{path}{key}/"))
        return self.make(pointer, *read)

    def many(self, raw: object, pointer: str, unknown: set[str], path: str) -> tuple[Made, ...]:
        """A list of them; absent is empty."""
        if not raw and (raw is None or type(raw) is list):
            return ()
        if type(raw) is not list:
            raise values.Malformed(f"a list was expected, {values.kind(raw)} was found", pointer)
        one = self.one
        return tuple([one(item, f"{pointer}/{index}", unknown, path) for index, item in enumerate(raw)])

    def _explain(self, raw: dict[str, object], pointer: str) -> None:
        """Read again field by field, slowly, to say which one it was."""
        for key, reader in self.fields:
            try:
                reader(raw.get(key))
            except values.Malformed as error:
                raise values.Malformed(error.reason, f"{pointer}/{key}{error.pointer}") from None


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
