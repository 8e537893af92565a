"""Every page and who opens it: one list for axe, for screenshots, for 320 px and for the walk without JavaScript."""

from dataclasses import dataclass

from tests.browser import captures, personas
from tests.browser.personas import Persona


@dataclass(frozen=True)
class Page:
    """A page: its name (of screenshots), address, visitor (None: nobody signed in) and the status it answers with."""

    name: str
    path: str
    persona: Persona | None = None
    status: int = 200


PUBLIC = (
    Page("home", "/"),
    Page("sign-in", "/sign-in"),
    Page("sign-in-next", "/sign-in?next=/me/record"),
    Page("google-failed", "/sign-in/google/failed?why=exists"),
    Page("open", "/open/"),
    Page("help-open-account", "/help/open-account"),
    Page("signed-out", "/signed-out"),
    Page("locked", "/sign-in/locked"),
    Page("forgotten", "/sign-in/forgotten"),
    Page("unlocked", "/sign-in/open-again"),
    Page("dev-sign-in", "/dev/sign-in"),
    Page("notifications", "/notifications"),
    Page("notification", "/notifications/filing:signature:requested"),
    Page("legal", "/legal"),
    Page("accessibility", "/accessibility"),
    Page("help", "/help"),
    Page("help-my-record", "/help/my-record"),
    Page("help-home-address", "/help/home-address"),
    Page("help-dashboard", "/help/dashboard"),
    Page("help-my-account", "/help/my-account"),
    Page("help-sign-in", "/help/sign-in"),
    Page("help-firm-people", "/help/firm-people"),
    Page("help-firm-users", "/help/firm-users"),
    Page("invitation", "/invitation"),
    Page("help-staff-search", "/help/staff-search"),
    Page("help-staff-cases", "/help/staff-cases"),
    Page("help-firm-registrations", "/help/firm-registrations"),
    Page("help-registrations", "/help/registrations"),
    Page("help-staff-registrations", "/help/staff-registrations"),
    Page("help-firm-vouching", "/help/firm-vouching"),
    Page("help-identity", "/help/identity"),
    Page("help-completing-form-u4", "/help/completing-form-u4"),
    Page("help-disclosure-questions", "/help/disclosure-questions"),
    Page("help-filing-form-u4", "/help/filing-form-u4"),
    Page("rule", "/rules/RE-02"),
    Page("not-found", "/no-such-page", status=404),
)
INDIVIDUAL = (
    Page("dashboard", "/me/", personas.INDIVIDUAL),
    Page("record", "/me/record", personas.INDIVIDUAL),
    Page("record-past", "/me/record?as_of=2024-12-31", personas.INDIVIDUAL),
    Page("record-bad-date", "/me/record?as_of=2024-02-31", personas.INDIVIDUAL, 422),
    Page("registrations-none", "/me/registrations", personas.INDIVIDUAL),
    Page("account", "/account/", personas.INDIVIDUAL),
    Page("account-done", "/account/?done=confirmed", personas.INDIVIDUAL),
    Page("account-name", "/account/name", personas.INDIVIDUAL),
    Page("account-phone", "/account/phone", personas.INDIVIDUAL),
    Page("account-email-add", "/account/emails/new", personas.INDIVIDUAL),
    Page("account-email", "/account/emails/1", personas.INDIVIDUAL),
    Page("account-email-code", "/account/emails/1/code", personas.INDIVIDUAL),
    Page("account-emails-confirm", "/account/emails/confirm", personas.INDIVIDUAL),
    Page("account-sessions", "/account/sessions", personas.INDIVIDUAL),
    Page("account-activity", "/account/activity", personas.INDIVIDUAL),
    Page("account-activity-none", "/account/activity?kind=identity", personas.INDIVIDUAL),
    Page("account-messages", "/account/messages", personas.INDIVIDUAL),
    Page("account-messages-none", "/account/messages?code=NOTOURS2", personas.INDIVIDUAL),
    Page("account-sights", "/account/sights", personas.INDIVIDUAL),
    Page("account-security", "/account/security", personas.INDIVIDUAL),
    Page("account-second-factor", "/account/second-factor", personas.INDIVIDUAL),
    Page("account-confirm", "/account/confirm-it-is-you?again=1", personas.INDIVIDUAL),
    Page("help-sign-in-and-security", "/help/sign-in-and-security"),
    Page("help-sessions", "/help/sessions"),
    Page("help-activity", "/help/activity"),
    Page("help-messages", "/help/messages"),
    Page("held-nothing", "/session/held", personas.INDIVIDUAL),
    Page("forbidden", "/registry/", personas.INDIVIDUAL, 403),
    Page("home-address-with-firm", "/me/address", personas.INDIVIDUAL),
    Page("home-address-none", "/me/address", personas.LEFT),
    Page("dashboard-left", "/me/", personas.LEFT),
    Page("record-left", "/me/record", personas.LEFT),
    Page("dashboard-rich", "/me/", personas.RICH),
    Page("record-rich", "/me/record", personas.RICH),
    Page("account-nobody", "/account/", personas.NOBODY),
    Page("account-invitations-none", "/account/invitations", personas.NOBODY),
)
REAL = (
    Page("dashboard-real", "/me/", personas.REAL_PERSON),
    Page("record-real", "/me/record", personas.REAL_PERSON),
)
FIRM = (
    Page("firm-home", f"/firm/{captures.FIRM}/", personas.FILER),
    Page("firm-people", f"/firm/{captures.FIRM}/people", personas.FILER),
    Page("firm-person", f"/firm/{captures.FIRM}/people/{captures.ACTIVE}", personas.FILER),
    Page("firm-registrations", f"/firm/{captures.FIRM}/registrations", personas.FILER),
    Page("firm-letters", f"/firm/{captures.FIRM}/letters", personas.FILER),
    Page("firm-people-none", f"/firm/{captures.FIRM}/people?q=zzzz", personas.FILER),
    Page("firm-home-large", f"/firm/{personas.SIMULATED_FIRM}/", personas.ADMINISTRATOR),
    Page("firm-people-large", f"/firm/{personas.SIMULATED_FIRM}/people", personas.ADMINISTRATOR),
    Page(
        "firm-person-rich",
        f"/firm/{personas.SIMULATED_FIRM}/people/{personas.SIMULATED_PERSON}",
        personas.ADMINISTRATOR,
    ),
    Page(
        "firm-people-filtered", f"/firm/{personas.SIMULATED_FIRM}/people?state=CA&sort=-since", personas.ADMINISTRATOR
    ),
    Page("firm-people-bad", f"/firm/{personas.SIMULATED_FIRM}/people?state=XX", personas.ADMINISTRATOR, 422),
    Page("firm-other", f"/firm/{captures.OTHER_FIRM}/", personas.FILER, 404),
    Page("account-firms", "/account/", personas.ADMINISTRATOR),
    Page("firm-users", f"/firm/{captures.OTHER_FIRM}/admin/users", personas.SUPER),
    Page("firm-users-none", f"/firm/{captures.OTHER_FIRM}/admin/users?q=zzzz", personas.SUPER),
    Page("firm-users-invite", f"/firm/{captures.OTHER_FIRM}/admin/users/invite", personas.SUPER),
    Page("firm-hand-over", f"/firm/{captures.OTHER_FIRM}/admin/hand-over", personas.SUPER),
    Page("firm-certification", f"/firm/{captures.OTHER_FIRM}/admin/certification", personas.SUPER),
    Page("firm-users-closed", f"/firm/{captures.FIRM}/admin/users", personas.FILER, 403),
    Page("account-security-firms", "/account/security", personas.ADMINISTRATOR),
    Page("account-confirm-firms", "/account/confirm-it-is-you", personas.ADMINISTRATOR),
)
STAFF = (
    Page("staff-home", "/registry/", personas.STAFF),
    Page("staff-search", "/registry/search", personas.STAFF),
    Page("staff-search-found", "/registry/search?q=larkspur", personas.STAFF),
    Page("staff-search-none", "/registry/search?q=zzzzzz", personas.STAFF),
    Page("staff-person", f"/registry/people/{captures.ACTIVE}", personas.STAFF),
    Page("staff-person-rich", f"/registry/people/{personas.SIMULATED_PERSON}", personas.STAFF),
    Page("staff-person-history", f"/registry/people/{captures.ACTIVE}/history", personas.STAFF),
    Page("staff-firm-people", f"/registry/firms/{captures.FIRM}/people", personas.STAFF),
    Page("staff-firm-large", f"/registry/firms/{personas.SIMULATED_FIRM}", personas.STAFF),
    Page("staff-search-bad", "/registry/search?q=%25", personas.STAFF, 422),
    Page("staff-firm", f"/registry/firms/{captures.FIRM}", personas.STAFF),
    Page("staff-firm-administrator", f"/registry/firms/{captures.OTHER_FIRM}/administrator", personas.STAFF),
    Page("staff-imports", "/registry/imports", personas.STAFF),
    Page("staff-import", "/registry/imports/1", personas.STAFF),
    Page("account-staff", "/account/", personas.STAFF),
)
CASES = (
    Page("staff-cases", "/registry/cases", personas.WATCHER),
    Page("staff-cases-none", "/registry/cases?state=WAITING&age=month", personas.WATCHER),
    Page("staff-roles", "/registry/roles", personas.WATCHER),
    Page("staff-registrations", "/registry/registrations", personas.WATCHER),
    Page("staff-registrations-none", "/registry/registrations?kind=MATCH&age=month", personas.WATCHER),
    Page("firm-vouching", f"/firm/{personas.SIMULATED_FIRM}/vouching", personas.LOOKER),
    Page("identity-case", "/identity/case", personas.SHOWN),
    Page("identity-vouch-not", "/identity/vouch", personas.SHOWN),
    Page("identity-vouch", "/identity/vouch", personas.ASKING),
    Page("identity-case-firm", "/identity/case", personas.ASKING),
)
ALL = PUBLIC + INDIVIDUAL + REAL + FIRM + STAFF + CASES
PERSONAS = tuple(dict.fromkeys(page.persona for page in ALL))
