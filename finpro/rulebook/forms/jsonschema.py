"""The JSON Schema (2020-12) of a form's documents, drawn from its specification.

It says what a document may hold, and refuses an answer whose question is hidden by another answer of the same object;
what depends on answers further away is judged by `reading.shown`. Given a type of filing it also says what a complete
one must hold, as far as that depends on nothing outside the same object.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from finpro.rulebook.forms import labels
from finpro.rulebook.forms.schema import CodeList, Condition, Form, Question, Section

Schema = dict[str, Any]

_DATE = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"
_AMOUNT = r"^\d{1,13}(\.\d{1,2})?$"
_KINDS: dict[str, Schema] = {
    "date": {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
    "month": {"type": "string", "pattern": f"^{_MONTH}$"},
    "month_or_present": {"type": "string", "pattern": f"^({_MONTH}|PRESENT)$"},
    "month_or_date": {"type": "string", "pattern": f"^({_MONTH}|{_DATE})$"},
    "money": {"type": "string", "pattern": _AMOUNT},
    "hours": {"anyOf": [{"type": "string", "pattern": _AMOUNT}, {"type": "number", "minimum": 0}]},
    "ssn": {"type": "string", "pattern": r"^(\d{9}|XXX-XX-\d{4})$"},
    "yes_no": {"type": "boolean"},
    "dated": {
        "type": "object",
        "properties": {
            "date": {"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
            "precision": {"enum": ["EXACT", "EXPLANATION"]},
            "explanation": {"type": "string"},
        },
        "additionalProperties": False,
    },
}
_ROW = {"id": {"type": "string", "description": "Names the row through every amendment."}}
_LOCAL = "#/$defs/"
HOME = "USA"


def schema(form: Form, on: date, filing_type: str = "") -> Schema:
    """The schema of a form's documents, with the codes that may be chosen on a day.

    With `filing_type`: that of a complete filing of this type. KeyError for a type that the form does not have.
    """
    return _Drawing(form, on, filing_type).document()


class _Drawing:
    def __init__(self, form: Form, on: date, filing_type: str) -> None:
        self.form, self.on = form, on
        self.type = form.filing_type(filing_type) if filing_type else None
        self.definitions: Schema = {f"kind_{kind}": body for kind, body in _KINDS.items()}

    def document(self) -> Schema:
        """The whole."""
        types = [self.type.code] if self.type else [found.code for found in self.form.types]
        properties: Schema = {"filing": _filing(types)}
        required = ["filing"]
        for section in self.form.sections:
            if self.type and section.key in self.type.without:
                continue
            complete = self.type is not None and section.key in self.type.complete
            if section.gate is not None:
                properties[section.gate.key] = self.question(section.gate, complete=False)
            properties[section.key] = self.section(section, complete=complete)
            if complete and _always(section):
                required.append(section.key)
        if self.form.pages:
            properties["drps"] = self.pages()
        properties["gap_reasons"] = _reasons()
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:finpro:form:{self.form.form}:{self.form.version}",
            "title": self.form.title,
            "description": f"Version {self.form.text_version}, with the codes of {self.on.isoformat()}.",
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
            "$defs": dict(sorted(self.definitions.items())),
        }

    def section(self, section: Section, *, complete: bool) -> Schema:
        """What stands under the key of a section."""
        told = {"title": f"{section.number}. {section.title}"} | _described(section.intro)
        if section.shape == "codes":
            return told | self.value(section.questions[0], complete=complete)
        body = self.object(section.questions, complete=complete, row=section.shape == "list")
        if section.shape == "object":
            return told | body
        least = {"minItems": section.at_least} if complete and section.at_least else {}
        return told | {"type": "array", "items": body} | least

    def pages(self) -> Schema:
        """Reporting pages: what else a row holds depends on its type."""
        types = [page.type for page in self.form.pages]
        for page in self.form.pages:
            body = self.object(page.questions, complete=self.type is not None, row=True)
            body["properties"]["type"] = {"const": page.type}
            self.definitions[f"drp_{page.type}"] = {"title": page.title} | _described(page.intro) | body
        chosen = [
            {"if": {"properties": {"type": {"const": kind}}}, "then": {"$ref": f"{_LOCAL}drp_{kind}"}} for kind in types
        ]
        row = {"type": "object", "properties": {"type": {"enum": types}}, "required": ["type"], "allOf": chosen}
        return {"title": "Disclosure reporting pages", "type": "array", "items": row}

    def object(self, questions: Sequence[Question], *, complete: bool, row: bool) -> Schema:
        """An object with these questions and nothing else."""
        properties: Schema = dict(_ROW) if row else {}
        properties |= {question.key: self.question(question, complete=complete) for question in questions}
        body: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [question.key for question in questions if complete and _unconditional(question)]
        if required:
            body["required"] = required
        conditional = [part for question in questions for part in self.conditions(question, questions, complete)]
        if conditional:
            body["allOf"] = conditional
        return body

    def conditions(self, question: Question, siblings: Sequence[Question], complete: bool) -> Iterable[Schema]:
        """What other answers of the same object ask of this one."""
        asked = _all_of(question, siblings)
        if asked is not None and (question.when or question.when_any):
            yield {"if": asked, "else": {"properties": {question.key: False}}}
        needed = [_schema_of(condition, siblings) for condition in question.required_when]
        simple = [part for part in needed if part is not None]
        always_asked = asked == {}
        if complete and (question.required or needed) and asked is not None and len(simple) == len(needed):
            holding = ([] if always_asked else [asked]) + simple
            if holding:
                yield {"if": {"allOf": holding}, "then": {"required": [question.key]}}
        if question.kind == "state" and (country := _country(siblings)) is not None:
            here = {"required": [country.key], "properties": {country.key: {"const": HOME}}}
            yield {"if": here, "then": {"properties": {question.key: {"enum": self.codes(question)}}}}

    def question(self, question: Question, *, complete: bool) -> Schema:
        """What an answer may be, and what the question is."""
        said = [f"Number {question.official}."] if question.official else []
        said += [part for part in (question.help, f"Example: {question.example}" if question.example else "") if part]
        told: Schema = {"title": question.label} | _described(" ".join(said))
        if question.prefilled:
            told["readOnly"] = True
        return told | self.value(question, complete=complete)

    def value(self, question: Question, *, complete: bool) -> Schema:
        """What an answer may be."""
        kind = question.kind
        if kind == "group":
            return self.object(question.questions, complete=complete, row=False)
        if kind == "list":
            least = {"minItems": question.at_least} if complete and question.at_least else {}
            return {"type": "array", "items": self.object(question.questions, complete=complete, row=True)} | least
        if kind in ("code", "country"):
            return {"$ref": self.listed(question)}
        if kind == "codes":
            least = {"minItems": 1} if complete and question.required else {}
            return {"type": "array", "items": {"$ref": self.listed(question)}, "uniqueItems": True} | least
        if kind == "integer":
            return {"type": "integer"} | _bounds(question)
        if kind in _KINDS:
            return {"$ref": f"{_LOCAL}kind_{kind}"}
        return {"type": "string"} | ({"maxLength": question.longest} if question.longest else {})

    def listed(self, question: Question) -> str:
        """A reference to the codes of a question, each with what people read."""
        chosen = labels.choices(self.form, question, self.on)
        name = question.codes.replace(":", "_") + "".join(f"_{part.path}_{_words(part)}" for part in question.only)
        if name not in self.definitions:
            found = self.form.lists.get(question.codes)
            told = {"title": found.title} if isinstance(found, CodeList) else {}
            listed = [{"const": code, "title": label} for code, label in chosen]
            self.definitions[name] = told | {"type": "string", "oneOf": listed}
        return f"{_LOCAL}{name}"

    def codes(self, question: Question) -> list[str]:
        """The codes of a question."""
        return [code for code, _ in labels.choices(self.form, question, self.on)]


def _words(condition: Condition) -> str:
    values = "_".join(str(value).lower() for value in condition.values) or "any"
    return f"not_{values}" if condition.negated else values


def _filing(types: list[str]) -> Schema:
    number = {"type": "integer", "minimum": 1, "maximum": 9_999_999_999}
    return {
        "title": "What is filed",
        "type": "object",
        "properties": {
            "type": {"title": "Type of filing", "enum": types},
            "firm_crd": {"title": "CRD number of the filing firm"} | number,
            "individual_crd": {"title": "CRD number of the person"} | number,
            "as_of": {"title": "Filing date"} | _KINDS["date"],
        },
        "required": ["type"],
        "additionalProperties": False,
    }


def _reasons() -> Schema:
    texts: Schema = {key: {"type": "string"} for key in ("id", "reason")}
    texts |= {"section": {"enum": ["residences", "employments"]}}
    texts |= {"from": _KINDS["month"], "to": _KINDS["month_or_present"]}
    row = {"type": "object", "properties": texts, "additionalProperties": False}
    return {"title": "Why a history has gaps", "type": "array", "items": row}


def _described(text: str) -> Schema:
    return {"description": text} if text else {}


def _bounds(question: Question) -> Schema:
    least = {} if question.least is None else {"minimum": question.least}
    return least | ({} if question.most is None else {"maximum": question.most})


def _always(section: Section) -> bool:
    if section.shape == "list":
        return section.at_least > 0
    return any(_unconditional(question) for question in section.questions)


def _unconditional(question: Question) -> bool:
    return question.required and not (question.when or question.when_any or question.required_when)


def _country(siblings: Sequence[Question]) -> Question | None:
    return next((question for question in siblings if question.kind == "country"), None)


def _all_of(question: Question, siblings: Sequence[Question]) -> Schema | None:
    """That a question is asked, or None where that depends on something outside the object."""
    every = [_schema_of(condition, siblings) for condition in question.when]
    some = [_schema_of(condition, siblings) for condition in question.when_any]
    simple = [part for part in every if part is not None]
    any_of = [part for part in some if part is not None]
    if len(simple) < len(every) or len(any_of) < len(some):
        return None
    parts = simple + ([{"anyOf": any_of}] if any_of else [])
    return {"allOf": parts} if parts else {}


def _schema_of(condition: Condition, siblings: Sequence[Question]) -> Schema | None:
    """A condition on a key of the same object, or on one in an object of it, as a schema of the object."""
    first, *rest = condition.path.split("/")
    target = next((question for question in siblings if question.key == first), None)
    if target is None:
        return None
    if rest and target.kind != "group":
        return None
    inner = next((q for q in target.questions if rest and q.key == rest[0]), target)
    if len(rest) > 1 or (rest and inner is target):
        return None
    holds = _value_of(condition, inner)
    for key in reversed((first, *rest)):
        holds = {"type": "object", "required": [key], "properties": {key: holds}}
    return {"not": holds} if condition.negated else holds


def _value_of(condition: Condition, target: Question) -> Schema:
    if not condition.values:
        return {"not": {"enum": ["", None, [], {}]}}
    chosen = {"enum": list(condition.values)}
    return {"type": "array", "contains": chosen} if target.kind == "codes" else chosen
