"""Who gets what at which address: one row for each address of the site, portal by portal.

A row says what reading (GET) and sending (an empty POST) get, for each of ROLES. The shapes below fill in what a closed
door answers, so a row names only what the right visitor gets:

    "individual:record": person(200),           # a page to read; a POST gets 405
    "individual:record_ssn": person(405, 200),  # an address to send to
    "firm:users": firm(200, bare=200),          # open to members without entitlements too

For what no shape says, give a status for each role by name: `each(person(200), {CLERK: (403, 403)})`.
"""

from dataclasses import dataclass
from uuid import uuid4

NOBODY, UNVERIFIED, ACCOUNT, PERSON, MEMBER, BARE, OTHER, STAFF, CLERK, WEAK = (
    "nobody signed in",
    "an unverified account",
    "an account without hats",
    "a person",
    "a member of the firm",
    "a member without entitlements",
    "a member of another firm",
    "staff",
    "staff without entitlements",
    "member and staff without a second factor",
)
ROLES = (NOBODY, UNVERIFIED, ACCOUNT, PERSON, MEMBER, BARE, OTHER, STAFF, CLERK, WEAK)
SIGNED_IN = ROLES[1:]

IN = 302  # to the sign-in page
SECOND = 302  # to the page that explains and sets up a second factor
CLOSED = (403, 403)
READ_ONLY = 405


@dataclass(frozen=True)
class Row:
    """What each role gets: the status of reading and of sending."""

    answers: dict[str, tuple[int, int]]


def each(row: Row, others: dict[str, tuple[int, int]]) -> Row:
    """The row with other answers for some roles."""
    return Row(row.answers | others)


def public(read: int, sent: int = READ_ONLY) -> Row:
    """The same for everybody."""
    return Row(dict.fromkeys(ROLES, (read, sent)))


def account(read: int, sent: int = READ_ONLY) -> Row:
    """For whoever is signed in."""
    return each(public(read, sent), {NOBODY: (IN, IN)})


def person(read: int, sent: int = READ_ONLY) -> Row:
    """For somebody on the record."""
    return Row(dict.fromkeys(ROLES, CLOSED) | {NOBODY: (IN, IN), PERSON: (read, sent)})


def firm(read: int, sent: int = READ_ONLY, *, bare: int = 0) -> Row:
    """For members of the firm with the entitlement; `bare`: what reading gets without any, where that is not 403."""
    return Row(
        dict.fromkeys(ROLES, CLOSED)
        | {
            NOBODY: (IN, IN),
            MEMBER: (read, sent),
            BARE: (bare, sent) if bare else CLOSED,
            OTHER: (404, 404),
            WEAK: (SECOND, SECOND),
        }
    )


def administrator(read: int, sent: int = READ_ONLY) -> Row:
    """For the firm's super account administrator, of whom there is one: nobody else is, whatever else is held."""
    return each(firm(read, sent), {WEAK: CLOSED})


def staff(read: int, sent: int = READ_ONLY, *, clerk: int = 0) -> Row:
    """For the registry's staff with the entitlement; `clerk`: what reading gets without any, where that is not 403."""
    return Row(
        dict.fromkeys(ROLES, CLOSED)
        | {
            NOBODY: (IN, IN),
            STAFF: (read, sent),
            CLERK: (clerk, sent) if clerk else CLOSED,
            WEAK: (SECOND, SECOND),
        }
    )


