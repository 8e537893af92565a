"""Addresses of the public portal."""

from django.urls import path

from finpro.portals.public.views import (
    check,
    google,
    health,
    invitation,
    notifications,
    pages,
    passkeys,
    recovery,
    session,
    sign_in,
)
from finpro.portals.public.views.open import details, mailbox, password
from finpro.portals.public.views.open import google as open_google

app_name = "public"
urlpatterns = [
    path("", pages.home, name="home"),
    path("check", check.check, name="check"),
    path("check/<slug:fingerprint>", check.check, name="check_fingerprint"),
    path("notifications", notifications.notifications, name="notifications"),
    path("notifications/<str:tag>", notifications.notification, name="notification"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/passkey", passkeys.whole, name="passkey"),
    path("sign-in/google", google.begin, name="google"),
    path("sign-in/google/go", google.go, name="google_go"),
    path("sign-in/google/failed", google.failed, name="google_failed"),
    path("sign-in/second-step", sign_in.second_step, name="second_step"),
    path("sign-in/second-step/passkey", passkeys.second, name="second_passkey"),
    path("sign-in/second-step/lost", recovery.lost, name="lost"),
    path("sign-in/locked", recovery.locked, name="locked"),
    path("sign-in/forgotten", recovery.forgotten, name="forgotten"),
    path("sign-in/code", recovery.mailed_code, name="mailed_code"),
    path("sign-in/code/again", recovery.another_code, name="another_code"),
    path("sign-in/open-again", recovery.unlocked, name="unlocked"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("session/keep", session.keep, name="session_keep"),
    path("session/held", session.held, name="held"),
    path("session/held/drop", session.drop_held, name="held_drop"),
    path("signed-out", sign_in.signed_out, name="signed_out"),
    path("invitation", invitation.invitation, name="invitation"),
    path("open/", details.start, name="open"),
    path("open/check", details.check, name="open_check"),
    path("open/details", details.details, name="open_details"),
    path("open/check-your-mail", mailbox.mailbox, name="open_mailbox"),
    path("open/send-again", mailbox.send_again, name="open_send_again"),
    path("open/link/<str:token>", mailbox.link, name="open_link"),
    path("open/google", open_google.google, name="open_google"),
    path("open/password", password.password, name="open_password"),
    path("legal", pages.legal, name="legal"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("help", pages.help_index, name="help"),
    path("help/<slug:slug>", pages.help_page, name="help_page"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("rules/<str:code>", pages.rule_page, name="rule"),
]
