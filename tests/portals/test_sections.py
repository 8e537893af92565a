"""Where the page of a section leads on to, and how what was taken out of a list is put back, on both sides."""

import re
from html import unescape

import pytest
from django.test import Client

from finpro.accounts.models import User
from finpro.filings.models import Answer, Comment, Entry, SectionShare
from tests.filings.desk import desk, draft, save, share
from tests.portals.signed_in import enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(at):
    return desk(at)


@pytest.fixture
def filing(place, at):
    return draft(place, at)


@pytest.fixture
def sides(place, filing, at):
    """A client of the firm and one of the person, each with its address of the form."""
    share(filing, place, at, "residences", "disclosure")
    found = []
    for who, base in ((place.filer, f"/firm/501/filings/{filing.pk}"), (place.human, f"/me/forms/{filing.pk}")):
        client = Client()
        enter(client, User.objects.get(pk=who.user_id))
        found.append((client, base))
    return found


def banner(page):
    """The notification of a page with what can be sent from it: its words, its address, its field and value."""
    html = page.content.decode().partition('<div class="govuk-notification-banner')[2]
    piece = html.partition("<h1")[0]
    address = re.search(r'<form [^>]*method="post" action="([^"]*)"', piece)
    button = re.search(r'<button [^>]*name="([^"]*)" value="([^"]*)"', piece)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", piece))
    return words, unescape(address[1]) if address else "", (button[1], unescape(button[2])) if button else None


def test_what_was_removed_just_now_is_put_back_from_the_message(sides, filing):
    for client, base in sides:
        address = f"{base}/section/residences"
        page = client.post(address, {"remove": "/residences/r1"}, follow=True)
        assert Entry.objects.get(row="r1").removed_at is not None
        words, target, button = banner(page)
        assert "The entry was removed." in words
        assert "Put it back" in words
        assert "1 Elm Way" in words
        assert button == ("restore", "/residences/r1")
        back = client.post(target, {button[0]: button[1]}, follow=True)
        assert "The entry was put back." in banner(back)[0]
        assert banner(back)[2] is None
        assert Entry.objects.get(row="r1").removed_at is None
    assert Answer.objects.get(path="/residences/r1/city").value == "Salem"


def test_a_reporting_page_is_put_back_from_the_message_on_the_same_part(sides, filing, place, at):
    save(filing, "/disclosure/14A(1)(b)", True, 0, place.filer, at)
    for number, (client, base) in enumerate(sides, 1):
        address = f"{base}/section/disclosure?part=drps"
        client.post(address, {"report": "CRIM:14A(1)(b)"})
        page = client.post(address, {"remove": f"/drps/n{number}"}, follow=True)
        words, target, button = banner(page)
        assert "Criminal matter" in words
        assert target == address
        back = client.post(target, {button[0]: button[1]})
        assert back["Location"].startswith(address)
        assert Entry.objects.get(list="/drps", row=f"n{number}").removed_at is None
        client.post(address, {"remove": f"/drps/n{number}"})


def test_the_message_offers_nothing_that_is_not_removed(sides):
    for client, base in sides:
        for row in ("/residences/r1", "/residences/n9", "/nothing", "%3Cscript%3E", ""):
            page = client.get(f"{base}/section/residences?done=remove&row={row}")
            assert page.status_code == 200
            assert banner(page)[2] is None


def test_a_month_beside_a_ticked_present_comes_back_as_it_was_sent(sides):
    path = "/residences/r1/to"
    for client, base in sides:
        page = client.get(f"{base}/row/residences/r1").content.decode()
        assert " checked" in re.search(rf'<input[^>]*name="{path}-present"[^>]*>', page)[0]
        token = re.search(rf'name="v:{path}" value="([^"]*)"', page)[1]
        both = {f"{path}-month": "5", f"{path}-year": "2026", f"{path}-sent": "1", f"v:{path}": token}
        back = client.post(f"{base}/row/residences/r1", both | {f"{path}-present": "on", "then": "next"})
        assert back.status_code == 422
        html = back.content.decode()
        assert " checked" in re.search(rf'<input[^>]*name="{path}-present"[^>]*>', html)[0]
        assert 'value="2026"' in html
        wrong = client.post(f"{base}/row/residences/r1", both | {f"{path}-month": "13", "then": "next"})
        assert wrong.status_code == 422
        assert " checked" not in re.search(rf'<input[^>]*name="{path}-present"[^>]*>', wrong.content.decode())[0]
    assert Answer.objects.get(path=path).value == "PRESENT"


def test_a_comment_leads_back_to_the_part_it_was_left_on(sides):
    for client, base in sides:
        page = client.get(f"{base}/section/disclosure?part=3")
        address = unescape(re.search(r'action="([^"]*/section/disclosure/comment[^"]*)"', page.content.decode())[1])
        left = client.post(address, {"text": "Which year?"})
        assert left["Location"] == f"{base}/section/disclosure?part=3&done=comment#comments"
        shown = client.get(left["Location"])
        assert "14C" in text(shown).split("Who fills this section in")[0]
        assert "Your comment was left" in banner(shown)[0]
        again = client.post(address, {"text": ""})
        assert again.status_code == 422
        assert 'aria-current="page"' in again.content.decode().split("?part=3")[1][:40]
        remark = Comment.objects.latest("pk")
        settle = re.search(rf'action="([^"]*/comments/{remark.pk}/resolve[^"]*)"', shown.content.decode())
        settled = client.post(unescape(settle[1]))
        assert settled["Location"] == f"{base}/section/disclosure?part=3#comments"


def test_unmarking_a_section_as_done_leads_back_to_the_part(sides):
    for client, base in sides:
        page = client.get(f"{base}/section/disclosure?part=3").content.decode()
        address = unescape(re.search(r'action="([^"]*/section/disclosure/done[^"]*)"', page)[1])
        assert client.post(address, {"done": "yes"})["Location"] == base
        assert client.post(address, {"done": "no"})["Location"] == f"{base}/section/disclosure?part=3"
    assert SectionShare.objects.get(section="disclosure").rep_done_at is None


def test_parts_lead_on_one_after_the_other_and_the_last_to_the_overview(sides):
    for client, base in sides:
        address = f"{base}/section/disclosure"
        seen, here = [], address
        while here.startswith(address):
            seen.append(here)
            here = client.post(here, {"then": "next"})["Location"]
        assert seen[-1] == f"{address}?part=drps"
        assert len(seen) == 14
        assert here == base
