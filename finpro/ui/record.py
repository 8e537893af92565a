"""The words of the record's cells, as functions: a large record has a thousand, and a macro costs ten times more.

All return safe HTML. Facts and views are those of registry.selectors.shape and registry.presenters, duck-typed: ui
stands below registry.
"""

from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from markupsafe import Markup, escape

from finpro.rulebook import lookup as rulebook
from finpro.ui.filters import as_date


class Fact(Protocol):
    """What every value of the record carries."""

    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def first_seen_on(self) -> date: ...
    @property
    def end_observed(self) -> bool: ...
    @property
    def origin(self) -> Any: ...


@lru_cache(maxsize=20_000)
def _words(value: date) -> str:
    # In one line: a column of dates is read down by the year.
    return as_date(value).replace(" ", "\N{NO-BREAK SPACE}")


@lru_cache(maxsize=256)
def absent(words: str) -> Markup:
    """Something that the source leaves out."""
    return Markup('<span class="fp-absent">{}</span>').format(words)


def day(value: date | None, words: str = "Not stated") -> str | Markup:
    """A date in words, or what stands for a date that is not there."""
    return _words(value) if value else absent(words)


def since(fact: Fact) -> str | Markup:
    """Since when, or that the source does not say and when the value was first seen."""
    if fact.since:
        return _words(fact.since)
    return absent("Not stated") + f", first seen {_words(fact.first_seen_on)}"


def since_words(fact: Fact) -> str:
    """The same as the end of a sentence: since when, or when it was first seen where the source does not say."""
    return f"since {_words(fact.since)}" if fact.since else f"first seen {_words(fact.first_seen_on)}"


def until(fact: Fact) -> str | Markup:
    """Until when; an end that was only observed says so."""
    if fact.until is None:
        return absent("Still in force")
    if fact.end_observed:
        note = Markup(' <span class="fp-note">last day before a capture that no longer lists it</span>')
        return escape(_words(fact.until)) + note
    return _words(fact.until)


@lru_cache(maxsize=256)
def status_tag(code: str) -> Markup:
    """The status in words; its colour repeats what the word says."""
    status = rulebook.latest("statuses").get(code)
    if status is None:
        return absent(code or "Cannot be told")
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(
        _look(status), rulebook.label("statuses", code)
    )


def _look(status: Any) -> str:
    if not status.live:
        return "grey"
    if status.may_act == "no":
        return "red"
    return "amber" if status.needs_action or status.may_act == "limited" else "green"


@lru_cache(maxsize=512)
def category(code: str) -> Markup:
    """A registration category's code."""
    return escape(code) if code else absent("Not stated")


@lru_cache(maxsize=64)
def _reference(number: int) -> Markup:
    return Markup(
        '<a class="fp-ref" href="#source-{0}"><span class="govuk-visually-hidden">Source </span>{0}</a>'
    ).format(number)


def source(fact: Fact, view: Any) -> str | Markup:
    """The number of the fact's source, linked to the list of sources."""
    return _reference(view.sources[fact.origin]) if fact.origin is not None else ""


_RUNS = {
    "brokercheck": "BrokerCheck",
    "iapd": "IAPD feed",
    "firms": "Firm lists",
    "simulate": "Simulation",
    "demo": "Demo",
}


def run_name(kind: str) -> str:
    """What an import run is called on screen; a source's kind (registry.enums.SourceKind) too."""
    return _RUNS.get(kind, kind.capitalize())


GLOBALS = {
    "day": day,
    "since": since,
    "since_words": since_words,
    "run_name": run_name,
    "until": until,
    "status_tag": status_tag,
    "category": category,
    "source": source,
    "label": rulebook.label,
    "latest": rulebook.latest,
    "regulator_name": lru_cache(maxsize=256)(rulebook.regulator_name),
}
