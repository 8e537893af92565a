"""People of the world who have no account: the world writes down who they are, and a test opens one as one of them."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from tests.browser.site import Site

FILE = "newcomers.json"
# Numbers of the synthetic world, a story each, and the one of somebody without a Social Security number.
STORIES = ("code", "questions", "both", "neither", "away", "without", "plain", "google")
FIRST, FROM_ABROAD = 60, 99


@dataclass(frozen=True)
class Newcomer:
    """Somebody on the record. `ssn` has nine digits, or is empty."""

    crd: int
    ssn: str
    born: str

    def parts(self) -> dict[str, str]:
        """The date of birth as the form's boxes take it, by label."""
        born = date.fromisoformat(self.born)
        return {"Month": str(born.month), "Day": str(born.day), "Year": str(born.year)}


def write(seed: int) -> None:
    """Called while the world is made: keep who they are beside the site."""
    from finpro.journeys.simulation import people, personal  # noqa: PLC0415 - once Django is set up
    from finpro.registry.selectors import world as record  # noqa: PLC0415

    found = {}
    for story, number in (*zip(STORIES, range(FIRST, FIRST + len(STORIES)), strict=True), ("abroad", FROM_ABROAD)):
        crd = people.FIRST_CRD + number
        ssn = personal.ssn(seed, number) if personal.has_ssn(number) else ""
        found[story] = asdict(Newcomer(crd, ssn, str(record.born_on(crd))))
    (Path(os.environ["FINPRO_HOME"]) / FILE).write_text(json.dumps(found))


def of(site: Site, story: str) -> Newcomer:
    """Whom a story is about."""
    return Newcomer(**json.loads((site.home / FILE).read_text())[story])
