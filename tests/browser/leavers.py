"""People who left a firm of their own some months ago, for the story of a new home address."""

from datetime import date, timedelta

from finpro.kernel import clock
from finpro.registry.models import Residence
from tests.browser.leavers_keys import CONFIRMS, FIRM, MOVES
from tests.registry import small_world as world


def write():
    """Write the firm and the people, with the address that the firm once filed. Before accounts are bound to them."""
    firm = world.firm(FIRM, "Larch Securities LLC")
    until = clock.today() - timedelta(days=150)
    for crd, first, last in ((MOVES, "Milo", "Hartwell"), (CONFIRMS, "Corin", "Ashdown")):
        person = world.person(crd, first, last)
        world.associate(person, firm, ends_on=until)
        world.register(person, firm, "FINRA", "GS", ends_on=until)
        Residence.objects.create(
            person=person,
            street1="1 Elm Way",
            city="Salem",
            state="OR",
            country="USA",
            postal="97301",
            starts_on=date(2019, 5, 1),
            first_seen_on=world.SEEN,
            source=world.source(crd),
        )
