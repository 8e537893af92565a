"""Section 7 of Form U5: the 22 questions, the certification, and that they and the pages agree (U5-DIS)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import customers
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.disclosure import without_page, without_yes
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.u5 import reading

ON = "disclosure"
_ASKS = customers.asks("7E")


@rule("U5-DIS-01", on=ON, types="F")
def all_answered(case: Case) -> Iterator[At]:
    """All questions are answered, or those that the certification leaves."""
    section, covered = case.section(ON), reading.covered(case)
    for key in case.questions:
        if key not in covered and not isinstance(section.get(key), bool):
            yield At(f"/{ON}/{key}", f"Answer {key} by yes or no.")


@rule("U5-DIS-02", on=ON, types="FA")
def page_for_yes(case: Case) -> Iterator[At]:
    """Every yes has a page of the right type that names it, unless it stands on Form U4 already."""
    yield from without_page(case, reading.covered(case))


@rule("U5-DIS-03", on="drps", types="FA")
def yes_for_page(case: Case) -> Iterator[At]:
    """Every page names a question that is answered yes, or closes an event."""
    yield from without_yes(case)


@rule("U5-DIS-04", on="drps", types="F")
def nothing_new(case: Case) -> Iterator[At]:
    """Whoever certifies that there is nothing new reports nothing new."""
    covered = reading.covered(case)
    for at, row, named in case.reports:
        about = [key for key in named if key in covered]
        if about and row.get("drp_response") != "AMENDED":
            yield At(
                at,
                f"The firm certifies that there is nothing new, and this page reports an event under {about[0]}. "
                "Take back the certification, or take the page out.",
            )


@rule("U5-DIS-05", on=ON, types="F", severity="warning")
def allegations(case: Case) -> Iterator[At]:
    """Somebody who had to go was seldom not accused of anything."""
    forced = case.section("termination").get("reason") in ("DISCHARGED", "PERMITTED_TO_RESIGN")
    about = [key for key, question in case.questions.items() if question.drp == "TERM"]
    if forced and about and all(case.section(ON).get(key) is False for key in about):
        yield At(
            f"/{ON}/{about[0]}",
            "The firm made the person leave, and every question about allegations is answered no. Look again.",
        )


@rule("U5-DIS-06", on=ON, types="F", severity="warning", cheap=False)
def open_on_u4(case: Case) -> Iterator[At]:
    """An event of the time with this firm that is open on Form U4 is mirrored, or the certification given."""
    if reading.covered(case):
        return
    for event in case.known.person.open_disclosures or ():
        about = [key for key, question in case.questions.items() if question.drp == event.type]
        if event.form == "U4" and about and not any(case.answers.get(key) for key in about):
            yield At(
                f"/{ON}/{about[0]}",
                f"Form U4 reports an event of the kind {event.type} that is still open. Answer yes, or certify that "
                "nothing is new.",
            )


@rule("U5-DIS-07", on="drps", types="FA")
def thresholds(case: Case) -> Iterator[At]:
    """Customers' disputes are as high, as recent and against whom the question asks for, as on Form U4."""
    yield from customers.settled_enough(case, _ASKS)
    yield from customers.claimed_enough(case, _ASKS)
    yield from customers.recent_enough(case, _ASKS)
    yield from customers.named_rightly(case, _ASKS)
