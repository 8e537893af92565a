"""A firm's users: who may do what, inviting, changing, removing, and handing the office over."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from finpro.access import exports, forms, permissions, policies
from finpro.access import selectors as access
from finpro.access.enums import Entitlement, Reason
from finpro.accounts.adapters.renew import fresh
from finpro.journeys import change_member, remove_member
from finpro.journeys import invite as inviting
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.kernel.http import Request, requires
from finpro.portals.firm import nav
from finpro.registry.forms import page_number
from finpro.ui.page import Page
from finpro.ui.render import frame, render

_ADMIN = Entitlement.ACCOUNT_ADMIN.value
_HELP = "/help/firm-users"
# What the list says after something was done, by the code in its address.
DONE = {
    "invited": "The invitation is on its way.",
    "resent": "The invitation was sent again.",
    "withdrawn": "The invitation was withdrawn.",
    "changed": "What the user may do was changed. A mail tells him or her.",
    "removed": "The user was removed and can no longer act for the firm. A mail tells him or her.",
    "handed-over": "The firm has another super account administrator. Mails tell both of you.",
}


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_safe
def users(request: Request, firm: int) -> HttpResponse:
    """Everybody who acts for the firm and who is invited to: searched by name, 50 to a page."""
    typed = request.GET.get("q", "").replace("\x00", " ").strip()[:100]
    listed = access.members_page(request.actor, clock.now(), query=typed, page=page_number(request.GET.get("page", "")))
    return render(
        request,
        "firm/users/list.html",
        page_of(request, firm, "Users"),
        firm=firm,
        listed=listed,
        typed=typed,
        done=DONE.get(request.GET.get("done", ""), ""),
        paging=f"?{urlencode({'q': typed})}&page=" if typed else "?page=",
        is_super=request.actor.may(Entitlement.ADMIN),
    )


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_safe
def users_csv(request: Request, firm: int) -> HttpResponse:
    """Who may do what, as a file for a spreadsheet."""
    return download(exports.members_csv(access.list_members(request.actor)), f"users-{firm}-{clock.today()}.csv")


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request, firm: int) -> HttpResponse:
    """Whom to invite and what for, then the answers to check, then the mail."""
    offered = permissions.may_give(request.actor)
    form = forms.InviteForm(request.POST if request.method == "POST" else None, offered=offered)
    step = request.POST.get("step", "")
    if not form.is_bound or not form.is_valid() or step == "edit":
        return _form(request, firm, "Invite a user", "firm/users/invite.html", form)
    email, chosen = form.cleaned_data["email"], form.cleaned_data["entitlements"]
    if step != "send":
        page = page_of(request, firm, "Check the invitation")
        told = _consequences(chosen)
        return render(request, "firm/users/invite_check.html", page, firm=firm, email=email, chosen=chosen, **told)
    try:
        inviting.invite(email=email, entitlements=chosen, by=request.actor, at=clock.now())
    except errors.Refusal as refused:
        form.add_error("email", refused.message)
        return _form(request, firm, "Invite a user", "firm/users/invite.html", form)
    return _done(firm, "invited")


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, firm: int, member: int) -> HttpResponse:
    """One user: what he or she may do; then the difference to check, then the change."""
    shown = access.get_member(request.actor, member)
    offered = permissions.may_give(request.actor)
    held = [name.value for name in shown.entitlements]
    form = forms.ChangeForm(
        request.POST if request.method == "POST" else None, offered=offered, initial={"entitlements": held}
    )
    back, step = _back(request), request.POST.get("step", "")
    if not form.is_bound or not form.is_valid() or step == "edit":
        return _form(request, firm, shown.name, "firm/users/user.html", form, shown=shown, back=back)
    chosen = form.cleaned_data["entitlements"]
    if step != "save":
        told = _consequences([*chosen, *({Entitlement.ADMIN.value} & set(held))], held)
        page = page_of(request, firm, "Check the change")
        return render(
            request, "firm/users/user_check.html", page, firm=firm, shown=shown, back=back, chosen=chosen, **told
        )
    change_member.change(membership_id=member, entitlements=chosen, by=request.actor, at=clock.now())
    return _done(firm, "changed", back)


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: Request, firm: int, member: int) -> HttpResponse:
    """Why a user is removed; then it is done at once."""
    shown = access.get_member(request.actor, member)
    form = forms.RemoveForm(request.POST if request.method == "POST" else None)
    back = _back(request)
    if not form.is_bound or not form.is_valid():
        return _form(request, firm, f"Remove {shown.name}", "firm/users/remove.html", form, shown=shown, back=back)
    reason = Reason(form.cleaned_data["reason"])
    remove_member.remove(membership_id=member, reason=reason, by=request.actor, at=clock.now())
    return _done(firm, "removed", back)


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_POST
def resend(request: Request, firm: int, invitation: int) -> HttpResponse:
    """Send the mail of an invitation again."""
    inviting.resend(invitation_id=invitation, by=request.actor, at=clock.now())
    return _done(firm, "resent")


@requires(Hat.FIRM, _ADMIN)
@never_cache
@require_POST
def withdraw(request: Request, firm: int, invitation: int) -> HttpResponse:
    """Take an invitation back."""
    inviting.withdraw(invitation_id=invitation, by=request.actor, at=clock.now())
    return _done(firm, "withdrawn")


@requires(Hat.FIRM, Entitlement.ADMIN.value)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def hand_over(request: Request, firm: int) -> HttpResponse:
    """Make another user the super account administrator; asked of somebody who has just shown who he or she is."""
    others = [one for one in access.list_members(request.actor) if one.user_id != request.actor.user_id]
    choices = [(one.id, f"{one.name}, {one.email}") for one in others]
    form = forms.HandOverForm(request.POST if request.method == "POST" else None, users=choices)
    if not form.is_bound or not form.is_valid():
        return _form(request, firm, "Hand over", "firm/users/hand_over.html", form, others=others)
    change_member.hand_over(membership_id=form.cleaned_data["membership"], by=request.actor, at=clock.now())
    return _done(firm, "handed-over")


def page_of(
    request: Request, firm: int, title: str, current: str = "firm:users", *, help: str = _HELP, error: bool = False
) -> Page:
    """The frame of a page on a firm's side; the firm's name was read at the door."""
    name = next((side.name for side in request.sides if side.current), "")
    return frame(
        request,
        title,
        nav=nav.items(request.actor, firm, current),
        help=help,
        home=reverse("firm:home", args=[firm]),
        context=nav.context(firm, name),
        error=error,
    )


def download(content: bytes, name: str) -> HttpResponse:
    """A file of comma-separated values that the browser saves."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(request: Request, firm: int, title: str, template: str, form: Form, **context: Any) -> HttpResponse:
    failed = bool(form.errors)
    page = page_of(request, firm, title, error=failed)
    return render(request, template, page, status=422 if failed else 200, form=form, firm=firm, **context)


def _back(request: Request) -> str:
    """Where the way leads afterwards, by a word in address and form: the certification, or "" for the list."""
    back = request.POST.get("from") or request.GET.get("from", "")
    return back if back == "certification" else ""


def _consequences(chosen: Sequence[str], held: Sequence[str] = ()) -> dict[str, Any]:
    """What a choice amounts to: everything held by it, what came along and why, what deserves a second look."""
    after = policies.complete(chosen)
    return {
        "after": after,
        "along": policies.added(chosen),
        "sensitive": policies.sensitive(name for name in after if name.value not in held),
        "gained": [name for name in after if name.value not in held],
        "lost": [Entitlement(name) for name in held if name not in {one.value for one in after}],
    }


def _done(firm: int, code: str, back: str = "") -> HttpResponse:
    if back:
        return redirect(f"{reverse('firm:certification', args=[firm])}?done=decided")
    return redirect(f"{reverse('firm:users', args=[firm])}?done={code}")