PUBLIC = {
    "public:check": public(200, 422),
    "public:check_fingerprint": public(200, 422),
    "public:notifications": public(200, 422),
    "public:notification": public(200),
    "public:home": each(Row(dict.fromkeys(ROLES, (302, 405))), {NOBODY: (200, 405)}),
    "public:sign_in": each(public(302, 422), {NOBODY: (200, 422)}),  # who is signed in goes to the first page
    "public:second_step": public(302, 302),  # nobody waits there: to the sign-in page
    "public:passkey": public(405, 409),  # sent without the page's script
    "public:google": public(405, 409),  # not offered without a client id
    "public:google_go": public(302),  # nobody is on the way: to the sign-in page
    "public:google_failed": public(200),
    "google_callback": public(302),  # no state: to the page that says so
    "public:second_passkey": public(405, 409),
    "public:lost": public(302, 302),  # nobody waits at the second step
    "public:locked": public(200, 422),
    "public:forgotten": public(200, 422),
    "public:mailed_code": public(302, 302),  # nothing was asked for: to the page that asks for the address
    "public:another_code": public(405, 302),
    "public:unlocked": public(200),
    "public:sign_out": public(405, 302),
    "public:signed_out": public(200),
    "public:invitation": each(Row(dict.fromkeys(ROLES, (302, 405))), {NOBODY: (200, 405)}),
    # Whoever is signed in has an account: to the own first page. Nobody has begun to open one: to the start.
    "public:open": each(public(302), {NOBODY: (200, READ_ONLY)}),
    "public:open_check": public(200),
    "public:open_details": each(public(302, 302), {NOBODY: (200, 422)}),
    "public:open_mailbox": public(302, 302),
    "public:open_send_again": public(405, 302),
    "public:open_link": each(public(302, 302), {NOBODY: (200, 409)}),
    "public:open_password": public(302, 302),
    "public:open_google": public(302, 302),  # nobody came from Google
    "public:legal": public(200),
    "public:accessibility": public(200),
    "public:help": public(200),
    "public:help_page": public(200),
    "public:rule": public(200),
    "public:healthz": public(200),
    "public:readyz": public(200),
    "public:metrics": public(200),  # to this machine; from elsewhere see tests/portals/test_health.py
}
ACCOUNTS = {
    "account:invitations": account(200),
    "account:invitation_accept": account(405, 404),
    "account:invitation_decline": account(405, 404),
    "account:home": account(200),
    "public:session_keep": account(405, 204),
    "public:held": account(200, 302),
    "public:held_drop": account(405, 302),
    "account:name": account(200, 422),
    "account:phone": account(200, 422),
    "account:phone_remove": account(405, 302),
    "account:email_add": account(200, 422),
    "account:emails_confirm": account(200, 302),
    "account:email": account(404, 404),
    "account:email_code": account(404, 404),
    "account:email_send": account(405, 404),
    "account:email_personal": account(405, 404),
    "account:email_remove": account(405, 404),
    "account:sessions": account(200),
    "account:sessions_end": account(405, 302),
    "account:session_end": account(405, 404),
    "account:activity": account(200),
    "account:messages": account(200),
    "account:sights": person(200),
    "account:password": account(200, 422),
    "account:password_chosen": account(200),
    "account:security": account(200),
    # Who has shown one goes on.
    "account:second_factor": each(account(302), {UNVERIFIED: (200, READ_ONLY), WEAK: (200, READ_ONLY)}),
    "account:app_begin": account(405, 302),
    "account:app": account(302, 302),  # nothing is being set up: to the page of ways in
    "account:passkey_add": account(405, 409),  # sent without the page's script
    "account:factor": account(404, 404),
    "account:factor_remove": account(405, 404),
    "account:codes": account(302),  # none are to be shown: to the page of ways in
    "account:codes_make": account(405, 409),  # there is no second factor
    "account:codes_file": account(405, 302),
    "account:codes_kept": account(405, 302),
    "account:google_link": account(405, 409),
    "account:google_unlink": account(405, 404),
    "account:confirm": account(200, 200),
    # A mailed code is for who has no other way: those that have no password here.
    "account:confirm_code": each(account(405, 409), {UNVERIFIED: (405, 302), WEAK: (405, 302)}),
    "account:confirm_passkey": account(405, 409),
    "account:confirm_google": account(405, 409),
}
# Somebody on the record has proven it: to the record.
IDENTITY = {
    "identity:home": account(302),
    "identity:who": each(account(200, 422), {PERSON: (302, 302)}),
    "identity:passcode": account(302, 302),
    "identity:passcode_send": account(405, 409),
    "identity:questions": account(302, 302),
    "identity:questions_ask": account(405, 409),
    "identity:vouch": account(200, 422),
    "identity:vouch_withdraw": account(405, 404),
    "identity:case": account(200),
    "identity:case_open": account(405, 409),
    "identity:case_answer": account(405, 422),
}
INDIVIDUAL = {
    "individual:home": person(200),
    "individual:record": person(200),
    "individual:record_ssn": person(405, 200),
    "individual:record_json": person(200),
    "individual:record_pdf": person(405, 302),
    "individual:address": person(200, 409),
    "individual:address_change": person(405, 422),
    "individual:address_confirm": person(405, 409),
    "individual:address_done": person(302),
    "individual:forms": person(200),
    "individual:form": person(404),
    "individual:form_read": person(404),
    "individual:form_hand_back": person(404, 404),
    "individual:form_save": person(405, 404),
    "individual:form_section": person(404, 404),
    "individual:form_done": person(405, 404),
    "individual:form_comment": person(405, 404),
    "individual:form_presence": person(405, 404),
    "individual:form_findings": person(404),
    "individual:form_row": person(404, 404),
    "individual:form_rows_add": person(405, 404),
    "individual:form_comment_resolve": person(405, 404),
    "individual:registrations": person(200),
    "individual:letters": person(302),
    "individual:letter": person(404),
    "individual:document": person(404),
    "individual:document_file": person(404),
    "individual:sign": person(404),
    "individual:sign_give": person(405, 404),
    "individual:sign_decline": person(404, 404),
    "individual:signed": person(404),
    "individual:form_paper": person(404),
}
FIRM = {
    "firm:home": firm(200),
    "firm:people": firm(200),
    "firm:person": firm(200),
    "firm:person_ssn": firm(405, 200),
    "firm:users": firm(200),
    "firm:users_csv": firm(200),
    "firm:invite": firm(200, 422),
    "firm:user": firm(404, 404),
    "firm:user_remove": firm(404, 404),
    "firm:invitation_resend": firm(405, 404),
    "firm:invitation_withdraw": firm(405, 404),
    "firm:hand_over": administrator(200, 422),
    "firm:certification": administrator(200),
    "firm:certification_open": administrator(405, 302),
    "firm:certification_keep": administrator(405, 422),
    "firm:certification_close": administrator(405, 409),
    "firm:certification_report": administrator(404),
    "firm:certification_csv": administrator(404),
    "firm:filings": firm(200),
    "firm:filings_bulk": firm(405, 422),
    "firm:filings_bulk_done": firm(200),
    "firm:filing_new": firm(200, 422),
    "firm:filing_person": firm(200, 422),
    "firm:filing": firm(404),
    "firm:filing_access": firm(404, 404),
    "firm:filing_check": firm(404),
    "firm:filing_file": firm(404, 404),
    "firm:filing_form": firm(404),
    "firm:filing_reopen": firm(405, 404),
    "firm:filing_delete": firm(404, 404),
    "firm:filing_version": firm(404, 404),
    "firm:filing_save": firm(405, 404),
    "firm:filing_section": firm(404, 404),
    "firm:filing_done": firm(405, 404),
    "firm:filing_comment": firm(405, 404),
    "firm:filing_presence": firm(405, 404),
    "firm:filing_findings": firm(404),
    "firm:filing_row": firm(404, 404),
    "firm:filing_rows_add": firm(405, 404),
    "firm:filing_comment_resolve": firm(405, 404),
    "firm:registrations": firm(200),
    "firm:registration": firm(404),
    "firm:registration_withdraw": firm(405, 404),
    "firm:letters": firm(200),
    "firm:letter": firm(404, 404),
    "firm:vouching": firm(200),
    "firm:vouch": firm(404, 404),
    "firm:vouch_decline": firm(405, 404),
    "firm:signatures": firm(404, bare=404),
    "firm:signatures_send": each(firm(405, 404), {BARE: (405, 404)}),
    "firm:signatures_remind": each(firm(405, 404), {BARE: (405, 404)}),
    "firm:signatures_recall": each(firm(405, 404), {BARE: (405, 404)}),
    "firm:signatures_print": each(firm(405, 404), {BARE: (405, 404)}),
    "firm:signatures_sign": firm(404, 404, bare=404),
    "firm:form_paper": firm(404, bare=404),
}
STAFF_SIDE = {
    "staff:home": staff(200, clerk=200),
    "staff:search": staff(200),
    "staff:search_ssn": staff(405, 422),
    "staff:person": staff(200),
    "staff:history": staff(200),
    "staff:person_ssn": staff(405, 200),
    "staff:firm": staff(200),
    "staff:firm_people": staff(200),
    "staff:firm_administrator": staff(200, 422),
    "staff:firm_invitation_withdraw": staff(405, 404),
    "staff:imports": staff(200),
    "staff:import_run": staff(404),
    "staff:cases": staff(200),
    "staff:case_find": staff(405, 422),
    "staff:case": staff(404),
    "staff:case_take": staff(405, 404),
    "staff:case_give_back": staff(405, 404),
    "staff:case_note": staff(405, 404),
    "staff:case_ask": staff(405, 404),
    "staff:case_compare": staff(405, 404),
    "staff:case_close": staff(405, 404),
    "staff:case_decide": staff(404, 404),
    "staff:registrations": staff(200),
    "staff:registration": staff(404),
    "staff:registration_decide": staff(404, 404),
    "staff:registration_review": staff(404, 404),
    "staff:registration_look": staff(405, 404),
    "staff:registration_ask": staff(404),
    "staff:registration_letter": staff(404, 404),
    "staff:registration_cure": staff(404, 404),
    "staff:report": staff(404),
    "staff:report_match": staff(405, 404),
    "staff:report_undo": staff(405, 404),
    "staff:difference": staff(404),
    "staff:filing": staff(404),
    "staff:letter": staff(404),
    "staff:letter_close": staff(405, 404),
    "staff:bulk": staff(200, 422),
    "staff:bulk_results": staff(404),
    "staff:work_take": staff(405, 404),
    "staff:work_give_back": staff(405, 404),
    "staff:work_note": staff(405, 404),
    "staff:work_tick": staff(405, 404),
    "staff:account_unlock": staff(405, 404),
    "staff:roles": staff(200),
    "staff:role_give": staff(405, 422),
    "staff:role": staff(404),
    "staff:role_change": staff(405, 404),
    "staff:role_end": staff(405, 302),
}
TABLE = PUBLIC | ACCOUNTS | IDENTITY | INDIVIDUAL | FIRM | STAFF_SIDE

