"""Documents made from a form's own specification: at random for properties, and the largest that is likely."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Form, Question, Section

DAY = date(2026, 11, 22)


class Careful(random.Random):
    """Dice that never fall on what has no place in a document."""


def careless(rng: random.Random, share: float) -> bool:
    return not isinstance(rng, Careful) and rng.random() < share


def anything(form: Form, rng: random.Random) -> dict[str, Any]:
    """A document with some of everything, hidden answers too; now and then something that has no place in it."""
    document: dict[str, Any] = {"filing": {"type": rng.choice([found.code for found in form.types])}}
    for section in form.sections:
        if section.gate is not None and rng.random() < 0.7:
            document[section.gate.key] = rng.random() < 0.6
        if rng.random() < 0.9:
            document[section.key] = _section(form, section, rng)
    pages = [rng.choice(form.pages) for _ in range(rng.randrange(4))] if form.pages else []
    document["drps"] = [
        {"id": f"n{number}", "type": page.type, **_object(form, page.questions, rng)}
        for number, page in enumerate(pages)
    ]
    if careless(rng, 0.2):
        document["nobody asked"] = "this"
    return document


def _section(form: Form, section: Section, rng: random.Random) -> Any:
    if careless(rng, 0.03):
        return "neither object nor list"
    if section.shape == "object":
        return _object(form, section.questions, rng)
    if section.shape == "codes":
        return _answer(form, section.questions[0], rng)
    return _rows(form, section.questions, rng)


def _object(form: Form, questions: Sequence[Question], rng: random.Random) -> dict[str, Any]:
    found = {question.key: _answer(form, question, rng) for question in questions if rng.random() < 0.75}
    keys = list(found)
    rng.shuffle(keys)
    return {key: found[key] for key in keys}


def _rows(form: Form, questions: Sequence[Question], rng: random.Random) -> list[Any]:
    return [{"id": f"n{number}", **_object(form, questions, rng)} for number in range(rng.randrange(3))]


def _answer(form: Form, question: Question, rng: random.Random) -> Any:
    if careless(rng, 0.04):
        return rng.choice([None, "", [], {}, 7, True, "unexpected"])
    if question.kind == "group":
        return _object(form, question.questions, rng)
    if question.kind == "list":
        return _rows(form, question.questions, rng)
    if question.kind == "yes_no":
        return rng.random() < 0.5
    codes = [code for code, _ in reading.choices(form, question, DAY)]
    if question.kind == "codes":
        return rng.sample(codes, min(len(codes), rng.randrange(4)))
    if codes:
        return rng.choice(codes)
    return _plain(question)


def _plain(question: Question) -> Any:
    if question.kind == "dated":
        return {"date": "2020-02-29", "precision": "EXACT", "explanation": ""}
    if question.kind == "integer":
        return question.least or 1
    return PLAIN.get(question.kind, "Some words"[: question.longest])


PLAIN: Mapping[str, str] = {
    "money": "1250.00",
    "hours": "12.5",
    "date": "2020-02-29",
    "month": "2020-02",
    "month_or_present": "PRESENT",
    "month_or_date": "2020-02-29",
    "ssn": "XXX-XX-1234",
    "postal": "60601",
    "name": "Robin",
}
# Entries of a long life: ten years of moves, forty registrations.
SIZES = {"residences": 12, "employments": 14, "sro_requests": 4, "jurisdiction_requests": 40, "other_business": 5}


def largest(form: Form) -> dict[str, Any]:
    """Ten years, forty registrations, twelve reporting pages: everything answered that may be, yes where it can be."""
    document: dict[str, Any] = {
        "filing": {"type": "INITIAL", "firm_crd": 100, "individual_crd": 200, "as_of": DAY.isoformat()}
    }
    for section in form.sections:
        if section.gate is not None:
            document[section.gate.key] = True
        if section.shape == "object":
            document[section.key] = _full(form, section.questions)
        elif section.shape == "codes":
            document[section.key] = _most(form, section.questions[0], 3)
        else:
            count = SIZES.get(section.key, 2)
            document[section.key] = [{"id": f"n{n}", **_full(form, section.questions)} for n in range(count)]
    pages = [form.pages[number % len(form.pages)] for number in range(12)] if form.pages else []
    document["drps"] = [
        {"id": f"n{number}", "type": page.type, **_full(form, page.questions)} for number, page in enumerate(pages)
    ]
    return reading.shown(form, document)


def _full(form: Form, questions: Sequence[Question]) -> dict[str, Any]:
    return {question.key: _most_of(form, question) for question in questions}


def _most_of(form: Form, question: Question) -> Any:
    if question.kind == "group":
        return _full(form, question.questions)
    if question.kind == "list":
        return [{"id": f"n{number}", **_full(form, question.questions)} for number in range(2)]
    if question.kind == "yes_no":
        return question.key != "pending"
    if question.kind == "codes":
        return _most(form, question, 3)
    codes = _most(form, question, 1)
    return codes[0] if codes else _plain(question)


def _most(form: Form, question: Question, count: int) -> list[str]:
    return [code for code, _ in reading.choices(form, question, DAY)][:count]
