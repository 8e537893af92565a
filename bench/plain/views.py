"""The page."""

from itertools import cycle, islice

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - stock Django
from django.shortcuts import render  # noqa: TID251

from finpro.registry import models

ROWS = 40  # of five elements each


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The signed-in person's names, registrations and employments, as 40 rows of five elements."""
    person = request.user.claims.values_list("person_id", flat=True).get()
    names = models.PersonName.objects.filter(person_id=person)
    spells = models.EmploymentSpell.objects.filter(person_id=person)
    rows = list(islice(cycle([*names, *spells]), ROWS))
    return render(request, "plain.html", {"rows": rows})
