"""Sections 3 to 6: other firms, registrations, affiliates (U4-DUA, U4-REG, U4-JUR, U4-AFF)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule
from finpro.rulebook.schema import Category

REQUESTS = "sro_requests jurisdiction_requests affiliated"


@rule("U4-DUA-01", on="unaffiliated", types="IRDA")
def both_answered(case: Case) -> Iterator[At]:
    """Both questions of section 3 are answered; by an amendment only where they never were."""
    if case.amends and case.known.person.unaffiliated_stored is not False:
        return
    section = case.section("unaffiliated")
    for key, said in (("unaffiliated_bd", "a broker-dealer"), ("unaffiliated_ia", "an investment adviser")):
        if not isinstance(section.get(key), bool):
            yield At(f"/unaffiliated/{key}", f"Say whether the person is also registered with {said} of another group.")


@rule("U4-DUA-02", on="unaffiliated", types="IRD", cheap=False)
def employed_elsewhere(case: Case) -> Iterator[At]:
    """A yes in section 3 has its present employment."""
    if any(True for _ in elsewhere(case)):
        return
    for key in ("unaffiliated_bd", "unaffiliated_ia"):
        if case.section("unaffiliated").get(key) is True:
            yield At(
                f"/unaffiliated/{key}",
                "Section 12 names no other firm where the person works now. Add it there, or answer no here.",
            )


def elsewhere(case: Case) -> Iterator[int]:
    """Places of present employments that are with neither the filing firm nor an affiliate."""
    for place, row in case.open_employments():
        if not case.is_own(row) and not case.is_affiliate(row):
            yield place


@rule("U4-REG-01", on="sro_requests", types="IRD")
def something(case: Case) -> Iterator[At]:
    """A registration or an exam is asked for."""
    if not case.all_requests and not list(values.codes(case.document.get("exam_requests"))):
        yield At("/sro_requests", "Nothing is asked for. Ask for a registration in section 4 or 5, or for an exam.")


@rule("U4-REG-02", on=REQUESTS, types="A")
def not_twice(case: Case) -> Iterator[At]:
    """No registration is asked for that is held or pending with this firm."""
    for at, regulator, category in case.requests:
        if (case.firm_crd, regulator, category) in (case.holds or ()):
            yield At(
                at, f"{category} with {regulator} is held or pending with this firm already. Take this request out."
            )


@rule("U4-REG-03", on=REQUESTS, types="IRDA")
def valid(case: Case) -> Iterator[At]:
    """The regulator registers people in this category on the day of filing."""
    for at, regulator, category in case.all_requests:
        entry = case.book.categories.get(category)
        sro, state = case.book.sros.get(regulator), case.book.jurisdictions.get(regulator)
        place = "jurisdiction" if "jurisdiction_requests/" in at else "regulator"
        if not regulator or not category:
            absent = place if not regulator else "category"
            yield At(f"{at}/{absent}", "A request names both who registers and the category. Choose what is missing.")
        elif (sro if place == "regulator" else state) is None or (state and not state.on_form_u4):
            yield At(f"{at}/{place}", f"Nobody can be registered with {regulator} on {values.said(case.as_of)}.")
        elif entry is None or not _registers(regulator, entry, state=place == "jurisdiction"):
            yield At(f"{at}/category", f"{regulator} does not register {category} on {values.said(case.as_of)}.")
        elif state and category == "AG" and not state.accepts_ag:
            yield At(f"{at}/category", f"{state.name} takes no requests for agents here. Take this request out.")


def _registers(regulator: str, entry: Category, *, state: bool) -> bool:
    if not entry.requestable or (entry.kind == "jurisdiction") is not state:
        return False
    # Categories of the floor exist on exchanges alone.
    return not (entry.kind == "exchange" and regulator == "FINRA")


@rule("U4-REG-04", on=REQUESTS, types="IRDA", severity="warning", cheap=False)
def representative(case: Case) -> Iterator[At]:
    """A principal is a representative too, where the qualification as principal rests on one."""
    if case.holds is None:
        return
    has = {category for _, _, category in case.all_requests} | {category for _, _, category in case.holds}
    for at, _, category in case.all_requests:
        entry = case.book.categories.get(category)
        if entry is None or entry.kind != "principal" or not _rests_on_another(case, entry):
            continue
        needed = set(entry.with_categories) or {
            code for code, other in case.book.categories.items() if other.kind == "representative"
        }
        if not has & needed:
            which = " or ".join(entry.with_categories) or "a representative"
            yield At(f"{at}/category", f"{category} rests on a registration as {which}. Ask for that too.")


def _rests_on_another(case: Case, entry: Category) -> bool:
    exams = [case.book.exams.get(code) for wanted in entry.qualifying_exams for code in wanted]
    return bool(entry.with_categories) or any(exam is not None and exam.corequisites for exam in exams)


@rule("U4-JUR-01", on="jurisdiction_requests", types="IRDA")
def agents(case: Case) -> Iterator[At]:
    """An agent is asked for only where the firm is registered as a broker-dealer."""
    states = case.known.firm.bd_jurisdictions
    for at, state, category in case.requests:
        if category == "AG" and states is not None and state not in states:
            yield At(
                f"{at}/jurisdiction", f"The firm is not registered as a broker-dealer in {state}. Register it first."
            )


@rule("U4-JUR-02", on="jurisdiction_requests affiliated", types="IRDA")
def advisers(case: Case) -> Iterator[At]:
    """An adviser representative is asked for only where the firm is an adviser, and where the state takes requests."""
    states = case.known.firm.ia_jurisdictions
    own = {at for at, _, _ in case.requests}
    for at, state, category in case.all_requests:
        entry = case.book.jurisdictions.get(state)
        if category != "RA":
            continue
        if entry is not None and not entry.accepts_ra:
            yield At(f"{at}/category", f"{entry.name} takes no requests for adviser representatives here.")
        elif at in own and states is not None and state not in states:
            yield At(
                f"{at}/jurisdiction",
                f"The firm is neither registered nor notice filed as an adviser in {state}. Do that first.",
            )


@rule("U4-JUR-03", on="jurisdiction_requests", types="IRDA", severity="warning", cheap=False)
def agents_of_members(case: Case) -> Iterator[At]:
    """An agent is also registered with an SRO."""
    if case.holds is None or any("sro_requests/" in at for at, _, _ in case.all_requests):
        return
    if any(regulator in case.book.sros for _, regulator, _ in case.holds):
        return
    for at, _, category in case.requests:
        if category == "AG":
            yield At(
                f"{at}/category", "Agents are usually registered with FINRA too, and nothing of that is asked for."
            )


@rule("U4-AFF-01", on="affiliated", types="IRD")
def affiliates_answered(case: Case) -> Iterator[At]:
    """Section 6 is answered, and a yes names an affiliate."""
    section = case.section("affiliated")
    if not isinstance(section.get("affiliated_answer"), bool):
        yield At("/affiliated/affiliated_answer", "Say whether the person is to be registered with affiliated firms.")
    elif section.get("affiliated_answer") is True and not case.affiliates:
        yield At("/affiliated/firms", "No affiliated firm is named. Add one, or answer no.")


@rule("U4-AFF-02", on="affiliated", types="IRDA")
def affiliates_known(case: Case) -> Iterator[At]:
    """An affiliate is one that the filing firm names as such."""
    listed = case.known.firm.affiliates
    for at, row in case.affiliates:
        number = values.whole(row.get("affiliate_firm_crd"))
        if listed is not None and number is not None and number not in listed:
            yield At(
                f"{at}/affiliate_firm_crd",
                f"Firm {number} is no affiliate that the firm names on Form BD or ADV. Amend that form first.",
            )


@rule("U4-AFF-03", on="affiliated", types="IRDA")
def affiliates_ask(case: Case) -> Iterator[At]:
    """An affiliate's row copies the requests of the filing firm or lists its own."""
    for at, row in case.affiliates:
        choice = row.get("copy_filing_firm_regs")
        own = [found for found in case.all_requests if found[0].startswith(f"{at}/")]
        if choice not in ("SAME", "DIFFERENT"):
            yield At(f"{at}/copy_filing_firm_regs", "Say whether the same registrations are asked for with this firm.")
        elif choice == "DIFFERENT" and not own:
            yield At(f"{at}/sro_requests", "List the registrations that are asked for with this firm, or copy them.")
        elif choice == "SAME" and own:
            yield At(
                f"{at}/copy_filing_firm_regs",
                "The filing firm’s requests are copied, and others are listed too. Choose one of the two.",
            )
