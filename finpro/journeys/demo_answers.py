"""Who is hired in the demo world, and what the forms about them answer. All people and numbers are invented."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from finpro.rulebook.forms import loader

Values = Mapping[str, Any]
COMMENT = "Please add where you lived before, so that five years are covered."


@dataclass(frozen=True, slots=True)
class Hire:
    """Somebody who is to be registered. `ssn` is a number that nobody has; `barcode` "" leaves it to the reader to
    answer, and so does `whole` False with the earlier home and the looks. `sex` is a code of the form."""

    first: str
    middle: str
    last: str
    born_on: date
    ssn: str
    barcode: str
    sex: str
    whole: bool = True

    @property
    def full_name(self) -> str:
        """As it stands on the form."""
        return f"{self.first} {self.middle} {self.last}"


FILLS_IN = Hire("Juniper", "Mae", "Hollis", date(1999, 5, 17), "999490001", "", "F", whole=False)
SIGNS = Hire("Caspian", "Roy", "Tolliver", date(1996, 10, 2), "999490002", "DM2611230002", "M")
WAITS = Hire("Odalys", "Ines", "Marchetti", date(1997, 3, 28), "999490003", "DM2611230003", "F")
ON_PAPER = Hire("Barnaby", "Lowell", "Quist", date(1995, 1, 9), "999490004", "DM2611230004", "M")

_HOME = {"street1": "214 Larkspur Lane", "city": "Montclair", "state": "NJ", "country": "USA", "postal": "07042"}
_BEFORE = {"street1": "9 Tannery Row", "city": "Salem", "state": "OR", "country": "USA", "postal": "97301"}
_OFFICE = {"street1": "1 Raymond Plaza", "city": "Newark", "state": "NJ", "country": "USA", "postal": "07102"}


def rows(hire: Hire, firm: str, on: date) -> Iterator[tuple[str, Values]]:
    """Rows of lists, each with the place of its list, in the order in which they are added; begun on a date."""
    now, moved, left = f"{on:%Y-%m}", f"{on.year - 4}-07", f"{on.year - 4}-06"
    office = {"location_kind": "LOCATED_AT", "employmentLocationStartDate": on.isoformat()}
    yield "/general/offices", office | {"isRegisteredLocation": False} | _OFFICE
    yield "/sro_requests", {"regulator": "FINRA", "category": "GS"}
    yield "/residences", {"from": moved, "to": "PRESENT"} | _HOME
    if hire.whole:
        yield "/residences", {"from": f"{on.year - 10}-08", "to": left} | _BEFORE
    job = {"entry_kind": "EMPLOYMENT", "state": "NJ", "country": "USA"}
    here = {"employer_name": firm, "city": "Newark", "position": "Trainee", "investment_related": True}
    yield "/employments", job | here | {"from": now, "to": "PRESENT"}
    books = {"employer_name": "Pinfeather Books Inc.", "city": "Montclair", "position": "Bookkeeper"}
    yield "/employments", job | books | {"from": moved, "to": now, "investment_related": False}
    school = {"entry_kind": "FULL_TIME_EDUCATION", "employer_name": "Full-time education", "city": "Salem"}
    told = {"state": "OR", "country": "USA", "position": "Student", "investment_related": False}
    yield "/employments", school | told | {"from": f"{on.year - 11}-09", "to": left}


def answers(hire: Hire, on: date) -> Values:
    """Answers by place, without those of rows."""
    found: dict[str, Any] = {
        "/general/employment_date": on.isoformat(),
        "/general/independent_contractor": False,
        "/fingerprints/fingerprint_option": "SUBMITTING",
        "/unaffiliated/unaffiliated_bd": False,
        "/unaffiliated/unaffiliated_ia": False,
        "/affiliated/affiliated_answer": False,
        "/has_other_business": False,
        "/identifying/birth_country": "USA",
        "/identifying/birth_state_province": "OR",
        "/identifying/sex": hire.sex,
        "/identifying/height_ft": 5,
        "/identifying/height_in": 6,
        "/identifying/weight_lbs": 140,
    }
    if hire.barcode:
        found["/fingerprints/barcode"] = hire.barcode
    if hire.whole:
        found |= {"/identifying/hair_color": "BRO", "/identifying/eye_color": "HAZ"}
    questions = loader.get("u4", on=on).section("disclosure").groups
    asked = [question.key for group in questions for question in group.questions if question.kind == "yes_no"]
    return found | {f"/disclosure/{key}": False for key in asked}
