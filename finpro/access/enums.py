"""Entitlements: what a member of a firm or of the registry may do. Their names are shown to administrators."""

from django.db.models import TextChoices


class Entitlement(TextChoices):
    """Firm side first, registry staff below."""

    ROSTER_VIEW = "roster.view", "See the firm's people"
    U4_DRAFT = "u4.draft", "Draft Form U4"
    U4_SUBMIT = "u4.submit", "File Form U4"
    U5_DRAFT = "u5.draft", "Draft Form U5"
    U5_SUBMIT = "u5.submit", "File Form U5"
    SETTINGS_VIEW = "settings.view", "See Firm Settings"
    SETTINGS_EDIT = "settings.edit", "Change Firm Settings"
    REPORTS = "reports.finpro", "See reports"
    REPORTS_SAVE = "reports.save", "Save reports"
    SSN_VIEW = "ssn.view", "See full Social Security numbers"
    FEES_APPROVE = "fees.approve", "Approve fees"
    API_MANAGE = "api.manage", "Manage API credentials"
    ADMIN = "firm.admin", "Administer the firm (super account administrator)"
    ACCOUNT_ADMIN = "firm.account_admin", "Administer the firm's accounts"

    RECORD_SEARCH = "record.search", "Search the record"
    RECORD_VIEW = "record.view", "See any record"
    IMPORTS_VIEW = "imports.view", "See import runs"
    CASES_VIEW = "cases.view", "See support cases"
    CASES_WORK = "cases.work", "Work on support cases"
    IDENTITY_DECIDE = "identity.decide", "Decide who somebody is"
    REGISTRATIONS_VIEW = "registrations.view", "See requests for registration"
    REGISTRATIONS_DECIDE = "registrations.decide", "Decide requests for registration"
    DISCLOSURE_REVIEW = "disclosure.review", "Review disclosure and match it to occurrences"
    STAFF_ADMIN = "staff.admin", "Give roles to the registry's staff"
    FIRM_ADMIN_NAME = "firms.appoint", "Name a firm's super account administrator"
    TRAIL_VIEW = "trail.view", "Read the audit trail"
    CONTENT_EDIT = "content.edit", "Write guides and announcements"
    PROGRAM_EDIT = "program.edit", "Keep programs and their rules"

    IDENTITY_VOUCH = "identity.vouch", "Vouch for the identity of the firm's people"


# What a member of a firm may be given; the rest is the registry's.
FIRM_SIDE = (
    Entitlement.ROSTER_VIEW,
    Entitlement.U4_DRAFT,
    Entitlement.U4_SUBMIT,
    Entitlement.U5_DRAFT,
    Entitlement.U5_SUBMIT,
    Entitlement.SETTINGS_VIEW,
    Entitlement.SETTINGS_EDIT,
    Entitlement.REPORTS,
    Entitlement.REPORTS_SAVE,
    Entitlement.SSN_VIEW,
    Entitlement.FEES_APPROVE,
    Entitlement.API_MANAGE,
    Entitlement.IDENTITY_VOUCH,
    Entitlement.ACCOUNT_ADMIN,
    Entitlement.ADMIN,
)

# What each role of the registry's staff may do.
STAFF_ROLES: dict[str, tuple[str, tuple[Entitlement, ...]]] = {
    "support": (
        "Support",
        (
            Entitlement.RECORD_SEARCH,
            Entitlement.RECORD_VIEW,
            Entitlement.CASES_VIEW,
            Entitlement.CASES_WORK,
            Entitlement.REGISTRATIONS_VIEW,
        ),
    ),
    "registrar": (
        "Registrar",
        (
            Entitlement.RECORD_SEARCH,
            Entitlement.RECORD_VIEW,
            Entitlement.IMPORTS_VIEW,
            Entitlement.SSN_VIEW,
            Entitlement.CASES_VIEW,
            Entitlement.CASES_WORK,
            Entitlement.IDENTITY_DECIDE,
            Entitlement.REGISTRATIONS_VIEW,
            Entitlement.REGISTRATIONS_DECIDE,
            Entitlement.DISCLOSURE_REVIEW,
            Entitlement.FIRM_ADMIN_NAME,
            Entitlement.STAFF_ADMIN,
        ),
    ),
    "content": ("Content", (Entitlement.CONTENT_EDIT,)),
    "program": ("Program", (Entitlement.RECORD_SEARCH, Entitlement.RECORD_VIEW, Entitlement.PROGRAM_EDIT)),
    "auditor": (
        "Auditor",
        (
            Entitlement.RECORD_SEARCH,
            Entitlement.RECORD_VIEW,
            Entitlement.CASES_VIEW,
            Entitlement.REGISTRATIONS_VIEW,
            Entitlement.TRAIL_VIEW,
        ),
    ),
}


class Decision(TextChoices):
    """What a yearly certification decided about one member."""

    KEEP = "KEEP", "Keep as it is"
    CHANGE = "CHANGE", "Change"
    REMOVE = "REMOVE", "Remove"


class Reason(TextChoices):
    """Why a user of a firm was removed."""

    LEFT = "LEFT", "Left the firm"
    ROLE = "ROLE", "Has another role at the firm"
    THREAT = "THREAT", "Is a threat: sign out everywhere at once"
