"""The mails about what was filed: accepted, or rejected as a whole."""

from collections.abc import Mapping
from typing import Any

from finpro.filings.enums import State
from finpro.filings.notices.drafting import FilingNotice
from finpro.notices.notices import register


class FiledNotice(FilingNotice):
    """A mail that names the receipt, which people quote."""

    def context(self) -> Mapping[str, Any]:
        """The receipt, and where the filing is."""
        filing = self.filing()
        crd = filing.firm.crd if filing else 0
        return {
            **super().context(),
            "receipt": filing.receipt if filing else "",
            "firm_crd": crd,
            "filing": self.data["filing"],
        }

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A receipt of nobody's."""
        return {**super().sample(), "receipt": "7KQ2M9XB4C", "firm_crd": 501, "filing": 12}


@register
class FilingAccepted(FiledNotice):
    """To the firm: the form stands on the record."""

    tag = "filing:form:accepted"
    audience = "you began this form, or draft forms for your firm"
    heading = "Your filing of Form U4 was accepted"
    states = frozenset({State.ACCEPTED})
    side = "firm"


@register
class FilingRejected(FiledNotice):
    """To the firm: the form was refused as a whole."""

    tag = "filing:form:rejected"
    audience = "you began this form, or draft forms for your firm"
    heading = "Your filing of Form U4 was rejected"
    states = frozenset({State.REJECTED})
    side = "firm"


@register
class FormAccepted(FiledNotice):
    """To the person: what the firm filed stands on the record."""

    tag = "filing:form:filed_about_you"
    audience = "a firm filed a form about you"
    heading = "A Form U4 about you was filed"
    states = frozenset({State.ACCEPTED})
    side = "person"
