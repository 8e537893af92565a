"""The rulebook as plain data and as text: for the command line and for the generated reference."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finpro.rulebook import loader, lookup, schema

Plain = str | int | bool | None | list["Plain"]
WINDOW = ("effective_from", "effective_to", "source", "verify", "mark")

TITLES = {
    "sros": "Self-regulatory organizations",
    "jurisdictions": "Jurisdictions",
    "categories": "Registration categories",
    "exams": "Exams",
    "statuses": "Registration statuses",
    "designations": "Professional designations",
    "fingerprint_statuses": "Fingerprint statuses",
    "disclosure_types": "Disclosure types",
    "resolutions": "Disclosure resolutions",
    "scopes": "Scopes of public services",
    "sides": "Sides of the industry",
    "ce_statuses": "Continuing education statuses",
    "exam_results": "Exam results",
    "exam_owners": "Exam owners",
    "programs": "Programs",
    "credit_components": "Credit components",
    "disqualifications": "Disqualifying events",
    "acknowledgements": "Acknowledgements",
    "case_reasons": "Reasons of decided cases",
    "checklists": "Checklists of requests",
    "deficiency_reasons": "Reasons of deficient requests",
    "request_reasons": "Reasons of decided requests",
    "letters": "Letters about requests",
    "fees": "Fees",
    "constants": "Figures of rules",
    "sections": "Sections of the record",
    "assurance_levels": "Assurance levels",
    "texts": "Explanations",
    "rules": "Rules",
}
_MARKS = {"": "", "known": "verify (general knowledge)", "verify": "verify", "design": "verify (ours)"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two dates. `kind`: added, removed or changed; `field` is empty but for changed."""

    topic: str
    code: str
    kind: str
    field: str = ""
    before: Plain = None
    after: Plain = None

    def to_json(self) -> dict[str, Plain]:
        return {
            "topic": self.topic,
            "code": self.code,
            "kind": self.kind,
            "field": self.field,
            "before": self.before,
            "after": self.after,
        }


def topics() -> list[str]:
    """The names of all topics, in reading order."""
    return list(schema.TOPICS)


def slice(topic: str, on: date) -> list[dict[str, Plain]]:  # noqa: A001 - the word of the command
    """The entries of a topic in force on a day, by code, as plain values. KeyError for an unknown topic."""
    entries = lookup.on(on).topic(topic)
    return [_plain_entry(topic, entries[code]) for code in sorted(entries)]


def diff(before: date, after: date) -> list[Change]:
    """What differs between two days, by topic, code and field. Source and window alone are no difference."""
    changes: list[Change] = []
    for topic in schema.TOPICS:
        old, new = lookup.on(before).topic(topic), lookup.on(after).topic(topic)
        for code in sorted(old.keys() | new.keys()):
            if code not in old:
                changes.append(Change(topic, code, "added"))
            elif code not in new:
                changes.append(Change(topic, code, "removed"))
            elif old[code] is not new[code]:
                changes.extend(_field_changes(topic, old[code], new[code]))
    return changes


def _field_changes(topic: str, old: schema.Entry, new: schema.Entry) -> Iterable[Change]:
    for name in loader.field_names(topic):
        before, after = plain(getattr(old, name)), plain(getattr(new, name))
        if name not in WINDOW and before != after:
            yield Change(topic, old.code, "changed", name, before, after)


def plain(value: object) -> Plain:
    """A field's value as JSON knows it: dates ISO, money as a decimal string, tuples as lists."""
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"the rulebook holds no {type(value).__name__}")


def _plain_entry(topic: str, entry: schema.Entry) -> dict[str, Plain]:
    return {name: plain(getattr(entry, name)) for name in loader.field_names(topic)}


def reference(topic: str) -> str:
    """The Markdown reference page of a topic: every window of every code, with source and mark."""
    lines = [f"# {TITLES[topic]}", "", *_introduction(schema.TOPICS[topic])]
    code = ""
    for entry in loader.load(topic):
        if entry.code != code:
            code = entry.code
            lines += ["", f"## {code}"]
        lines += ["", f"*{_window(entry)}*", ""]
        lines += [f"- {_words(name)}: {text}" for name, text in _described(topic, entry)]
        lines.append(f"- source: {_escaped(entry.source)}")
        if entry.verify:
            lines.append(f"- **{_MARKS[entry.mark]}**")
    return "\n".join(lines) + "\n"


def _introduction(kind: type[schema.Entry]) -> list[str]:
    parts = (kind.__doc__ or "").strip().split("\n")
    return [line.strip() for line in parts] + [
        "",
        "Generated from the rulebook. *verify* marks a value that no public source settles.",
    ]


def _described(topic: str, entry: schema.Entry) -> Iterable[tuple[str, str]]:
    for name in loader.field_names(topic):
        value = plain(getattr(entry, name))
        if name in ("code", *WINDOW) or value in (None, "", []):
            continue
        if name == "pass_of" and getattr(entry, "pass_mark", None) is None:
            continue
        yield name, _escaped(_read(value))


def _read(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        if any(isinstance(part, list) for part in value):
            return ", or ".join(" and ".join(map(str, part)) for part in value if isinstance(part, list))
        return "; ".join(map(str, value))
    return str(value)


def _window(entry: schema.Entry) -> str:
    begin = None if entry.effective_from == schema.EVER else f"From {entry.effective_from}"
    if entry.effective_to is None:
        return begin or "Always"
    return f"{begin} to {entry.effective_to}" if begin else f"Until {entry.effective_to}"


def _words(name: str) -> str:
    return name.replace("_", " ")


def _escaped(text: str) -> str:
    for mark in "\\*_[]<>`|":
        text = text.replace(mark, "\\" + mark)
    return text
