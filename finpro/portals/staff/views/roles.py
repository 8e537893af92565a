"""Who works for the registry, and in which role."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from finpro.access import forms
from finpro.access import selectors as access
from finpro.access.enums import STAFF_ROLES
from finpro.accounts.adapters.renew import fresh
from finpro.journeys import staff_roles
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.staff import nav
from finpro.ui.render import frame, render

_HELP = "/help/staff-cases"
_DONE = {
    "given": "The role was given. It counts from the next page that the account opens.",
    "changed": "The role was changed. It counts from the next page that the account opens.",
    "ended": "The role was ended at once, and the cases of the account are back in the queue.",
}
_LABELS = {role: label for role, (label, _) in STAFF_ROLES.items()} | {"": "Entitlements of its own"}


@requires(Hat.STAFF, "staff.admin")
@never_cache
@require_safe
def roles(request: Request) -> HttpResponse:
    """Everybody who works for the registry, and the form that gives a role."""
    return _roles(request, forms.GiveRoleForm())


@requires(Hat.STAFF, "staff.admin")
@never_cache
@require_POST
@fresh
def give(request: Request) -> HttpResponse:
    """Give an account a role."""
    form = forms.GiveRoleForm(request.POST)
    if not form.is_valid():
        return _roles(request, form, status=422)
    try:
        staff_roles.give_to(**form.cleaned_data, by=request.actor, at=clock.now())
    except (errors.Refusal, errors.Forbidden) as refusal:
        form.add_error("email", refusal.message)
        return _roles(request, form, status=409)
    return redirect(f"{reverse('staff:roles')}?done=given")


@requires(Hat.STAFF, "staff.admin")
@never_cache
@require_safe
def role(request: Request, user_id: int) -> HttpResponse:
    """One of the registry's staff: what the account may do, and the forms that change or end it."""
    return _role(request, user_id, None)


@requires(Hat.STAFF, "staff.admin")
@never_cache
@require_POST
@fresh
def change(request: Request, user_id: int) -> HttpResponse:
    """Give another role."""
    form = forms.RoleForm(request.POST)
    if not form.is_valid():
        return _role(request, user_id, form, status=422)
    try:
        staff_roles.give(user_id=user_id, role=form.cleaned_data["role"], by=request.actor, at=clock.now())
    except (errors.Refusal, errors.Forbidden) as refusal:
        form.add_error(None, refusal.message)
        return _role(request, user_id, form, status=409)
    return redirect(f"{reverse('staff:roles')}?done=changed")


@requires(Hat.STAFF, "staff.admin")
@never_cache
@require_POST
@fresh
def end(request: Request, user_id: int) -> HttpResponse:
    """End a role at once."""
    try:
        staff_roles.end(user_id=user_id, by=request.actor, at=clock.now())
    except (errors.Refusal, errors.Forbidden) as refusal:
        return _role(request, user_id, None, refusal=refusal.message, status=409)
    return redirect(f"{reverse('staff:roles')}?done=ended")


def _roles(request: Request, form: forms.GiveRoleForm, *, status: int = 200) -> HttpResponse:
    page = frame(request, "Roles", nav=nav.items(request.actor, "staff:roles"), help=_HELP, error=bool(form.errors))
    return render(
        request,
        "staff/roles/list.html",
        page,
        status=status,
        form=form,
        staff=access.list_staff(request.actor),
        labels=_LABELS,
        done=_DONE.get(request.GET.get("done", ""), ""),
    )


def _role(
    request: Request, user_id: int, form: forms.RoleForm | None, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    member = access.get_staff(request.actor, user_id)
    asked = form or forms.RoleForm(initial={"role": member.role})
    page = frame(
        request,
        f"Role of {member.name or 'an account'}",
        nav=nav.items(request.actor, "staff:roles"),
        help=_HELP,
        error=bool(asked.errors or refusal),
    )
    context = {"member": member, "form": asked, "refusal": refusal, "labels": _LABELS}
    return render(request, "staff/roles/role.html", page, status=status, **context)
