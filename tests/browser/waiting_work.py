"""People of two firms of their own whose requests, reports and differences wait for the registry."""

from datetime import date

from finpro.kernel import clock
from tests.browser.waiting_keys import ASKED, DISCLOSES, FIRM, OTHER, RECEIPT, SEVERAL, STATES
from tests.casework import waiting
from tests.registry import small_world as world


def write():
    """Write the firms, the people, and what waits of them. Before accounts are bound to them."""
    firm, other = world.firm(FIRM, "Copper Beech Securities LLC"), world.firm(OTHER, "Ash Advisers LLC")
    at = clock.now()
    asked = world.person(ASKED, "Ida", "Marlow")
    world.associate(asked, firm)
    row = waiting.request(asked, firm, at=at, source=waiting.filing(asked, firm, number=9001, receipt="IDA22222"))
    waiting.settle(row, at=at)
    discloses = world.person(DISCLOSES, "Olaf", "Brandt")
    source = waiting.filing(discloses, firm, number=9002, receipt="OLAF2222")
    waiting.answer(discloses, "14E(1)")
    waiting.missing(waiting.request(discloses, firm, at=at, source=source), "DISCLOSURE", "", at=at)
    told = {"docket": "24-0012", "regulator_name": "FINRA", "initiated_by": "SRO"}
    near, far = waiting.occurrence(discloses, "REG"), waiting.occurrence(discloses, "REG", docket="11-7", event_on=None)
    waiting.report(discloses, other, "REG", page=told | {"regulator_name": "SEC"}, event=near, on=date(2026, 10, 1))
    waiting.report(discloses, firm, "REG", page=told, source=source)
    for who, docket in ((firm, "1"), (other, "2")):
        waiting.report(discloses, who, "REG", page=told | {"docket": docket}, event=far, source=source)
    several = world.person(SEVERAL, "Una", "Castell")
    source = waiting.filing(several, firm, number=9003, receipt=RECEIPT)
    for state in STATES:
        waiting.request(several, firm, state, "AG", at=at, source=source)
