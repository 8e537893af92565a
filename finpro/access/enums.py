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
