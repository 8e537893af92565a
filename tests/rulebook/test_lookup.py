"""What the rulebook says on either side of a change, and how words of sources find their codes."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.rulebook import loader, schema
from finpro.rulebook import lookup as rulebook

TODAY = date(2026, 11, 22)
FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "brokercheck"
WORDS = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))


def test_a_fee_changes_between_two_days() -> None:
    assert rulebook.on(date(2025, 12, 31)).exams["S7TO"].fee == Decimal("300.00")
    assert rulebook.on(date(2026, 1, 1)).exams["S7TO"].fee == Decimal("395.00")
    assert rulebook.on(date(2025, 12, 31)).exams["SIE"].fee == Decimal("80.00")
    assert rulebook.on(date(2025, 12, 31)).exams["S24"].fee is None


def test_an_exam_begins_and_an_old_one_stays_readable() -> None:
    assert "S7TO" not in rulebook.on(date(2018, 9, 30)).exams
    assert "S7TO" in rulebook.on(date(2018, 10, 1)).exams
    whole = rulebook.on(TODAY).exams["S7"]
    assert whole.retired_on == date(2018, 9, 30)
    assert whole.counts_as == ("SIE", "S7TO")


@pytest.mark.parametrize(
    ("code", "year"),
    [("MD", 2022), ("VT", 2022), ("DC", 2023), ("OR", 2023), ("CA", 2024), ("TN", 2024), ("VI", 2025), ("IL", 2026)],
)
def test_a_state_adopts_iar_ce(code: str, year: int) -> None:
    assert not rulebook.on(date(year - 1, 12, 31)).jurisdictions[code].iar_ce
    assert rulebook.on(date(year, 1, 1)).jurisdictions[code].iar_ce
    assert rulebook.iar_ce_from(code) == date(year, 1, 1)


def test_adopting_states_by_year() -> None:
    counts = [sum(j.iar_ce for j in rulebook.on(date(y, 6, 1)).jurisdictions.values()) for y in range(2021, 2027)]
    assert counts == [0, 3, 11, 18, 23, 24]
    assert rulebook.iar_ce_from("TX") is None


def test_jurisdictions_of_form_u4() -> None:
    states = rulebook.on(TODAY).jurisdictions
    assert sum(state.on_form_u4 for state in states.values()) == 53
    assert not states["GU"].on_form_u4
    assert not states["GU"].accepts_ag
    without = {code for code, state in states.items() if not state.requires_s63}
    assert without == {"CO", "DC", "FL", "LA", "MD", "PR"}


def test_statuses_that_count_and_those_that_may_act() -> None:
    statuses = rulebook.on(TODAY).statuses
    counting = {code for code, status in statuses.items() if status.counts_as_registered}
    assert counting == {"APPROVED", "APPROVED_RES", "APPRNT", "APRSLTS", "APP_PEND_IARCE", "CE_INACTIVE"}
    assert statuses["APPROVED_RES"].may_act == "limited"
    assert statuses["APP_PEND_IARCE"].may_act == "yes"
    assert statuses["CE_INACTIVE"].may_act == "no"
    assert statuses["CE_INACTIVE"].live
    assert not statuses["TERMED"].live
    asking = {code for code, status in statuses.items() if status.needs_action}
    assert asking == {"APPRNT", "APP_PEND_IARCE", "CE_INACTIVE", "DEFICIENT", "INA_PRNT"}
    ours = statuses["ENDED_UNSTATED"]
    assert (ours.live, ours.mark) == (False, "design")


def test_an_sro_changes_its_name() -> None:
    assert rulebook.on(date(2025, 3, 30)).sros["NYSE-CHX"].name == "NYSE Chicago"
    assert rulebook.on(date(2025, 3, 31)).sros["NYSE-CHX"].name == "NYSE Texas"


def test_the_retake_policy_by_date_of_the_failure() -> None:
    assert rulebook.on(date(2026, 4, 1)).constants["retake_waits_finra"].value == (30, 30, 180)
    assert rulebook.on(date(2026, 10, 1)).constants["retake_waits_finra"].value == (15, 15, 60)


def test_numbers() -> None:
    view = rulebook.on(TODAY)
    assert view.number("address_duty_years") == 2
    assert view.number("credential_inactive_months") == 36
    with pytest.raises(TypeError):
        view.number("iar_ce_carry_forward")
    with pytest.raises(KeyError):
        view.number("no_such_figure")


def test_regulators_are_sros_and_jurisdictions() -> None:
    view = rulebook.on(TODAY)
    finra, maryland = view.regulator("FINRA"), view.regulator("MD")
    assert isinstance(finra, schema.Sro)
    assert isinstance(maryland, schema.Jurisdiction)
    assert view.regulator("XX") is None
    assert not rulebook.codes("sros") & rulebook.codes("jurisdictions")


def test_topics_are_read_only() -> None:
    with pytest.raises(TypeError):
        rulebook.on(TODAY).exams["S7TO"] = None  # type: ignore[index]  # the point of the test


def test_topics_by_name() -> None:
    view = rulebook.on(TODAY)
    assert getattr(view.topic("ce_statuses")["CEINACTIVE"], "label", "") == "CE inactive"
    with pytest.raises(KeyError):
        view.topic("colours")


def test_history_and_check() -> None:
    assert [entry.effective_from.year for entry in rulebook.history("exams", "SIE")] == [2018, 2026]
    assert rulebook.history("exams", "NONE") == ()
    rulebook.check()


windows = cache(loader.load)


@given(day=st.dates(date(1899, 1, 1), date(2100, 1, 1)), topic=st.sampled_from(sorted(schema.TOPICS)))
def test_any_day_yields_at_most_one_entry_per_code(day: date, topic: str) -> None:
    """The view's slice is exactly what a plain scan of the windows gives, and no code is there twice."""
    in_force = [
        entry
        for entry in windows(topic)
        if entry.effective_from <= day and (entry.effective_to is None or day <= entry.effective_to)
    ]
    found = [entry.code for entry in in_force]
    assert len(found) == len(set(found))
    assert dict(rulebook.on(day).topic(topic)) == {entry.code: entry for entry in in_force}


