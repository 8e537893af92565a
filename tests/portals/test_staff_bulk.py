"""The same done to several pieces of work: looked at first, then done, with what came of each."""

import pytest

from finpro.accounts.models import User
from finpro.casework.models import Assignment, Batch, Letter, Step
from tests.casework import waiting
from tests.portals.signed_in import counted, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]
SEVERAL = "/registry/work/several"


@pytest.fixture
def sam():
    return visitor("sam", staff=REGISTRAR)


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def rows(mae, alder):
    """Three requests of one filing and one of another."""
    tess, birch = world.person(7002, "Tess", "Nunn"), world.firm(502, "Birch Advisers LLC")
    other = waiting.filing(tess, birch, number=3, receipt="OTHER222")
    same = [waiting.request(mae, alder, regulator, "AG") for regulator in ("OR", "WA", "TX")]
    return [*same, waiting.request(tess, birch, "OR", "RA", source=other)]


def subjects(rows):
    return [f"request:{row.pk}" for row in rows]


def look(client, rows, action):
    return client.get(SEVERAL, {"subject": subjects(rows), "action": action})


def do(client, rows, action):
    return client.post(SEVERAL, {"subject": subjects(rows), "action": action})


def user(name):
    return User.objects.get(name=name)


def test_the_queue_offers_boxes_to_who_works_and_to_nobody_else(sam, rows):
    html = sam.get("/registry/registrations").content.decode()
    assert html.count('type="checkbox" name="subject"') == 4
    assert "Do to what is ticked" in html
    assert "Tick Oregon AG of Quill, Mae" in text(sam.get("/registry/registrations"))
    helper = visitor("helper", staff=["registrations.view"])
    assert 'name="subject"' not in helper.get("/registry/registrations").content.decode()
    for answer in (look(helper, rows, "take"), do(helper, rows, "take")):
        assert answer.status_code == 403


def test_looked_at_before_it_is_done(sam, rows):
    tess = visitor("tess", staff=REGISTRAR)
    tess.post(f"/registry/work/request:{rows[0].pk}/take")
    words = text(look(sam, rows, "take"))
    assert words.count("It will be done") == 3
    assert "Somebody else has it." in words
    assert "Do it to 3 pieces of work" in words
    assert Assignment.objects.count() == 1


def test_taken_and_given_back_with_a_result_for_each(sam, rows):
    tess = visitor("tess", staff=REGISTRAR)
    tess.post(f"/registry/work/request:{rows[0].pk}/take")
    done = do(sam, rows, "take")
    batch = Batch.objects.get()
    assert done.headers["Location"] == f"{SEVERAL}/{batch.number}"
    words = text(sam.get(f"{SEVERAL}/{batch.number}"))
    assert (words.count("Not done"), words.count("Somebody else has it.")) == (1, 1)
    assert set(Assignment.objects.values_list("owner__name", flat=True)) == {"sam", "tess"}
    assert Assignment.objects.filter(owner__name="sam").count() == 3
    assert tess.get(f"{SEVERAL}/{batch.number}").status_code == 404
    do(sam, rows, "give_back")
    assert Assignment.objects.get().owner.name == "tess"


def test_assigned_to_a_colleague_but_not_what_is_too_near(sam, rows, mae):
    visitor("tess", staff=REGISTRAR)
    visitor("mae", person=mae, staff=REGISTRAR)
    visitor("helper", staff=["registrations.view"])
    page = sam.get("/registry/registrations").content.decode()
    assert "Assign to tess" in page
    assert "Assign to helper" not in page
    do(sam, rows, f"assign:{user('tess').pk}")
    assert set(Assignment.objects.values_list("owner__name", flat=True)) == {"tess"}
    assert Step.objects.filter(what="assigned").count() == 4
    own = f"assign:{user('mae').pk}"
    assert "This is about yourself" in text(look(sam, rows, own))
    do(sam, rows, own)
    assert Assignment.objects.filter(owner__name="mae").count() == 1
    assert do(sam, rows, f"assign:{user('helper').pk}").status_code == 422


def test_the_same_letter_to_requests_of_one_filing(sam, rows):
    mixed = text(look(sam, rows, "ask:FIRM_NOT_REGISTERED"))
    assert mixed.count("Only requests of one filing are asked the same.") == 4
    assert "Do it to" not in mixed
    words = text(look(sam, rows[:3], "ask:FIRM_NOT_REGISTERED"))
    for part in ("The letter, as it goes out first", "with Oregon", "Do it to 3 pieces of work"):
        assert part in words
    assert do(sam, rows[:3], "ask:FIRM_NOT_REGISTERED").status_code == 302
    letters = list(Letter.objects.order_by("id").values_list("text", flat=True))
    assert ["Oregon" in letters[0], "Washington" in letters[1], "Texas" in letters[2]] == [True, True, True]
    for row in rows[:3]:
        row.refresh_from_db()
        assert row.state == "DEFICIENT"
    assert do(sam, rows[:3], "ask:OTHER").status_code == 422
    assert Letter.objects.count() == 3


def test_a_letter_is_only_about_requests(sam, rows, mae, alder):
    report = waiting.report(mae, alder)
    answer = sam.get(SEVERAL, {"subject": [f"report:{report.pk}"], "action": "ask:FIRM_NOT_REGISTERED"})
    assert "Only requests can be asked about." in text(answer)


@pytest.mark.parametrize(
    "sent", [{}, {"action": "take"}, {"subject": "request:1", "action": "nonsense"}, {"subject": "x"}]
)
def test_nothing_chosen_says_so(sam, rows, sent):
    answer = sam.post(SEVERAL, sent)
    assert (answer.status_code, "Choose at least one row, and what to do" in text(answer)) == (422, True)
    assert sam.get(SEVERAL, sent).status_code == 200
    assert not Batch.objects.exists()


def test_as_many_queries_for_three_as_for_one(sam, rows):
    def pages(chosen):
        return "&".join(f"subject=request:{row.pk}" for row in chosen)

    for action in ("take", "ask:FIRM_NOT_REGISTERED"):
        one = counted(sam, f"{SEVERAL}?action={action}&{pages(rows[:1])}")
        assert counted(sam, f"{SEVERAL}?action={action}&{pages(rows[:3])}") == one
