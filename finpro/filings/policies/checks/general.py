"""Section 1: names, numbers, and the first day with the firm (U4-GEN)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule
from finpro.kernel import days

NAME_FIELDS = ("first_name", "middle_name", "last_name")
# As the filing holds it, or with the digits sealed as a draft shows it.
_SSN = re.compile(r"\d{9}|XXX-XX-\d{4}", re.ASCII)


@rule("U4-GEN-01", on="general", types=BUT_CONCURRENCE)
def names(case: Case) -> Iterator[At]:
    """First and last name are present."""
    general = case.section("general")
    for key, said in (("first_name", "first"), ("last_name", "last")):
        if not values.text(general.get(key)):
            yield At(f"/general/{key}", f"The {said} name is missing. Enter it as on the person’s identity papers.")


@rule("U4-GEN-02", on="general identifying other_names", types=BUT_CONCURRENCE)
def titles(case: Case) -> Iterator[At]:
    """No field of a name holds a title."""
    titled = {title.casefold() for title in case.words("u4_honorifics")}
    for at, holder in _named(case):
        for key in NAME_FIELDS:
            found = [word for word in values.text(holder.get(key)).split() if word.rstrip(".").casefold() in titled]
            if found:
                yield At(f"{at}/{key}", f"“{found[0]}” is a title and no part of a name. Take it out.")


def _named(case: Case) -> Iterator[tuple[str, Object]]:
    yield "/general", case.section("general")
    yield "/identifying", case.section("identifying")
    for place, row in case.rows("other_names"):
        yield f"/other_names/{place}", row


@rule("U4-GEN-03", on="general", types=BUT_CONCURRENCE)
def person(case: Case) -> Iterator[At]:
    """The person exists and is whom the draft is about."""
    at = "/general/individual_crd"
    number = values.whole(case.section("general").get("individual_crd"))
    about = case.known.draft.person_crd or case.known.person.crd
    about = about or values.whole(case.section("filing").get("individual_crd"))
    if number is None or not 1 <= number <= case.book.number("u4_branch_number_most"):
        yield At(at, "The person’s CRD number is missing or is none. Create the person first; that gives the number.")
    elif case.known.person.exists is False:
        yield At(at, f"Nobody on the record has the CRD number {number}. Create the person first, or mend the number.")
    elif about not in (None, number):
        yield At(at, f"This filing is about CRD number {about}, and the form says {number}. Enter {about}.")


@rule("U4-GEN-04", on="general sro_requests", types="IRDA")
def firm(case: Case) -> Iterator[At]:
    """The filing firm is active, and a member where it asks for a registration."""
    number = values.whole(case.section("general").get("firm_crd"))
    if case.known.firm.active is False:
        yield At("/general/firm_crd", "The filing firm is not active. An inactive firm cannot file Form U4.")
    if number is not None and case.firm_crd not in (None, number):
        yield At(
            "/general/firm_crd", f"CRD number {case.firm_crd} files, and the form says {number}. Enter {case.firm_crd}."
        )
    members = case.known.firm.sros
    for at, regulator, _ in case.requests:
        if members is not None and regulator in case.book.sros and regulator not in members:
            name = case.book.sros[regulator].name
            yield At(f"{at}/regulator", f"The firm is no member of {name}. Take this request out.")


@rule("U4-GEN-05", on="general", types="IRD")
def first_day(case: Case) -> Iterator[At]:
    """The first day with the firm is present, a real one, and fits the person's age."""
    at = "/general/employment_date"
    written = case.section("general").get("employment_date")
    day = values.day(written)
    ahead = case.book.number("u4_start_ahead_days")
    least = case.book.number("u4_employment_least_age")
    if not values.answered(written):
        yield At(at, "The first day with the firm is missing. Enter it.")
    elif day is None:
        yield At(at, "The first day with the firm is no date. Enter it as year, month and day.")
    elif day > case.as_of + timedelta(days=ahead):
        yield At(at, f"The first day with the firm lies more than {ahead} days ahead. File closer to it.")
    elif case.born_on and case.born_on.year < 9000 and day < days.months_after(case.born_on, least * 12):
        yield At(at, f"The person was younger than {least} on this day. Mend this date or the birth date.")


@rule("U4-GEN-06", on="general", types="IRD")
def contractor(case: Case) -> Iterator[At]:
    """It is answered whether the person is an independent contractor."""
    if not isinstance(case.section("general").get("independent_contractor"), bool):
        yield At("/general/independent_contractor", "Say whether the person is an independent contractor of the firm.")


@rule("U4-GEN-07", on="general", types="IRDP")
def social_security_number(case: Case) -> Iterator[At]:
    """The Social Security number is one that is given out, or there is none."""
    general = case.section("general")
    number = values.text(general.get("ssn"))
    at = "/general/ssn"
    if general.get("no_ssn") is True:
        return
    if not number:
        yield At(at, "Enter the Social Security number, or say that the person has none.")
    elif not _SSN.fullmatch(number):
        yield At(at, "A Social Security number has nine digits. Enter them without spaces and hyphens.")
    elif number.isdigit() and not _given_out(number):
        yield At(at, "No Social Security number looks like this. Compare it with the person’s card.")


def _given_out(number: str) -> bool:
    area, group, serial = number[:3], number[3:5], number[5:]
    return area not in ("000", "666") and area[0] != "9" and group != "00" and serial != "0000"


@rule("U4-GEN-08", on="general affiliated", types=BUT_CONCURRENCE)
def billing_codes(case: Case) -> Iterator[At]:
    """Billing codes are as short as they have to be."""
    most = case.book.number("u4_billing_code_longest")
    for at, holder in (("/general", case.section("general")), *case.affiliates):
        codes = [(f"{at}/firm_billing_code", holder.get("firm_billing_code"))]
        for place, office in values.rows(holder.get("offices")):
            codes.append((f"{at}/offices/{place}/branchFirmBillingCode", office.get("branchFirmBillingCode")))
        for pointer, code in codes:
            if len(values.text(code)) > most:
                yield At(pointer, f"A billing code has at most {most} characters. Shorten it.")


@rule("U4-GEN-09", on="general", types="IRD")
def one_name(case: Case) -> Iterator[At]:
    """The name of section 1 is the legal name of section 9."""
    general, legal = case.section("general"), case.section("identifying")
    if not legal or not values.text(legal.get("last_name")):
        return  # there is nothing to compare with yet; other rules ask for it
    for key in (*NAME_FIELDS, "suffix"):
        one, other = values.plain(general.get(key)), values.plain(legal.get(key))
        if one != other and (one or key not in ("first_name", "last_name")):
            said = key.replace("_", " ")
            yield At(f"/general/{key}", f"The {said} is not that of section 9. Enter the legal name in both places.")
