"""Section 14: the 57 questions, and that they and the reporting pages agree (U4-DIS)."""

from collections.abc import Collection, Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule

# A conviction and the charge that it began with.
_PAIRS = (
    ("14A(1)(a)", "14A(1)(b)"),
    ("14A(2)(a)", "14A(2)(b)"),
    ("14B(1)(a)", "14B(1)(b)"),
    ("14B(2)(a)", "14B(2)(b)"),
)


@rule("U4-DIS-01", on="disclosure", types="IRDP")
def all_answered(case: Case) -> Iterator[At]:
    """All questions are answered by yes or no."""
    section = case.section("disclosure")
    for key in case.questions:
        if not isinstance(section.get(key), bool):
            yield At(f"/disclosure/{key}", f"Answer {key} by yes or no.")


@rule("U4-DIS-02", on="disclosure", types=BUT_CONCURRENCE)
def page_for_yes(case: Case) -> Iterator[At]:
    """Every yes has a page of the right type that names it, on this form or on the record."""
    yield from without_page(case)


def without_page(case: Case, covered: Collection[str] = ()) -> Iterator[At]:
    """Answers of yes for which no page is there; `covered` are questions that need none."""
    told = {(values.text(row.get("type")), question) for _, row, named in case.reports for question in named}
    told |= {(report.type, question) for report in case.known.person.reports or () for question in report.questions}
    if case.amends and not case.touched("disclosure") and not case.touched("drps"):
        return
    for key, question in case.questions.items():
        if key in covered or case.section("disclosure").get(key) is not True:
            continue
        if (question.drp, key) not in told:
            title = next((page.title for page in case.form.pages if page.type == question.drp), question.drp)
            yield At(
                f"/disclosure/{key}",
                f"A yes to {key} needs a reporting page “{title}” that names it. Add one for each event.",
            )


@rule("U4-DIS-03", on="drps", types=BUT_CONCURRENCE)
def yes_for_page(case: Case) -> Iterator[At]:
    """Every page names a question that is answered yes, or closes an event."""
    yield from without_yes(case)


def without_yes(case: Case) -> Iterator[At]:
    """Pages that support no answer of yes and close nothing."""
    for at, row, named in case.reports:
        if any(case.answers.get(question) for question in named) or closes(row):
            continue
        yield At(
            f"{at}/questions", "No question that this page names is answered yes. Answer it, or take the page out."
        )


def closes(row: Object) -> bool:
    """Whether a page brings an earlier one up to date with how the event ended."""
    return row.get("drp_response") == "AMENDED" and ended(row)


def ended(row: Object) -> bool:
    """Whether the event of a page is over: final, not pending, or satisfied."""
    status, pending, outstanding = row.get("status"), row.get("pending"), row.get("outstanding")
    told = [status == "FINAL"] * (status is not None)
    told += [pending is False] * (pending is not None) + [outstanding is False] * (outstanding is not None)
    return all(told)


@rule("U4-DIS-04", on="drps", types=BUT_CONCURRENCE)
def right_page(case: Case) -> Iterator[At]:
    """A page names only questions of its own type."""
    for at, row, _ in case.reports:
        kind = values.text(row.get("type"))
        for place, key in values.codes(row.get("questions")):
            question = case.questions.get(key)
            if question is None:
                yield At(f"{at}/questions/{place}", f"There is no question {key}. Take it out.")
            elif question.drp != kind:
                yield At(f"{at}/questions/{place}", f"{key} needs a {question.drp} page and not this one. Take it out.")


@rule("U4-DIS-05", on="disclosure", types="A", if_touched=True, cheap=False)
def yes_to_no(case: Case) -> Iterator[At]:
    """A yes that becomes a no has an amended page that tells how the event ended."""
    before = values.inside(case.base("disclosure"))
    told = {question for _, row, named in case.reports if closes(row) for question in named}
    for key, answer in case.section("disclosure").items():
        if answer is False and key in case.questions and before.get(key) is True and key not in told:
            yield At(
                f"/disclosure/{key}",
                f"The record answers {key} by yes. Amend the page of that event so that it tells how it ended.",
            )


@rule("U4-DIS-06", on="disclosure", types=BUT_CONCURRENCE, severity="warning")
def charged_too(case: Case) -> Iterator[At]:
    """Who was convicted was charged too."""
    section = case.section("disclosure")
    for convicted, charged in _PAIRS:
        if section.get(convicted) is True and section.get(charged) is not True:
            yield At(
                f"/disclosure/{charged}",
                f"{convicted} is answered yes, and a conviction begins with a charge. Look again.",
            )


@rule("U4-DIS-07", on="disclosure", types="IRDA", severity="warning", cheap=False)
def other_forms(case: Case) -> Iterator[At]:
    """An open event of another form is reflected by a yes."""
    for event in case.known.person.open_disclosures or ():
        bears_on = event.questions or tuple(key for key, asked in case.questions.items() if asked.drp == event.type)
        if not any(case.answers.get(key) for key in bears_on):
            yield At(
                "/disclosure",
                f"Form {event.form} reported an event of the kind {event.type} that is still open, and no question is "
                "answered yes for it. Look again.",
            )
