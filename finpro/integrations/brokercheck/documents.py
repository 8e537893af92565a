"""One person's document, or one search row, already parsed from JSON, as typed values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from finpro.integrations import values
from finpro.integrations.brokercheck import captures, shapes
from finpro.integrations.shapes import Made, Shape

_KEYS = frozenset(
    {
        "basicInformation",
        "currentEmployments",
        "currentIAEmployments",
        "previousEmployments",
        "previousIAEmployments",
        "disclosureFlag",
        "iaDisclosureFlag",
        "disclosures",
        "iaDisclosures",
        "examsCount",
        "stateExamCategory",
        "principalExamCategory",
        "productExamCategory",
        "registrationCount",
        "registeredStates",
        "registeredSROs",
        "brokerDetails",
    }
)
_IAPD_ONLY = ("iaDisclosures",)
_SEARCH_IAPD_ONLY = ("ind_ia_current_employments", "ind_industry_cal_date_iapd", "ind_ia_disclosure_fl")

# Shapes hand over values in the order of the fields; a test compares order and types with the classes.
_capture: Callable[..., captures.IndividualCapture] = captures.IndividualCapture
_search_row: Callable[..., captures.SearchRow] = captures.SearchRow
_counters: Callable[..., captures.Counters] = captures.Counters


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: see `captures.IndividualCapture`."""

    file: str
    member: str
    record: str
    sequence: int


def service_of(document: Mapping[str, object]) -> str:
    """The service that a bare document comes from, by what only IAPD sends: IA, else BC."""
    if any(key in document for key in _IAPD_ONLY):
        return "IA"
    basic = document.get("basicInformation")
    return "IA" if type(basic) is dict and "daysInIndustryCalculatedDateIAPD" in basic else "BC"


def individual(
    raw: Mapping[str, object], origin: Origin, *, service: str, captured_on: date | None, digest: bytes
) -> captures.IndividualCapture:
    """The document as typed values; raises `values.Malformed` at the first value that does not fit."""
    unknown: set[str] = {key[:60] for key in raw.keys() - _KEYS}
    get = raw.get

    def many(key: str, shape: Shape[Made]) -> tuple[Made, ...]:
        return shape.many(get(key), f"/{key}", unknown, f"{key}/")

    def group(key: str, shape: Shape[tuple[object, ...]]) -> tuple[object, ...]:
        found = get(key)
        return shape.one({} if found is None else found, f"/{key}", unknown, f"{key}/")

    read = (
        *group("basicInformation", shapes.BASIC),
        many("currentEmployments", shapes.EMPLOYMENT),
        many("currentIAEmployments", shapes.EMPLOYMENT),
        many("previousEmployments", shapes.EMPLOYMENT),
        many("previousIAEmployments", shapes.EMPLOYMENT),
        _flag(raw, "disclosureFlag"),
        _flag(raw, "iaDisclosureFlag"),
        many("disclosures", shapes.DISCLOSURE),
        many("iaDisclosures", shapes.DISCLOSURE_COUNT),
        many("stateExamCategory", shapes.EXAM),
        many("principalExamCategory", shapes.EXAM),
        many("productExamCategory", shapes.EXAM),
        many("registeredStates", shapes.STATE),
        many("registeredSROs", shapes.SRO),
        _counters(*group("registrationCount", shapes.REGISTRATION_COUNT), *group("examsCount", shapes.EXAMS_COUNT)),
        *group("brokerDetails", shapes.BROKER_DETAILS),
    )
    place = (origin.file, origin.member, origin.record, origin.sequence)
    return _capture(*place, service, captured_on, digest, tuple(sorted(unknown)), *read)


def search_row(raw: Mapping[str, object], pointer: str, origin: Origin) -> captures.SearchRow:
    """A hit of the search as typed values; raises `values.Malformed` at the first value that does not fit."""
    unknown: set[str] = set()
    read = shapes.SEARCH_ROW.one(raw, pointer, unknown, "")
    broker, adviser = (
        shapes.SEARCH_EMPLOYMENT.many(raw.get(key), f"{pointer}/{key}", unknown, f"{key}/")
        for key in ("ind_current_employments", "ind_ia_current_employments")
    )
    service = "IA" if any(key in raw for key in _SEARCH_IAPD_ONLY) else "BC"
    place = (origin.file, origin.member, origin.record, origin.sequence)
    return _search_row(*place, service, pointer, tuple(sorted(unknown)), *read, broker, adviser)


def _flag(raw: Mapping[str, object], key: str) -> bool | None:
    try:
        return values.flag(raw.get(key))
    except values.Malformed as error:
        raise values.Malformed(error.reason, f"/{key}") from None
