"""`finpro explain`: a case put as facts, decided by the rules, answered with the reasons (facts in, decisions out)."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import typer

from finpro.kernel import clock, errors
from finpro.registry.policies import address_duty, disqualification, late_fee, qualification, validity
from finpro.rulebook import facts as rulebook_facts
from finpro.rulebook.decisions import Decisions
from finpro.rulebook.facts import Facts

_DAY = ["%Y-%m-%d"]
TOPICS: dict[str, Callable[[Facts, date], Decisions]] = {
    "address-duty": address_duty.decide,
    "disqualification": disqualification.decide,
    "exam-validity": validity.decide,
    "late-fee": late_fee.decide,
    "registration": qualification.decide,
}
# Topics of the same shape that are not decided here yet.
LATER = frozenset(
    {
        *("ce", "reminders", "iar-ce", "iar-ce-apply", "mqp", "ag-evep", "iar-evep", "reentry", "exam-window"),
        *("exam-change", "retake"),
    }
)


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("explain")(explain)


def explain(
    topic: str = typer.Argument(..., help=f"What is asked: {', '.join(sorted(TOPICS))}."),
    facts: str = typer.Option(..., "--facts", help="A JSON file with the facts of the case, or - to read them here."),
    as_of: datetime | None = typer.Option(None, formats=_DAY, help="The day judged. Absent: that of the facts."),  # noqa: B008
) -> None:
    """Decide a case by the rules and print the decisions with their reasons as JSON.

    Exit code 2 and a list of errors, each with a JSON Pointer, for facts that cannot be used.
    Example: finpro explain late-fee --facts case.json
    """
    try:
        decide = _topic(topic)
        found = rulebook_facts.from_json(_document(facts))
        day = as_of.date() if as_of else found.as_of or clock.today()
        decisions = decide(found, day)
    except errors.Invalid as invalid:
        _refuse([(finding.pointer, finding.message) for finding in invalid.findings] or [("", invalid.message)])
    else:
        typer.echo(json.dumps(decisions.to_json(), indent=1, ensure_ascii=False))


def _topic(topic: str) -> Callable[[Facts, date], Decisions]:
    if topic in TOPICS:
        return TOPICS[topic]
    known = ", ".join(sorted(TOPICS))
    if topic in LATER:
        raise errors.Invalid(f"The topic {topic} is not decided by this version yet. It decides: {known}.")
    raise errors.Invalid(f"There is no topic {topic}. The topics are: {known}.")


def _document(place: str) -> object:
    """The parsed JSON. Raises Invalid for a file that is not there or holds none."""
    try:
        text = sys.stdin.read() if place == "-" else Path(place).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise errors.Invalid(f"The file {place} cannot be read.") from None
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise errors.Invalid(f"This is not JSON: line {error.lineno}, column {error.colno}.") from None
    except RecursionError:
        raise errors.Invalid("This is not JSON that can be read: it is nested too deeply.") from None


def _refuse(found: Sequence[tuple[str, str]]) -> None:
    lines = [{"pointer": pointer, "message": message} for pointer, message in found]
    typer.echo(json.dumps({"errors": lines}, indent=1, ensure_ascii=False))
    raise typer.Exit(2)
