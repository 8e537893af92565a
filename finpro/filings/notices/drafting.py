"""The mails of drafting. None says what stands on a form, or names anybody but the reader."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.notices import AccountNotice
from finpro.filings.enums import OPEN_TO_PERSON, State
from finpro.filings.models import Comment, Filing
from finpro.filings.selectors import told
from finpro.kernel import clock
from finpro.notices.notices import register
from finpro.registry import selectors as registry


class FilingNotice(AccountNotice):
    """A mail about a filing. `data` holds its key. Wanted while the filing is in one of `states` and the reader is one
    of those who are told of it (`side`: person or firm)."""

    states: frozenset[State]
    side: str

    def filing(self) -> Filing | None:
        """The filing now."""
        return Filing.objects.select_related("firm").filter(pk=self.data["filing"]).first()

    def still_wanted(self) -> bool:
        """While it is so as the mail says."""
        filing = self.filing()
        if filing is None or State(filing.state) not in self.states:
            return False
        readers = [told.person_of(filing)] if self.side == "person" else told.firm_of(filing)
        return self.user_id in readers and super().still_wanted()

    def context(self) -> Mapping[str, Any]:
        """The greeting, and the firm."""
        filing = self.filing()
        name = ""
        if filing is not None:
            name = registry.names_of_firms([filing.firm_id], clock.today())[filing.firm_id]
        return {**super().context(), "firm": name}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A firm of nobody's."""
        return {**super().sample(), "firm": "Alder Securities LLC"}


@register
class DraftShared(FilingNotice):
    """To the person: the form is open."""

    tag = "filing:draft:shared"
    audience = "your firm opened a form about you for you to fill in"
    heading = "A Form U4 waits for you"
    states = OPEN_TO_PERSON
    side = "person"


@register
class DraftReopened(FilingNotice):
    """To the person: the form was handed back, and the firm asks for more."""

    tag = "filing:draft:asked_again"
    audience = "your firm opened a form about you again"
    heading = "Your Form U4 is open again"
    states = frozenset({State.REP_EDITING})
    side = "person"


@register
class DraftReminder(FilingNotice):
    """To the person: the form is open, and the firm waits for it."""

    tag = "filing:draft:reminder"
    audience = "your firm opened a form about you and waits for what you fill in"
    heading = "A Form U4 still waits for you"
    states = frozenset({State.REP_EDITING})
    side = "person"


@register
class HandedBack(FilingNotice):
    """To the firm: the person is done."""

    tag = "filing:draft:handed_back"
    audience = "you began this form, or draft forms for your firm"
    heading = "A Form U4 was handed back to your firm"
    states = frozenset({State.FIRM_REVIEW})
    side = "firm"


class CommentNotice(FilingNotice):
    """A mail about a comment; `data` holds its key too."""

    def still_wanted(self) -> bool:
        """While it is not settled."""
        return super().still_wanted() and Comment.objects.filter(pk=self.data["comment"], resolved_at=None).exists()


@register
class CommentForPerson(CommentNotice):
    """To the person."""

    tag = "filing:comment:for_person"
    audience = "your firm opened a form about you for you to fill in"
    heading = "Your firm left a comment on your Form U4"
    states = OPEN_TO_PERSON
    side = "person"


@register
class CommentForFirm(CommentNotice):
    """To the firm."""

    tag = "filing:comment:for_firm"
    audience = "you began this form, or draft forms for your firm"
    heading = "A comment was left on a Form U4 of your firm"
    states = OPEN_TO_PERSON | {State.DRAFT, State.REP_SIGNED}
    side = "firm"


@register
class Expiring(FilingNotice):
    """To the firm: nobody has touched the draft for long."""

    tag = "filing:draft:expiring"
    audience = "you began this form, or draft forms for your firm"
    heading = "A draft of Form U4 is about to expire"
    when = "Days before a draft that nobody touches expires"
    states = OPEN_TO_PERSON | {State.DRAFT, State.REP_SIGNED, State.REJECTED}
    side = "firm"
