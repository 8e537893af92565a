"""Section 1: offices of employment, with the filing firm and with affiliates (U4-OFF)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.rule import At, rule

ON = "general affiliated"


def _holders(case: Case) -> Iterator[tuple[str, Object]]:
    """Whoever has offices: the filing firm, and each affiliate of section 6."""
    yield "/general", case.section("general")
    yield from case.affiliates


def _offices(case: Case) -> Iterator[tuple[str, Object]]:
    for at, holder in _holders(case):
        for place, office in values.rows(holder.get("offices")):
            yield f"{at}/offices/{place}", office


def _branches(case: Case) -> Iterator[tuple[str, int]]:
    most = case.book.number("u4_branch_number_most")
    for at, office in _offices(case):
        number = values.whole(office.get("branchCrdNumber"))
        if office.get("isRegisteredLocation") is True and number is not None and 1 <= number <= most:
            yield f"{at}/branchCrdNumber", number


@rule("U4-OFF-01", on=ON, types="IRD")
def current(case: Case) -> Iterator[At]:
    """There is an office that the person has not left."""
    for at, holder in _holders(case):
        ends = [values.day(office.get("end_date")) for _, office in values.rows(holder.get("offices"))]
        if not any(end is None or end >= case.as_of for end in ends):
            yield At(f"{at}/offices", "There is no office where the person works now. Add one.")


@rule("U4-OFF-02", on=ON, types="IRDA")
def said(case: Case) -> Iterator[At]:
    """Every office says since when, and whether it is registered."""
    for at, office in _offices(case):
        if values.day(office.get("employmentLocationStartDate")) is None:
            yield At(f"{at}/employmentLocationStartDate", "Enter the first day at this office.")
        if not isinstance(office.get("isRegisteredLocation"), bool):
            yield At(f"{at}/isRegisteredLocation", "Say whether this is a registered office.")


@rule("U4-OFF-03", on=ON, types="IRDA")
def numbered(case: Case) -> Iterator[At]:
    """A registered office has the CRD number of its branch."""
    most = case.book.number("u4_branch_number_most")
    for at, office in _offices(case):
        number = values.whole(office.get("branchCrdNumber"))
        if office.get("isRegisteredLocation") is True and (number is None or not 1 <= number <= most):
            yield At(
                f"{at}/branchCrdNumber",
                f"A registered office needs the CRD number of its branch, a number up to {most:,}. Enter it.",
            )


@rule("U4-OFF-04", on=ON, types="IRDA")
def own_branch(case: Case) -> Iterator[At]:
    """The branch belongs to the filing firm, or to an affiliate on the form."""
    branches = case.known.firm.branches
    if branches is None:
        return
    firms = {case.firm_crd, *(values.whole(row.get("affiliate_firm_crd")) for _, row in case.affiliates)}
    for at, number in _branches(case):
        branch = branches.get(number)
        if branch is None or branch.firm_crd not in firms:
            yield At(
                at, f"Branch {number} belongs to neither this firm nor an affiliate on this form. Mend the number."
            )


@rule("U4-OFF-05", on=ON, types="IRDA")
def active_branch(case: Case) -> Iterator[At]:
    """The branch is active on the day of filing."""
    for at, number in _branches(case):
        branch = (case.known.firm.branches or {}).get(number)
        if branch is None:
            continue
        if branch.opened_on and branch.opened_on > case.as_of:
            yield At(at, f"Branch {number} opens on {values.said(branch.opened_on)} only. Name one that is open.")
        elif branch.closed_on and branch.closed_on < case.as_of:
            yield At(at, f"Branch {number} was closed on {values.said(branch.closed_on)}. Name one that is open.")


@rule("U4-OFF-06", on=ON, types="IRDA")
def supervisory_home(case: Case) -> Iterator[At]:
    """Of a home that is no registered office it is said whether it is a supervisory location."""
    for at, office in _offices(case):
        at_home = office.get("isRegisteredLocation") is False and office.get("privateResidence") is True
        if at_home and not isinstance(office.get("isResidentialSupervisoryLocation"), bool):
            yield At(
                f"{at}/isResidentialSupervisoryLocation", "Say whether this home is a residential supervisory location."
            )


@rule("U4-OFF-07", on=ON, types="IRDA")
def address(case: Case) -> Iterator[At]:
    """An office that is not registered has a full street address."""
    for at, office in _offices(case):
        if office.get("isRegisteredLocation") is False:
            yield from full_address(case, at, office, "office")
            if values.is_box(office.get("street1")) or values.is_box(office.get("street2")):
                yield At(f"{at}/street1", "An office cannot be a post office box. Enter its street and number.")


def full_address(case: Case, at: str, holder: Object, what: str) -> Iterator[At]:
    """What an address lacks; in the United States also state and ZIP code."""
    for key, said in (("street1", "street and number"), ("city", "city"), ("country", "country")):
        if not values.text(holder.get(key)):
            yield At(f"{at}/{key}", f"The {said} of this {what} is missing. Enter it.")
    if holder.get("country") == "USA":
        if not is_state(case, holder.get("state")):
            yield At(f"{at}/state", f"This {what} is in the United States. Choose its state.")
        if not values.ZIP.fullmatch(values.text(holder.get("postal"))):
            yield At(f"{at}/postal", f"The ZIP code of this {what} has five or nine digits. Enter it.")


def is_state(case: Case, state: object) -> bool:
    """Whether it is the postal code of a state or territory."""
    found = case.form.lists.get("states")
    code = values.text(state)
    if found is None:
        return len(code) == 2 and code.isalpha() and code.isupper()
    return code in {entry.code for entry in found.codes}


@rule("U4-OFF-08", on=ON, types="A")
def ends(case: Case) -> Iterator[At]:
    """Nobody leaves an office before beginning there."""
    for at, office in _offices(case):
        first = values.day(office.get("employmentLocationStartDate"))
        last = values.day(office.get("end_date"))
        if first and last and last < first:
            yield At(f"{at}/end_date", "The last day at this office lies before the first. Mend one of the two.")
