"""Checking a sealed document, without an account: the file or a fingerprint. Nothing is stored, nobody is named."""

import hashlib
from datetime import timedelta

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from finpro.documents.forms import CheckForm
from finpro.filings.selectors import signing as filings
from finpro.kernel import clock
from finpro.kernel.http import Request, public, unheld
from finpro.kernel.http.clients import client_address, place
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit
from finpro.ui.render import frame, render

CHECKS = Limit("document-checks", 30, timedelta(minutes=10))


@public
@unheld
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Request, fingerprint: str = "") -> HttpResponse:
    """Say what a file is. It is answered in place: nothing is changed, so sending it again is harmless."""
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={"fingerprint": fingerprint},
    )
    answered, found = False, None
    if form.is_bound and form.is_valid():
        count_tries((CHECKS, place(client_address(request))), at=clock.now())
        sent = form.cleaned_data["file"]
        digest = hashlib.sha256(sent.read()).hexdigest() if sent else form.cleaned_data["fingerprint"]
        answered, found = True, filings.check(digest)
    page = frame(request, "Check a document", help="/help/check-a-document", error=bool(form.errors))
    status = 422 if form.errors else 200
    return render(request, "public/check.html", page, status=status, form=form, answered=answered, found=found)
