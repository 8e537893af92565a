"""Importing the adviser feed, from files rendered in its form; no original was at hand."""

from datetime import date

import pytest

from finpro.journeys import import_brokercheck, import_iapd, verify_import
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models, services
from finpro.registry.policies.filed import LegalName
from tests.integrations import iapd_render as render
from tests.journeys import import_files as files

pytestmark = pytest.mark.django_db


def person(crd: int = 9_000_001, **changes):
    """A person of the feed with one of each kind of row."""
    made = {
        "Info": {"lastNm": "Mu\xf1oz", "firstNm": "Ada", "indvlPK": crd, "actvAGReg": "N", "link": "https://x.example"},
        "OthrNms": [{"lastNm": "Ash", "firstNm": "Ada"}],
        "CrntEmps": [
            {
                "orgNm": "ELM ADVISERS",
                "orgPK": 601,
                "CrntRgstns": [{"regAuth": "CA", "regCat": "RA", "st": "APPROVED", "stDt": "2020-02-26"}],
                "BrnchOfLocs": [{"str1": "1 Elm", "city": "Troy", "state": "MI"}, {"city": "Butte", "state": "MT"}],
            }
        ],
        "Exms": [{"exmCd": "S65", "exmNm": "Uniform", "exmDt": "2012-05-06"}],
        "Dsgntns": [{"dsgntnNm": "Certified Financial Planner"}, {"dsgntnNm": "Certified Tree Surgeon"}],
        "PrevRgstns": [{"orgNm": "OLD ELM", "orgPK": 602, "regBeginDt": "2010-01-04", "regEndDt": "2019-12-31"}],
        "EmpHss": [{"fromDt": "02/2020", "orgNm": "ELM"}, {"fromDt": "01/2010", "toDt": "02/2020", "orgNm": "OLD ELM"}],
        "OthrBuss": [{"desc": "Trees | Shrubs"}],
        "DRPs": [{"hasCriminal": "Y", "hasCustComp": "N"}, {"hasCriminal": "Y"}],
    }
    return made | changes


def imported(tmp_path, *people, day: str = "2026-11-20", **options):
    path = tmp_path / f"IA_INDVL_{day}.xml"
    path.write_bytes(render.feed(people, generated=day))
    return import_iapd.import_iapd([path], **options)


def test_a_person_of_the_feed_becomes_a_record(tmp_path):
    summary = imported(tmp_path, person())
    assert summary.unknown_words == {"designation 'Certified Tree Surgeon'": 1}
    found = models.Person.objects.get(crd=9_000_001)
    assert found.names.get(kind="LEGAL").last == "Mu\xf1oz"
    registration = found.registrations.get()
    assert (registration.regulator, registration.category, registration.firm.crd) == ("CA", "RA", 601)
    assert list(found.designations.order_by("name").values_list("code", "name")) == [
        ("CFP", "Certified Financial Planner"),
        ("", "Certified Tree Surgeon"),
    ]
    assert list(found.spells.order_by("firm__crd").values_list("firm__crd", "starts_on", "ends_on")) == [
        (601, None, None),
        (602, date(2010, 1, 4), date(2019, 12, 31)),
    ]
    assert list(found.employment_entries.order_by("starts_on").values_list("employer", "starts_on", "ends_on")) == [
        ("OLD ELM", date(2010, 1, 1), date(2020, 2, 29)),
        ("ELM", date(2020, 2, 1), None),
    ]
    assert found.other_businesses.get().text == "Trees | Shrubs"
    assert found.disclosures.get().event_on is None
    assert found.offices.get(branch=None).private_residence
    assert set(models.Source.objects.values_list("captured_on", "captured_on_exact")) == {(date(2026, 11, 20), True)}


