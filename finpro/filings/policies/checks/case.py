"""One form to check: the document, what is known beside it, and the day, with what several rules ask of them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from finpro.filings.policies.checks import values
from finpro.filings.policies.known import Known
from finpro.rulebook import lookup
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Form, Question

Object = Mapping[str, object]
# What stands in a document beside its sections.
ASIDE = ("filing", "signatures", "gap_reasons")
AMENDMENTS = ("AMENDMENT", "PAGE2_AMENDMENT")


class Case:
    """The case that every rule is asked about. `as_of` is the legal date of the filing."""

    def __init__(self, form: Form, document: Object, known: Known, as_of: date) -> None:
        self.form, self.document, self.known, self.as_of = form, document, known, as_of
        self.type = values.text(self.section("filing").get("type"))
        self.book = lookup.on(as_of)

    @property
    def amends(self) -> bool:
        """Whether only what changed is filed."""
        return self.type in AMENDMENTS

    def section(self, section: str) -> Object:
        """A section that is an object; an empty one where it is absent."""
        return values.inside(self.document.get(section))

    def rows(self, section: str) -> list[tuple[int, Object]]:
        """The rows of a section that is a list, with their places."""
        return list(values.rows(self.document.get(section)))

    def base(self, section: str) -> object:
        """What the record said of a section when the draft was made; None where that is unknown."""
        return None if self.known.base is None else self.known.base.get(section)

    def touched(self, section: str) -> bool:
        """Whether this filing says something new of a section: of a document without a base, anything at all."""
        if section == "other_business" and self._differs("has_other_business"):
            return True
        return self._differs(section)

    def _differs(self, key: str) -> bool:
        now = self.document.get(key)
        if self.known.base is None:
            return key in self.document
        before = self.known.base.get(key)
        return now != before and (values.answered(now) or values.answered(before))

    @cached_property
    def stands(self) -> bool:
        """Whether sections 9 to 13 may be left as they stand: of somebody registered until a few days ago."""
        ended = [row.ended_on for row in self.known.person.registrations or () if row.approved_on]
        if self.type != "RELICENSE" or not ended:
            return False
        since = self.as_of - timedelta(days=self.book.number("u4_stands_days"))
        return any(day is None or day >= since for day in ended)

    @cached_property
    def firm_crd(self) -> int | None:
        """The CRD number of the filing firm."""
        filing = self.section("filing").get("firm_crd")
        return self.known.firm.crd or values.whole(filing) or values.whole(self.section("general").get("firm_crd"))

    @cached_property
    def firm_name(self) -> str:
        """The name of the filing firm, "" where it is unknown."""
        return values.text(self.section("general").get("firm_name")) or self.known.firm.name or ""

    @cached_property
    def affiliates(self) -> list[tuple[str, Object]]:
        """The rows of section 6 with their pointers; none where the answer is no."""
        section = self.section("affiliated")
        if section.get("affiliated_answer") is False:
            return []
        return [(f"/affiliated/firms/{place}", row) for place, row in values.rows(section.get("firms"))]

    @cached_property
    def requests(self) -> list[tuple[str, str, str]]:
        """Every registration asked for with the filing firm: pointer of the row, regulator, category."""
        return _requests(self.document, "")

    @cached_property
    def all_requests(self) -> list[tuple[str, str, str]]:
        """`requests` and those that affiliates list themselves."""
        return self.requests + [found for at, row in self.affiliates for found in _requests(row, at)]

    @cached_property
    def asked_exams(self) -> frozenset[str]:
        """The exams of section 7, and those that a requested registration brings about by itself."""
        asked = {code for _, code in values.codes(self.document.get("exam_requests"))}
        for _, _, category in self.all_requests:
            entry = self.book.categories.get(category)
            if entry and entry.qualifying_exams and category not in ("AG", "RA"):
                asked |= set(entry.qualifying_exams[0])
        return frozenset(asked)

    @cached_property
    def holds(self) -> list[tuple[int, str, str]] | None:
        """Registrations and requests that have not ended: firm, regulator, category. None where that is unknown."""
        if self.known.person.registrations is None:
            # Nobody who was registered files an initial form.
            return [] if self.type == "INITIAL" else None
        statuses = self.book.statuses
        return [
            (row.firm_crd, row.regulator, row.category)
            for row in self.known.person.registrations
            if row.status not in statuses or statuses[row.status].live
        ]

    @cached_property
    def born_on(self) -> date | None:
        """The birth date on the form, or else on the record."""
        return values.day(self.section("identifying").get("date_of_birth")) or self.known.person.born_on

    @cached_property
    def answers(self) -> dict[str, bool]:
        """The disclosure answers, where this filing gives none those of the record."""
        now = {key: value for key, value in self.section("disclosure").items() if isinstance(value, bool)}
        before = values.inside(self.base("disclosure"))
        return {key: value for key, value in before.items() if isinstance(value, bool)} | now

    @cached_property
    def discloses(self) -> bool:
        """Whether disclosure changes; of a document without a base, whether it tells of an event or of some answers."""
        if self.known.base is not None:
            return self.touched("disclosure") or self.touched("drps")
        given = self.section("disclosure")
        return bool(self.reports) or True in given.values() or (bool(given) and not set(given) >= set(self.questions))

    @cached_property
    def reports(self) -> list[tuple[str, Object, tuple[str, ...]]]:
        """The disclosure reporting pages: pointer, page, questions that it names."""
        return [
            (f"/drps/{place}", row, tuple(code for _, code in values.codes(row.get("questions"))))
            for place, row in self.rows("drps")
        ]

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The disclosure questions by their number."""
        return {q.key: q for q in self.form.section("disclosure").questions if q.drp}

    @cached_property
    def missing(self) -> list[reading.Missing]:
        """The required answers that are absent, in what this type completes or this filing touches."""
        touched = [section.key for section in self.form.sections if self.touched(section.key)]
        if "signatures" in touched:
            touched.remove("signatures")
        if self.touched("drps"):
            touched.append("disclosure")
        if self.type not in {kind.code for kind in self.form.types}:
            return []
        absent = reading.missing(self.form, self.document, self.type, touched)
        # Pages tell of a change by themselves: the questions need not be answered again.
        only_pages = "disclosure" in touched and not self.touched("disclosure") and self.amends
        at = {one.pointer for one in absent}
        # A list that is there answers the question before it.
        if isinstance(self.document.get("other_business"), list):
            absent = [one for one in absent if one.pointer != "/has_other_business"]
        # Of an object that is absent as a whole nothing more is to be said.
        return [
            one
            for one in absent
            if not (only_pages and one.section == "disclosure") and one.pointer.rpartition("/")[0] not in at
        ]

    def money(self, code: str, on: date | None = None) -> Decimal:
        """A figure in USD as it was in force on a day, or on the day of filing."""
        return Decimal(str(lookup.on(on or self.as_of).constants[code].value))

    def pair(self, code: str) -> tuple[int, int]:
        """A figure that is two whole numbers."""
        found = self.book.constants[code].value
        if not isinstance(found, tuple) or len(found) != 2:
            raise TypeError(f"the constant {code} is no pair")
        return int(found[0]), int(found[1])

    def words(self, code: str) -> tuple[str, ...]:
        """A figure that is a list of words."""
        found = self.book.constants[code].value
        return tuple(str(word) for word in found) if isinstance(found, tuple) else ()

    def open_employments(self) -> Iterator[tuple[int, Object]]:
        """Rows of section 12 that go on and are work for somebody."""
        for place, row in self.rows("employments"):
            kind = row.get("entry_kind")
            if row.get("to") == "PRESENT" and kind in (None, "EMPLOYMENT", "SELF_EMPLOYED"):
                yield place, row

    def is_own(self, row: Object) -> bool:
        """Whether a row of section 12 is that of the filing firm: by name, or by month where no name is known."""
        if self.firm_name:
            return values.same_firm(row.get("employer_name"), self.firm_name)
        start = values.text(self.section("general").get("employment_date"))[:7]
        return bool(start) and row.get("from") == start

    def is_affiliate(self, row: Object) -> bool:
        """Whether a row of section 12 is that of an affiliate in section 6."""
        name = row.get("employer_name")
        return any(values.same_firm(name, firm.get("affiliate_firm_name")) for _, firm in self.affiliates)


def _requests(holder: Object, at: str) -> list[tuple[str, str, str]]:
    found = []
    for section, key in (("sro_requests", "regulator"), ("jurisdiction_requests", "jurisdiction")):
        for place, row in values.rows(holder.get(section)):
            pointer = f"{at}/{section}/{place}"
            found.append((pointer, values.text(row.get(key)), values.text(row.get("category"))))
    return found