def test_every_code_of_the_field_has_its_own_spelling() -> None:
    assert set(rulebook.on(TODAY).designations) == {"CFP", "CFA", "ChFC", "PFS", "CIC"}
    flags = {kind.feed_flag for kind in rulebook.on(TODAY).disclosure_types.values() if kind.feed_flag}
    assert len(flags) == 9


@pytest.mark.parametrize("word", ["", "Series 777", "Ruritania", "x" * 100_000, "\x00"])
def test_an_unknown_word_is_none(word: str) -> None:
    assert rulebook.exam_by_alias(word, word) is None
    assert rulebook.jurisdiction_by_name(word) is None
    assert rulebook.sro_by_alias(word) is None
    assert rulebook.category_by_name(word) is None
    assert rulebook.status_by_alias(word) is None
    assert rulebook.designation_by_name(word) is None
    assert rulebook.disclosure_type_by_alias(word) is None
    assert rulebook.scope_by_alias(word) is None


def test_spelling_does_not_count() -> None:
    spellings = ["MIAX PEARL, LLC", "Miax Pearl", "miax  pearl l.l.c."]
    assert {getattr(rulebook.sro_by_alias(word), "code", None) for word in spellings} == {"PEARL"}
    assert getattr(rulebook.resolution_by_alias(""), "code", None) == "UNSTATED"


@pytest.mark.parametrize("word", sorted(WORDS["exams"]))
def test_exam_words(word: str) -> None:
    found = rulebook.exam_by_alias(word, WORDS["exams"][word][1])
    assert found is not None
    assert found.code == WORDS["exams"][word][0]


RESOLVERS = {
    "sros": rulebook.sro_by_alias,
    "categories": rulebook.category_by_name,
    "states": rulebook.jurisdiction_by_name,
    "statuses": rulebook.status_by_alias,
    "disclosure_types": rulebook.disclosure_type_by_alias,
    "resolutions": rulebook.resolution_by_alias,
    "scopes": rulebook.scope_by_alias,
    "designations": rulebook.designation_by_name,
}


@pytest.mark.parametrize(("topic", "word"), [(topic, word) for topic in RESOLVERS for word in sorted(WORDS[topic])])
def test_words_of_sources(topic: str, word: str) -> None:
    found = RESOLVERS[topic](word)
    assert found is not None
    assert found.code == WORDS[topic][word]


def objects(value: object) -> Iterator[dict[str, object]]:
    """Every JSON object of a capture, those of the JSON inside its string too."""
    if isinstance(value, dict):
        yield value
        for key, part in value.items():
            yield from objects(json.loads(part) if key in ("content", "iacontent") else part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the captured records are not beside this checkout")
def test_every_word_of_the_captured_records_is_known() -> None:
    unknown: set[tuple[str, object]] = set()

    def note(topic: str, word: object, found: object) -> None:
        if found is None:
            unknown.add((topic, word))

    seen = 0
    for path in sorted(FOLDER.rglob("*.json")):
        for part in objects(json.loads(path.read_text(encoding="utf-8"))):
            if "examCategory" in part:
                word = str(part["examCategory"])
                note("exam", word, rulebook.exam_by_alias(word, str(part["examName"])))
                seen += 1
            if "sro" in part:
                note("sro", part["sro"], rulebook.sro_by_alias(str(part["sro"])))
                note("status", part["status"], rulebook.status_by_alias(str(part["status"])))
                for name in part.get("CategoriesList") or []:  # type: ignore[attr-defined]  # a list where present
                    note("category", name, rulebook.category_by_name(name))
            if "regScope" in part:
                note("state", part["state"], rulebook.jurisdiction_by_name(str(part["state"])))
                note("status", part["status"], rulebook.status_by_alias(str(part["status"])))
                note("side", part["regScope"], rulebook.on(TODAY).sides.get(str(part["regScope"])))
            if "disclosureType" in part:
                word = str(part["disclosureType"])
                note("disclosure", word, rulebook.disclosure_type_by_alias(word))
                how = str(part.get("disclosureResolution") or "")
                note("resolution", how, rulebook.resolution_by_alias(how))
            for key in ("bcScope", "iaScope", "firmBCScope", "firmIAScope"):
                if key in part:
                    note("scope", part[key], rulebook.scope_by_alias(str(part[key])))
    assert unknown == set()
    assert seen > 1000