# Views without a read-only transaction, and why. The list grows only with a reason (house.md law 11).
OUTSIDE = {
    "public:healthz": "asks no database",
    "public:readyz": "says itself when the database is away",
    "google_callback": "the library takes the state out of the session, and the door opens",
    "public:metrics": "answers with what it has when the database is away",
}
# What stands in an address, by the name of the argument; of firm addresses `firm` and of staff:firm… `crd` is FIRM_CRD.
FIRM_CRD, CRD = 501, 7001
ARGUMENTS = {
    "firm": FIRM_CRD,
    "crd": CRD,
    "run": 10**6,
    "number": "NOCASE22",
    "request_id": 10**6,
    "subject": "request:1000000",
    "deficiency_id": 10**6,
    "report_id": 10**6,
    "disclosure_id": 10**6,
    "user_id": 10**6,
    "address_id": 10**6,
    "session_id": 10**6,
    "slug": "sign-in",
    "code": "D-01",
    "member": 10**6,
    "filing_id": 10**6,
    "comment_id": 10**6,
    "key": "residences",
    "place": "residences/n1",
    "invitation": 10**6,
    "year": 2026,
    "document_id": str(uuid4()),
    "fingerprint": "0" * 64,
    "document": str(uuid4()),
    "factor_id": 10**6,
    "tag": "account:device:new",
    "token": "no-link-of-ours",
}
