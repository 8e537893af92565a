"""The page, and the save of one row."""

from itertools import cycle, islice

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse  # noqa: TID251 - stock Django
from django.shortcuts import get_object_or_404, render  # noqa: TID251
from django.views.decorators.http import require_POST

from finpro.filings.models import Answer
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


@login_required
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a row, change one column, save it."""
    row = get_object_or_404(Answer, pk=pk)
    row.value = request.POST["value"]
    row.save()
    return HttpResponse("<p>Saved</p>")
