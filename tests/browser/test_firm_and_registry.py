"""A firm finds its people, the registry finds anybody; nobody sees more than is theirs."""

import re

import pytest

from tests.browser import captures, personas
from tests.browser.visitor import words

pytestmark = pytest.mark.browser

SSN = re.compile(r"\b\d{3}-\d{2}-\d{4}\b")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_filer_finds_a_person_by_name_and_opens_the_record(visit, script):
    visitor = visit(personas.FILER, java_script_enabled=script)
    page = visitor.open(f"/firm/{captures.FIRM}/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").click()
    page.get_by_label("Name or CRD number").fill("merriweather")
    page.get_by_role("button", name="Show people").click()
    page.get_by_text("1 person found").wait_for()
    page.get_by_role("link", name="Merriweather-Vandermeer, ODETTE Q III").click()
    page.wait_for_url(f"**/people/{captures.ACTIVE}*")
    text = words(page)
    assert "Approved, IAR CE overdue" in text
    assert "California" in text
    assert "Not on record" in text


def test_a_filter_is_shown_as_a_chip_and_taken_away_again(visit):
    page = visit(personas.ADMINISTRATOR).open(f"/firm/{personas.SIMULATED_FIRM}/people")
    everybody = page.get_by_role("status").inner_text()
    page.get_by_text("Filter, or show another date").click()
    page.get_by_label("State or territory").select_option("CA")
    page.get_by_role("button", name="Show people").click()
    page.get_by_role("heading", name="Filters in use").wait_for()
    assert "state=CA" in page.url
    assert page.get_by_role("status").inner_text() != everybody
    page.get_by_role("link", name="Remove filter").click()
    page.get_by_role("heading", name="Filters in use").wait_for(state="detached")
    assert page.get_by_role("status").inner_text() == everybody


@pytest.mark.parametrize(
    "path",
    [
        f"/firm/{captures.FIRM}/people/{captures.ELSEWHERE}",
        f"/firm/{captures.FIRM}/people/{personas.SIMULATED_PERSON}",
        f"/firm/{captures.FIRM}/people/1",
        f"/firm/{captures.OTHER_FIRM}/people/{captures.ELSEWHERE}",
        f"/firm/{captures.OTHER_FIRM}/people",
        f"/firm/{captures.FIRM}/people/{captures.LEFT}",
    ],
)
def test_what_is_another_firms_is_not_there(visit, path):
    page = visit(personas.FILER).open(path, 404)
    assert page.get_by_role("heading", level=1).inner_text() == "Page not found"
    assert "reference number" in words(page)


def test_who_has_left_is_seen_as_of_a_day_on_which_they_were_there(visit):
    visitor = visit(personas.FILER)
    page = visitor.open(f"/firm/{captures.FIRM}/people/{captures.LEFT}?as_of=2024-06-30")
    assert "Lindqvist" in page.get_by_role("heading", level=1).inner_text()


def test_the_registry_finds_by_another_name(visit):
    page = visit(personas.STAFF).open("/registry/search")
    page.get_by_label("Name or CRD number of a person or firm").fill("larkspur odette")
    page.get_by_role("button", name="Search", exact=True).click()
    found = page.get_by_role("listitem").filter(has_text=str(captures.ACTIVE))
    assert "ODETTE LARKSPUR" in found.inner_text()
    found.get_by_role("link").click()
    assert "Merriweather" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="History and captures").click()
    text = words(page)
    assert f"finra_{captures.ACTIVE}_20250513.json" in text
    assert f"finra_{captures.ACTIVE}_20240601.json" in text


def test_a_whole_number_is_shown_on_demand_and_found_again_but_never_in_an_address(visit, site):
    visitor = visit(personas.STAFF)
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.open(f"/registry/people/{personas.SIMULATED_PERSON}")
    assert not SSN.search(words(page))
    page.get_by_role("button", name="Show the whole number").click()
    number = SSN.search(words(page))[0]
    page.goto("/registry/search")
    page.get_by_label("Social Security number of a person").fill(number)
    page.get_by_role("button", name="Find by number").click()
    page.wait_for_url(f"**/registry/people/{personas.SIMULATED_PERSON}")
    page.goto("/registry/search")
    page.get_by_label("Social Security number of a person").fill("900-00-0000")
    page.get_by_role("button", name="Find by number").click()
    assert "Nobody on the record has this number" in words(page)
    digits = number.replace("-", "")
    assert [url for url in asked if number in url or digits in url or "900-00-0000" in url] == []
    log = site.log.read_text(encoding="utf-8")
    assert number not in log
    assert digits not in log


def test_a_filer_without_the_entitlement_reads_why_the_number_stays_hidden(visit):
    page = visit(personas.FILER).open(f"/firm/{captures.FIRM}/people/{captures.ACTIVE}")
    assert page.get_by_role("button", name="Show the whole number").count() == 0
    assert "Not on record" in words(page)


def test_an_import_says_whom_it_refused_and_why(visit):
    page = visit(personas.STAFF).open("/registry/imports")
    page.get_by_role("link", name="BrokerCheck 1").click()
    row = page.get_by_role("row").filter(has_text=str(captures.BROKEN))
    assert "exam" in row.inner_text().lower()
    assert "finra_9000003_20250513.json" in row.inner_text()
    assert page.get_by_role("row").filter(has_text=str(captures.ACTIVE)).count() == 0


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        (personas.INDIVIDUAL, "/registry/"),
        (personas.INDIVIDUAL, f"/registry/people/{captures.ELSEWHERE}"),
        (personas.FILER, "/registry/search?q=larkspur"),
        (personas.STAFF, "/me/record"),
        (personas.NOBODY, "/me/"),
    ],
)
def test_another_side_is_closed(visit, persona, path):
    page = visit(persona).open(path, 403)
    assert page.get_by_role("heading", level=1).inner_text() == "You may not do this"
    assert "larkspur" not in words(page).lower()


def test_the_captured_record_stands_row_by_row_on_its_page(visit, site):
    if not site.real:
        pytest.skip("The masked real records are not beside the repository")
    page = visit(personas.REAL_PERSON).open("/me/record")
    states = page.get_by_role("table", name=re.compile("States and territories"))
    assert states.get_by_role("row").count() == 104 + states.locator("thead tr").count()
