"""Addresses of My Account, below /account/."""

from django.urls import path

from finpro.portals.account.views import fresh, invitations, password, profile, security

app_name = "account"
urlpatterns = [
    path("", profile.home, name="home"),
    path("invitations", invitations.invitations, name="invitations"),
    path("invitations/<int:invitation>/accept", invitations.accept, name="invitation_accept"),
    path("invitations/<int:invitation>/decline", invitations.decline, name="invitation_decline"),
    path("password", password.password, name="password"),
    path("password/chosen", password.chosen, name="password_chosen"),
    path("security", security.security, name="security"),
    path("second-factor", security.second_factor, name="second_factor"),
    path("security/app/begin", security.app_begin, name="app_begin"),
    path("security/app", security.app, name="app"),
    path("security/passkeys", security.passkey_add, name="passkey_add"),
    path("security/factors/<int:factor_id>", security.factor, name="factor"),
    path("security/factors/<int:factor_id>/remove", security.factor_remove, name="factor_remove"),
    path("security/codes", security.codes, name="codes"),
    path("security/codes/new", security.codes_make, name="codes_make"),
    path("security/codes/file", security.codes_file, name="codes_file"),
    path("security/codes/kept", security.codes_kept, name="codes_kept"),
    path("security/google/unlink", security.google_unlink, name="google_unlink"),
    path("confirm-it-is-you", fresh.confirm, name="confirm"),
    path("confirm-it-is-you/code", fresh.send_code, name="confirm_code"),
    path("confirm-it-is-you/passkey", fresh.passkey, name="confirm_passkey"),
]
