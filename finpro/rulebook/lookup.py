"""What the rulebook says on a date: `rulebook.on(day).exams["S7TO"]`.

The day is that of the event being judged (exam date, plan year, filing date), not today (rule D-04). Topics are
read when first asked for; `check()` reads and validates them all, and is called once at every start of a server.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Generic, TypeVar, cast

from finpro.rulebook import coerce, loader, schema

E = TypeVar("E", bound=schema.Entry)


class Timeline(Generic[E]):
    """The entries of one topic, cut at the dates on which something changes. A slice is built once per cut."""

    def __init__(self, entries: tuple[E, ...]) -> None:
        self.entries = entries
        starts = {entry.effective_from for entry in entries}
        ends = {entry.effective_to + timedelta(days=1) for entry in entries if entry.effective_to}
        self.cuts = sorted(starts | ends)
        self._slices: dict[int, Mapping[str, E]] = {}
        self.latest: Mapping[str, E] = MappingProxyType({entry.code: entry for entry in entries})
        self.by_word: Mapping[str, str] = {word: entry.code for entry in entries for word in coerce.words(entry)}

    def on(self, day: date) -> Mapping[str, E]:
        """The entries in force on `day`, by code."""
        cut = bisect_right(self.cuts, day)
        if cut not in self._slices:
            self._slices[cut] = MappingProxyType({e.code: e for e in self.entries if _in_force(e, day)})
        return self._slices[cut]


def _in_force(entry: schema.Entry, day: date) -> bool:
    return entry.effective_from <= day and (entry.effective_to is None or day <= entry.effective_to)


_timelines: dict[str, Timeline[schema.Entry]] = {}


def _timeline(topic: str) -> Timeline[schema.Entry]:
    found = _timelines.get(topic)
    if found is None:
        found = _timelines[topic] = Timeline(loader.load(topic))
    return found


def _of(topic: str, kind: type[E]) -> Timeline[E]:
    return cast("Timeline[E]", _timeline(topic))


class View:
    """The rulebook on one day. Each topic is a read-only mapping from code to entry."""

    __slots__ = ("day",)

    def __init__(self, day: date) -> None:
        self.day = day

    @property
    def sros(self) -> Mapping[str, schema.Sro]:
        return _of("sros", schema.Sro).on(self.day)

    @property
    def jurisdictions(self) -> Mapping[str, schema.Jurisdiction]:
        return _of("jurisdictions", schema.Jurisdiction).on(self.day)

    @property
    def categories(self) -> Mapping[str, schema.Category]:
        return _of("categories", schema.Category).on(self.day)

    @property
    def exams(self) -> Mapping[str, schema.Exam]:
        return _of("exams", schema.Exam).on(self.day)

    @property
    def statuses(self) -> Mapping[str, schema.Status]:
        return _of("statuses", schema.Status).on(self.day)

    @property
    def designations(self) -> Mapping[str, schema.Designation]:
        return _of("designations", schema.Designation).on(self.day)

    @property
    def fingerprint_statuses(self) -> Mapping[str, schema.FingerprintStatus]:
        return _of("fingerprint_statuses", schema.FingerprintStatus).on(self.day)

    @property
    def disclosure_types(self) -> Mapping[str, schema.DisclosureType]:
        return _of("disclosure_types", schema.DisclosureType).on(self.day)

    @property
    def resolutions(self) -> Mapping[str, schema.Resolution]:
        return _of("resolutions", schema.Resolution).on(self.day)

    @property
    def scopes(self) -> Mapping[str, schema.Term]:
        return _of("scopes", schema.Term).on(self.day)

    @property
    def sides(self) -> Mapping[str, schema.Side]:
        return _of("sides", schema.Side).on(self.day)

    @property
    def case_reasons(self) -> Mapping[str, schema.CaseReason]:
        return _of("case_reasons", schema.CaseReason).on(self.day)

    @property
    def checklists(self) -> Mapping[str, schema.ChecklistPoint]:
        return _of("checklists", schema.ChecklistPoint).on(self.day)

    @property
    def deficiency_reasons(self) -> Mapping[str, schema.DeficiencyReason]:
        return _of("deficiency_reasons", schema.DeficiencyReason).on(self.day)

    @property
    def request_reasons(self) -> Mapping[str, schema.RequestReason]:
        return _of("request_reasons", schema.RequestReason).on(self.day)

    @property
    def letters(self) -> Mapping[str, schema.Letter]:
        return _of("letters", schema.Letter).on(self.day)

    @property
    def fees(self) -> Mapping[str, schema.Fee]:
        return _of("fees", schema.Fee).on(self.day)

    @property
    def constants(self) -> Mapping[str, schema.Constant]:
        return _of("constants", schema.Constant).on(self.day)

    @property
    def sections(self) -> Mapping[str, schema.Section]:
        return _of("sections", schema.Section).on(self.day)

    @property
    def assurance_levels(self) -> Mapping[str, schema.AssuranceLevel]:
        return _of("assurance_levels", schema.AssuranceLevel).on(self.day)

    @property
    def texts(self) -> Mapping[str, schema.Text]:
        return _of("texts", schema.Text).on(self.day)

    @property
    def rules(self) -> Mapping[str, schema.Rule]:
        return _of("rules", schema.Rule).on(self.day)

    def topic(self, topic: str) -> Mapping[str, schema.Entry]:
        """Any topic by its name. KeyError for a name that is none."""
        schema.TOPICS[topic]
        return _timeline(topic).on(self.day)

    def regulator(self, code: str) -> schema.Sro | schema.Jurisdiction | None:
        """The SRO or jurisdiction with this code, or None."""
        return self.sros.get(code) or self.jurisdictions.get(code)

    def number(self, code: str) -> int:
        """A constant that is a whole number. KeyError if there is none, TypeError if it is something else."""
        value = self.constants[code].value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"the constant {code} is not a whole number")
        return value


@lru_cache(maxsize=4096)
def on(day: date) -> View:
    """The rulebook as it stood on `day`."""
    return View(day)


def check() -> None:
    """Read and validate everything, and keep it. Raises `RulebookError` with each file, line and reason."""
    for topic, entries in loader.load_all().items():
        _timelines.setdefault(topic, Timeline(entries))


def codes(topic: str) -> frozenset[str]:
    """Every code that a topic has or ever had."""
    return frozenset(_timeline(topic).latest)


def history(topic: str, code: str) -> tuple[schema.Entry, ...]:
    """Every window of one code, oldest first; empty for an unknown code."""
    return tuple(entry for entry in _timeline(topic).entries if entry.code == code)


def latest(topic: str) -> Mapping[str, schema.Entry]:
    """The last window of every code: how a code that is no longer in force is still described."""
    return _timeline(topic).latest


def label(topic: str, code: str) -> str:
    """What people read for a code, whenever it was in force; the code itself where the rulebook does not know it."""
    entry = latest(topic).get(code)
    return str(getattr(entry, "label", None) or getattr(entry, "name", None) or code)


def regulator_name(code: str) -> str:
    """The name of an SRO or jurisdiction, whenever it was in force; the code itself where it is unknown."""
    return label("sros" if code in latest("sros") else "jurisdictions", code)


def _by_word(topic: str, kind: type[E], word: str) -> E | None:
    timeline = _of(topic, kind)
    code = timeline.by_word.get(coerce.key_of(word))
    return None if code is None else timeline.latest[code]


def by_word(topic: str, word: str) -> schema.Entry | None:
    """The last window of the code that `word` stands for in a topic, or None."""
    return _by_word(topic, schema.Entry, word)


def exam_by_alias(word: str, name: str = "") -> schema.Exam | None:
    """The exam that a source calls `word` ("Series 7TO", "S7TO", "F04"); `name` decides where one word has two."""
    qualified = _by_word("exams", schema.Exam, f"{word} / {name}") if name else None
    return qualified or _by_word("exams", schema.Exam, word)


def jurisdiction_by_name(name: str) -> schema.Jurisdiction | None:
    """The jurisdiction of a full name or a postal code, or None."""
    return _by_word("jurisdictions", schema.Jurisdiction, name)


def sro_by_alias(name: str) -> schema.Sro | None:
    """The SRO of a name as sources write it, or None."""
    return _by_word("sros", schema.Sro, name)


def category_by_name(name: str) -> schema.Category | None:
    """The registration category of a name or code as sources write it, or None."""
    return _by_word("categories", schema.Category, name)


def status_by_alias(word: str) -> schema.Status | None:
    """The registration status of a code or word as sources write it, or None."""
    return _by_word("statuses", schema.Status, word)


def designation_by_name(name: str) -> schema.Designation | None:
    """The designation of a code or full name, or None."""
    return _by_word("designations", schema.Designation, name)


def disclosure_type_by_alias(word: str) -> schema.DisclosureType | None:
    """The disclosure type of a word of either public service, or None."""
    return _by_word("disclosure_types", schema.DisclosureType, word)


def resolution_by_alias(word: str) -> schema.Resolution | None:
    """How an event stands, of a source's word; an empty word is UNSTATED; None for an unknown one."""
    return _by_word("resolutions", schema.Resolution, word or "UNSTATED")


def scope_by_alias(word: str) -> schema.Term | None:
    """The scope ("Active", "NOTINSCOPE") of a source's word, or None."""
    return _by_word("scopes", schema.Term, word)


def iar_ce_from(jurisdiction: str) -> date | None:
    """The first day on which adviser-representative CE is in force there, or None."""
    windows = _of("jurisdictions", schema.Jurisdiction).entries
    days = [e.effective_from for e in windows if e.code == jurisdiction and e.iar_ce]
    return min(days, default=None)
