"""What every page hands to the skeleton: one `Page` under the name `page` in the template's context.

The skeletons (`ui/skeleton.html`, `ui/layout_public.html`, `ui/layout_person.html`, `ui/layout_firm.html`) read

    page.title          text of <title> before the brand; the template's h1 is its own
    page.help           address of the page's guide ("/help/my-record"), or None
    page.nav            items of the navigation: label, url, current, count (None, or a number shown beside the label)
    page.viewer         who is signed in, or None: initials, name, persona, account_url, sign_out_url, and the sides
                        on which he or she may act (NavItem, the present one current)
    page.brand          name, operator, support_phone, support_hours, notice; addresses of the legal pages
    page.demo           True shows the banner that says the people here are invented
    page.as_of          the date the record is shown for, or None for today
    page.home           address behind the brand's name
    page.context        a second line beside the navigation (a firm's name and CRD number), or ""
    page.ends           when the reader's session ends (finpro.kernel.http.Ends), or None; its script warns before
    page.error          True puts "Error: " before the title (a form came back with findings)

and, when a request is rendered, `csrf_input` and `csrf_token` from Django's backend. Nothing else is needed.
Templates fill the blocks `before`, `main` and `aside`; the shorter pages fill only `main`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from finpro.kernel.http import Ends


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a navigation. `current` marks the page itself or the section it belongs to.

    Entries with the same `group` follow each other below its name.
    """

    label: str
    url: str
    current: bool = False
    count: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is signed in. `persona` is the side they act on, in words: "Individual", "Alder Securities LLC", "Staff".

    `sides` are all on which they may act, for the menu; `on_account` marks My Account as the present page's side.
    """

    initials: str
    name: str
    persona: str
    account_url: str = "/account/"
    sign_out_url: str = "/sign-out"
    sides: Sequence[NavItem] = field(default_factory=tuple)
    on_account: bool = False


@dataclass(frozen=True, slots=True)
class Brand:
    """Who runs this installation and how they are reached. `notice` is the sentence of independence in the footer."""

    name: str
    operator: str
    support_phone: str
    support_hours: str
    notice: str
    check_url: str = "/check"
    legal_url: str = "/legal"
    accessibility_url: str = "/accessibility"
    notifications_url: str = "/notifications"
    help_url: str = "/help"
    sign_in_url: str = "/sign-in"
    demo_sign_in_url: str = "/dev/sign-in"  # in a demo alone, as the next
    outbox_url: str = "/dev/outbox"


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `sorted` is "", "ascending" or "descending"; `sort_url` sorts by it, or turns the order."""

    label: str
    numeric: bool = False
    sort_url: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's frame; see the module's docstring."""

    title: str
    brand: Brand
    viewer: Viewer | None = None
    nav: Sequence[NavItem] = field(default_factory=tuple)
    help: str | None = None
    demo: bool = False
    as_of: date | None = None
    home: str = "/"
    context: str = ""
    error: bool = False
    ends: Ends | None = None


def initials(name: str) -> str:
    """At most two letters for the menu at the upper right: first and last word of a name.

    A name given as on the record ("ALDER, Rowan Q") is read in that order: family name before the comma.
    """
    family, comma, given = name.partition(",")
    words = f"{given} {family}".split() if comma else name.split()
    letters = [word[0] for word in (words[:1] + words[1:][-1:]) if word[0].isalnum()]
    return "".join(letters).upper() or "?"
