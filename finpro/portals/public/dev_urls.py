"""Addresses of the demo's own pages, below /dev/. finpro.config.urls leaves them out everywhere else."""

from django.urls import path

from finpro.portals.public.views import dev

app_name = "dev"
urlpatterns = [
    path("sign-in", dev.sign_in, name="sign_in"),
    path("answers", dev.answers, name="answers"),
    path("outbox", dev.letters, name="outbox"),
    path("outbox/<slug:letter_id>", dev.letter, name="letter"),
]
