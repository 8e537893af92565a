"""What reporting pages of invented people are made of."""

from typing import Any

Page = dict[str, Any]


def exact(date: str) -> Page:
    """A date that is known."""
    return {"date": date, "precision": "EXACT"}


def about(date: str, explanation: str) -> Page:
    """A date that is an estimate."""
    return {"date": date, "precision": "EXPLANATION", "explanation": explanation}


def court(name: str = "Superior Court of New Jersey", *, kind: str = "STATE", docket: str = "L-004417-21") -> Page:
    """A court and the number of a case there."""
    return {
        "court_type": kind,
        "name": name,
        "city_or_county": "Essex County",
        "state_country": "New Jersey",
        "docket": docket,
    }


def page(type_: str, /, *questions: str, **fields: Any) -> Page:
    """A page of a type, reported for the first time, that answers questions."""
    return {"type": type_, "drp_response": "INITIAL", "questions": list(questions), **fields}
