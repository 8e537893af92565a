"""Sections 9 and 10: identifying information and other names (U4-IDN, U4-NAM)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.general import NAME_FIELDS
from finpro.filings.policies.checks.offices import is_state
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule
from finpro.filings.policies.known import Name
from finpro.kernel import days

_EARLIEST = 1900


@rule("U4-IDN-01", on="identifying", types="IRDP")
def age(case: Case) -> Iterator[At]:
    """The birth date is a real one, and the person is of age."""
    at = "/identifying/date_of_birth"
    written = case.section("identifying").get("date_of_birth")
    born = values.day(written)
    least = case.book.number("minimum_age")
    if not values.answered(written):
        yield At(at, "The birth date is missing. Enter it.")
    elif born is None or not born.year >= _EARLIEST or born > case.as_of:
        yield At(at, "Nobody was born on such a date. Enter the birth date as year, month and day.")
    elif days.months_after(born, least * 12) > case.as_of:
        yield At(at, f"On the day of filing the person is younger than {least}. File on the birthday or later.")


@rule("U4-IDN-02", on="identifying", types="IRDP")
def birth_place(case: Case) -> Iterator[At]:
    """The country of birth, and in the United States the state."""
    section = case.section("identifying")
    country = values.text(section.get("birth_country"))
    if not country:
        yield At("/identifying/birth_country", "The country of birth is missing. Choose it.")
    elif country == "USA" and not is_state(case, section.get("birth_state_province")):
        yield At("/identifying/birth_state_province", "The state of birth is missing. Choose it.")


@rule("U4-IDN-03", on="identifying", types="IRDP")
def description(case: Case) -> Iterator[At]:
    """Sex, height, weight, hair and eyes, as the form's lists have them."""
    section = case.section("identifying")
    asked = {question.key: question for question in case.form.section("identifying").questions}
    for key in ("sex", "height_ft", "height_in", "weight_lbs", "hair_color", "eye_color"):
        question, answer = asked.get(key), section.get(key)
        if question is None:
            continue
        if question.kind == "integer":
            number = values.whole(answer)
            least, most = question.least or 0, question.most or 0
            if number is None or not least <= number <= most:
                yield At(f"/identifying/{key}", f"“{question.label}” is a number from {least} to {most}. Enter it.")
        elif answer not in [entry.code for entry in case.form.lists[question.codes].codes]:
            wrong = "is not one of the form’s list" if answer else "has no answer"
            yield At(f"/identifying/{key}", f"“{question.label}” {wrong}. Choose one.")


@rule("U4-IDN-04", on="other_names", types="A")
def former_name(case: Case) -> Iterator[At]:
    """After a change of the legal name the former one stands among the other names."""
    now, before = case.section("identifying"), values.inside(case.base("identifying"))
    was = before or _as_object(case.known.person.legal_name)
    if not was or not now or _key(now) == _key(was):
        return
    if not any(_first_and_last(row) == _first_and_last(was) for _, row in case.rows("other_names")):
        yield At("/other_names", "The legal name changes. Add the former name to section 10.")


def _as_object(name: Name | None) -> Object:
    if name is None:
        return {}
    return {"first_name": name.first, "middle_name": name.middle, "last_name": name.last, "suffix": name.suffix}


def _key(name: Object) -> tuple[str, ...]:
    return tuple(values.plain(name.get(key)) for key in (*NAME_FIELDS, "suffix"))


def _first_and_last(name: Object) -> tuple[str, str]:
    return values.plain(name.get("first_name")), values.plain(name.get("last_name"))


@rule("U4-NAM-01", on="other_names", types=BUT_CONCURRENCE)
def other_names(case: Case) -> Iterator[At]:
    """Other names are whole, differ from the legal one, and stand once."""
    legal = _key(case.section("identifying"))
    seen: set[tuple[str, ...]] = set()
    for place, row in case.rows("other_names"):
        at, key = f"/other_names/{place}", _key(row)
        for field, said in (("first_name", "first"), ("last_name", "last")):
            if not values.text(row.get(field)):
                yield At(f"{at}/{field}", f"The {said} name is missing. Enter it, if only an initial.")
        if any(key) and key == legal:
            yield At(at, "This is the legal name itself. Take it out.")
        elif any(key) and key in seen:
            yield At(at, "This name stands twice. Take one out.")
        seen.add(key)