def test_a_number_that_is_given_here_is_no_sources(tmp_path, at):
    by = Actor(Hat.FIRM, "account:1", 1, firm_id=1, entitlements=frozenset({"u4.draft"}))
    name = LegalName("Alder", "", "Quill")
    crd = services.open_record(name=name, born_on=None, typed_ssn="", by=by, at=at)
    summary = imported(tmp_path, person(crd), person(), person(999_999_999))
    assert [reject.crd for reject in summary.rejects] == [crd, 999_999_999]
    assert all("given by this installation" in reject.reason for reject in summary.rejects)
    assert models.Person.objects.get(crd=crd).names.get().full == "ALDER QUILL"
    assert models.Person.objects.filter(crd__in=[9_000_001, 999_999_999]).count() == 1
    assert summary.counters["rejected"] == 2


def test_a_later_feed_ends_what_it_lists_no_more(tmp_path):
    imported(tmp_path, person())
    imported(tmp_path, person(CrntEmps=[], Dsgntns=[], OthrBuss=[]), day="2026-11-22")
    found = models.Person.objects.get(crd=9_000_001)
    ended = date(2026, 11, 21)
    assert found.registrations.get().ends_on == ended
    assert found.other_businesses.get().ends_on == ended
    assert set(found.designations.values_list("ends_on", "end_observed")) == {(ended, True)}
    assert found.associations.get(firm__crd=601).ends_on == ended
    status = models.RegistrationStatus.objects.get(registration__person=found, starts_on="2026-11-22")
    assert status.status == "ENDED_UNSTATED"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"regAuth": "XX", "regCat": "RA", "st": "APPROVED", "stDt": "2020-02-26"}, "unknown state"),
        ({"regAuth": "CA", "regCat": "RA", "st": "GRAND", "stDt": "2020-02-26"}, "unknown status"),
        ({"regAuth": "CA", "regCat": "RA", "st": "APPROVED", "stDt": "2020-02-30"}, ""),
    ],
)
def test_a_person_who_cannot_be_placed_costs_only_him_or_herself(tmp_path, item, reason):
    bad = person(9_000_002, CrntEmps=[{"orgNm": "ELM", "orgPK": 601, "CrntRgstns": [item], "BrnchOfLocs": []}])
    summary = imported(tmp_path, person(), bad, person(9_000_003))
    (reject,) = summary.rejects
    assert (reject.crd, reject.pointer.startswith("person 2 /CrntEmps/0/CrntRgstns/0")) == (9_000_002, True)
    assert reason in reject.reason
    assert models.Person.objects.count() == 2


def test_feed_and_document_of_one_person_are_one_record(tmp_path):
    document = files.person(
        9_000_001,
        registeredStates=[{"state": "California", "regScope": "IA", "status": "APPROVED", "regDate": "2/26/2020"}],
        registrationCount={"approvedStateRegistrationCount": 0, "approvedIAStateRegistrationCount": 1},
    )
    path = files.lines(tmp_path / "people.jsonl", [document], key="iacontent")
    import_brokercheck.import_brokercheck([path], captured_on=date(2026, 11, 1))
    imported(tmp_path, person())
    registration = models.Registration.objects.get(regulator="CA")
    assert registration.firm.crd == 601
    assert verify_import.verify_import([tmp_path], captured_on=date(2026, 11, 1)).differences == []


def test_a_zip_of_twenty_members_is_read_whole(tmp_path):
    path = render.write_zip(tmp_path / "feed.zip", [person(9_000_001 + n) for n in range(45)])
    summary = import_iapd.import_iapd([path])
    assert (summary.counters["new"], len(summary.rejects)) == (45, 0)
    assert verify_import.verify_import([path]).differences == []


def test_an_association_that_a_fuller_source_replaces_leaves_the_list_of_its_firm(tmp_path):
    imported(tmp_path, person())
    assert models.RosterLine.objects.filter(firm__crd=601, ends_on=None).count() == 1
    document = files.person(9_000_001)
    document["currentIAEmployments"][0] |= {"firmId": 601, "registrationBeginDate": "2/26/2020"}
    path = files.lines(tmp_path / "people.jsonl", [document], key="iacontent")
    summary = import_brokercheck.import_brokercheck([path], captured_on=date(2026, 11, 1))
    assert summary.rejects == []
    assert list(models.RosterLine.objects.filter(firm__crd=601).values_list("starts_on")) == [(date(2020, 2, 26),)]
